/* mrz_fields.c: what a zone says, what is odd about it, and its record */
#include "base/record.h"
#include "find/mrz/mrz_layout.h"
#include "find/check/states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

/* Without leading and trailing fillers; inner runs become one `gap` (or nothing when gap is 0). out holds len + 1 bytes. */
static void plain(char *out, const char *p, size_t len, char gap)
{
    size_t n = 0;
    bool due = false;
    for (size_t i = 0; i < len; i++) {
        if (p[i] == '<') {
            due = n > 0;
            continue;
        }
        if (due && gap)
            out[n++] = gap;
        due = false;
        out[n++] = p[i];
    }
    out[n] = '\0';
}

static void part(char *out, const struct dx_mrz *z, const struct mrz_part *p, int from, char gap)
{
    out[0] = '\0';
    if (p->len)
        plain(out, z->lines[p->line] + p->at + from, (size_t)(p->len - from), gap);
}

/* Primary and secondary identifier: parted by two fillers. Two in front of all else: there is no primary one (as some issuers print
 * the only name of a holder); one in front is skipped. */
static void names(struct dx_mrz_fields *f, const struct dx_mrz *z, const struct mrz_layout *l)
{
    const struct mrz_part *p = &l->part[MRZ_P_NAME], *given = &l->part[MRZ_P_GIVEN];
    const char *s = z->lines[p->line] + p->at;
    size_t n = p->len, cut = 0;
    if (s[0] == '<' && s[1] != '<')
        cut = 1;
    while (cut + 1 < n && !(s[cut] == '<' && s[cut + 1] == '<'))
        cut++;
    f->truncated = s[n - 1] != '<';
    if (given->len) {
        part(f->surname, z, p, 0, ' ');
        part(f->given_names, z, given, 0, ' ');
        f->truncated |= z->lines[given->line][given->at + given->len - 1] != '<';
        return;
    }
    if (cut + 1 >= n)
        cut = n;
    plain(f->surname, s, cut, ' ');
    plain(f->given_names, s + cut, n - cut, ' ');
}

/* Two digits: 0 to 99; -1 for two fillers; -2 for anything else. */
static int two(const char *p)
{
    if (p[0] == '<' && p[1] == '<')
        return -1;
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return -2;
    return (p[0] - '0') * 10 + p[1] - '0';
}

static int days(int year, int month)
{
    static const unsigned char of[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return of[month - 1] + (month == 2 && leap);
}

/* A date as printed; month and day 0 when unknown. */
struct date {
    int yy, month, day; /* yy -1: unknown */
    bool possible;
};

/* n is 6, or 4 where there is no day. 00 for month or day is no date, but the year still counts. */
static struct date date_read(const char *p, size_t n)
{
    struct date d = {two(p), two(p + 2), n > 4 ? two(p + 4) : -1, true};
    d.possible = d.yy != -2 && d.month >= -1 && d.month != 0 && d.month <= 12 && d.day >= -1 && d.day != 0 && d.day <= 31
                 && !(d.month == -1 && d.day != -1) && !(d.yy == -1 && d.month != -1);
    if (d.possible && d.month > 0 && d.day > 0) /* a leap day may belong to any century but one of four */
        d.possible = d.day <= days(d.yy == 0 ? 2000 : 1900 + d.yy, d.month);
    if (d.yy < 0)
        d.yy = -1;
    if (d.yy < 0 || d.month < 1 || d.month > 12)
        d.month = 0;
    if (!d.possible || d.month == 0 || d.day < 0)
        d.day = 0;
    return d;
}

static void date_write(char out[11], int year, const struct date *d)
{
    if (d->yy < 0)
        out[0] = '\0';
    else if (!d->month)
        snprintf(out, 11, "%04u", (unsigned)year % 10000);
    else if (!d->day)
        snprintf(out, 11, "%04u-%02u", (unsigned)year % 10000, (unsigned)d->month % 100);
    else
        snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)d->month % 100, (unsigned)d->day % 100);
}

/* Months and days as one number, to compare within a year; unknown parts count as the earliest. */
static int within(const struct date *d) { return d->month * 32 + d->day; }
/* The contract's pivot for expiry (and the French month of issue): 20YY for 00 to 79, else 19YY. */
static int later_year(int yy) { return yy < 80 ? 2000 + yy : 1900 + yy; }

struct dates {
    struct date birth, end, issued; /* end: expiry */
    int birth_year, end_year;
    bool swapped; /* birth stands in the year of the end, after it */
    bool century;
};

static const struct date no_date = {-1, 0, 0, true};

static struct date date_part(const struct dx_mrz *z, const struct mrz_part *p)
{
    return p->len ? date_read(z->lines[p->line] + p->at, p->len) : no_date;
}

/* Birth is the latest date not after the end (expiry; on the French card, issue). Another century is as likely when the earlier
 * one still gives an age of at most 105 at the end. */
static struct dates dates_of(const struct dx_mrz *z, const struct mrz_layout *l)
{
    struct dates d = {date_part(z, &l->part[MRZ_P_BIRTH]), date_part(z, &l->part[MRZ_P_EXPIRY]),
                      date_part(z, &l->part[MRZ_P_ISSUED]), 0, 0, false, false};
    struct date end = l->part[MRZ_P_ISSUED].len ? d.issued : d.end;
    if (end.yy < 0) { /* nothing to measure by: only 19YY and 20YY are possible for a living holder */
        d.birth_year = later_year(d.birth.yy);
        d.century = d.birth.yy >= 0;
        return d;
    }
    d.end_year = later_year(end.yy);
    if (end.month && !end.day)
        end.day = 31; /* an unknown day may be the last */
    if (!end.month)
        end.month = 12, end.day = 31;
    int year = d.end_year - d.end_year % 100 + d.birth.yy;
    d.swapped = d.birth.yy == end.yy && within(&d.birth) > within(&end);
    if (year > d.end_year || d.swapped)
        year -= 100;
    d.birth_year = year;
    d.century = d.birth.yy >= 0 && d.end_year - year + 100 - (within(&d.birth) > within(&end)) <= 105;
    return d;
}

void dx_mrz_fields(const struct dx_mrz *z, struct dx_mrz_fields *f)
{
    memset(f, 0, sizeof *f);
    const struct mrz_layout *l = mrz_layout(z->format);
    if (!l)
        return;
    char number[25], digit;
    int rest;
    mrz_number(z, number, &digit, &rest);
    plain(f->number, number, strlen(number), 0);
    part(f->document_code, z, &l->part[MRZ_P_CODE], 0, 0);
    part(f->issuer, z, &l->part[MRZ_P_ISSUER], 0, 0);
    part(f->nationality, z, &l->part[MRZ_P_NATIONALITY], 0, 0);
    part(f->optional, z, &l->part[MRZ_P_OPTIONAL], rest, ' ');
    part(f->optional2, z, &l->part[MRZ_P_OPTIONAL2], 0, ' ');
    names(f, z, l);
    const struct mrz_part *sex = &l->part[MRZ_P_SEX];
    f->sex[0] = z->lines[sex->line][sex->at];
    if (!mrz_in_class(f->sex[0], MRZ_SEX) || f->sex[0] == '<')
        f->sex[0] = '\0';
    struct dates d = dates_of(z, l);
    date_write(f->birth_date, d.birth_year, &d.birth);
    date_write(f->expiry_date, later_year(d.end.yy), &d.end);
    date_write(f->issue_date, later_year(d.issued.yy), &d.issued);
    f->century = d.century;
}

/* ---- forms of numbers ---- */

/* Numbers of passports by issuer. Sources are public descriptions and specimens, not standards: a number of another form is an
 * alert for a person to look at, nothing is refused for it. */
static const struct forms {
    char issuer[4];
    const char *forms;
} number_forms[] = {
    {"THA", "@@#######|@######|@#######"},
    {"MMR", "M@######"},
    {"IDN", "@#######|X[DE]######"},
    {"MYS", "[AHK]########"},
    {"SGP", "[KE]#######@"},
    {"VNM", "@#######|@########|@@#######"},
    {"KHM", "[NDS]#######|[NDS]########"},
    {"LAO", "P######|P#######|PA#######"},
    {"PHL", "P#######@|E[A-C]#######|XX#######"},
    {"BRN", "[A-C]######|[A-C]#######|[A-C]########"},
    {"CHN", "[EGDSPKH]########|E[A-HJ-NP-Z]#######|[DSP]#######|KJ#######|M[AB]#######"},
    {"BGD", "@@#######|@########"},
    {"IND", "@#######"},
    {"PAK", "@@#######"},
    {"NPL", "########|[PB]A#######"},
    {"LKA", "[NMP]#######"},
    {"TWN", "#########"},
    {"KOR", "M########|M###@####"},
    {"JPN", "@@#######"},
    {"USA", "#########|@########"},
    {"GBR", "#########"},
    {"AUS", "[RNLEM]#######|@#######|P@#######"},
    {"D", "[CFGHJK][CFGHJ-NPRTV-Z0-9][CFGHJ-NPRTV-Z0-9][CFGHJ-NPRTV-Z0-9][CFGHJ-NPRTV-Z0-9]"
          "[CFGHJ-NPRTV-Z0-9][CFGHJ-NPRTV-Z0-9][CFGHJ-NPRTV-Z0-9][CFGHJ-NPRTV-Z0-9]"},
    {"FRA", "##@@#####"},
};

/* What states put into a passport's optional data, where they do. */
static const struct forms optional_forms[] = {
    {"THA", "#############"}, /* citizen number, with its own check digit */
    {"PAK", "#############"}, /* CNIC */
    {"MYS", "############"},  /* MyKad */
    {"TWN", "@#########"},    /* national number */
};

static bool has_form(const char *form, const char *end, const char *text)
{
    for (; form < end; form++, text++) {
        bool good = *form == *text;
        if (*form == '#') {
            good = *text >= '0' && *text <= '9';
        } else if (*form == '@') {
            good = *text >= 'A' && *text <= 'Z';
        } else if (*form == '[') {
            for (good = false, form++; *form != ']'; form++) {
                bool range = form[1] == '-';
                good |= *text >= form[0] && *text <= form[range ? 2 : 0];
                form += range ? 2 : 0;
            }
        }
        if (!good)
            return false;
    }
    return *text == '\0';
}

bool mrz_has_form(const char *forms, const char *text)
{
    for (const char *end; *forms; forms = *end ? end + 1 : end) {
        end = forms + strcspn(forms, "|");
        if (has_form(forms, end, text))
            return true;
    }
    return false;
}

static const char *forms_of(const struct forms *table, size_t n, const char *issuer)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(table[i].issuer, issuer) == 0)
            return table[i].forms;
    return NULL;
}

/* Diplomatic, official, service, emergency, refugee and alien passports have series of their own; Myanmar's second letter names
 * the purpose of an ordinary passport (visit, job, business, seaman …). */
const char *mrz_number_forms(const char *code, const char *issuer)
{
    bool own = code[0] && code[1] && strchr(strcmp(issuer, "MMR") == 0 ? "DO" : "DOSERTUL", code[1]);
    if (code[0] != 'P' || own)
        return NULL;
    return forms_of(number_forms, sizeof number_forms / sizeof *number_forms, issuer);
}

/* The Thai citizen number: weights 13 to 2, then 11 minus the sum mod 11, last digit. */
static bool thai_digit(const char *p)
{
    int sum = 0;
    for (int i = 0; i < 12; i++)
        sum += (p[i] - '0') * (13 - i);
    return (11 - sum % 11) % 10 == p[12] - '0';
}

static bool optional_form(const struct dx_mrz_fields *f)
{
    const char *forms = forms_of(optional_forms, sizeof optional_forms / sizeof *optional_forms, f->issuer);
    if (!forms || !f->optional[0])
        return true;
    return mrz_has_form(forms, f->optional) && (strcmp(f->issuer, "THA") != 0 || thai_digit(f->optional));
}

/* ---- alerts ---- */

static bool in_classes(const struct dx_mrz *z, const struct mrz_layout *l)
{
    uint8_t class[DX_MRZ_COLUMNS];
    for (int i = 0; i < l->lines; i++) {
        mrz_classes(l, i, class);
        for (int k = 0; k < l->columns; k++)
            if (!mrz_in_class(z->lines[i][k], (enum mrz_class)class[k]))
                return false;
    }
    return true;
}

static bool unknown_state(const char *code) { return !dx_state_country(dx_str(code)); }

/* A French card's number holds the department of the office that line 1 names: three digits each, where both have them. */
static bool other_department(const struct dx_mrz *z)
{
    const char *office = z->lines[0] + 30, *number = z->lines[1] + 4;
    for (int i = 0; i < 3; i++)
        if (office[i] < '0' || office[i] > '9' || number[i] < '0' || number[i] > '9')
            return false;
    return memcmp(office, number, 3) != 0;
}

int dx_mrz_alerts(const struct dx_mrz *z, unsigned visual, const char *as_of, const char *alerts[DX_MRZ_ALERTS])
{
    static const char *const check[] = {"check-number", "check-birth-date", "check-expiry-date", "check-optional",
                                        "check-composite"};
    const struct mrz_layout *l = mrz_layout(z->format);
    struct dx_mrz_fields f;
    int n = 0;
    if (!l)
        return 0;
    dx_mrz_fields(z, &f);
    struct dates d = dates_of(z, l);
    const char *forms = l->format == DX_MRZ_TD3 ? mrz_number_forms(f.document_code, f.issuer) : NULL;
    size_t known = strlen(f.expiry_date);
    for (int c = 0; c < DX_MRZ_N_CHECKS; c++)
        if (dx_mrz_check(z, (enum dx_mrz_check)c) == 0)
            alerts[n++] = check[c];
    const struct { bool is; const char *name; } more[] = {
        {unknown_state(f.issuer), "state-unknown"},
        {l->part[MRZ_P_NATIONALITY].len && unknown_state(f.nationality), "nationality-unknown"},
        {!d.birth.possible || !d.end.possible || !d.issued.possible, "date-impossible"},
        {d.swapped, "birth-after-expiry"},
        {(forms && !mrz_has_form(forms, f.number)) || (l->format == DX_MRZ_FRID && other_department(z)), "number-format"},
        {l->format == DX_MRZ_TD3 && !optional_form(&f), "optional-format"},
        {!in_classes(z, l), "charset"},
        {f.truncated, "name-truncated"},
        {visual & DX_MRZ_VISUAL_NUMBER, "visual-number"},
        {visual & DX_MRZ_VISUAL_NAME, "visual-name"},
        {visual & DX_MRZ_VISUAL_DATE, "visual-date"},
        {f.century, "century"},
        {as_of && known && strncmp(f.expiry_date, as_of, known) < 0, "expired"},
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i].is)
            alerts[n++] = more[i].name;
    return n;
}

/* ---- the record ---- */

static void write_ints(struct dx_jw *w, const char *key, const int *v, int n)
{
    if (!v)
        return;
    dx_jw_arr(w, key);
    for (int i = 0; i < n; i++)
        dx_jw_int(w, NULL, v[i]);
    dx_jw_arr_end(w);
}

static void write_lines(struct dx_jw *w, const char *key, const struct dx_mrz *z)
{
    dx_jw_arr(w, key);
    for (int i = 0; i < z->n_lines; i++)
        dx_jw_cstr(w, NULL, z->lines[i]);
    dx_jw_arr_end(w);
}

/* [item,page,lines,box]; null for a page or box that isn't there. */
static void write_id(char *id, const struct dx_mrz *z, const struct dx_mrz_source *s)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    dx_jw_arr(&w, NULL);
    dx_jw_str(&w, NULL, s->item);
    if (s->page > 0)
        dx_jw_int(&w, NULL, s->page);
    else
        dx_jw_raw(&w, NULL, DX_STR("null"));
    write_lines(&w, NULL, z);
    if (s->box)
        write_ints(&w, NULL, s->box, 4);
    else
        dx_jw_raw(&w, NULL, DX_STR("null"));
    dx_jw_arr_end(&w);
    id[0] = '\0';
    if (dx_buf_ok(&b))
        dx_record_id(id, dx_buf_slice(&b));
    dx_buf_free(&b);
}

static void write_read(struct dx_jw *w, const struct dx_mrz *z)
{
    bool differs = false;
    for (int i = 0; i < z->n_lines; i++)
        differs |= z->read[i][0] != '\0';
    if (differs) {
        dx_jw_arr(w, "read");
        for (int i = 0; i < z->n_lines; i++)
            dx_jw_cstr(w, NULL, z->read[i][0] ? z->read[i] : z->lines[i]);
        dx_jw_arr_end(w);
    }
    if (z->n_repairs == 0)
        return;
    dx_jw_arr(w, "repairs");
    for (int i = 0; i < z->n_repairs; i++) {
        const struct dx_mrz_repair *r = &z->repairs[i];
        dx_jw_arr(w, NULL);
        dx_jw_int(w, NULL, r->line);
        dx_jw_int(w, NULL, r->column);
        dx_jw_str(w, NULL, (struct dx_str){&r->read, r->read != '\0'});
        dx_jw_str(w, NULL, (struct dx_str){&r->taken, r->taken != '\0'});
        dx_jw_arr_end(w);
    }
    dx_jw_arr_end(w);
}

static void write_fields(struct dx_jw *w, const struct dx_mrz *z)
{
    struct dx_mrz_fields f;
    dx_mrz_fields(z, &f);
    const struct { const char *key, *value; } all[] = {
        {"document_code", f.document_code}, {"issuer", f.issuer}, {"number", f.number}, {"surname", f.surname},
        {"given_names", f.given_names}, {"nationality", f.nationality}, {"birth_date", f.birth_date}, {"sex", f.sex},
        {"expiry_date", f.expiry_date}, {"issue_date", f.issue_date}, {"optional", f.optional}, {"optional2", f.optional2},
    };
    dx_jw_obj(w, "fields");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].value[0])
            dx_jw_cstr(w, all[i].key, all[i].value);
    if (f.truncated)
        dx_jw_bool(w, "truncated", true);
    dx_jw_obj_end(w);
}

static void write_checks(struct dx_jw *w, const struct dx_mrz *z, const struct dx_mrz_source *s)
{
    static const char *const names_of[] = {"number", "birth_date", "expiry_date", "optional", "composite"};
    const char *alerts[DX_MRZ_ALERTS];
    dx_jw_obj(w, "checks");
    for (int c = 0; c < DX_MRZ_N_CHECKS; c++) {
        int v = dx_mrz_check(z, (enum dx_mrz_check)c);
        if (v >= 0)
            dx_jw_bool(w, names_of[c], v);
    }
    dx_jw_obj_end(w);
    int n = dx_mrz_alerts(z, s->visual, s->as_of, alerts);
    dx_jw_arr(w, "alerts");
    for (int i = 0; i < n; i++)
        dx_jw_cstr(w, NULL, alerts[i]);
    dx_jw_arr_end(w);
}

void dx_mrz_record(struct dx_buf *b, const struct dx_mrz *z, const struct dx_mrz_source *s, const char *by, char *id)
{
    struct dx_jw w = {b, false};
    write_id(id, z, s);
    b->oom |= !id[0];
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "document");
    dx_jw_cstr(&w, "id", id);
    dx_jw_str(&w, "item", s->item);
    if (s->page > 0)
        dx_jw_int(&w, "page", s->page);
    if (s->of)
        dx_jw_cstr(&w, "of", s->of);
    dx_jw_cstr(&w, "format", dx_mrz_format_name(z->format));
    write_lines(&w, "lines", z);
    write_read(&w, z);
    write_fields(&w, z);
    write_checks(&w, z, s);
    write_ints(&w, "box", s->box, 4);
    write_ints(&w, "quad", s->quad, 8);
    dx_jw_num(&w, "confidence", z->confidence);
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}
