/* crop.c: a zone laid level and the portrait beside it as PNG */
#include "mrz/crop.h"

#include "base/limits.h"
#include "mrz/between.h"

#include <math.h>
#include <string.h>

#define LEAST_PITCH 20 /* pixels from character to character in the picture of a zone: tiny zones are drawn larger, … */
#define MOST_PITCH 44  /* … huge ones smaller */
#define MARGIN 0.7     /* around the zone, in line steps above and below, in cells at either side */
#define PITCH_MM 2.54  /* ICAO 9303-3, 4.2 */
#define BLANK 10       /* grey levels of deviation below which an area shows nothing */

/* ---- drawing ---- */

static uint8_t mean_at(const struct dx_picture *p, double x, double y, double dx, double dy)
{
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += between(p, x + (i % 2 - 0.5) * dx / 2, y + (i / 2 - 0.5) * dy / 2);
    return (uint8_t)(sum / 4 + 0.5);
}

static double apart(const struct dx_mrz_grid *g, int line, double column, int line2, double column2)
{
    double x, y, x2, y2;
    dx_mrz_grid_at(g, line, column, &x, &y);
    dx_mrz_grid_at(g, line2, column2, &x2, &y2);
    return hypot(x2 - x, y2 - y);
}

int dx_mrz_crop_zone(struct dx_picture **out, const struct dx_picture *p, const struct dx_mrz_grid *g, struct dx_err *e)
{
    int last = g->lines - 1;
    double middle = (g->columns - 1) / 2.0, pitch = apart(g, 0, 0, 0, g->columns - 1) / (g->columns - 1);
    double step = last ? apart(g, 0, middle, last, middle) / last : 2 * pitch;
    double scale = pitch < LEAST_PITCH ? LEAST_PITCH / pitch : pitch > MOST_PITCH ? MOST_PITCH / pitch : 1;
    double by = pitch * scale, down = step * scale;
    int w = (int)((g->columns + 2 * MARGIN) * by), h = (int)((last + 2 * MARGIN) * down);
    *out = NULL;
    if (!(pitch >= 1) || !(step < 8 * pitch) || h < 1)
        return DX_OK;
    int rc = dx_picture_new(out, w, h, e);
    for (int x = 0; rc == DX_OK && x < w; x++) {
        double px[DX_MRZ_GRID_LINES + 1], py[DX_MRZ_GRID_LINES + 1];
        for (int i = 0; i <= last; i++)
            dx_mrz_grid_at(g, i, (x + 0.5) / by - MARGIN - 0.5, &px[i], &py[i]);
        if (last == 0) { /* a step below the only line */
            px[1] = px[0] - step * g->laid[0].uy;
            py[1] = py[0] + step * g->laid[0].ux;
        }
        for (int y = 0; y < h; y++) {
            double v = (y + 0.5) / down - MARGIN;
            int i = v < 1 || last < 2 ? 0 : 1; /* between which lines, or beyond them */
            double t = v - i, at_x = px[i] + t * (px[i + 1] - px[i]), at_y = py[i] + t * (py[i + 1] - py[i]);
            (*out)->grey[(size_t)y * (*out)->stride + (size_t)x] = mean_at(p, at_x - 0.5, at_y - 0.5, 1 / scale, 1 / scale);
        }
    }
    return rc;
}

/* ---- the portrait ---- */

/* Right of the first character's middle and above the first line, in mm. */
static const struct area {
    enum dx_mrz_format format;
    double left, right, low, high;
} areas[] = {{DX_MRZ_TD3, -4, 38, 7, 57}, {DX_MRZ_MRVA, -4, 38, 7, 52}, {DX_MRZ_TD2, -4, 34, 7, 45}, {DX_MRZ_MRVB, -4, 34, 7, 45},
             {DX_MRZ_FRID, -4, 34, 7, 48}};

static bool is_blank(const struct dx_picture *p)
{
    double sum = 0, square = 0, n = (double)p->w * p->h;
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            double v = p->grey[(size_t)y * p->stride + (size_t)x];
            sum += v;
            square += v * v;
        }
    return square / n - sum / n * (sum / n) < BLANK * BLANK;
}

int dx_mrz_crop_portrait(struct dx_picture **out, const struct dx_picture *p, const struct dx_mrz_reading *r, struct dx_err *e)
{
    const struct area *a = NULL;
    *out = NULL;
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        a = areas[i].format == r->z.format ? &areas[i] : a;
    if (!a)
        return DX_OK;
    double x0, y0, x1, y1, xl, yl;
    dx_mrz_grid_at(&r->grid, 0, 0, &x0, &y0);
    dx_mrz_grid_at(&r->grid, 0, r->grid.columns - 1, &x1, &y1);
    dx_mrz_grid_at(&r->grid, r->grid.lines - 1, 0, &xl, &yl);
    double mm = (r->grid.columns - 1) * PITCH_MM, ux = (x1 - x0) / mm, uy = (y1 - y0) / mm, unit = hypot(ux, uy);
    double side = ux * (yl - y0) - uy * (xl - x0) < 0 ? -1 : 1, nx = side * uy, ny = -side * ux; /* away from the second line */
    double scale = unit > 12 ? 12 / unit : unit < 4 ? 4 / unit : 1, by = unit * scale;
    for (int i = 0; i < 4; i++) { /* its corners, give or take 4 mm */
        double u = i % 2 ? a->right - 4 : a->left + 4, v = i / 2 ? a->high - 4 : a->low + 4;
        double x = x0 + u * ux + v * nx, y = y0 + u * uy + v * ny;
        if (!(x >= 0 && y >= 0 && x < p->w && y < p->h))
            return DX_OK;
    }
    int w = (int)((a->right - a->left) * by), h = (int)((a->high - a->low) * by), rc = dx_picture_new(out, w, h, e);
    for (int y = 0; rc == DX_OK && y < h; y++)
        for (int x = 0; x < w; x++) {
            double u = a->left + (x + 0.5) / by, v = a->high - (y + 0.5) / by;
            (*out)->grey[(size_t)y * (*out)->stride + (size_t)x] = mean_at(p, x0 + u * ux + v * nx - 0.5, y0 + u * uy + v * ny - 0.5, 1 / scale, 1 / scale);
        }
    if (rc == DX_OK && is_blank(*out)) {
        dx_picture_free(*out);
        *out = NULL;
    }
    return rc;
}

/* ---- into the line ---- */

static int to_png(struct dx_buf *png, struct dx_picture *p, struct dx_err *e)
{
    int rc = p ? dx_picture_png(p, png, e) : DX_OK;
    dx_picture_free(p);
    return rc == DX_OK && !dx_buf_ok(png) ? dx_fail_nomem(e) : rc;
}

int dx_mrz_crops_put(struct dx_buf *line, const struct dx_picture *p, const struct dx_mrz_reading *r, struct dx_err *e)
{
    struct dx_picture *zone = NULL, *portrait = NULL;
    struct dx_buf zone_png = DX_BUF_INIT, portrait_png = DX_BUF_INIT;
    int rc = dx_mrz_crop_zone(&zone, p, &r->grid, e);
    if (rc == DX_OK)
        rc = to_png(&zone_png, zone, e);
    if (rc == DX_OK)
        rc = dx_mrz_crop_portrait(&portrait, p, r, e);
    if (rc == DX_OK)
        rc = to_png(&portrait_png, portrait, e);
    if (rc == DX_OK)
        dx_mrz_crops_add(line, dx_buf_slice(&zone_png), dx_buf_slice(&portrait_png));
    dx_buf_free(&zone_png);
    dx_buf_free(&portrait_png);
    return rc == DX_OK && !dx_buf_ok(line) ? dx_fail_nomem(e) : rc;
}
