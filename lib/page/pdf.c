/* pdf.c: PDF by poppler: text layer with word boxes, properties, pages rendered where they may hold more
 *
 * Coordinates are pixels of the page rendered upright at `dpi`: 300, less where the page is so large that it would pass the
 * bounds. Scans are rendered too: their pixels then differ from the embedded picture's by one resampling, but no size that a
 * picture within the PDF declares is ever allocated, and masks, layers and strips come out as a reader sees them. */
#include <poppler.h>

#include <cairo.h>

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "page/decode.h"
#include "page/reader.h"
#include "page/versions.h"

#define DPI 300
#define POINTS 72.0 /* to the inch */

struct reading {
    const struct dx_reading_job *job;
    PopplerDocument *doc;
    PopplerPage *page;
    struct dx_buf text, meta;
    struct dx_word *words;
    size_t n_words, cap;
    struct dx_picture *picture;
    bool asked, stopped; /* stopped: by the callback */
    bool coarse;         /* of the page in hand */
    int rc, w, h, dpi;
    struct dx_err err;
};

/* ---- opening ---- */

/* A PDF ends with %%EOF within its last 1024 bytes (ISO 32000-1, annex H.3, 18). */
static bool ends_whole(int fd)
{
    char tail[1024];
    off_t size = lseek(fd, 0, SEEK_END);
    off_t from = size > (off_t)sizeof tail ? size - (off_t)sizeof tail : 0;
    ssize_t n = size < 0 ? -1 : pread(fd, tail, sizeof tail, from);
    lseek(fd, 0, SEEK_SET);
    return n > 0 && memmem(tail, (size_t)n, "%%EOF", 5) != NULL;
}

static int open_document(struct reading *r, bool whole, struct dx_err *e)
{
    GError *error = NULL;
    int fd = fcntl(r->job->fd, F_DUPFD_CLOEXEC, 0); /* poppler closes what it gets */
    if (fd < 0)
        return dx_fail(e, DX_BAD, "io", "PDF: the descriptor can't be duplicated");
    r->doc = poppler_document_new_from_fd(fd, NULL, &error);
    if (r->doc)
        return DX_OK;
    bool locked = g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
    g_clear_error(&error);
    if (locked)
        return dx_fail(e, DX_BAD, "encrypted", "PDF: a password is needed");
    if (!whole)
        return dx_fail(e, DX_BAD, "truncated", "PDF: the file ends early and no page of it can be found");
    return dx_fail(e, DX_BAD, "malformed", "PDF: the document's structure can't be read");
}

/* ---- properties ---- */

static void add_property(struct dx_buf *b, const char *key, char *value)
{
    if (value && *value && b->len < DX_META_BYTES) {
        size_t n = strnlen(value, DX_META_BYTES);
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)value[i] < 0x20)
                value[i] = ' ';
        dx_buf_printf(b, "%s: ", key);
        dx_utf8_clean(b, value, n);
        dx_buf_byte(b, '\n');
    }
    g_free(value);
}

static void add_time(struct dx_buf *b, const char *key, time_t t)
{
    struct tm tm;
    char s[40];
    if (t != (time_t)-1 && gmtime_r(&t, &tm) && strftime(s, sizeof s, "%Y-%m-%d %H:%M:%S +00:00", &tm) > 0)
        dx_buf_printf(b, "%s: %s\n", key, s);
}

static void read_properties(struct reading *r)
{
    PopplerDocument *d = r->doc;
    add_property(&r->meta, "Title", poppler_document_get_title(d));
    add_property(&r->meta, "Author", poppler_document_get_author(d));
    add_property(&r->meta, "Subject", poppler_document_get_subject(d));
    add_property(&r->meta, "Keywords", poppler_document_get_keywords(d));
    add_property(&r->meta, "Creator", poppler_document_get_creator(d));
    add_property(&r->meta, "Producer", poppler_document_get_producer(d));
    add_time(&r->meta, "Created", poppler_document_get_creation_date(d));
    add_time(&r->meta, "Modified", poppler_document_get_modification_date(d));
}

/* ---- the text layer ---- */

static int add_word(struct reading *r, const struct dx_word *w, struct dx_err *e)
{
    if (!DX_MORE(r->words, r->n_words, r->cap))
        return dx_fail_nomem(e);
    r->words[r->n_words++] = *w;
    return DX_OK;
}

/* A box in points to pixels of the rendered page, cut to it. */
static void to_pixels(const struct reading *r, const PopplerRectangle *box, struct dx_word *w)
{
    double scale = r->dpi / POINTS;
    double x1 = fmin(fmax(box->x1 * scale, 0), r->w), x2 = fmin(fmax(box->x2 * scale, 0), r->w);
    double y1 = fmin(fmax(box->y1 * scale, 0), r->h), y2 = fmin(fmax(box->y2 * scale, 0), r->h);
    w->x = (int)floor(fmin(x1, x2));
    w->y = (int)floor(fmin(y1, y2));
    w->w = (int)ceil(fmax(x1, x2)) - w->x;
    w->h = (int)ceil(fmax(y1, y2)) - w->y;
}

static void widen(PopplerRectangle *box, const PopplerRectangle *by)
{
    box->x1 = fmin(box->x1, by->x1);
    box->y1 = fmin(box->y1, by->y1);
    box->x2 = fmax(box->x2, by->x2);
    box->y2 = fmax(box->y2, by->y2);
}

/* A character as poppler gives it. */
struct glyph {
    const char *p;
    size_t n;
    PopplerRectangle box;
};

static bool is_blank(const struct glyph *g) { return (g->n == 1 && *g->p == ' ') || (g->n == 2 && memcmp(g->p, "\xC2\xA0", 2) == 0); }

static bool is_break(const struct glyph *g) { return g->n == 1 && (unsigned char)*g->p < ' '; }

/* What stands between two characters that follow each other, judged by the gap in shares of the line's height. poppler makes spaces
 * out of the way in which Thai vowels are set (0.03 of the height where a real space has 0.15), and none between the cells of a
 * table (1 and more): NULL is its own answer, which is right elsewhere. */
static const char *between(const struct glyph *a, const struct glyph *b, bool blank)
{
    double h = fmax(a->box.y2 - a->box.y1, 1), gap = (b->box.x1 - a->box.x2) / h;
    double overlap = fmin(a->box.y2, b->box.y2) - fmax(a->box.y1, b->box.y1);
    bool ascii = a->n == 1 || b->n == 1;
    if (overlap < h / 2 || gap < -1)
        return NULL;
    if (gap > 1)
        return "\t";
    if (blank)
        return gap < 0.08 && !ascii ? "" : NULL;
    return gap > 0.25 ? " " : NULL;
}

static int close_word(struct reading *r, struct dx_word *w, const PopplerRectangle *box, bool *open, struct dx_err *e)
{
    if (!*open)
        return DX_OK;
    *open = false;
    w->end = r->text.len;
    to_pixels(r, box, w);
    return add_word(r, w, e);
}

static bool next_glyph(struct glyph *g, const char **p, const char *end, const PopplerRectangle *boxes, guint n_boxes, guint *k)
{
    uint32_t cp;
    if (*p >= end || *k >= n_boxes)
        return false;
    size_t n = dx_utf8_get(*p, (size_t)(end - *p), &cp);
    *g = (struct glyph){*p, n ? n : 1, boxes[(*k)++]};
    *p += g->n;
    return true;
}

/* Builds the text and its words: words are what stands between white space, poppler gives a box for each character. */
static int build_text(struct reading *r, const char *p, size_t len, const PopplerRectangle *boxes, guint n_boxes, struct dx_err *e)
{
    struct dx_word w = {.confidence = 1};
    PopplerRectangle box = {0};
    struct glyph g, last = {0};
    bool open = false, blank = false;
    const char *end = p + len;
    guint k = 0;
    int rc = DX_OK;
    while (rc == DX_OK && next_glyph(&g, &p, end, boxes, n_boxes, &k)) {
        if (is_break(&g)) {
            rc = close_word(r, &w, &box, &open, e);
            dx_buf_add(&r->text, g.p, g.n);
            last = (struct glyph){0};
            blank = false;
            continue;
        }
        if (is_blank(&g)) {
            blank = true;
            continue;
        }
        const char *sep = last.p ? between(&last, &g, blank) : NULL;
        sep = sep ? sep : blank ? " " : "";
        if (*sep) {
            rc = close_word(r, &w, &box, &open, e);
            dx_buf_str(&r->text, sep);
        }
        if (open)
            widen(&box, &g.box);
        else
            box = g.box;
        w.start = open ? w.start : r->text.len;
        open = true;
        dx_buf_add(&r->text, g.p, g.n);
        last = g;
        blank = false;
    }
    return rc == DX_OK ? close_word(r, &w, &box, &open, e) : rc;
}

/* What more text than fits a page is, is only ever seen in files made to harm: the rest is left out, and that is said. */
static size_t bound_text(struct reading *r, int number, const char *text)
{
    size_t len = strlen(text);
    if (len <= DX_PAGE_BYTES / 2) /* separators are added */
        return len;
    for (len = DX_PAGE_BYTES / 2; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
        len--;
    struct dx_err what;
    dx_fail_limit(&what, "page", "PDF: the page has more than %u bytes of text", DX_PAGE_BYTES / 2);
    r->job->error(r->job->ctx, number, &what);
    return len;
}

static int read_text(struct reading *r, int number, struct dx_err *e)
{
    char *text = poppler_page_get_text(r->page);
    PopplerRectangle *boxes = NULL;
    guint n = 0;
    size_t len = text ? bound_text(r, number, text) : 0;
    int rc = DX_OK;
    r->n_words = 0;
    dx_buf_reset(&r->text);
    if (len > 0 && dx_utf8_valid(text, len) == len && poppler_page_get_text_layout(r->page, &boxes, &n) && n > 0)
        rc = build_text(r, text, len, boxes, n, e);
    else if (len > 0)
        dx_utf8_clean(&r->text, text, len);
    if (rc == DX_OK && !dx_buf_ok(&r->text))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK && r->text.len > 0 && r->text.p[r->text.len - 1] != '\n')
        dx_buf_byte(&r->text, '\n');
    g_free(boxes);
    g_free(text);
    return rc;
}

/* Do pictures cover enough of the page to hold text: a fiftieth, which on A4 is half an identity card? */
static bool has_pictures(PopplerPage *page, double w, double h)
{
    GList *all = poppler_page_get_image_mapping(page);
    double area = 0;
    for (GList *l = all; l; l = l->next) {
        const PopplerRectangle *b = &((PopplerImageMapping *)l->data)->area;
        area += fabs((b->x2 - b->x1) * (b->y2 - b->y1));
    }
    poppler_page_free_image_mapping(all);
    return area * 50 >= w * h;
}

/* ---- rendering ---- */

static void to_grey(struct dx_picture *out, cairo_surface_t *surface)
{
    const uint8_t *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < out->h; y++) {
        const uint8_t *row = data + (ptrdiff_t)y * stride;
        uint8_t *to = out->grey + (size_t)y * out->stride;
        for (int x = 0; x < out->w; x++) {
            uint32_t pixel;
            memcpy(&pixel, row + (size_t)x * 4, 4);
            to[x] = dx_luma(pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF);
        }
    }
}

static int render(struct reading *r, struct dx_err *e)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, r->w, r->h);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, r->dpi / POINTS, r->dpi / POINTS);
    if (cairo_status(cr) == CAIRO_STATUS_SUCCESS)
        poppler_page_render(r->page, cr);
    cairo_surface_flush(surface);
    cairo_status_t status = cairo_surface_status(surface);
    int rc = status == CAIRO_STATUS_SUCCESS     ? dx_picture_new(&r->picture, r->w, r->h, e)
             : status == CAIRO_STATUS_NO_MEMORY ? dx_fail_nomem(e)
                                                : dx_fail(e, DX_BAD, "malformed", "PDF: the page can't be rendered: %s", cairo_status_to_string(status));
    if (rc == DX_OK) {
        to_grey(r->picture, surface);
        r->picture->dpi = r->dpi;
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return rc;
}

static struct dx_picture *picture_of(struct dx_page *p, int *rc, struct dx_err *e)
{
    struct reading *r = p->reader;
    if (!r->asked) {
        r->asked = true;
        r->rc = render(r, &r->err);
    }
    *rc = r->rc;
    if (!r->picture)
        *e = r->err;
    return r->picture;
}

/* ---- pages ---- */

/* The raster's size: 300 dpi, less for pages so large that they would pass the bounds. */
static int size_page(struct reading *r, double *w, double *h, struct dx_err *e)
{
    poppler_page_get_size(r->page, w, h);
    if (!(*w >= 1) || !(*h >= 1) || !(*w < 1e6) || !(*h < 1e6))
        return dx_fail(e, DX_BAD, "malformed", "PDF: the page has an impossible size");
    double most = (double)(r->job->max_pixels > 0 && r->job->max_pixels < DX_RENDER_PIXELS ? r->job->max_pixels : DX_RENDER_PIXELS);
    r->dpi = r->coarse ? DPI / 2 : DPI;
    while (r->dpi > 10 && (*w * *h * r->dpi * r->dpi / (POINTS * POINTS) > most || fmax(*w, *h) * r->dpi / POINTS > DX_OCR_SIDE))
        r->dpi -= 10;
    r->w = (int)ceil(*w * r->dpi / POINTS);
    r->h = (int)ceil(*h * r->dpi / POINTS);
    if ((double)r->w * r->h > most * 1.1 || r->w > DX_OCR_SIDE || r->h > DX_OCR_SIDE)
        return dx_fail_limit(e, "pixels", "PDF: a page of %.0f x %.0f points is too large to be rendered", *w, *h);
    return DX_OK;
}

static int give(struct reading *r, int number, struct dx_err *e)
{
    double w, h;
    int rc = size_page(r, &w, &h, e);
    if (rc == DX_OK)
        rc = read_text(r, number, e);
    if (rc != DX_OK)
        return rc;
    struct dx_layer layers[2];
    size_t n = 0;
    if (r->text.len > 0)
        layers[n++] = (struct dx_layer){.layer = "text", .text = dx_buf_slice(&r->text), .words = r->words, .n_words = r->n_words, .offset = -1};
    if (number == 1 && r->meta.len > 0 && dx_buf_ok(&r->meta))
        layers[n++] = (struct dx_layer){.layer = "meta", .text = dx_buf_slice(&r->meta), .offset = -1};
    struct dx_page page = {.number = number, .layers = layers, .n_layers = n, .w = r->w, .h = r->h, .dpi = r->dpi, .picture = picture_of,
                           .reader = r, .look = r->text.len == 0 || has_pictures(r->page, w, h)};
    r->asked = false;
    r->picture = NULL;
    rc = r->job->page(r->job->ctx, &page);
    r->stopped = rc != DX_OK;
    dx_picture_free(r->picture);
    r->picture = NULL;
    return rc;
}

static int read_pages(struct reading *r, struct dx_err *e)
{
    int n = poppler_document_get_n_pages(r->doc), most = r->job->max_pages;
    if (n <= 0)
        return dx_fail(e, DX_BAD, "malformed", "PDF: no pages");
    for (int i = 0; i < n && i < most; i++) {
        struct dx_err what;
        if (!dx_page_wanted(r->job, i + 1, &r->coarse))
            continue;
        r->page = poppler_document_get_page(r->doc, i);
        int rc = r->page ? give(r, i + 1, &what) : dx_fail(&what, DX_BAD, "malformed", "PDF: page %d can't be read", i + 1);
        g_clear_object(&r->page);
        if (r->stopped)
            return rc;
        if (rc == DX_BAD || rc == DX_LIMIT)
            r->job->error(r->job->ctx, i + 1, &what);
        else if (rc != DX_OK) {
            *e = what;
            return rc;
        }
    }
    return n > most ? dx_fail_limit(e, "pages", "PDF: %d pages, the first %d are read", n, most) : DX_OK;
}

int dx_read_pdf(const struct dx_reading_job *job, struct dx_err *e)
{
    struct reading r = {.job = job};
    bool whole = ends_whole(job->fd);
    int rc = open_document(&r, whole, e);
    if (rc == DX_OK) {
        read_properties(&r);
        rc = read_pages(&r, e);
        if (rc == DX_OK && !whole) {
            struct dx_err what;
            dx_fail(&what, DX_BAD, "truncated", "PDF: the file ends early; the pages that were found are read");
            job->error(job->ctx, 0, &what);
        }
        g_object_unref(r.doc);
    }
    dx_buf_free(&r.text);
    dx_buf_free(&r.meta);
    free(r.words);
    return rc;
}

/* A few words in a font that isn't within the file: fontconfig reads its lists, which takes longer than many a page. */
struct dx_picture *dx_pages_warm(void)
{
    static const char file[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R"
        "/MediaBox[0 0 240 60]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj 4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj "
        "5 0 obj<</Length 60>>stream\nBT/F 12 Tf 9 30 Td(all is ready, number 0123456789)Tj ET      \nendstream endobj "
        "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n";
    struct dx_err e;
    struct reading r = {.job = &(struct dx_reading_job){.fd = -1}};
    double w, h;
    GBytes *bytes = g_bytes_new_static(file, sizeof file - 1);
    r.doc = poppler_document_new_from_bytes(bytes, NULL, NULL);
    r.page = r.doc ? poppler_document_get_page(r.doc, 0) : NULL;
    if (r.page && size_page(&r, &w, &h, &e) == DX_OK)
        render(&r, &e);
    g_clear_object(&r.page);
    g_clear_object(&r.doc);
    g_bytes_unref(bytes);
    return r.picture;
}

const char *dx_poppler_version(void) { return poppler_get_version(); }
