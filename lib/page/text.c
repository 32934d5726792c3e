/* text.c: the text stage: one page record a layer, the file's own and what is recognised */
#include "page/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "page/charset.h"
#include "page/recognise.h"
#include "page/versions.h"

struct state {
    struct dx_ocr *ocr;      /* NULL: a model is missing, as `without` says */
    struct dx_err without;
    char lang[200];
    int64_t max_pixels;
    struct dx_recognition read;
    struct dx_buf line;
};

/* ---- opening ---- */

/* Without -l: English, Thai and Burmese, those that are installed. English first costs nothing on Latin pages, where the others are
 * hardly asked. The models of the scripts come before those of the languages: they read Latin letters too, so they don't turn a
 * blurred Latin word into Thai (doc/decisions.md has the measurements). */
static const char *const usual[][2] = {{"eng", "eng"}, {"Thai", "tha"}, {"Myanmar", "mya"}};

static void default_lang(char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        const char *name = dx_ocr_has(usual[i][0]) ? usual[i][0] : dx_ocr_has(usual[i][1]) ? usual[i][1] : NULL;
        if (name)
            n += (size_t)snprintf(out + n, room - n, "%s%s", n ? "+" : "", name);
    }
    if (n == 0)
        snprintf(out, room, "eng"); /* opening it then says what is missing */
}

static void close_stage(void *state)
{
    struct state *s = state;
    if (!s)
        return;
    dx_ocr_free(s->ocr);
    dx_recognition_free(&s->read);
    dx_buf_free(&s->line);
    free(s);
}

static int open_stage(void **state, const struct dx_options *o, struct dx_err *e)
{
    struct state *s = calloc(1, sizeof *s);
    *state = NULL;
    if (!s)
        return dx_fail_nomem(e);
    int rc = DX_OK;
    if (!o->lang)
        default_lang(s->lang, sizeof s->lang);
    else if (strlen(o->lang) < sizeof s->lang)
        memcpy(s->lang, o->lang, strlen(o->lang) + 1);
    else
        rc = dx_fail(e, DX_ENV, "language", "language %.60s…: too long", o->lang);
    s->max_pixels = o->max_pixels;
    if (rc == DX_OK)
        rc = dx_ocr_new(&s->ocr, s->lang, e);
    if (rc == DX_ENV && o->sparing && strcmp(e->code, "language") == 0) {
        s->without = *e;
        rc = DX_OK;
    }
    if (rc == DX_OK && s->ocr)
        rc = dx_ocr_load_upright(s->ocr, e);
    if (rc == DX_OK)
        *state = s;
    else
        close_stage(s);
    return rc;
}

static void warm(void *state)
{
    struct state *s = state;
    struct dx_err e;
    struct dx_picture *p = dx_pages_warm();
    if (p && s->ocr)
        dx_recognise(&s->read, s->ocr, p, &e);
    dx_picture_free(p);
}

static void describe(const void *state, struct dx_jw *w)
{
    static const struct {
        const char *name;
        const char *(*version)(void);
    } libs[] = {{"icu", dx_icu_version}, {"leptonica", dx_leptonica_version}, {"libexif", dx_exif_version}, {"libheif", dx_heif_version},
                {"libjpeg", dx_jpeg_version}, {"libpng", dx_png_version}, {"libtiff", dx_tiff_version}, {"libxml2", dx_xml_version}, {"poppler", dx_poppler_version},
                {"tesseract", dx_ocr_version}};
    const struct state *s = state;
    dx_ocr_models(s->ocr, w);
    dx_jw_obj(w, "libs");
    for (size_t i = 0; i < sizeof libs / sizeof *libs; i++)
        dx_jw_cstr(w, libs[i].name, libs[i].version());
    dx_jw_obj_end(w);
    dx_jw_cstr(w, "cpu", dx_cpu_class());
    dx_jw_obj(w, "options");
    dx_jw_cstr(w, "lang", s->lang);
    dx_jw_int(w, "max_pixels", s->max_pixels > 0 ? s->max_pixels : DX_PICTURE_PIXELS);
    dx_jw_obj_end(w);
}

/* ---- records ---- */

static void write_words(struct dx_jw *w, const struct dx_word *words, size_t n)
{
    dx_jw_arr(w, "words");
    for (size_t i = 0; i < n; i++) {
        dx_jw_arr(w, NULL);
        dx_jw_int(w, NULL, (int64_t)words[i].start);
        dx_jw_int(w, NULL, (int64_t)words[i].end);
        dx_jw_int(w, NULL, words[i].x);
        dx_jw_int(w, NULL, words[i].y);
        dx_jw_int(w, NULL, words[i].w);
        dx_jw_int(w, NULL, words[i].h);
        dx_jw_num(w, NULL, words[i].confidence);
        dx_jw_arr_end(w);
    }
    dx_jw_arr_end(w);
}

static void write_where(struct dx_jw *w, const struct dx_page *p)
{
    if (p->w < 1 || p->h < 1)
        return;
    dx_jw_arr(w, "size");
    dx_jw_int(w, NULL, p->w);
    dx_jw_int(w, NULL, p->h);
    dx_jw_arr_end(w);
    if (p->dpi > 0)
        dx_jw_int(w, "dpi", p->dpi);
}

static void write_done(struct dx_jw *w, const struct dx_recognition *r)
{
    if (r->rotation != 0)
        dx_jw_int(w, "rotation", r->rotation);
    if (r->flip)
        dx_jw_bool(w, "flip", true);
    if (r->skew != 0)
        dx_jw_num(w, "skew", r->skew);
    if (r->text.n > 0)
        dx_jw_num(w, "confidence", r->confidence);
}

/* r: how an ocr layer was read, else NULL. */
static int emit(struct state *s, struct dx_group *g, const char *by, const struct dx_page *p, const struct dx_layer *l,
                const struct dx_recognition *r, struct dx_err *e)
{
    char id[DX_ID_DIGITS + 1], hash[17];
    struct dx_jw w = {&s->line, false};
    dx_buf_reset(&s->line);
    dx_page_id(id, g->item.id, p->number, l->layer, l->n);
    s->line.oom |= !id[0];
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "page");
    dx_jw_cstr(&w, "id", id);
    dx_jw_str(&w, "item", g->item.id);
    dx_jw_int(&w, "page", p->number);
    dx_jw_cstr(&w, "layer", l->layer);
    dx_jw_int(&w, "n", l->n);
    if (r)
        dx_jw_cstr(&w, "lang", s->lang);
    const char *script = dx_script_of(l->text);
    if (script)
        dx_jw_cstr(&w, "script", script);
    write_where(&w, p);
    if (r)
        write_done(&w, r);
    if (l->charset)
        dx_jw_cstr(&w, "charset", l->charset);
    if (l->symbology)
        dx_jw_cstr(&w, "symbology", l->symbology);
    if (l->offset >= 0)
        dx_jw_int(&w, "offset", l->offset);
    dx_jw_str(&w, "text", l->text);
    if (l->n_words > 0)
        write_words(&w, l->words, l->n_words);
    if (r) {
        snprintf(hash, sizeof hash, "%016" PRIx64, r->phash);
        dx_jw_cstr(&w, "phash", hash);
    }
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(&s->line, '\n');
    if (!dx_buf_ok(&s->line))
        return dx_fail_nomem(e);
    return dx_group_emit(g, dx_buf_slice(&s->line), DX_T_PAGE, p->number, e);
}

/* ---- a page ---- */

static bool takes(const void *state, struct dx_str media)
{
    (void)state;
    (void)media;
    return true; /* what no reader takes becomes the item's error `unsupported`, once, and it is this stage that says it */
}

static int on_page(void *state, struct dx_group *g, const char *by, struct dx_page *p, struct dx_err *e)
{
    struct state *s = state;
    int rc = DX_OK;
    for (size_t i = 0; i < p->n_layers && rc == DX_OK; i++)
        rc = emit(s, g, by, p, &p->layers[i], NULL, e);
    if (rc != DX_OK || !p->look)
        return rc;
    if (!s->ocr)
        return *e = s->without, DX_BAD;
    struct dx_picture *picture = p->picture(p, &rc, e);
    if (!picture)
        return rc;
    rc = dx_recognise(&s->read, s->ocr, picture, e);
    if (rc != DX_OK)
        return rc;
    struct dx_layer ocr = {.layer = "ocr", .text = s->read.text, .words = s->read.words, .n_words = s->read.n_words, .offset = -1};
    return emit(s, g, by, p, &ocr, &s->read, e);
}

const struct dx_stage dx_text_stage = {
    .name = "text", .tool = "dx-text", .emits = 1 << DX_T_PAGE, .open = open_stage, .close = close_stage, .warm = warm,
    .describe = describe, .takes = takes, .read = dx_pages_read, .page = on_page,
};
