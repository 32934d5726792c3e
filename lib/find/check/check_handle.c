/* check_handle.c: names and links of messengers and networks (identifiers.md 7) */
#include "find/check/kit.h"
#include "find/phone/phone.h"

#include <stdio.h>
#include <string.h>

/* Drops scheme and "www."; false when nothing is left. */
static bool bare_link(struct dx_str *t)
{
    static const char *const heads[] = {"https://", "http://", "hxxps://", "hxxp://", "www.", "m.", "web."};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (kit_starts(*t, heads[i]))
            *t = kit_skip(*t, strlen(heads[i]));
    return t->n > 0;
}

/* The length of the run of letters, digits and `more` at the start of t. */
static size_t word(struct dx_str t, const char *more)
{
    size_t n = 0;
    while (n < t.n && t.p[n] && (kit_is_alnum(t.p[n]) || strchr(more, t.p[n])))
        n++;
    return n;
}

static void lower(struct dx_buf *b, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dx_buf_byte(b, kit_lower(p[i]));
}

static bool after(struct dx_str *t, const char *head)
{
    if (!kit_starts(*t, head))
        return false;
    *t = kit_skip(*t, strlen(head));
    return true;
}

/* A word behind a network's name and a colon that style sheets and programs have there (".fa-twitter:before", "line: null"), and nobody is called by. */
static bool is_nobody(struct dx_str t, size_t n)
{
    static const struct dx_str words[] = {KIT_WORD("before"), KIT_WORD("after"), KIT_WORD("hover"), KIT_WORD("active"), KIT_WORD("focus"), KIT_WORD("visited"), KIT_WORD("link"), KIT_WORD("checked"), KIT_WORD("disabled"),
                                          KIT_WORD("enabled"), KIT_WORD("first-child"), KIT_WORD("last-child"), KIT_WORD("nth-child"), KIT_WORD("not"), KIT_WORD("root"), KIT_WORD("target"), KIT_WORD("null"), KIT_WORD("none"),
                                          KIT_WORD("true"), KIT_WORD("false"), KIT_WORD("undefined"), KIT_WORD("function"), KIT_WORD("string"), KIT_WORD("number"), KIT_WORD("boolean"), KIT_WORD("object"), KIT_WORD("default"),
                                          KIT_WORD("inherit"), KIT_WORD("required"), KIT_WORD("optional"), KIT_WORD("unknown"), KIT_WORD("empty"), KIT_WORD("username"), KIT_WORD("user_name"), KIT_WORD("handle")};
    static const struct dx_str parts[] = {KIT_WORD("self."), KIT_WORD("this."), KIT_WORD("msg."), KIT_WORD("param."), KIT_WORD("row."), KIT_WORD("obj."), KIT_WORD("data."), KIT_WORD("event.")};
    struct dx_str word = {t.p, n};
    return KIT_IS_WORD(word, words) || KIT_STARTS_ONE(word, parts) || kit_find(word, "line_id", 0) != SIZE_MAX;
}

/* A phone number in a link, digits with or without "+" or "%2B": linked as a phone. */
static void phone_link(struct dx_reading *r, struct dx_str t, const char *app)
{
    char d[24], e164[28];
    after(&t, "%2B");
    after(&t, "+");
    size_t n = word(t, "");
    if (n < 7 || n > 15 || t.p[0] == '0')
        return;
    memcpy(d, t.p, n);
    d[n] = '\0';
    if (strspn(d, "0123456789") != n)
        return;
    snprintf(e164, sizeof e164, "+%s", d);
    kit_value(r, DX_VERDICT_FORM, e164);
    dx_buf_printf(&r->key, "phone:%s", e164);
    kit_attr(r, "app", app);
    r->weight = 4;
}

/* ---- LINE ---- */

static void check_line(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    bool link = bare_link(&t) && (after(&t, "line.me/ti/p/~") || after(&t, "line.me/R/ti/p/") || after(&t, "line.me/ti/p/"));
    if (!link)
        t = kit_unlabel(t, (const char *const[]){"LINE ID", "LINE", "ID LINE", "Line@", "ไลน์ไอดี", "ไอดีไลน์", "แอดไลน์",
            "ไลน์", NULL});
    if (after(&t, "%40") || after(&t, "@"))
        dx_buf_byte(&r->value, '@'); /* an official account */
    size_t n = word(t, "._-");
    if (n < 4 || n > 20 || (n < t.n && !link) || (!link && is_nobody(t, n)))
        return;
    lower(&r->value, t.p, n);
    r->verdict = DX_VERDICT_FORM;
    kit_attr(r, "app", "line");
    r->weight = link ? 4 : r->value.p[0] == '@' ? 1 : 0;
}

/* ---- Telegram ---- */

static bool telegram_name(struct dx_str t, size_t n)
{
    if (n < 5 || n > 32 || !kit_is_alpha(t.p[0]))
        return false;
    return !(t.p[n - 1] == '_' && t.p[n - 2] == '_');
}

static void check_telegram(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    bool link = bare_link(&t) && (after(&t, "t.me/") || after(&t, "telegram.me/") || after(&t, "tg://resolve?domain="));
    if (link && (after(&t, "joinchat/") || after(&t, "+"))) {
        size_t n = word(t, "_-");
        if (n < 10 || n > 32)
            return;
        dx_buf_printf(&r->value, "joinchat/%.*s", (int)n, t.p);
    } else {
        if (!link)
            t = kit_unlabel(t, (const char *const[]){"Telegram", "TG", "เทเลแกรม", "တယ်လီဂရမ်", NULL});
        bool at = after(&t, "@");
        size_t n = word(t, "_");
        if (!telegram_name(t, n) || (n < t.n && !link) || (!link && !at && is_nobody(t, n)))
            return;
        dx_buf_byte(&r->value, '@');
        lower(&r->value, t.p, n);
        r->weight = at ? 1 : 0;
    }
    r->verdict = DX_VERDICT_FORM;
    kit_attr(r, "app", "telegram");
    r->weight += link ? 4 : 0;
}

/* ---- WhatsApp, Viber ---- */

static void check_whatsapp(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char *const accounts[] = {"@s.whatsapp.net", "@c.us"};
    (void)c;
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(accounts[i]);
        if (t.n > n && memcmp(t.p + t.n - n, accounts[i], n) == 0) {
            phone_link(r, (struct dx_str){t.p, t.n - n}, "whatsapp");
            return;
        }
    }
    if (!bare_link(&t))
        return;
    if (after(&t, "chat.whatsapp.com/")) {
        after(&t, "invite/");
        size_t n = word(t, "");
        if (n != 22)
            return;
        r->verdict = DX_VERDICT_FORM;
        dx_buf_printf(&r->value, "chat/%.*s", (int)n, t.p);
        kit_attr(r, "app", "whatsapp");
        r->weight = 4;
    } else if (after(&t, "wa.me/") || after(&t, "api.whatsapp.com/send?phone=") || after(&t, "api.whatsapp.com/send/?phone=") ||
               after(&t, "whatsapp.com/send?phone=") || after(&t, "whatsapp://send?phone=")) {
        phone_link(r, t, "whatsapp");
    }
}

static void check_viber(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    if (after(&t, "viber://chat?number=") || after(&t, "viber://add?number=") || after(&t, "viber://contact?number=")) {
        phone_link(r, t, "viber");
    } else if (bare_link(&t) && after(&t, "invite.viber.com/?g2=")) {
        size_t n = word(t, "_-%");
        if (n < 16 || n > 128)
            return;
        r->verdict = DX_VERDICT_FORM;
        dx_buf_printf(&r->value, "group/%.*s", (int)n, t.p);
        kit_attr(r, "app", "viber");
        r->weight = 4;
    }
}

/* ---- WeChat ---- */

static void check_wechat(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"WeChat ID", "WeChat", "微信号", "微信", "V信", "VX", "wx", "วีแชท", NULL});
    after(&t, "："); /* a full-width colon, where the text wasn't folded */
    size_t n = word(t, "_-");
    bool room = n < t.n && kit_starts(kit_skip(t, n), "@chatroom") && n + strlen("@chatroom") == t.n;
    if (room) {
        n = t.n;
    } else if (n != t.n || n < 6 || n > (kit_starts(t, "wxid_") ? 24 : 20) || !kit_is_alpha(t.p[0]) || is_nobody(t, n)) {
        return;
    }
    r->verdict = DX_VERDICT_FORM;
    dx_buf_add(&r->value, t.p, n);
    kit_attr(r, "app", "wechat");
    r->weight = room || (kit_starts(t, "wxid_") && n >= 17) ? 4 : 0;
}

/* ---- Facebook ---- */

/* Facebook's own pages, which are nobody's. */
static bool is_own_page(struct dx_str name)
{
    static const char *const pages[] = {"login", "login.php", "help", "settings", "messages", "marketplace", "events", "privacy", "policies", "sharer", "sharer.php", "dialog", "photo",
        "photo.php", "story.php", "permalink.php", "home.php", "hashtag", "search", "notifications", "friends", "business", "recover", "video.php", "checkpoint"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (strlen(pages[i]) == name.n && kit_starts(name, pages[i]))
            return true;
    return false;
}

static void check_facebook(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char *const places[] = {"groups/", "share/", "pages/", "people/", "watch/", "reel/"};
    (void)c;
    if (!bare_link(&t) || !(after(&t, "facebook.com/") || after(&t, "mbasic.facebook.com/") || after(&t, "fb.com/") ||
                            after(&t, "me/") || after(&t, "fb.me/"))) /* m.me, its "m." taken for a telephone's form */
        return;
    if (after(&t, "profile.php?id=")) {
        size_t n = word(t, "");
        size_t digits = 0;
        while (digits < n && kit_is_digit(t.p[digits]))
            digits++;
        if (n < 5 || n > 20 || digits < n)
            return;
        dx_buf_printf(&r->value, "facebook.com/profile.php?id=%.*s", (int)n, t.p);
    } else {
        size_t n = word(t, "."), place = 0;
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
            place = kit_starts(t, places[i]) ? strlen(places[i]) : place;
        if (place)
            n = place + word(kit_skip(t, place), "._-/");
        while (n && (t.p[n - 1] == '.' || t.p[n - 1] == '/'))
            n--;
        if (n < 5 || n <= place || is_own_page((struct dx_str){t.p, n}))
            return;
        dx_buf_str(&r->value, "facebook.com/");
        lower(&r->value, t.p, n);
    }
    r->verdict = DX_VERDICT_FORM;
    kit_attr(r, "app", "facebook");
    r->weight = 4;
}

/* ---- networks whose names are letters, digits, dots and underscores ---- */

static void check_name(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    bool at = after(&t, "@");
    size_t n = word(t, "._#");
    while (n && t.p[n - 1] == '.')
        n--;
    if (n < 2 || n > 37 || kit_skip(t, n).n > 1 || (!at && is_nobody(t, n)))
        return;
    size_t letters = 0;
    for (size_t i = 0; i < n; i++)
        letters += kit_is_alpha(t.p[i]);
    if (!letters)
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_byte(&r->value, '@');
    lower(&r->value, t.p, n);
    r->weight = strpbrk(r->value.p, "._0123456789") ? 1 : 0;
}

static void check_signal(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    if (!bare_link(&t))
        return;
    if (after(&t, "signal.me/#p/")) {
        phone_link(r, t, "signal");
    } else if (after(&t, "signal.me/#eu/") || after(&t, "signal.group/#")) {
        r->verdict = DX_VERDICT_FORM;
        dx_buf_printf(&r->value, "group/%.*s", (int)word(t, "_-"), t.p);
        kit_attr(r, "app", "signal");
        r->weight = 4;
    }
}

/* ---- wallets that are a mobile number ---- */

static void check_mm_wallet(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const struct {
        const char *word, *name;
    } wallets[] = {
        {"KBZPay", "KBZPAY"}, {"KBZ Pay", "KBZPAY"}, {"KPay", "KBZPAY"}, {"ကေပေး", "KBZPAY"}, {"Wave", "WAVE"},
        {"Wave Money", "WAVE"}, {"WavePay", "WAVE"}, {"Wave Pay", "WAVE"}, {"ဝေ့ဖ်", "WAVE"}, {"AYA Pay", "AYAPAY"},
        {"AYAPay", "AYAPAY"},
        {"CB Pay", "CBPAY"}, {"CBPay", "CBPAY"}, {"OK Dollar", "OKDOLLAR"}, {"OK$", "OKDOLLAR"},
    };
    struct dx_phone_scan s;
    struct dx_phone_hit hit;
    dx_phone_start(&s, t);
    s.region = "MM";
    s.vouched = true;
    const char *name = NULL;
    size_t least = SIZE_MAX;
    if (!dx_phone_next(&s, &hit) || strcmp(hit.region, "MM") != 0 || strcmp(hit.line, "mobile") != 0)
        return;
    struct dx_str number = {t.p + hit.start, hit.end - hit.start};
    for (size_t i = 0; i < sizeof wallets / sizeof wallets[0]; i++) {
        size_t d = kit_distance(t, number, wallets[i].word);
        d = d == SIZE_MAX ? kit_distance(c->near, number, wallets[i].word) : d;
        if (d < least) {
            least = d;
            name = wallets[i].name;
        }
    }
    if (!name)
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%s:%s", name, hit.e164);
    kit_attr(r, "country", "MM");
    kit_attr(r, "issuer", name);
    r->weight = 2;
}

const struct dx_check dx_checks_handle[] = {
    {"facebook.url", check_facebook, false},     {"handle", check_name, false},    {"line.id", check_line, false},   {"mm.wallet", check_mm_wallet, false},
    {"signal.link", check_signal, false}, {"telegram.handle", check_telegram, false},  {"viber.link", check_viber, false}, {"wechat.id", check_wechat, false},
    {"whatsapp.link", check_whatsapp, false},    {NULL, NULL, false},
};
