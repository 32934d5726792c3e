/* check_online.c: e-mail addresses, links, domains (RFC 1035, 3986, 5321; identifiers.md 7) */
#include "find/text/bytes.h"
#include "find/check/kit.h"

#include <string.h>

/* ---- undoing what people do to addresses so that machines don't see them ---- */

static const struct {
    const char *written, *meant;
} defanged[] = {
    {"[.]", "."}, {"(.)", "."}, {"[dot]", "."}, {"(dot)", "."}, {" dot ", "."}, {"{.}", "."}, {"[:]", ":"},
    {"[at]", "@"}, {"(at)", "@"}, {"{at}", "@"}, {" at ", "@"}, {"[@]", "@"}, {"(@)", "@"}, {"＠", "@"},
};

/* What is written so at the start of t, which is one of the bytes that such a thing starts with; its bytes, 0: nothing. */
static size_t meant_at(struct dx_str t, char *meant)
{
    for (size_t i = 0; i < sizeof defanged / sizeof defanged[0]; i++)
        if (kit_starts(t, defanged[i].written)) {
            *meant = *defanged[i].meant;
            return strlen(defanged[i].written);
        }
    return 0;
}

/* Copies t into s with defanging undone: the bytes it has then, 0 when it doesn't fit. */
static size_t refang(struct dx_str t, char *s, size_t cap)
{
    static const struct dx_bytes other = {{UINT64_C(0x0000010100000001), UINT64_C(0x0800000008000000), 0, UINT64_C(1) << (0xEF & 63)}}; /* NUL, blank ( [ { EF */
    size_t n = 0;
    while (n < t.n && n + 1 < cap && !dx_bytes_has(&other, (unsigned char)t.p[n])) {
        s[n] = t.p[n];
        n++;
    }
    for (size_t i = n; i < t.n;) {
        char c = t.p[i], meant;
        size_t written = c == '[' || c == '(' || c == '{' || c == ' ' || (unsigned char)c == 0xEF ? meant_at(kit_skip(t, i), &meant) : 0;
        if (written) {
            for (i += written; i < t.n && t.p[i] == ' ';)
                i++;
            while (n && s[n - 1] == ' ')
                n--;
        }
        if (n + 1 >= cap || !(written ? meant : c))
            return 0;
        s[n++] = written ? meant : c;
        i += !written;
    }
    s[n] = '\0';
    return n;
}

/* ---- domains ---- */

/* Top-level domains without a country that are met, by their first letter; country codes come from ISO 3166. Only bare names need a known one. */
static const char *const generic_tlds[26] = {
    ['a' - 'a'] = " app asia ", ['b' - 'a'] = " biz bet ", ['c' - 'a'] = " com club cloud cc ", ['d' - 'a'] = " dev ",
    ['e' - 'a'] = " edu eu ", ['f' - 'a'] = " fun finance ", ['g' - 'a'] = " gov group ", ['i' - 'a'] = " info int io icu ",
    ['l' - 'a'] = " live link life ", ['m' - 'a'] = " mil me money mobi ", ['n' - 'a'] = " net name ", ['o' - 'a'] = " org online one ",
    ['p' - 'a'] = " pro page ", ['s' - 'a'] = " site shop store space ", ['t' - 'a'] = " top tv tech today ", ['u' - 'a'] = " uk ",
    ['v' - 'a'] = " vip ", ['w' - 'a'] = " win world website work ", ['x' - 'a'] = " xyz ",
};

/* Of small letters, as domain() leaves it. */
static bool known_tld(const char *tld)
{
    unsigned first = (unsigned)tld[0] - 'a';
    size_t n = strlen(tld);
    if (n == 2 && kit_is_alpha(tld[0]) && kit_is_alpha(tld[1]) && kit_country(tld))
        return true;
    const char *at = first < 26 && generic_tlds[first] ? strstr(generic_tlds[first], tld) : NULL;
    while (at && !(at[-1] == ' ' && at[n] == ' '))
        at = strstr(at + 1, tld);
    return at;
}

/* Lower-cases the n bytes at s in place and returns their last label, when they are a domain name of at least two labels; else NULL. A NUL
 * stands behind them. */
static const char *domain(char *s, size_t n)
{
    size_t label = 0;
    bool letters = true; /* in the last label */
    if (n < 4 || n > 253)
        return NULL;
    for (size_t i = 0; i <= n; i++) {
        char c = s[i];
        if (i == n || c == '.') {
            if (i == label || i - label > 63 || s[label] == '-' || s[i - 1] == '-')
                return NULL;
            if (i < n) {
                label = i + 1;
                letters = true;
            }
        } else if (kit_is_alpha(c)) {
            s[i] = kit_lower(c);
        } else if (kit_is_digit(c) || c == '-') {
            letters = false;
        } else {
            return NULL;
        }
    }
    const char *last = s + label;
    return label && n - label >= 2 && (letters || (n - label >= 4 && memcmp(last, "xn--", 4) == 0)) ? last : NULL;
}

static void check_domain(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[256];
    (void)c;
    size_t n = refang(t, s, sizeof s);
    const char *tld = n ? domain(s, n) : NULL;
    if (!tld)
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    r->weight = known_tld(tld) ? 1 : -3;
}

/* ---- e-mail ---- */

static bool local_part(const char *s, size_t n)
{
    static const struct dx_bytes atext = {{UINT64_C(0xa3ffecfa00000000), UINT64_C(0x7fffffffc7fffffe), 0, 0}}; /* RFC 5322, and the dot */
    if (n == 0 || n > 64 || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++)
        if (!dx_bytes_has(&atext, (unsigned char)s[i]) || (s[i] == '.' && s[i + 1] == '.'))
            return false;
    return true;
}

static void check_email(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[330];
    (void)c;
    if (kit_starts(t, "mailto:"))
        t = kit_skip(t, 7);
    size_t n = refang(t, s, sizeof s);
    char *at = n ? memrchr(s, '@', n) : NULL;
    if (!at || strcmp(at, "@s.whatsapp.net") == 0 || strcmp(at, "@c.us") == 0 || strcmp(at, "@g.us") == 0)
        return; /* those are accounts of WhatsApp: a telephone number, or a group */
    const char *tld = local_part(s, (size_t)(at - s)) ? domain(at + 1, n - (size_t)(at + 1 - s)) : NULL;
    if (!tld)
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_add(&r->value, s, n);
    r->weight = known_tld(tld) ? 3 : 0;
    /* RFC 5321 lets hosts tell cases apart in the local part; none that is met does: linked in lower case */
    for (size_t i = 0; s + i < at; i++)
        s[i] = kit_lower(s[i]);
    kit_key(r, "email", NULL, (struct dx_str){s, n});
}

/* ---- links ---- */

/* Cuts what surrounds a link in running text: trailing punctuation, an unpaired bracket, and letters of other scripts. What is left of n. */
static size_t trim_link(char *s, size_t n)
{
    static const struct dx_bytes inside = {{UINT64_C(0xaffffffa00000000), UINT64_C(0x47fffffeafffffff), 0, 0}}; /* no blank " < > \\ ^ ` { | } */
    size_t end = 0;
    while (end < n && dx_bytes_has(&inside, (unsigned char)s[end]))
        end++;
    for (; end; end--) {
        char last = s[end - 1];
        bool lone = last == ')' && !memchr(s, '(', end);
        if (!lone && !strchr(".,;:!?'*_~]", last))
            break;
    }
    s[end] = '\0';
    return end;
}

static const struct {
    const char *written, *scheme;
} schemes[] = {
    {"https://", "https://"}, {"http://", "http://"}, {"hxxps://", "https://"}, {"hxxp://", "http://"}, {"ftp://", "ftp://"},
    {"https[://]", "https://"}, {"http[://]", "http://"}, {"hxxps[://]", "https://"}, {"hxxp[://]", "http://"},
};

static bool is_port(const char *s, size_t n)
{
    size_t digits = 0;
    while (digits < n && kit_is_digit(s[digits]))
        digits++;
    return digits == n && n <= 5;
}

/* Four numbers below 256 with dots, leading zeros or not. */
static bool is_address(const char *s)
{
    for (int part = 0; part < 4; part++) {
        int n = 0, v = 0;
        for (; n < 3 && kit_is_digit(*s); n++)
            v = v * 10 + (*s++ - '0');
        if (n == 0 || v > 255 || *s++ != (part < 3 ? '.' : '\0'))
            return false;
    }
    return true;
}

/* The host in the n bytes of [user@]host[:port], lower-cased in place: a domain, or an IPv4 address. */
static bool host(char *s, size_t n, double *weight)
{
    char *at = memrchr(s, '@', n), *from = at ? at + 1 : s;
    size_t left = n - (size_t)(from - s);
    char *port = memchr(from, ':', left);
    size_t len = port ? (size_t)(port - from) : left;
    if (len == 0 || len > 255 || (port && !is_port(port + 1, left - len - 1)))
        return false;
    char behind = from[len];
    from[len] = '\0';
    const char *tld = domain(from, len);
    bool address = !tld && is_address(from);
    *weight = tld && known_tld(tld) ? 3 : address ? 2 : 0;
    from[len] = behind;
    return tld || address;
}

static void check_url(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[KIT_TEXT + 1];
    const char *scheme = "";
    size_t head = 0, n = refang(t, s, sizeof s), len = 0;
    (void)c;
    n = n ? trim_link(s, n) : 0;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && !head; i++)
        if (kit_starts((struct dx_str){s, n}, schemes[i].written)) {
            scheme = schemes[i].scheme;
            head = strlen(schemes[i].written);
        }
    char *name = s + head;
    while (head + len < n && name[len] != '/' && name[len] != '?' && name[len] != '#')
        len++;
    double weight;
    if (len == 0 || len > 319)
        return;
    char behind = name[len];
    name[len] = '\0';
    bool good = host(name, len, &weight);
    name[len] = behind;
    if (!good || (!head && weight < 3))
        return;
    r->verdict = DX_VERDICT_FORM;
    r->weight = head ? weight + 1 : kit_starts((struct dx_str){name, len}, "www.") || behind ? weight - 1 : 0;
    dx_buf_str(&r->value, scheme);
    dx_buf_add(&r->value, name, n - head);
}

const struct dx_check dx_checks_online[] = {
    {"domain", check_domain, false},
    {"email", check_email, false},
    {"url", check_url, false},
    {NULL, NULL, false},
};
