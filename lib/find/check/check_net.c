/* check_net.c: addresses of the network: IPv4, IPv6, MAC (RFC 791, 4291, 5952) */
#include "find/check/kit.h"

#include <stdio.h>
#include <string.h>

/* A number of an address at byte *at: 0 to 255 without leading zeros; -1: none stands there. */
static int part4(struct dx_str t, size_t *at)
{
    size_t i = *at, n = 0;
    int v = 0;
    for (; n < 4 && i + n < t.n && kit_is_digit(t.p[i + n]); n++)
        v = v * 10 + (t.p[i + n] - '0');
    *at = i + n;
    return n == 0 || v > 255 || (n > 1 && t.p[i] == '0') ? -1 : v;
}

/* A full stop, as it is or written so that machines don't see it: its bytes. */
static size_t dot_at(struct dx_str t)
{
    static const char *const dots[] = {".", "[.]", "(.)", "[dot]", "(dot)"};
    for (size_t i = 0; i < sizeof dots / sizeof dots[0]; i++)
        if (kit_starts(t, dots[i]))
            return strlen(dots[i]);
    return 0;
}

/* Dotted, "[.]" undone; no leading zeros, so that versions and sections stay out. */
static void check_ipv4(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char value[16];
    int part[4];
    size_t n = 0, at = 0;
    bool defanged = false;
    (void)c;
    for (int i = 0; i < 4; i++) {
        if (i) {
            size_t dot = dot_at(kit_skip(t, at));
            if (!dot)
                return;
            defanged = defanged || dot > 1;
            at += dot;
            value[n++] = '.';
        }
        size_t from = at;
        if ((part[i] = part4(t, &at)) < 0)
            return;
        while (from < at)
            value[n++] = t.p[from++];
    }
    if (at != t.n)
        return;
    dx_buf_add(&r->value, value, n);
    r->verdict = DX_VERDICT_FORM;
    r->weight = part[0] == 0 ? -2 : defanged || part[0] > 9 || part[3] > 9 ? 1 : -1; /* 1.2.3.4 is mostly a version */
}

/* Groups of 16 bits on either side of "::". Returns how many were read, -1 when it is none. */
static int groups6(struct dx_str t, unsigned out[8])
{
    int n = 0, digits = 0;
    if (t.n == 0)
        return 0;
    for (size_t i = 0; i <= t.n; i++) {
        if (i == t.n || t.p[i] == ':') {
            if (digits == 0)
                return -1;
            n++;
            digits = 0;
            continue;
        }
        const char *at = strchr("0123456789abcdef", kit_lower(t.p[i]));
        if (!at || !*at || n == 8 || digits == 4)
            return -1;
        out[n] = (digits ? out[n] << 4 : 0) | (unsigned)(at - "0123456789abcdef");
        digits++;
    }
    return n;
}

/* RFC 5952: lower case, no leading zeros, "::" for the longest run of at least two zero groups, the first of equals. */
static void write6(struct dx_buf *b, const unsigned g[8])
{
    int best = -1, length = 1;
    for (int i = 0; i < 8; i++) {
        int n = 0;
        while (i + n < 8 && g[i + n] == 0)
            n++;
        if (n > length) {
            best = i;
            length = n;
        }
    }
    /* its section 5: addresses that hold one of version 4 are written with it */
    static const unsigned mapped[6] = {0, 0, 0, 0, 0, 0xffff}, compatible[6] = {0}, translated[6] = {0x64, 0xff9b};
    bool mixed = memcmp(g, mapped, sizeof mapped) == 0 || memcmp(g, translated, sizeof translated) == 0 ||
                 (memcmp(g, compatible, sizeof compatible) == 0 && g[6]);
    for (int i = 0; i < (mixed ? 6 : 8); i++) {
        if (i == best) {
            dx_buf_str(b, "::");
            i += length - 1;
        } else {
            dx_buf_printf(b, "%s%x", i && i != best + length ? ":" : "", g[i]);
        }
    }
    if (mixed)
        dx_buf_printf(b, "%s%u.%u.%u.%u", best >= 0 && best + length >= 6 ? "" : ":", g[6] >> 8, g[6] & 255, g[7] >> 8, g[7] & 255);
}

/* The address of version 4 that ends one of version 6, as its last two groups (RFC 4291, 2.2); whether it is well formed. */
static bool ends_in_v4(struct dx_str *t, char groups[10])
{
    const char *colon = memrchr(t->p, ':', t->n), *dot = memchr(t->p, '.', t->n);
    int part[4];
    groups[0] = '\0';
    if (!dot)
        return true;
    if (!colon || colon > dot)
        return false;
    struct dx_str v4 = kit_skip(*t, (size_t)(colon + 1 - t->p));
    for (size_t i = 0, at = 0; i < 4; i++) {
        if ((i && (at >= v4.n || v4.p[at++] != '.')) || (part[i] = part4(v4, &at)) < 0 || (i == 3 && at != v4.n))
            return false;
    }
    snprintf(groups, 10, "%02x%02x:%02x%02x", part[0] & 255, part[1] & 255, part[2] & 255, part[3] & 255);
    t->n -= v4.n;
    return true;
}

/* Does it start as addresses in use do: global unicast, link-local, unique local, multicast? */
static bool is_in_use(unsigned first)
{
    return (first >= 0x2000 && first < 0x4000) || first == 0xfe80 || (first & 0xff00) == 0xfd00 || (first & 0xfff0) == 0xff00;
}

static void check_ipv6(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    unsigned head[8] = {0}, tail[8] = {0};
    const char *gap = NULL, *zone = memchr(t.p, '%', t.n);
    char own[64], v4[10];
    (void)c;
    if (zone)
        t.n = (size_t)(zone - t.p);
    bool whole = ends_in_v4(&t, v4);
    int length = whole && t.n < sizeof own - sizeof v4 ? snprintf(own, sizeof own, "%.*s%s", (int)t.n, t.p, v4) : 0;
    t = (struct dx_str){own, (size_t)length};
    for (size_t i = 0; i + 1 < t.n && !gap; i++)
        if (t.p[i] == ':' && t.p[i + 1] == ':')
            gap = t.p + i;
    int n, m = 0;
    if (gap) {
        n = groups6((struct dx_str){t.p, (size_t)(gap - t.p)}, head);
        m = groups6(kit_skip(t, (size_t)(gap - t.p) + 2), tail);
    } else {
        n = groups6(t, head);
    }
    if (n < 0 || m < 0 || (gap ? n + m > 7 || n + m == 0 : n != 8))
        return;
    for (int i = 0; i < m; i++)
        head[8 - m + i] = tail[i];
    write6(&r->value, head);
    r->verdict = DX_VERDICT_FORM;
    r->weight = n + m >= 4 || v4[0] ? 2 : n && is_in_use(head[0]) ? 0.5 : -1;
}

static void check_mac(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "[0-9A-F]{2}':[0-9A-F]{2}':[0-9A-F]{2}':[0-9A-F]{2}':[0-9A-F]{2}':[0-9A-F]{2}|"
                      "[0-9A-F]{2}'-[0-9A-F]{2}'-[0-9A-F]{2}'-[0-9A-F]{2}'-[0-9A-F]{2}'-[0-9A-F]{2}|"
                      "[0-9A-F]{4}'.[0-9A-F]{4}'.[0-9A-F]{4}|[0-9A-F]{12}", s, sizeof s) || kit_all_same(s))
        return;
    r->verdict = DX_VERDICT_FORM;
    for (int i = 0; i < 12; i++)
        dx_buf_printf(&r->value, "%s%c", i && i % 2 == 0 ? ":" : "", kit_lower(s[i]));
    r->weight = 2;
}

const struct dx_check dx_checks_net[] = {
    {"ipv4", check_ipv4, false},
    {"ipv6", check_ipv6, false},
    {"mac", check_mac, false},
    {NULL, NULL, false},
};
