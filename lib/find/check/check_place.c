/* check_place.c: coordinates: decimal, degrees, military grid (identifiers.md 7; MGRS by NGA.STND.0037) */
#include "base/utf8.h"
#include "find/check/kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* At most six decimals, no zeros at the end. */
static void decimal(char out[32], double v)
{
    snprintf(out, 32, "%.6f", v);
    size_t n = strlen(out);
    while (n && out[n - 1] == '0')
        n--;
    if (n && out[n - 1] == '.')
        n--;
    out[n] = '\0';
    if (strcmp(out, "-0") == 0)
        memcpy(out, "0", 2);
}

static bool point(struct dx_reading *r, double lat, double lon)
{
    char a[32], b[32];
    if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180))
        return false;
    decimal(a, lat);
    decimal(b, lon);
    r->verdict = DX_VERDICT_FORM;
    dx_buf_reset(&r->value);
    dx_buf_printf(&r->value, "%s,%s", a, b);
    dx_buf_printf(&r->key, "geo:%s,%s", a, b);
    struct dx_jw w = {&r->attrs, false};
    dx_jw_raw(&w, "lat", dx_str(a));
    dx_jw_raw(&w, "lon", dx_str(b));
    /* the region from Pakistan to Japan; there coordinates are what they look like */
    r->weight = lat > -12 && lat < 46 && lon > 60 && lon < 146 ? 1.5 : 0;
    return true;
}

/* A number at *p: sign, digits, decimals. *decimals gets how many. */
static bool number(struct dx_str *t, double *v, int *decimals)
{
    char s[24];
    size_t n = 0, digits = 0;
    *decimals = -1;
    if (t->n && (t->p[0] == '-' || t->p[0] == '+'))
        n = 1;
    for (; n < t->n && n < sizeof s - 1 && (kit_is_digit(t->p[n]) || (t->p[n] == '.' && *decimals < 0)); n++) {
        digits += kit_is_digit(t->p[n]);
        *decimals = t->p[n] == '.' ? 0 : *decimals >= 0 ? *decimals + 1 : -1;
    }
    if (digits == 0 || n == sizeof s - 1)
        return false;
    memcpy(s, t->p, n);
    s[n] = '\0';
    *v = strtod(s, NULL);
    *t = kit_skip(*t, n);
    return true;
}

static void skip(struct dx_str *t, const char *which)
{
    while (t->n && t->p[0] && strchr(which, t->p[0]))
        *t = kit_skip(*t, 1);
}

/* In a map link the coordinates follow "@", "q=", "ll=", or stand apart as "!3d…!4d…". */
static bool from_link(struct dx_reading *r, struct dx_str t)
{
    static const char *const heads[] = {"@", "q=", "ll=", "query=", "center=", "geo:"};
    double lat, lon;
    int a, b;
    size_t lat_at = kit_find(t, "!3d", 0), lon_at = kit_find(t, "!4d", 0);
    if (lat_at != SIZE_MAX && lon_at != SIZE_MAX) {
        struct dx_str x = kit_skip(t, lat_at + 3), y = kit_skip(t, lon_at + 3);
        return number(&x, &lat, &a) && number(&y, &lon, &b) && point(r, lat, lon);
    }
    for (size_t k = 0; k < sizeof heads / sizeof heads[0]; k++)
        for (size_t i = 0; i < t.n; i++) {
            if (!kit_starts(kit_skip(t, i), heads[k]))
                continue;
            struct dx_str x = kit_skip(t, i + strlen(heads[k]));
            if (!number(&x, &lat, &a) || !(kit_starts(x, ",") || kit_starts(x, "%2C")))
                continue;
            x = kit_skip(x, x.p[0] == ',' ? 1 : 3);
            if (number(&x, &lon, &b) && (a > 2 || b > 2) && point(r, lat, lon))
                return true;
        }
    return false;
}

/* Do more numbers with decimals follow or come before, as in drawings and tables? */
static bool in_list(struct dx_str t, struct dx_str near)
{
    if (!near.n || t.p < near.p || t.p + t.n > near.p + near.n)
        return false;
    struct dx_str after = kit_skip(near, (size_t)(t.p - near.p) + t.n);
    size_t before = (size_t)(t.p - near.p), marks = 0;
    while (before > 0 && marks < 2 && near.p[before - 1] && strchr(" ,;", near.p[before - 1])) {
        before--;
        marks++;
    }
    skip(&after, " ,;");
    double v;
    int decimals;
    return (marks && before > 0 && kit_is_digit(near.p[before - 1])) || (number(&after, &v, &decimals) && decimals > 1);
}

/* "11.5621 N", "104.8885° E": the hemisphere behind the number. */
static bool hemisphere(struct dx_str *t, const char *which, double *v)
{
    struct dx_str rest = *t;
    skip(&rest, " ");
    rest = kit_starts(rest, "°") ? kit_skip(rest, strlen("°")) : rest;
    skip(&rest, " ");
    if (!rest.n || !strchr(which, rest.p[0]) || (rest.n > 1 && kit_is_alnum(rest.p[1])))
        return false;
    *v = rest.p[0] == which[1] ? -*v : *v;
    *t = kit_skip(rest, 1);
    return true;
}

static void check_decimal(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    double lat, lon;
    int a, b;
    (void)c;
    if (memchr(t.p, '/', t.n) || (memchr(t.p, '=', t.n) && !kit_is_digit(t.p[0])) || kit_starts(t, "geo:") || memchr(t.p, '!', t.n)) {
        if (from_link(r, t))
            r->weight += 3;
        return;
    }
    struct dx_str whole = t;
    t = kit_unlabel(t, (const char *const[]){"latitude", "lat", "พิกัด", "GPS", "location", "koordinat", "တည်နေရာ", NULL});
    skip(&t, "([ ");
    if (!number(&t, &lat, &a) || t.n == 0)
        return;
    hemisphere(&t, "NS", &lat);
    if (t.n == 0 || !strchr(",;|\"'& ", t.p[0]))
        return;
    bool comma = t.p[0] == ',';
    skip(&t, ",;|\"'& ");
    t = kit_unlabel(t, (const char *const[]){"longitude", "long", "lon", "lng", NULL});
    skip(&t, "\"' :=");
    if (!number(&t, &lon, &b))
        return;
    hemisphere(&t, "EW", &lon);
    skip(&t, ")] ");
    if (t.n == 0 && (a > 2 || b > 2) && point(r, lat, lon))
        r->weight += in_list(whole, c->near) ? -3 : comma && a > 3 && b > 3 ? 1.5 : 0; /* ten metres: what telephones write */
}

/* 98.577031,16.802914: as KML and GeoJSON have them. */
static void check_lonlat(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    double lon, lat;
    int decimals;
    (void)c;
    if (!number(&t, &lon, &decimals))
        return;
    skip(&t, ", ");
    if (number(&t, &lat, &decimals) && t.n == 0)
        point(r, lat, lon);
}

/* Whole numbers of ten millions of a degree: 167152040,"longitudeE7":985088110. */
static void check_e7(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char mark[] = "\"longitudeE7\"";
    size_t at = kit_find(t, mark, 0);
    struct dx_str lat = {t.p, at}, lon = at == SIZE_MAX ? t : kit_skip(t, at + sizeof mark - 1);
    double v[2];
    int decimals;
    (void)c;
    skip(&lon, " :");
    if (at != SIZE_MAX && number(&lat, &v[0], &decimals) && number(&lon, &v[1], &decimals) && lon.n == 0)
        point(r, v[0] / 1e7, v[1] / 1e7);
}

/* ---- degrees, minutes, seconds ---- */

/* Skips signs of degrees, minutes, seconds, and blanks. */
static void skip_marks(struct dx_str *t)
{
    static const char *const words[] = {"deg", "d", "min", "m", "sec"}; /* no s: that is south */
    uint32_t cp;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (kit_starts(*t, words[i]) && !(t->n > n && kit_is_alpha(t->p[n]))) {
            *t = kit_skip(*t, n);
            break;
        }
    }
    for (size_t n = dx_utf8_get(t->p, t->n, &cp); n; n = dx_utf8_get(t->p, t->n, &cp)) {
        if (cp != ' ' && cp != 0xB0 && cp != 0xBA && cp != '\'' && cp != '"' && cp != 0x2032 && cp != 0x2033 && cp != 0x2019 &&
            cp != 0x201D && cp != 0x2018 && cp != 0x201C && cp != 0xB4 && cp != 0x2DA && (cp > 0x7F || !cp || !strchr("*,;/:-", (int)cp)))
            return;
        *t = kit_skip(*t, n);
    }
}

/* "22.8s N": an s for seconds, as another letter follows. */
static char side(struct dx_str *t)
{
    struct dx_str rest = kit_starts(*t, "s") ? kit_skip(*t, 1) : *t;
    skip(&rest, " ");
    if (kit_starts(*t, "s") && rest.n && strchr("NSEW", rest.p[0]))
        *t = rest;
    char c = t->n ? kit_upper(t->p[0]) : '\0';
    if (c == '\0' || !strchr("NSEW", c) || (t->n > 1 && kit_is_alpha(t->p[1])))
        return '\0';
    *t = kit_skip(*t, 1);
    return c;
}

/* Degrees and minutes in one number of four digits and more before the point, as receivers write them: 1345.3800 (NMEA 0183). */
static bool of_receiver(struct dx_str t, double *v)
{
    size_t n = 0;
    while (n < t.n && kit_is_digit(t.p[n]))
        n++;
    if (n < 4)
        return true;
    double whole = floor(*v / 100), minutes = *v - 100 * whole;
    *v = whole + minutes / 60;
    return minutes < 60;
}

/* One of the two: up to three numbers, a letter before or after them. */
static bool degrees(struct dx_str *t, double *v, char *which, bool *marked)
{
    static const double unit[] = {1, 60, 3600};
    double part;
    int decimals, n = 0;
    skip_marks(t);
    *which = side(t);
    *v = 0;
    for (; n < 3; n++) {
        struct dx_str before = *t;
        skip_marks(t);
        struct dx_str digits = *t;
        if (t->n == 0 || !kit_is_digit(t->p[0]) || !number(t, &part, &decimals)) {
            *t = before;
            break;
        }
        if (n > 0 ? part >= 60 : !of_receiver(digits, &part))
            return false;
        *v += part / unit[n];
        *marked = *marked || (t->n > 1 && (uint8_t)t->p[0] == 0xC2); /* ° or º */
    }
    skip_marks(t);
    if (*which == '\0')
        *which = side(t);
    return n > 0;
}

static void check_dms(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    double v[2];
    char which[2];
    bool marked = false;
    (void)c;
    if (!degrees(&t, &v[0], &which[0], &marked) || !degrees(&t, &v[1], &which[1], &marked) || t.n || !which[0] || !which[1])
        return;
    bool lon_first = strchr("EW", which[0]) != NULL;
    if (lon_first == (strchr("EW", which[1]) != NULL))
        return;
    double lat = v[lon_first], lon = v[!lon_first];
    if (point(r, which[lon_first] == 'S' ? -lat : lat, which[!lon_first] == 'W' ? -lon : lon))
        r->weight += marked ? 3 : 1;
}

/* ---- military grid ---- */

static void check_mgrs(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[20];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"MGRS", "grid", "พิกัดทหาร", NULL});
    if (!kit_shape(t,
        "9{1,2}_[C-HJ-NP-X]_[A-HJ-NP-Z][A-HJ-NP-V]_9{1,5}-9{1,5}|9{1,2}_[C-HJ-NP-X]_[A-HJ-NP-Z][A-HJ-NP-V]_9{2,10}", s, sizeof s))
        return;
    size_t zone = strspn(s, "0123456789"), digits = strlen(s) - zone - 3;
    if (kit_number(s, zone) < 1 || kit_number(s, zone) > 60 || digits % 2)
        return;
    const char *gap = memchr(t.p, ' ', t.n) ? t.p + t.n : NULL;
    if (gap) { /* written in two halves: they are equal */
        size_t last = 0;
        while (last < t.n && kit_is_digit(t.p[t.n - 1 - last]))
            last++;
        if (last != digits && last * 2 != digits)
            return;
    }
    kit_value(r, DX_VERDICT_FORM, s);
    r->weight = kit_number(s, zone) >= 46 && kit_number(s, zone) <= 50 && strchr("NPQR", s[zone]) ? 3 : 0;
}

/* A full code of the Open Location Code: five pairs of base 20, then up to five cells of a grid of 4 × 5; the middle of its square. */
static void check_plus(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char digits[] = "23456789CFGHJMPQRVWX";
    char s[16];
    double lat = -90, lon = -180, step = 400;
    (void)c;
    if (!kit_shape(t, "[2-9CFGHJMPQRVWX]{8}'+[2-9CFGHJMPQRVWX]{2,7}", s, sizeof s))
        return;
    for (int i = 0; i < 10; i += 2) {
        step /= 20;
        lat += (double)(strchr(digits, s[i]) - digits) * step;
        lon += (double)(strchr(digits, s[i + 1]) - digits) * step;
    }
    double high = step, wide = step;
    for (const char *at = s + 10; *at; at++) {
        int cell = (int)(strchr(digits, *at) - digits);
        high /= 5;
        wide /= 4;
        lat += cell / 4 * high;
        lon += cell % 4 * wide;
    }
    if (point(r, lat + high / 2, lon + wide / 2) && strspn(s, "0123456789") == strlen(s))
        r->weight -= 4; /* a sum rather: one code in 10,000 has no letter */
}

const struct dx_check dx_checks_place[] = {
    {"geo.decimal", check_decimal, false},
    {"geo.dms", check_dms, false},
    {"geo.e7", check_e7, false},
    {"geo.lonlat", check_lonlat, false},
    {"geo.mgrs", check_mgrs, false},
    {"plus.code", check_plus, false},
    {NULL, NULL, false},
};
