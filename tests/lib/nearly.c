/* nearly.c: labels that a recogniser got nearly right */
#include "find/text/nearly.h"
#include "../tap.h"

#include <stdlib.h>

static void look(const char *text, const char *word, int want, const char *where)
{
    size_t start = 0, end = 0;
    int n = dx_nearly(dx_str(text), dx_str(word), &start, &end);
    ok(n == want && (want < 0 || (strlen(where) == end - start && memcmp(text + start, where, end - start) == 0)), "'%s' in '%s': %d, '%.*s'",
        word, text, n, (int)(end - start), text + start);
}

/* The textbook's way: every part of the text against the word. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t row[64];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t up = row[j], d = diagonal + (a[i - 1] != b[j - 1]);
            d = up + 1 < d ? up + 1 : d;
            row[j] = row[j - 1] + 1 < d ? row[j - 1] + 1 : d;
            diagonal = up;
        }
    }
    return row[m];
}

static int least(const char *text, const char *word)
{
    size_t n = strlen(text), m = strlen(word), most = m / DX_NEARLY_WORD, best = most + 1;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j <= n; j++) {
            size_t d = distance(text + i, j - i, word, m);
            best = d < best ? d : best;
        }
    return best <= most ? (int)best : -1;
}

static void differ(void)
{
    int bad = 0;
    srand(7);
    for (int round = 0; round < 3000; round++) {
        char text[24] = "", word[10] = ""; /* digits and marks: no word's borders */
        for (int i = 0; i < 23; i++)
            text[i] = (char)('0' + rand() % 3);
        for (int i = 0; i < 6 + rand() % 3; i++)
            word[i] = (char)('0' + rand() % 3);
        size_t start, end;
        bad += dx_nearly(dx_str(text), dx_str(word), &start, &end) != least(text, word);
    }
    ok(bad == 0, "the least number of edits, as of every part of 3000 texts (%d differ)", bad);
}

static void alike(const char *text, const char *word, bool want) { ok(dx_alike(dx_str(text), dx_str(word)) == want, "'%s' %s '%s'", text, want ? "is" : "isn't", word); }

int main(void)
{
    look("prompipay 084-", "promptpay", 1, "prompipay");
    look("เลขบปัญชี: ", "เลขบัญชี", 1, "เลขบปัญชี");
    look("หนัวสือเดินทาจ", "หนังสือเดินทาง", 2, "หนัวสือเดินทาจ");
    look("passport no", "passport", 0, "passport");
    look("pasport, passporl", "passport", 1, "passporl");
    look("amount", "account", -1, "");
    look("phona", "phone", -1, ""); /* too short a word to guess at */
    look("subaccount", "account", -1, "");
    look("", "account", -1, "");
    look("\xff\xfe account", "account", 0, "account");
    differ();
    alike("ชือ", "ชื่อ", true);
    alike("ชอ", "ชื่อ", false);
    alike("ซื้อ", "ชื่อ", false);
    alike("အမည", "အမည်", true);
    alike("နာဓည်", "နာမည်", true);
    alike("အမည်း", "အမည်", true);
    alike("အမ", "အမည်", false);
    alike("", "အမည်", false);
    return tap_done();
}
