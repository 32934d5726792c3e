/* ocr.c: the one door to Tesseract: engines, models, and text rebuilt from the characters that it saw */
#include "page/ocr.h"

#include <tesseract/capi.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "page/ink.h"
#include "page/mend.h"
#include "page/native.h"
#include "page/prepare.h"
#include "page/seen.h"

#define MODELS 16      /* models of one engine: more are no sensible request */
#define MODEL_NAME 40

struct model {
    char name[MODEL_NAME];
    char sha256[DX_SHA256_HEX + 1];
};

struct dx_ocr {
    TessBaseAPI *api;
    TessBaseAPI *upright; /* with the model "osd"; NULL: not loaded */
    struct model models[MODELS];
    size_t n_models;
    struct dx_buf text;
    struct dx_ocr_symbol *symbols;
    size_t n_symbols, cap;
    struct dx_seen_list seen, second; /* what the engine saw, in its order; the second time */
};

/* Tesseract spreads the certainty of words by this factor (its kCertaintyScale), of characters it doesn't: unspread, garbage has 0.95. */
#define CERTAINTY 7

/* ---- models ---- */

/* Where models lie: what Tesseract itself looks at, Debian's folder, then others' usual ones. */
static const char *const folders[] = {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata"};
#define FOLDERS (sizeof folders / sizeof *folders)

static const char *folder_at(size_t i)
{
    const char *own = getenv("TESSDATA_PREFIX");
    if (own && *own)
        return i == 0 ? own : NULL; /* who names a folder means that one */
    return i < FOLDERS ? folders[i] : NULL;
}

static bool name_ok(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_' || s[i] == '-'))
            return false;
    return n > 0 && n < MODEL_NAME;
}

static bool model_path(char *path, size_t room, const char *folder, const char *name)
{
    int n = snprintf(path, room, "%s/%s.traineddata", folder, name);
    return n > 0 && (size_t)n < room && access(path, R_OK) == 0;
}

bool dx_ocr_has(const char *model)
{
    char path[4096];
    if (!name_ok(model, strlen(model)))
        return false;
    for (size_t i = 0; folder_at(i); i++)
        if (model_path(path, sizeof path, folder_at(i), model))
            return true;
    return false;
}

const char *dx_ocr_version(void) { return TessVersion(); }

static int hash_file(const char *path, char hex[DX_SHA256_HEX + 1], struct dx_err *e)
{
    uint8_t buf[1 << 16], digest[DX_SHA256_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct dx_sha256 *h = dx_sha256_new();
    ssize_t n = -1;
    int rc = h && fd >= 0 ? dx_sha256_start(h) : DX_ENV;
    while (rc == DX_OK && ((n = read(fd, buf, sizeof buf)) > 0 || (n < 0 && errno == EINTR)))
        rc = n > 0 ? dx_sha256_add(h, buf, (size_t)n) : DX_OK;
    if (rc == DX_OK && n == 0)
        rc = dx_sha256_end(h, digest);
    if (rc == DX_OK && n == 0)
        dx_hex(digest, sizeof digest, hex);
    else
        rc = dx_fail(e, DX_ENV, "language", "%s: %s", path, strerror(errno));
    dx_sha256_free(h);
    if (fd >= 0)
        close(fd);
    return rc;
}

/* Splits "tha+eng" and finds each model; *folder gets the one folder that has them all. */
static int find_models(struct dx_ocr *o, const char *lang, const char **folder, struct dx_err *e)
{
    for (const char *p = lang;;) {
        size_t n = strcspn(p, "+");
        if (!name_ok(p, n) || o->n_models == MODELS)
            return dx_fail(e, DX_ENV, "language", "language %.60s: model names joined by + are expected", lang);
        memcpy(o->models[o->n_models++].name, p, n);
        if (!p[n])
            break;
        p += n + 1;
    }
    char path[4096];
    const char *missing = NULL;
    for (size_t f = 0; (*folder = folder_at(f)); f++) {
        size_t i = 0;
        while (i < o->n_models && model_path(path, sizeof path, *folder, o->models[i].name))
            i++;
        if (i == o->n_models)
            break;
        if (!missing || i > 0)
            missing = o->models[i].name;
    }
    if (!*folder)
        return dx_fail(e, DX_ENV, "language", "no OCR model %s: %s.traineddata isn't in %s", missing, missing, folder_at(0));
    for (size_t i = 0; i < o->n_models; i++) {
        int rc = model_path(path, sizeof path, *folder, o->models[i].name) ? hash_file(path, o->models[i].sha256, e) : DX_ENV;
        if (rc != DX_OK)
            return rc;
    }
    return DX_OK;
}

void dx_ocr_models(const struct dx_ocr *o, struct dx_jw *w)
{
    bool done[MODELS] = {false};
    dx_jw_obj(w, "models");
    for (size_t k = 0; o && k < o->n_models; k++) { /* in the order of their names */
        size_t least = MODELS;
        for (size_t i = 0; i < o->n_models; i++)
            if (!done[i] && (least == MODELS || strcmp(o->models[i].name, o->models[least].name) < 0))
                least = i;
        done[least] = true;
        if (k == 0 || strcmp(o->models[least].name, "") != 0)
            dx_jw_cstr(w, o->models[least].name, o->models[least].sha256);
    }
    dx_jw_obj_end(w);
}

int dx_ocr_new(struct dx_ocr **out, const char *lang, struct dx_err *e)
{
    /* It must not print; spaces are told as seen. */
    static const char *const vars[] = {"debug_file", "preserve_interword_spaces"};
    static const char *const values[] = {"/dev/null", "1"};
    char *var[2], *value[2];
    for (size_t i = 0; i < 2; i++) { /* the API isn't const-correct, and doesn't change them */
        memcpy(&var[i], &vars[i], sizeof *var);
        memcpy(&value[i], &values[i], sizeof *value);
    }
    *out = NULL;
    struct dx_ocr *o = calloc(1, sizeof *o);
    if (!o)
        return dx_fail_nomem(e);
    const char *folder = NULL;
    int rc = find_models(o, lang, &folder, e);
    if (rc == DX_OK && !(o->api = TessBaseAPICreate()))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK && TessBaseAPIInit4(o->api, folder, lang, OEM_LSTM_ONLY, NULL, 0, var, value, 2, 0) != 0)
        rc = dx_fail(e, DX_ENV, "language", "OCR models %s in %s can't be loaded", lang, folder);
    if (rc == DX_OK)
        *out = o;
    else
        dx_ocr_free(o);
    return rc;
}

void dx_ocr_free(struct dx_ocr *o)
{
    if (!o)
        return;
    if (o->api)
        TessBaseAPIDelete(o->api);
    if (o->upright)
        TessBaseAPIDelete(o->upright);
    dx_buf_free(&o->text);
    free(o->symbols);
    dx_seen_free(&o->seen);
    dx_seen_free(&o->second);
    free(o);
}

int dx_ocr_load_upright(struct dx_ocr *o, struct dx_err *e)
{
    static const char osd[] = "osd";
    char path[4096];
    struct model *m = &o->models[o->n_models];
    if (!dx_ocr_has(osd) || o->upright || o->n_models == MODELS)
        return DX_OK;
    size_t i = 0;
    while (!model_path(path, sizeof path, folder_at(i), osd))
        i++;
    int rc = hash_file(path, m->sha256, e);
    if (rc != DX_OK)
        return rc;
    memcpy(m->name, osd, sizeof osd);
    if (!(o->upright = TessBaseAPICreate()))
        return dx_fail_nomem(e);
    if (TessBaseAPIInit2(o->upright, folder_at(i), osd, OEM_TESSERACT_ONLY) != 0)
        return dx_fail(e, DX_ENV, "language", "OCR model osd in %s can't be loaded", folder_at(i));
    TessBaseAPISetVariable(o->upright, "debug_file", "/dev/null");
    o->n_models++;
    return DX_OK;
}

/* Measured on the sample pages at all turns: right answers have 3 and more, mostly 10 to 20. */
#define UPRIGHT_SURE 2.0F

int dx_ocr_upright(struct dx_ocr *o, const struct dx_picture *p)
{
    int turned = 0;
    float sure = 0, script_sure = 0;
    const char *script = NULL;
    if (!o->upright || p->w > DX_OCR_SIDE || p->h > DX_OCR_SIDE)
        return 0;
    TessBaseAPISetPageSegMode(o->upright, PSM_OSD_ONLY);
    TessBaseAPISetImage(o->upright, p->grey, p->w, p->h, 1, (int)p->stride);
    TessBaseAPISetSourceResolution(o->upright, p->dpi >= 70 ? p->dpi : 300);
    bool known = TessBaseAPIDetectOrientationScript(o->upright, &turned, &sure, &script, &script_sure);
    TessBaseAPIClear(o->upright);
    TessBaseAPIClearAdaptiveClassifier(o->upright);
    return known && sure >= UPRIGHT_SURE ? (360 - turned) % 360 : 0;
}

/* ---- collecting what it saw ---- */

/* Whole valid characters only, as many as fit. */
static uint8_t take_text(char *to, size_t room, const char *from)
{
    size_t n = strlen(from), used = 0;
    while (used < n) {
        uint32_t cp;
        size_t len = dx_utf8_get(from + used, n - used, &cp);
        if (len == 0 || used + len > room)
            break;
        used += len;
    }
    memcpy(to, from, used);
    return (uint8_t)used;
}

/* The line's text as the engine spells it, to learn where it saw spaces: it makes each Thai character a word of its own, so that
 * words say nothing. Moves *rest past the symbol; true when spaces stood before it. */
static bool space_before(const char **rest, const char *symbol)
{
    const char *p = *rest;
    if (!p)
        return false;
    while (*p == ' ')
        p++;
    size_t n = strlen(symbol);
    bool spaced = p > *rest;
    if (strncmp(p, symbol, n) == 0)
        *rest = p + n;
    else
        *rest = NULL; /* it is spelt in another order (right to left): its words are taken as they come */
    return spaced;
}

static int collect_line(struct dx_seen_list *seen, TessResultIterator *it, bool *more, struct dx_err *e)
{
    const TessPageIterator *at = TessResultIteratorGetPageIteratorConst(it);
    char *line = TessResultIteratorGetUTF8Text(it, RIL_TEXTLINE);
    const char *rest = line;
    bool first = true;
    int rc = DX_OK;
    do {
        char *text = TessResultIteratorGetUTF8Text(it, RIL_SYMBOL);
        struct dx_seen s = {.line = first};
        bool in_order = rest != NULL;
        int right = 0, bottom = 0;
        s.n = text ? take_text(s.utf8, sizeof s.utf8, text) : 0;
        s.space = text && space_before(&rest, text);
        if (!in_order)
            s.space = TessPageIteratorIsAtBeginningOf(at, RIL_WORD);
        TessDeleteText(text);
        if (s.n > 0 && s.utf8[0] != ' ' && TessPageIteratorBoundingBox(at, RIL_SYMBOL, &s.x, &s.y, &right, &bottom)) {
            s.w = right - s.x;
            s.h = bottom - s.y;
            s.confidence = 1 - CERTAINTY * (1 - TessResultIteratorConfidence(it, RIL_SYMBOL) / 100);
            rc = dx_seen_add(seen, &s, e);
            first = false;
        }
        *more = TessResultIteratorNext(it, RIL_SYMBOL);
    } while (rc == DX_OK && *more && !TessPageIteratorIsAtBeginningOf(at, RIL_TEXTLINE));
    TessDeleteText(line);
    return rc;
}

static int collect(struct dx_ocr *o, struct dx_seen_list *seen, struct dx_err *e)
{
    TessResultIterator *it = TessBaseAPIGetIterator(o->api);
    if (!it)
        return DX_OK; /* no text */
    int rc = DX_OK;
    bool more = true;
    while (rc == DX_OK && more)
        rc = collect_line(seen, it, &more, e);
    TessResultIteratorDelete(it);
    return rc;
}

/* ---- building the text ---- */

/* Marks that stand on, below or around a base character of Thai, Lao, Burmese and Khmer. */
static bool is_mark(uint32_t c)
{
    static const struct {
        uint16_t first, last;
    } marks[] = {{0x0300, 0x036F}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1}, {0x0EB4, 0x0EBC},
                 {0x0EC8, 0x0ECE}, {0x102B, 0x103E}, {0x1056, 0x1059}, {0x1062, 0x1064}, {0x1067, 0x106D}, {0x1071, 0x1074},
                 {0x1082, 0x108D}, {0x17B4, 0x17D3}, {0x17DD, 0x17DD}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (c >= marks[i].first && c <= marks[i].last)
            return true;
    return false;
}

static void join_box(struct dx_ocr_symbol *a, const struct dx_seen *s)
{
    int right = a->x + a->w > s->x + s->w ? a->x + a->w : s->x + s->w, bottom = a->y + a->h > s->y + s->h ? a->y + a->h : s->y + s->h;
    a->x = a->x < s->x ? a->x : s->x;
    a->y = a->y < s->y ? a->y : s->y;
    a->w = right - a->x;
    a->h = bottom - a->y;
    a->confidence = a->confidence < (double)s->confidence ? a->confidence : (double)s->confidence;
}

/* The models spell the Thai vowel AM as its two halves, before or after the tone mark; people and rules write one character.
 * True when `s` is its second half and the text ends with the first: the text then has the whole. */
static bool join_am(struct dx_buf *b, const struct dx_seen *s)
{
    static const char nikhahit[] = "\xE0\xB9\x8D", aa[] = "\xE0\xB8\xB2", am[] = "\xE0\xB8\xB3";
    if (s->n != 3 || memcmp(s->utf8, aa, 3) != 0 || b->len < 3)
        return false;
    char *end = b->p + b->len - 3;
    if (memcmp(end, nikhahit, 3) == 0) {
        memcpy(end, am, 3);
        return true;
    }
    if (b->len < 6 || memcmp(end - 3, nikhahit, 3) != 0 || memcmp(end, "\xE0\xB9\x88", 3) < 0 || memcmp(end, "\xE0\xB9\x8B", 3) > 0)
        return false;
    memmove(end - 3, end, 3);
    memcpy(end, am, 3);
    return true;
}

/* Does the character belong to the symbol before it? */
static bool joins(struct dx_ocr *o, const struct dx_seen *s)
{
    uint32_t cp;
    if (o->n_symbols == 0 || s->line || s->space)
        return false;
    if (join_am(&o->text, s))
        return true;
    dx_utf8_get(s->utf8, s->n, &cp);
    if (is_mark(cp))
        dx_buf_add(&o->text, s->utf8, s->n);
    return is_mark(cp);
}

static bool room_for_symbols(struct dx_ocr *o, size_t n)
{
    struct dx_ocr_symbol *p = n > o->cap ? realloc(o->symbols, n * sizeof *p) : o->symbols;
    if (n > o->cap && p) {
        o->symbols = p;
        o->cap = n;
    }
    return n <= o->cap;
}

static int build(struct dx_ocr *o, double *mean, struct dx_err *e)
{
    double sum = 0;
    if (!room_for_symbols(o, o->seen.n))
        return dx_fail_nomem(e);
    o->n_symbols = 0;
    dx_buf_reset(&o->text);
    for (size_t i = 0; i < o->seen.n; i++) {
        const struct dx_seen *s = &o->seen.p[i];
        struct dx_ocr_symbol *last = o->n_symbols ? &o->symbols[o->n_symbols - 1] : NULL;
        if (last && joins(o, s)) {
            join_box(last, s);
            last->end = o->text.len;
            continue;
        }
        if (i > 0 && s->line)
            dx_buf_byte(&o->text, '\n');
        else if (i > 0 && s->space)
            dx_buf_byte(&o->text, ' ');
        double c = (double)s->confidence;
        o->symbols[o->n_symbols++] = (struct dx_ocr_symbol){o->text.len, o->text.len + s->n, s->x, s->y, s->w, s->h,
                                                            c > 0 ? c < 1 ? c : 1 : 0};
        dx_buf_add(&o->text, s->utf8, s->n);
    }
    for (size_t i = 0; i < o->n_symbols; i++)
        sum += o->symbols[i].confidence;
    if (o->n_symbols)
        dx_buf_byte(&o->text, '\n');
    *mean = o->n_symbols ? sum / (double)o->n_symbols : 0;
    return dx_buf_ok(&o->text) ? DX_OK : dx_fail_nomem(e);
}

/* ---- reading ---- */

/* Where ink begins: Otsu's threshold of the whole picture; Sauvola's of the neighbourhood, at Tesseract's own factor, and lower, for what is
 * pale (T = m (1 + k (s / R - 1)): at 0.34 grey text on white is white). */
enum threshold { OTSU, SAUVOLA, PALE };
static const struct {
    const char *method, *factor;
} thresholds[] = {[OTSU] = {"0", "0.34"}, [SAUVOLA] = {"2", "0.34"}, [PALE] = {"2", "0.2"}};

static int read_once(struct dx_ocr *o, const struct dx_picture *p, enum threshold t, struct dx_seen_list *seen, struct dx_err *e)
{
    seen->n = 0;
    if (!TessBaseAPISetVariable(o->api, "thresholding_method", thresholds[t].method) ||
        !TessBaseAPISetVariable(o->api, "thresholding_kfactor", thresholds[t].factor))
        return dx_fail(e, DX_ENV, "language", "Tesseract doesn't take a threshold");
    TessBaseAPISetPageSegMode(o->api, PSM_SPARSE_TEXT);
    TessBaseAPISetImage(o->api, p->grey, p->w, p->h, 1, (int)p->stride);
    TessBaseAPISetSourceResolution(o->api, p->dpi >= 70 ? p->dpi : 300);
    int rc = TessBaseAPIRecognize(o->api, NULL) == 0 ? collect(o, seen, e) : DX_OK; /* it fails where there is nothing to read */
    TessBaseAPIClear(o->api);
    TessBaseAPIClearAdaptiveClassifier(o->api);
    return rc;
}

/* ---- a second look ---- */

/* A recogniser's network sees lines of 36 pixels. Thin strokes of larger letters break where ink is parted from paper, and are whole on a
 * raster that is reduced to letters of this height; small ones get lost there (measured: from 25 pixels on more is won than lost). Those of a
 * small picture are read better enlarged. */
#define LARGE 25
#define REDUCED 16
#define SMALL 15
#define ENLARGED 18

static int by_height(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static bool is_tall(const struct dx_seen *s) { return s->n == 1 && ((s->utf8[0] >= '0' && s->utf8[0] <= '9') || (s->utf8[0] >= 'A' && s->utf8[0] <= 'Z')); }

/* The middle height of digits and capitals, 0 where there are none; -1: out of memory. */
static int height_of(const struct dx_seen_list *l)
{
    size_t n = 0;
    int *h = malloc((l->n + 1) * sizeof *h);
    if (!h)
        return -1;
    for (size_t i = 0; i < l->n; i++)
        if (is_tall(&l->p[i]))
            h[n++] = l->p[i].h;
    qsort(h, n, sizeof *h, by_height);
    int middle = n ? h[n / 2] : 0;
    free(h);
    return middle;
}

/* Reads a raster in another size; what is seen is told in the pixels of this one. */
static int read_scaled(struct dx_ocr *o, const struct dx_picture *p, double factor, struct dx_err *e)
{
    struct dx_picture *scaled;
    struct dx_map m;
    int rc = dx_prepare_scale(&scaled, p, factor, &m, e);
    if (rc != DX_OK)
        return rc;
    rc = read_once(o, scaled, PALE, &o->second, e);
    dx_picture_free(scaled);
    for (size_t i = 0; rc == DX_OK && i < o->second.n; i++) {
        struct dx_seen *s = &o->second.p[i];
        int box[4];
        dx_map_box(&m, (const int[4]){s->x, s->y, s->w, s->h}, p->w, p->h, box);
        s->x = box[0];
        s->y = box[1];
        s->w = box[2];
        s->h = box[3];
    }
    return rc;
}

/* What the first reading isn't sure of, or has passed over, is read once more. */
static int read_rest(struct dx_ocr *o, const struct dx_picture *p, double factor, struct dx_err *e)
{
    struct dx_picture *rest;
    struct dx_map same;
    int rc = dx_picture_orient(&rest, p, 1, &same, e);
    if (rc != DX_OK)
        return rc;
    if (dx_seen_blank(rest, &o->seen)) {
        rc = factor == 1 ? read_once(o, rest, PALE, &o->second, e) : read_scaled(o, rest, factor, e);
        if (rc == DX_OK)
            rc = dx_seen_merge(&o->seen, &o->second, e);
    }
    dx_picture_free(rest);
    return rc;
}

/* By how much to scale for a second look. */
static double second_size(const struct dx_picture *p, int height)
{
    static const double most = 2; /* smaller letters are specks */
    double f = height > LARGE ? REDUCED / (double)height : height > 0 && height < SMALL ? ENLARGED / (double)height : 1;
    return f > most || (f > 1 && f * f * p->w * p->h > DX_OCR_PHOTO) ? 1 : f;
}

static int read_again(struct dx_ocr *o, const struct dx_picture *p, struct dx_err *e)
{
    int height = height_of(&o->seen);
    return height < 0 ? dx_fail_nomem(e) : read_rest(o, p, second_size(p, height), e);
}

/* Where ink hardly differs from paper, one threshold of the whole picture falls within the paper's own noise; and noise makes a page full of
 * specks, over which Tesseract's layout analysis takes minutes: such pages are read with its own factor alone. */
#define FAINT 60
#define SPECKS 50000
#define PALE_LEVEL 200 /* of even paper, about where PALE parts ink from it */

/* A page: text anywhere on it, in any shade. */
static int read_page(struct dx_ocr *o, const struct dx_picture *p, struct dx_err *e)
{
    struct dx_ink ink = dx_ink_of(p);
    bool clear = ink.contrast >= FAINT && dx_ink_specks(p, ink.threshold) <= SPECKS;
    int rc = read_once(o, p, clear ? OTSU : SAUVOLA, &o->seen, e);
    return rc == DX_OK && dx_ink_specks(p, PALE_LEVEL) <= SPECKS ? read_again(o, p, e) : rc;
}

int dx_ocr_read(struct dx_ocr *o, const struct dx_picture *p, struct dx_str *text,
                const struct dx_ocr_symbol **symbols, size_t *n_symbols, double *mean, struct dx_err *e)
{
    *text = (struct dx_str){"", 0};
    *symbols = NULL;
    *n_symbols = 0;
    *mean = 0;
    if (p->w > DX_OCR_SIDE || p->h > DX_OCR_SIDE)
        return dx_fail_limit(e, "ocr-side", "picture of %d x %d pixels: a side of at most %d can be recognised", p->w, p->h, DX_OCR_SIDE);
    int rc = read_page(o, p, e);
    dx_mend(&o->seen);
    if (rc == DX_OK)
        rc = dx_native_reread(&o->seen, p, e);
    if (rc == DX_OK)
        rc = build(o, mean, e);
    if (rc != DX_OK)
        return rc;
    *text = (struct dx_str){o->text.p ? o->text.p : "", o->text.len};
    *symbols = o->symbols;
    *n_symbols = o->n_symbols;
    return DX_OK;
}
