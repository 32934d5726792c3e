/* payload.c: taking payment codes, transfer slips and boarding passes apart (identifiers.md 4.2, 4.4; IATA Resolution 792) */
#include "find/check/payload.h"

#include <stdio.h>
#include <string.h>

#include "find/check/tlv.h"

/* What the pieces of one payload share. */
struct opening {
    struct dx_str payload, label;
    dx_inner_fn *put;
    void *ctx;
};

static const struct dx_str none;

static void put(const struct opening *o, const char *key, struct dx_str text, struct dx_str where, struct dx_str bank)
{
    if (text.n && where.n)
        o->put(o->ctx, &(struct dx_inner){key, text, where, o->label, bank});
}

static void put_here(const struct opening *o, const char *key, struct dx_str value) { put(o, key, value, value, none); }

/* A telephone number that starts with its country's code, with "+", "00" or nothing before it. */
static void put_phone(const struct opening *o, struct dx_str v)
{
    char text[32];
    struct dx_str digits = v;
    while (digits.n && (digits.p[0] == '+' || digits.p[0] == '0'))
        digits = kit_skip(digits, 1);
    if (digits.n < 8 || digits.n > 15)
        return;
    snprintf(text, sizeof text, "+%.*s", (int)digits.n, digits.p);
    put(o, "phone", dx_str(text), v, none);
}

/* ---- payment codes: one function for each scheme, by what its template says it is ---- */

/* PromptPay, transfer: a telephone number, a citizen or tax number, a wallet, or an account behind its bank's code. */
static void promptpay(const struct opening *o, const struct dx_tlv *t, int n)
{
    struct dx_str phone = dx_tlv_get(t, n, 1), person = dx_tlv_get(t, n, 2), wallet = dx_tlv_get(t, n, 3), account = dx_tlv_get(t, n, 4);
    put_here(o, "th.promptpay_id", phone);
    put_phone(o, phone);
    put_here(o, "th.promptpay_id", person);
    if (person.n == 13)
        put_here(o, person.p[0] == '0' ? "th.tax_id" : "th.national_id", person);
    put_here(o, "th.promptpay_id", wallet);
    if (wallet.n == 15 && kit_starts(wallet, "14000")) { /* TrueMoney: the mobile number */
        char text[16];
        snprintf(text, sizeof text, "+66%.*s", 9, wallet.p + 6);
        put(o, "phone", dx_str(text), wallet, none);
    }
    if (account.n > 6)
        put(o, "th.bank_account", kit_skip(account, 3), account, (struct dx_str){account.p, 3});
}

/* PromptPay, bills: the biller's tax number and two digits more. */
static void bill(const struct opening *o, const struct dx_tlv *t, int n)
{
    struct dx_str biller = dx_tlv_get(t, n, 1);
    if (biller.n >= 13)
        put_here(o, "th.tax_id", (struct dx_str){biller.p, 13});
}

static void qris(const struct opening *o, const struct dx_tlv *t, int n)
{
    struct dx_str pan = dx_tlv_get(t, n, 1), id = dx_tlv_get(t, n, 2);
    if (kit_starts(pan, "9360"))
        put_here(o, "id.mpan", pan);
    if (kit_starts(id, "ID"))
        put_here(o, "id.nmid", id);
}

static void paynow(const struct opening *o, const struct dx_tlv *t, int n)
{
    struct dx_str type = dx_tlv_get(t, n, 1), value = dx_tlv_get(t, n, 2);
    if (dx_str_is(type, "0"))
        put_phone(o, value);
    else if (dx_str_is(type, "2"))
        put_here(o, "sg.uen", value);
}

static void duitnow(const struct opening *o, const struct dx_tlv *t, int n) { put_here(o, "my.duitnow", dx_tlv_get(t, n, 2)); }

static void vietqr(const struct opening *o, const struct dx_tlv *t, int n)
{
    struct dx_tlv in[DX_TLV_OBJECTS];
    struct dx_str service = dx_tlv_get(t, n, 2);
    struct dx_str inner = dx_tlv_get(t, n, 1);
    int m = dx_tlv_read(inner, in);
    struct dx_str bank = dx_tlv_get(in, m, 0), account = dx_tlv_get(in, m, 1);
    if (m == 0 && inner.n > 14 && kit_starts(inner, "0006") && kit_starts(kit_skip(inner, 10), "01")) {
        bank = (struct dx_str){inner.p + 4, 6}; /* the account's own length is wrong in codes that are about, a published vector among them */
        account = kit_skip(inner, 14);
    }
    if (dx_str_is(service, "QRIBFTTC"))
        put_here(o, "card", account);
    else
        put(o, "vn.bank_account", account, account, bank);
}

/* Bakong: `name@bank` where others have the scheme's name. */
static void khqr(const struct opening *o, const struct dx_tlv *t, int n)
{
    struct dx_str id = dx_tlv_get(t, n, 0), account = dx_tlv_get(t, n, 1);
    put_here(o, "kh.bakong_id", id);
    if (kit_starts(account, "855"))
        put_phone(o, account);
}

static void mmqr(const struct opening *o, const struct dx_tlv *t, int n) { put_here(o, "mm.merchant", dx_tlv_get(t, n, 1)); }

static void upi(const struct opening *o, const struct dx_tlv *t, int n) { put_here(o, "in.upi_vpa", dx_tlv_get(t, n, 1)); }

static void hkfps(const struct opening *o, const struct dx_tlv *t, int n)
{
    put_here(o, "hk.fps", dx_tlv_get(t, n, 2));
    put_phone(o, dx_tlv_get(t, n, 3));
    put_here(o, "email", dx_tlv_get(t, n, 4));
}

static void qrph(const struct opening *o, const struct dx_tlv *t, int n)
{
    put_here(o, "bic", dx_tlv_get(t, n, 1));
    put_here(o, "ph.bank_account", dx_tlv_get(t, n, 4).n ? dx_tlv_get(t, n, 4) : dx_tlv_get(t, n, 3));
}

/* By the start of the scheme's name, sub-object 00; "@" stands for a name that holds one. */
static const struct {
    const char *name;
    void (*open)(const struct opening *o, const struct dx_tlv *t, int n);
} schemes[] = {
    {"A000000677010111", promptpay}, {"A000000677010114", promptpay}, {"A000000677010112", bill}, {"ID.CO.QRIS", qris},
    {"SG.PAYNOW", paynow}, {"A0000006150001", duitnow}, {"A000000727", vietqr}, {"com.mmqrpay", mmqr}, {"com.p2pqrpay", qrph},
    {"ph.ppmi", qrph}, {"hk.com.hkicl", hkfps}, {"upi", upi}, {"A000000524", upi}, {"ID.", qris}, {"COM.", qris}, {"CO.", qris}, {"@", khqr},
};

static void template(const struct opening *o, struct dx_str value)
{
    struct dx_tlv t[DX_TLV_OBJECTS];
    int n = dx_tlv_read(value, t);
    struct dx_str name = dx_tlv_get(t, n, 0);
    for (size_t i = 0; name.n && i < sizeof schemes / sizeof schemes[0]; i++) {
        bool fits = schemes[i].name[0] == '@' ? memchr(name.p, '@', name.n) != NULL : kit_starts(name, schemes[i].name);
        if (fits) {
            schemes[i].open(o, t, n);
            return;
        }
    }
}

static void amount(const struct opening *o, struct dx_str currency, struct dx_str value)
{
    char text[32];
    const char *code = dx_tlv_currency(currency);
    if (!code || !value.n || value.n > 16)
        return;
    snprintf(text, sizeof text, "%s %.*s", code, (int)value.n, value.p);
    put(o, "money", dx_str(text), value, none);
}

static void open_emvco(struct dx_str payload, dx_inner_fn *fn, void *ctx)
{
    struct dx_tlv o[DX_TLV_OBJECTS], more[DX_TLV_OBJECTS];
    int n = dx_tlv_read(payload, o);
    struct dx_str name = dx_tlv_get(o, n, 59);
    if (dx_str_is(name, "NA"))
        name = none;
    struct opening x = {payload, name, fn, ctx};
    for (int i = 0; i < n; i++)
        if (o[i].id >= 26 && o[i].id <= 51)
            template(&x, o[i].value);
    int m = dx_tlv_read(dx_tlv_get(o, n, 62), more);
    struct dx_str mobile = dx_tlv_get(more, m, 2);
    if (mobile.n > 8)
        put_phone(&x, mobile);
    x.label = none; /* a name is its own */
    amount(&x, dx_tlv_get(o, n, 53), dx_tlv_get(o, n, 54));
    put_here(&x, "name", name);
    m = dx_tlv_read(dx_tlv_get(o, n, 64), more);
    put_here(&x, "name", dx_tlv_get(more, m, 1));
}

static void open_slip(struct dx_str payload, dx_inner_fn *fn, void *ctx)
{
    struct dx_tlv o[DX_TLV_OBJECTS], in[DX_TLV_OBJECTS];
    struct opening x = {payload, none, fn, ctx};
    size_t end = payload.n;
    while (end > 8 && memcmp(payload.p + end - 4, "9104", 4) != 0) /* some apps print a shorter checksum */
        end--;
    int n = dx_tlv_read((struct dx_str){payload.p, end - 4}, o);
    n = dx_tlv_read(dx_tlv_get(o, n, 0), in);
    bool wallet = dx_str_is(dx_tlv_get(in, n, 0), "01"); /* TrueMoney */
    struct dx_str reference = dx_tlv_get(in, n, wallet ? 3 : 2), bank = wallet ? none : dx_tlv_get(in, n, 1);
    put(&x, "th.slip_ref", reference, reference, bank);
}

/* ---- boarding passes: fixed columns ---- */

static struct dx_str column(struct dx_str t, size_t from, size_t n)
{
    return from + n <= t.n ? kit_trim((struct dx_str){t.p + from, n}) : none;
}

/* "JAIDEE/SOMCHAI MR" as a name: the title of tickets stands last, the mark between its parts is a blank. */
static struct dx_str traveller(struct dx_str t, char out[24])
{
    static const char *const titles[] = {" MR", " MRS", " MS", " MISS", " MSTR", " DR", " CHD", " INF"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        size_t n = strlen(titles[i]);
        if (t.n > n && memcmp(t.p + t.n - n, titles[i], n) == 0) {
            t = kit_trim((struct dx_str){t.p, t.n - n});
            break;
        }
    }
    for (size_t i = 0; i < t.n; i++)
        out[i] = t.p[i] == '/' ? ' ' : t.p[i];
    return (struct dx_str){out, t.n};
}

static void open_boarding(struct dx_str payload, dx_inner_fn *fn, void *ctx)
{
    char text[32], plain[24];
    struct opening x = {payload, none, fn, ctx};
    struct dx_str printed = column(payload, 2, 20), name = traveller(printed, plain), number = column(payload, 39, 5), carrier = column(payload, 36, 3);
    put(&x, "name", name, printed, none);
    x.label = name;
    put_here(&x, "air.pnr", column(payload, 23, 7));
    if (carrier.n && number.n) {
        snprintf(text, sizeof text, "%.*s%.*s", (int)carrier.n, carrier.p, (int)number.n, number.p);
        put(&x, "air.flight", dx_str(text), (struct dx_str){carrier.p, (size_t)(number.p + number.n - carrier.p)}, none);
    }
    /* Conditional items: ">", version, size, then the unique ones; the repeated ones start with the ticket's number. */
    const char *mark = payload.n > 60 ? memchr(payload.p + 58, '>', payload.n - 58) : NULL;
    if (!mark)
        return;
    struct dx_str rest = kit_skip(payload, (size_t)(mark - payload.p));
    size_t unique = 0;
    if (rest.n < 6 || sscanf((char[]){rest.p[2], rest.p[3], 0}, "%zx", &unique) != 1)
        return;
    struct dx_str airline = column(rest, 4 + unique + 2, 3), document = column(rest, 4 + unique + 5, 10);
    if (airline.n == 3 && document.n == 10) {
        snprintf(text, sizeof text, "%.*s-%.*s", 3, airline.p, 10, document.p);
        put(&x, "air.eticket", dx_str(text), (struct dx_str){airline.p, 13}, none);
    }
}

static const struct {
    const char *check;
    dx_open_fn *open;
} openers[] = {
    {"emvco.qr", open_emvco},
    {"th.slip_qr", open_slip},
    {"boarding.pass", open_boarding},
};

dx_open_fn *dx_payload_opener(const struct dx_check *c)
{
    for (size_t i = 0; c && i < sizeof openers / sizeof openers[0]; i++)
        if (strcmp(c->name, openers[i].check) == 0)
            return openers[i].open;
    return NULL;
}
