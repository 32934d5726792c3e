/* check_online.c: e-mail addresses, links, domains (RFC 1035, 3986, 5321; identifiers.md 7) */
#include "find/kit.h"

#include <stdio.h>
#include <string.h>

/* ---- undoing what people do to addresses so that machines don't see them ---- */

static const struct {
    const char *written, *meant;
} defanged[] = {
    {"[.]", "."}, {"(.)", "."}, {"[dot]", "."}, {"(dot)", "."}, {" dot ", "."}, {"{.}", "."}, {"[:]", ":"},
    {"[at]", "@"}, {"(at)", "@"}, {"{at}", "@"}, {" at ", "@"}, {"[@]", "@"}, {"(@)", "@"}, {"＠", "@"},
};

/* Copies t into s with defanging undone; false when it doesn't fit. */
static bool refang(struct dx_str t, char *s, size_t cap)
{
    size_t n = 0;
    while (t.n) {
        const char *meant = NULL;
        for (size_t i = 0; i < sizeof defanged / sizeof defanged[0] && !meant; i++)
            if (kit_starts(t, defanged[i].written)) {
                meant = defanged[i].meant;
                t = kit_skip(t, strlen(defanged[i].written));
                while (t.n && *t.p == ' ')
                    t = kit_skip(t, 1);
                while (n && s[n - 1] == ' ')
                    n--;
            }
        if (n + 1 >= cap)
            return false;
        s[n++] = meant ? *meant : *t.p;
        if (!meant)
            t = kit_skip(t, 1);
    }
    s[n] = '\0';
    return strlen(s) == n;
}

/* ---- domains ---- */

/* Top-level domains without a country that are met; country codes come from ISO 3166. Only bare names need a known one. */
static const char *const generic_tlds[] = {
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "app", "dev", "io", "xyz", "top", "vip", "online", "site",
    "shop", "store", "club", "live", "pro", "asia", "link", "page", "cloud", "fun", "win", "bet", "icu", "cc", "me", "tv", "eu",
    "uk", "one", "world", "group", "finance", "money", "name", "mobi", "tech", "space", "website", "life", "today", "work",
};

static bool known_tld(const char *tld)
{
    for (size_t i = 0; i < sizeof generic_tlds / sizeof generic_tlds[0]; i++)
        if (strcmp(tld, generic_tlds[i]) == 0)
            return true;
    return strlen(tld) == 2 && kit_country(tld);
}

/* Lower-cases s in place and returns its last label, when it is a domain name of at least two labels; else NULL. */
static const char *domain(char *s)
{
    size_t n = strlen(s), label = 0;
    const char *last = NULL;
    if (n < 4 || n > 253)
        return NULL;
    for (size_t i = 0; i <= n; i++) {
        if (s[i] == '.' || s[i] == '\0') {
            if (i == label || i - label > 63 || s[label] == '-' || s[i - 1] == '-')
                return NULL;
            if (s[i])
                last = s + (label = i + 1);
            continue;
        }
        if (!kit_is_alnum(s[i]) && s[i] != '-')
            return NULL;
        s[i] = kit_lower(s[i]);
    }
    if (!last || strlen(last) < 2)
        return NULL;
    bool coded = strncmp(last, "xn--", 4) == 0;
    for (const char *p = last; *p && !coded; p++)
        if (!kit_is_alpha(*p))
            return NULL;
    return last;
}

static void check_domain(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[256];
    (void)c;
    const char *tld = refang(t, s, sizeof s) ? domain(s) : NULL;
    if (!tld)
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    r->weight = known_tld(tld) ? 1 : -3;
}

/* ---- e-mail ---- */

static bool local_part(const char *s, size_t n)
{
    if (n == 0 || n > 64 || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!kit_is_alnum(s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s[i]))
            return false;
        if (s[i] == '.' && s[i + 1] == '.')
            return false;
    }
    return true;
}

static void check_email(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[330], name[256]; /* 64 + 1 + 253 */
    (void)c;
    if (kit_starts(t, "mailto:"))
        t = kit_skip(t, 7);
    char *at = refang(t, s, sizeof s) ? strrchr(s, '@') : NULL;
    if (at && (strcmp(at, "@s.whatsapp.net") == 0 || strcmp(at, "@c.us") == 0 || strcmp(at, "@g.us") == 0))
        return; /* an account of WhatsApp: a telephone number, or a group */
    if (!at || !local_part(s, (size_t)(at - s)) || strlen(at + 1) >= sizeof name)
        return;
    memcpy(name, at + 1, strlen(at));
    const char *tld = domain(name);
    if (!tld)
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.*s@%s", (int)(at - s), s, name);
    r->weight = known_tld(tld) ? 3 : 0;
    /* RFC 5321 lets hosts tell cases apart in the local part; none that is met does: linked in lower case */
    dx_buf_str(&r->key, "email:");
    for (size_t i = 0; i < r->value.len; i++)
        dx_buf_byte(&r->key, kit_lower(r->value.p[i]));
}

/* ---- links ---- */

/* Cuts what surrounds a link in running text: trailing punctuation, an unpaired bracket, and letters of other scripts. */
static void trim_link(char *s)
{
    size_t n = 0;
    while (s[n] > 0x20 && s[n] != 0x7f && !strchr("<>\"{}|\\^`", s[n]))
        n++;
    while (n) {
        char last = s[n - 1];
        bool lone = last == ')' && !memchr(s, '(', n);
        if (!lone && !strchr(".,;:!?'*_~]", last))
            break;
        n--;
    }
    s[n] = '\0';
}

static const struct {
    const char *written, *scheme;
} schemes[] = {
    {"https://", "https://"}, {"http://", "http://"}, {"hxxps://", "https://"}, {"hxxp://", "http://"}, {"ftp://", "ftp://"},
};

/* The host of [user@]host[:port], lower-cased in place: a domain, or an IPv4 address. */
static bool host(char *s, double *weight)
{
    char name[256], *at = strrchr(s, '@');
    char *from = at ? at + 1 : s, *port = strchr(from, ':');
    size_t n = port ? (size_t)(port - from) : strlen(from);
    if (n == 0 || n >= sizeof name || (port && (strspn(port + 1, "0123456789") != strlen(port + 1) || strlen(port + 1) > 5)))
        return false;
    memcpy(name, from, n);
    name[n] = '\0';
    const char *tld = domain(name);
    unsigned a, b, c, d;
    char rest;
    bool address = !tld && strspn(name, "0123456789.") == n && sscanf(name, "%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &rest) == 4 &&
                   a < 256 && b < 256 && c < 256 && d < 256;
    memcpy(from, name, n);
    *weight = tld && known_tld(tld) ? 3 : address ? 2 : 0;
    return tld || address;
}

static void check_url(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[KIT_TEXT + 1], name[320];
    const char *scheme = NULL, *rest = s;
    (void)c;
    if (!refang(t, s, sizeof s))
        return;
    trim_link(s);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && !scheme; i++)
        if (kit_starts(dx_str(s), schemes[i].written)) {
            scheme = schemes[i].scheme;
            rest = s + strlen(schemes[i].written);
        }
    size_t n = strcspn(rest, "/?#");
    double weight;
    if (n == 0 || n >= sizeof name)
        return;
    memcpy(name, rest, n);
    name[n] = '\0';
    if (!host(name, &weight) || (!scheme && weight < 3))
        return;
    r->verdict = DX_VERDICT_FORM;
    r->weight = scheme ? weight + 1 : kit_starts(dx_str(name), "www.") || rest[n] ? weight - 1 : 0;
    dx_buf_printf(&r->value, "%s%s%s", scheme ? scheme : "", name, rest + n);
}

const struct dx_check dx_checks_online[] = {
    {"domain", check_domain, false},
    {"email", check_email, false},
    {"url", check_url, false},
    {NULL, NULL, false},
};
