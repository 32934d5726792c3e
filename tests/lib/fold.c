/* fold.c: folding for matching, and the way back to the source */
#include "../tap.h"

#include "find/text/fold.h"
#include "find/text/still.h"

/* Folds `in`, expects `out`; then expects that `part` of the folded text comes from `source`. */
static void folds(const char *in, const char *out, const char *part, const char *source, bool mixed, const char *what)
{
    struct dx_fold f = {0};
    char got[256] = "", from[256] = "";
    size_t a = 0, b = 0;
    bool is_mixed = false;
    if (dx_fold_text(&f, dx_str(in), NULL) == DX_OK) {
        snprintf(got, sizeof got, "%.*s", (int)f.text.n, f.text.p);
        const char *at = strstr(got, part);
        if (at) {
            size_t start = (size_t)(at - got);
            dx_fold_span(&f, start, start + strlen(part), &a, &b);
            snprintf(from, sizeof from, "%.*s", (int)(b - a), in + a);
            is_mixed = dx_fold_mixed(&f, start, start + strlen(part));
        }
    }
    is_str(got, out, what);
    is_str(from, source, "  … and back");
    ok(is_mixed == mixed, "  … %s", mixed ? "marked as of mixed script" : "not marked");
    dx_fold_free(&f);
}

static void offsets(void)
{
    const char *in = "โทร ๐๘๑\u200b-๒ 4️⃣x";
    struct dx_fold f = {0};
    int wrong = dx_fold_text(&f, dx_str(in), NULL) != DX_OK;
    for (size_t i = 0; i < f.text.n; i++) {
        size_t a, b;
        dx_fold_span(&f, i, i + 1, &a, &b);
        wrong += a >= b || b > strlen(in);
        if (((unsigned char)in[a] & 0xc0) != 0x80) /* not within a kept character of several bytes */
            wrong += dx_fold_at(&f, a) > i;
    }
    ok(!wrong, "every folded byte has a place in the source");
    dx_fold_free(&f);
}

static void hostile(void)
{
    char in[512];
    struct dx_fold f = {0};
    int wrong = 0;
    uint32_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        size_t n = seed % sizeof in;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            in[i] = (char)(seed >> 24);
        }
        seed = seed * 1664525u + 1013904223u;
        wrong += dx_fold_text(&f, (struct dx_str){in, n}, NULL) != DX_OK;
        for (size_t i = 0, a, b; i < f.text.n; i++) {
            dx_fold_span(&f, i, i + 1, &a, &b);
            wrong += a >= b || b > n;
        }
    }
    ok(!wrong, "random bytes fold, and every place lies within them");
    dx_fold_free(&f);
}

/* Texts of characters that folding changes, or doesn't, or only beside others. */
static size_t write_mix(char *out, size_t room, uint32_t *seed)
{
    static const char *const pieces[] = {"a", "1", " ", "\n", "plain text of some length, ", "\u0e01", "\u0e40\u0e1a\u0e2d\u0e23\u0e4c", "\u0e53", "\u0e4d", "\u0e32", "\u1000\u103b\u1031\u102c\u1004\u103a\u1038",
        "\u103a", "\u1037", "\u1025", "\u102e", "\u1031", "\u1039", "\u1060", "\u1040", "\u10a0", "\u00e9", "\u0302", "\u0430", "\u4e2d\u6587", "\uff11", "\u200b", "\u2014", "\xff", "\xe0\x80\x80", "\xed\xa0\x80",
        "\xe0\xb8", "\U0001d7ec", "\U0001f600"};
    size_t n = 0, k;
    *seed = *seed * 1664525u + 1013904223u;
    for (uint32_t i = *seed >> 24; i > 0; i--) {
        *seed = *seed * 1664525u + 1013904223u;
        k = (*seed >> 16) % (sizeof pieces / sizeof *pieces);
        k = *seed >> 30 ? k % 7 : k; /* mostly what stays */
        if (n + strlen(pieces[k]) > room)
            break;
        memcpy(out + n, pieces[k], strlen(pieces[k]));
        n += strlen(pieces[k]);
    }
    return n;
}

/* Is what is passed over, to the end of a line, left as it is? */
static bool stays(struct dx_still *s, struct dx_fold *f, struct dx_str t, bool lines)
{
    size_t to = dx_still_to(s, t, 0, t.n, lines);
    for (size_t from = 0, end; lines && from < to; from = end + 1) {
        const char *nl = memchr(t.p + from, '\n', t.n - from);
        end = nl ? (size_t)(nl - t.p) : t.n;
        if (end <= to && (dx_fold_text(f, (struct dx_str){t.p + from, end - from}, NULL) != DX_OK || f->n))
            return false;
    }
    return lines || to < t.n || (dx_fold_text(f, t, NULL) == DX_OK && !f->n && f->text.n == t.n && memcmp(f->text.p, t.p, t.n) == 0);
}

static void still(void)
{
    struct dx_still s = {0};
    struct dx_fold f = {0};
    uint32_t seed = 5;
    int wrong = 0, whole = 0;
    for (int round = 0; round < 20000; round++) {
        char text[600];
        struct dx_str t = {text, write_mix(text, sizeof text, &seed)};
        whole += dx_still_to(&s, t, 0, t.n, false) == t.n;
        wrong += !stays(&s, &f, t, false) + !stays(&s, &f, t, true);
    }
    ok(!wrong && whole > 500, "what is said to stay is left as it is, text by text and line by line: %d of 20,000 texts stay, %d wrong", whole, wrong);
    dx_still_free(&s);
    dx_fold_free(&f);
}

int main(void)
{
    folds("plain 123", "plain 123", "123", "123", false, "ASCII stays");
    folds("โทร ๐๘๑-๒๓๔", "โทร 081-234", "081-234", "๐๘๑-๒๓๔", false, "Thai digits");
    folds("၀၉၄၂၁ ០១ ໐໑ ०१ ০১ ۰۱ ٠١", "09421 01 01 01 01 01 01", "09421", "၀၉၄၂၁", false, "digits of other scripts");
    folds("０８１－２３４＠", "081-234@", "081-234", "０８１－２３４", false, "full-width forms");
    folds("081\u2011234\u00a05678", "081-234 5678", "081-234 5678", "081\u2011234\u00a05678", false, "hyphens and blanks");
    folds("08\u200b1\u200e2", "0812", "0812", "08\u200b1\u200e2", false, "zero-width and bidirectional marks go");
    folds("\u200b12\u200b", "12", "12", "12", false, "… and don't belong to what stands beside them");
    folds("0\ufe0f\u20e38\ufe0f\u20e3 x", "08 x", "08", "0\ufe0f\u20e38\ufe0f\u20e3", false, "keycap digits keep their marks");
    folds("АА1234567", "AA1234567", "AA1234567", "АА1234567", true, "Cyrillic letters within a Latin token");
    folds("Nguye\u0302\u0303n", "Nguyễn", "ễ", "e\u0302\u0303", false, "a letter and two marks");
    folds("e\u0323\u0302", "ệ", "ệ", "e\u0323\u0302", false, "… in the order of NFD");
    folds("ဧည\u103A\u1037", "ဧည\u1037\u103A", "\u1037\u103A", "\u103A\u1037", false, "Burmese signs in their order");
    folds("ႏိုင္ငံသား ၁၂", "နိုင်ငံသား 12", "နို", "ႏို", false, "Zawgyi, syllable by syllable");
    folds("ေအာင္ေက်ာ္", "အောင်ကျော်", "ကျော်", "ေက်ာ္", false, "… its vowels behind their consonants");
    folds("ကေမၻာဇ သတၱဳ အဂၤလိပ္", "ကမ္ဘောဇ သတ္တု အင်္ဂလိပ်", "င်္ဂ", "ဂၤ", false, "… stacks and kinzi");
    folds("မင်္ဂလာပါ အောင်ကျော်", "မင်္ဂလာပါ အောင်ကျော်", "အောင်", "အောင်", false, "Unicode is left alone");
    folds("ကမ္ဘာ ဆန္ဒ အန္တရာယ်", "ကမ္ဘာ ဆန္ဒ အန္တရာယ်", "န္ဒ", "န္ဒ", false, "… its stacks, too");
    folds("မ်ားကို", "များကို", "များ", "မ်ား", false, "two words are enough for Zawgyi");
    folds("၀န်ထမ်း ၁၀", "ဝန်ထမ်း 10", "ဝန်", "၀န်", false, "a zero beside letters is wa");
    folds("အလို၀၊ ၀ ၀-၉", "အလိုဝ၊ 0 0-9", "0-9", "၀-၉", false, "… and none where digits or nothing are");
    folds("ဖုန်း၀၉၇", "ဖုန်း097", "097", "၀၉၇", false, "… nor before one");
    folds("အဖြဲ႕၀င္ အေ၀း", "အဖွဲ့ဝင် အဝေး", "ဝေး", "ေ၀း", false, "… also in Zawgyi");
    folds("\u1025\u102E\u1038", "\u1026\u1038", "\u1026", "\u1025\u102E", false, "a letter and its sign are one");
    folds("\u1025\u102E\u1038\u1031\u1019\u102C\u1004\u1039", "\u1026\u1038\u1019\u1031\u102C\u1004\u103A", "\u1026\u1038", "\u1025\u102E\u1038", false,
        "… in Zawgyi, too");
    folds("ехаmple.com", "example.com", "example", "ехаmple", true, "… of lower case");
    folds("СССР и США", "СССР и США", "США", "США", false, "Cyrillic words stay");
    folds("ГОСТ123", "ГОСТ123", "123", "123", false, "… also with a letter that looks like nothing Latin");
    folds("เลขАВ12", "เลขAB12", "AB12", "АВ12", true, "a token starts after Thai letters");
    folds("\xff" "12\xc3", "\x1a" "12\x1a", "12", "12", false, "bytes that are no UTF-8");
    folds("²①Ⅳ", "²①Ⅳ", "²", "²", false, "superscripts, circled and Roman numerals stay");
    folds("𝟬𝟴𝟭-𝟮𝟯𝟰 𝐋𝐈𝐍𝐄 𝓪𝔟𝕔", "081-234 LINE abc", "234", "𝟮𝟯𝟰", false, "letters and digits of mathematics are plain ones");
    folds("⓪⑧①-②③ ❾➀", "081-23 91", "081", "⓪⑧①", false, "digits in circles that stand together are a number");
    folds("① tea ② rice", "① tea ② rice", "tea", "tea", false, "… and a list where they don't");
    folds("\u0e99\u0ecd\u0eb2", "\u0e99\u0eb3", "\u0eb3", "\u0ecd\u0eb2", false, "Lao am in two characters");
    offsets();
    hostile();
    still();
    return tap_done();
}
