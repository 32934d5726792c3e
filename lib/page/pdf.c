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
    if (r->n_words == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 256;
        struct dx_word *p = realloc(r->words, cap * sizeof *p);
        if (!p)
            return dx_fail_nomem(e);
        r->words = p;
        r->cap = cap;
    }
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

/* Words are what stands between white space; poppler gives a box for each character. */
static int read_words(struct reading *r, const PopplerRectangle *boxes, guint n_boxes, struct dx_err *e)
{
    struct dx_word w = {.confidence = 1};
    PopplerRectangle box = {0};
    bool open = false;
    const char *p = r->text.p;
    size_t i = 0;
    int rc = DX_OK;
    for (guint k = 0; i < r->text.len && rc == DX_OK; k++) {
        uint32_t cp;
        size_t len = dx_utf8_get(p + i, r->text.len - i, &cp);
        len = len ? len : 1;
        bool gap = cp <= ' ' || cp == 0xA0 || k >= n_boxes;
        if (gap && open) {
            w.end = i;
            to_pixels(r, &box, &w);
            rc = add_word(r, &w, e);
            open = false;
        } else if (!gap && !open) {
            w.start = i;
            box = boxes[k];
            open = true;
        } else if (!gap) {
            widen(&box, &boxes[k]);
        }
        i += len;
    }
    if (open && rc == DX_OK) {
        w.end = r->text.len;
        to_pixels(r, &box, &w);
        rc = add_word(r, &w, e);
    }
    return rc;
}

static int read_text(struct reading *r, int number, struct dx_err *e)
{
    char *text = poppler_page_get_text(r->page);
    PopplerRectangle *boxes = NULL;
    guint n = 0;
    size_t len = text ? strlen(text) : 0;
    int rc = DX_OK;
    r->n_words = 0;
    dx_buf_reset(&r->text);
    if (len > DX_PAGE_BYTES) { /* only ever seen in files made to harm: the rest is left out, and that is said */
        for (len = DX_PAGE_BYTES; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
        struct dx_err what;
        dx_fail_limit(&what, "page", "PDF: the page has more than %u bytes of text", DX_PAGE_BYTES);
        r->job->error(r->job->ctx, number, &what);
    }
    if (len > 0) {
        bool clean = dx_utf8_clean(&r->text, text, len);
        if (!dx_buf_ok(&r->text))
            rc = dx_fail_nomem(e);
        else if (clean && poppler_page_get_text_layout(r->page, &boxes, &n))
            rc = read_words(r, boxes, n, e);
        if (rc == DX_OK && r->text.p[r->text.len - 1] != '\n')
            dx_buf_byte(&r->text, '\n');
    }
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
    r->dpi = DPI;
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

const char *dx_poppler_version(void) { return poppler_get_version(); }
