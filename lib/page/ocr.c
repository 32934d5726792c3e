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

#define MODELS 16      /* models of one engine: more are no sensible request */
#define MODEL_NAME 40

struct model {
    char name[MODEL_NAME];
    char sha256[DX_SHA256_HEX + 1];
};

struct dx_ocr {
    TessBaseAPI *api;
    struct model models[MODELS];
    size_t n_models;
    struct dx_buf text;
    struct dx_ocr_symbol *symbols;
    struct seen *seen; /* what the engine saw, in its order */
    size_t n_symbols, n_seen, cap;
};

/* A character as the engine gives it. */
struct seen {
    char utf8[28];      /* a base character with its marks, or a ligature; longer ones are cut at a character */
    uint8_t n;
    bool line, word;    /* it begins a line, a word */
    bool upright;       /* its line runs from left to right */
    int x, y, w, h;
    float confidence;
};

/* ---- processes and models ---- */

void dx_ocr_prepare(char **argv)
{
    const char *now = getenv("OMP_THREAD_LIMIT");
    if ((now && strcmp(now, "1") == 0) || setenv("OMP_THREAD_LIMIT", "1", 1) != 0)
        return;
    execv("/proc/self/exe", argv);
}

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
    while (rc == DX_OK && (n = read(fd, buf, sizeof buf)) > 0)
        rc = dx_sha256_add(h, buf, (size_t)n);
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
    for (size_t k = 0; k < o->n_models; k++) { /* in the order of their names */
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
    /* debug_file: it must not print; the threshold is Sauvola's: even on photos, and quick on noisy empty pages */
    static const char *const vars[] = {"debug_file", "thresholding_method"};
    static const char *const values[] = {"/dev/null", "2"};
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
    dx_buf_free(&o->text);
    free(o->symbols);
    free(o->seen);
    free(o);
}

int dx_ocr_only(struct dx_ocr *o, const char *characters, struct dx_err *e)
{
    if (!TessBaseAPISetVariable(o->api, "tessedit_char_whitelist", characters ? characters : ""))
        return dx_fail(e, DX_ENV, "language", "Tesseract doesn't take a list of characters");
    return DX_OK;
}

/* ---- collecting what it saw ---- */

static int see(struct dx_ocr *o, const struct seen *s, struct dx_err *e)
{
    if (o->n_seen == o->cap) {
        size_t cap = o->cap ? o->cap * 2 : 1024;
        struct seen *p = realloc(o->seen, cap * sizeof *p);
        if (p)
            o->seen = p;
        struct dx_ocr_symbol *q = p ? realloc(o->symbols, cap * sizeof *q) : NULL;
        if (!q)
            return dx_fail_nomem(e);
        o->symbols = q;
        o->cap = cap;
    }
    o->seen[o->n_seen++] = *s;
    return DX_OK;
}

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

static int collect(struct dx_ocr *o, struct dx_err *e)
{
    TessResultIterator *it = TessBaseAPIGetIterator(o->api);
    if (!it)
        return DX_OK; /* no text */
    const TessPageIterator *at = TessResultIteratorGetPageIteratorConst(it);
    TessPageIterator *own = TessResultIteratorGetPageIterator(it);
    int rc = DX_OK;
    bool line = false, word = false; /* begun by a symbol that had no text */
    do {
        struct seen s = {.line = line || TessPageIteratorIsAtBeginningOf(at, RIL_TEXTLINE),
                         .word = word || TessPageIteratorIsAtBeginningOf(at, RIL_WORD)};
        char *text = TessResultIteratorGetUTF8Text(it, RIL_SYMBOL);
        int right = 0, bottom = 0;
        s.n = text ? take_text(s.utf8, sizeof s.utf8, text) : 0;
        TessDeleteText(text);
        line = s.line;
        word = s.word;
        if (s.n == 0 || (s.n == 1 && s.utf8[0] == ' ') || !TessPageIteratorBoundingBox(at, RIL_SYMBOL, &s.x, &s.y, &right, &bottom))
            continue;
        TessOrientation turn = ORIENTATION_PAGE_UP;
        TessWritingDirection direction;
        TessTextlineOrder order;
        float skew;
        TessPageIteratorOrientation(own, &turn, &direction, &order, &skew);
        s.upright = turn == ORIENTATION_PAGE_UP;
        s.w = right - s.x;
        s.h = bottom - s.y;
        s.confidence = TessResultIteratorConfidence(it, RIL_SYMBOL) / 100;
        line = word = false;
        rc = see(o, &s, e);
    } while (rc == DX_OK && TessResultIteratorNext(it, RIL_SYMBOL));
    TessResultIteratorDelete(it);
    return rc;
}

/* ---- building the text ---- */

/* Scripts that are written without spaces between words: Thai, Lao, Burmese, Khmer. */
static bool is_unspaced(const struct seen *s)
{
    uint32_t cp;
    dx_utf8_get(s->utf8, s->n, &cp);
    return (cp >= 0x0E00 && cp <= 0x0EFF) || (cp >= 0x1000 && cp <= 0x109F) || (cp >= 0x1780 && cp <= 0x17FF) ||
           (cp >= 0xA9E0 && cp <= 0xA9FF) || (cp >= 0xAA60 && cp <= 0xAA7F);
}

static int by_size(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* The median width of the characters of the line that begins at seen[i]: what a gap is compared with. */
static int usual_width(const struct dx_ocr *o, size_t i)
{
    int w[256];
    size_t n = 0;
    do
        w[n++] = o->seen[i++].w;
    while (n < sizeof w / sizeof *w && i < o->n_seen && !o->seen[i].line);
    qsort(w, n, sizeof *w, by_size);
    return w[n / 2];
}

/* Is there a space between two neighbours of a line? The engine makes each Thai character a word of its own, so there only a real
 * gap counts. */
static bool spaced(const struct seen *a, const struct seen *b, int width)
{
    if (!b->word)
        return false;
    if (!b->upright || !(is_unspaced(a) || is_unspaced(b)))
        return true;
    return b->x - (a->x + a->w) > width / 2;
}

static int build(struct dx_ocr *o, double *mean, struct dx_err *e)
{
    double sum = 0;
    int width = 0;
    o->n_symbols = 0;
    dx_buf_reset(&o->text);
    for (size_t i = 0; i < o->n_seen; i++) {
        const struct seen *s = &o->seen[i];
        if (i == 0 || s->line)
            width = usual_width(o, i);
        if (i > 0 && s->line)
            dx_buf_byte(&o->text, '\n');
        else if (i > 0 && spaced(s - 1, s, width))
            dx_buf_byte(&o->text, ' ');
        double c = (double)s->confidence;
        c = c > 0 ? c < 1 ? c : 1 : 0;
        o->symbols[o->n_symbols++] = (struct dx_ocr_symbol){o->text.len, o->text.len + s->n, s->x, s->y, s->w, s->h, c};
        dx_buf_add(&o->text, s->utf8, s->n);
        sum += c;
    }
    if (o->n_seen)
        dx_buf_byte(&o->text, '\n');
    *mean = o->n_seen ? sum / (double)o->n_seen : 0;
    return dx_buf_ok(&o->text) ? DX_OK : dx_fail_nomem(e);
}

int dx_ocr_read(struct dx_ocr *o, const struct dx_picture *p, enum dx_ocr_mode mode, struct dx_str *text,
                const struct dx_ocr_symbol **symbols, size_t *n_symbols, double *mean, struct dx_err *e)
{
    static const TessPageSegMode modes[] = {[DX_OCR_PAGE] = PSM_AUTO, [DX_OCR_SPARSE] = PSM_SPARSE_TEXT,
                                            [DX_OCR_BLOCK] = PSM_SINGLE_BLOCK, [DX_OCR_LINE] = PSM_RAW_LINE};
    *text = (struct dx_str){"", 0};
    *symbols = NULL;
    *n_symbols = 0;
    *mean = 0;
    o->n_seen = 0;
    if (p->w > DX_OCR_SIDE || p->h > DX_OCR_SIDE)
        return dx_fail_limit(e, "ocr-side", "picture of %d x %d pixels: a side of at most %d can be recognised", p->w, p->h, DX_OCR_SIDE);
    TessBaseAPISetPageSegMode(o->api, modes[mode]);
    TessBaseAPISetImage(o->api, p->grey, p->w, p->h, 1, (int)p->stride);
    TessBaseAPISetSourceResolution(o->api, p->dpi >= 70 ? p->dpi : 300);
    int rc = TessBaseAPIRecognize(o->api, NULL) == 0 ? collect(o, e) : DX_OK; /* it fails where there is nothing to read */
    TessBaseAPIClear(o->api);
    TessBaseAPIClearAdaptiveClassifier(o->api);
    if (rc == DX_OK)
        rc = build(o, mean, e);
    if (rc != DX_OK)
        return rc;
    *text = (struct dx_str){o->text.p ? o->text.p : "", o->text.len};
    *symbols = o->symbols;
    *n_symbols = o->n_symbols;
    return DX_OK;
}
