/* rectify.c: zones laid level from rough lines: every cell is where its character is, from places that are off by what a
 * locator may be off
 * Pictures and truth: tests/data/zones, made by models/mrz/zones.py */
#include "base/json.h"
#include "mrz/decode.h"
#include "../picture.h"
#include "../tap.h"

#include <math.h>
#include <stdlib.h>

struct zone {
    char name[64], lines[DX_MRZ_GRID_LINES][DX_MRZ_GRID_COLUMNS + 1];
    struct dx_mrz_rough rough[DX_MRZ_GRID_LINES];
    int n;
    bool forged;
    struct dx_picture *p;
};

static struct dx_mrz_cells *model;
static struct dx_mrz_grid g;
static struct dx_err err;

static void load(struct zone *z, const struct dx_json *j, const char *dir)
{
    char path[1024];
    const struct dx_jnode *top = dx_json_top(j), *lines = dx_json_get(j, top, "lines"), *rough = dx_json_get(j, top, "rough");
    struct dx_str file = dx_json_str(dx_json_get(j, top, "file"));
    const struct dx_jnode *forged = dx_json_get(j, top, "forged");
    memset(z, 0, sizeof *z);
    z->forged = forged && forged->type == DX_JARR;
    snprintf(z->name, sizeof z->name, "%.*s", (int)file.n, file.p);
    snprintf(path, sizeof path, "%s/%s", dir, z->name);
    z->p = picture_of(path);
    for (const struct dx_jnode *l = dx_json_first(j, lines); l && z->n < DX_MRZ_GRID_LINES; l = dx_json_next(j, l), z->n++)
        snprintf(z->lines[z->n], sizeof z->lines[0], "%.*s", (int)l->s.n, l->s.p);
    int i = 0;
    for (const struct dx_jnode *l = dx_json_first(j, rough); l && i < z->n; l = dx_json_next(j, l), i++) {
        double v[6] = {0};
        int k = 0;
        for (const struct dx_jnode *x = dx_json_first(j, l); x && k < 6; x = dx_json_next(j, x))
            v[k++] = dx_json_num(x, 0);
        z->rough[i] = (struct dx_mrz_rough){v[0], v[1], v[2], v[3], v[4], v[5]};
    }
}

/* How many cells aren't read as they are printed; everything when it fails. */
static int wrong(const struct zone *z, const struct dx_mrz_rough *rough)
{
    int columns = (int)strlen(z->lines[0]), n = 0;
    if (dx_mrz_rectify(model, z->p, rough, z->n, columns, &g, &err) != DX_OK)
        return z->n * columns;
    for (int i = 0; i < z->n; i++)
        for (int k = 0; k < columns; k++) {
            int best = 0;
            for (int s = 1; s < DX_MRZ_SYMBOLS; s++)
                best = g.cell[i][k].p[s] > g.cell[i][k].p[best] ? s : best;
            n += DX_MRZ_ALPHABET[best] != z->lines[i][k];
        }
    return n;
}

/* The rough lines off by parts of a pitch along and across, turned, with another length and height. */
static void moved(const struct zone *z, struct dx_mrz_rough *to, double along, double across, double turn, double longer,
        double higher)
{
    double pitch = z->rough[0].length / (double)strlen(z->lines[0]);
    for (int i = 0; i < z->n; i++) {
        to[i] = z->rough[i];
        to[i].x += pitch * (along * to[i].ux - across * to[i].uy);
        to[i].y += pitch * (along * to[i].uy + across * to[i].ux);
        double ux = to[i].ux - turn * to[i].uy, uy = to[i].uy + turn * to[i].ux, n = sqrt(ux * ux + uy * uy);
        to[i].ux = ux / n;
        to[i].uy = uy / n;
        to[i].length *= longer;
        to[i].height *= higher;
    }
}

static void check(const struct zone *z)
{
    struct dx_mrz_rough r[DX_MRZ_GRID_LINES];
    struct dx_mrz_grid at;
    struct dx_mrz d;
    double quad[8], x, y, far = 0;
    int rc, of = 0, hold, n = wrong(z, z->rough), most = strncmp(z->name, "lowres", 6) == 0; /* of 6 pixels a character, one in 72 is misread wherever it is laid */
    ok(n <= most, "%s: all cells are read from rough lines, but for %d (%d wrong, clear %.3f)", z->name, most, n, g.clear);
    at = g;
    bool same = dx_mrz_decode(&g, &d, &rc);
    hold = same ? dx_mrz_checks(&d, &of) : 0;
    for (int i = 0; same && i < z->n; i++)
        same = strcmp(d.lines[i], z->lines[i]) == 0;
    ok(same, "%s: … and decode to what is printed", z->name);
    if (z->forged)
        ok(same && dx_mrz_check(&d, DX_MRZ_NUMBER) == 0 && hold < of, "%s: … whose number fails its check digit (of %d digits %d hold)", z->name, of, hold);
    static const double off[][5] = {{0.4, 0, 0, 1, 1}, {0, 0.18, 0, 1, 1}, {0, -0.18, 0, 1, 1}, {0, 0, 0.006, 1, 1}, {0, 0, 0,
            1.02, 1},
                                    {0, 0, 0, 0.98, 1.15}, {-1.2, 0.1, 0, 1, 0.9}};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        moved(z, r, off[i][0], off[i][1], off[i][2], off[i][3], off[i][4]);
        n = wrong(z, r);
        for (int line = 0; line < z->n; line++)
            for (int k = 0; k < at.columns; k += at.columns - 1) {
                double x0, y0;
                dx_mrz_grid_at(&at, line, k, &x0, &y0);
                dx_mrz_grid_at(&g, line, k, &x, &y);
                far = fmax(far, hypot(x - x0, y - y0));
            }
        ok(n <= most, "%s: … from lines off by case %zu (%d wrong)", z->name, i, n);
    }
    ok(far < 0.2 * z->rough[0].height, "%s: … and come to lie at the same places (%.2f pixels apart)", z->name, far);
    dx_mrz_grid_quad(&at, quad);
    ok(quad[0] < quad[2] && quad[1] < quad[7] && quad[4] > quad[6], "%s: … and the corners are in reading order", z->name);
}

static void refused(const struct zone *z)
{
    struct dx_mrz_rough r[DX_MRZ_GRID_LINES];
    double clear[2], turned[2];
    ok(dx_mrz_rectify(model, z->p, z->rough, 4, 30, &g, &err) == DX_BAD, "four lines: %s", err.msg);
    ok(dx_mrz_rectify(model, z->p, z->rough, 2, 45, &g, &err) == DX_BAD, "45 columns: %s", err.msg);
    moved(z, r, 0, 0, 0, 1, 1);
    r[0].length = NAN;
    ok(dx_mrz_rectify(model, z->p, r, 2, 36, &g, &err) == DX_BAD, "a length that is no number: %s", err.msg);
    r[0].length = 1e9;
    ok(dx_mrz_rectify(model, z->p, r, 2, 36, &g, &err) == DX_BAD, "a line longer than any picture: %s", err.msg);
    moved(z, r, 5000, -7000, 0, 1, 1);
    ok(dx_mrz_rectify(model, z->p, r, 2, 36, &g, &err) == DX_OK && g.clear < 0.3, "lines outside the picture hold nothing");
    r[0].x = NAN;
    ok(dx_mrz_rectify(model, z->p, r, 2, 36, &g, &err) == DX_OK && g.clear < 0.7, "nor lines that are nowhere");
    ok(dx_mrz_glance(model, z->p, z->rough, z->n, (int)strlen(z->lines[0]), clear, &err) == DX_OK && clear[0] > 0.6,
       "a glance tells that there is a zone: %.2f", clear[0]);
    ok(clear[1] < 0.8 * clear[0], "and which way round it is: %.2f", clear[1]);
    for (int i = 0; i < z->n; i++) { /* upside down */
        r[i] = z->rough[z->n - 1 - i];
        r[i].ux = -r[i].ux;
        r[i].uy = -r[i].uy;
    }
    ok(dx_mrz_glance(model, z->p, r, z->n, (int)strlen(z->lines[0]), turned, &err) == DX_OK && turned[1] > 0.6 && turned[0] < 0.8 * turned[1],
       "and the same of lines given upside down: %.2f, %.2f", turned[0], turned[1]);
    struct dx_picture dot = {.w = 1, .h = 1, .stride = 1, .grey = (uint8_t[]){7}};
    ok(dx_mrz_rectify(model, &dot, z->rough, 2, 36, &g, &err) == DX_OK && g.clear < 0.3, "one pixel is no zone");
}

int main(void)
{
    char dir[512], path[600], *line = NULL;
    const char *src = getenv("DX_SRC");
    struct dx_json j = {0};
    struct zone z = {.n = 0};
    size_t cap = 0;
    ssize_t len;
    snprintf(dir, sizeof dir, "%s/tests/data/zones", src ? src : ".");
    snprintf(path, sizeof path, "%s/truth.ndjson", dir);
    FILE *f = fopen(path, "r");
    if (!ok(f && dx_mrz_cells_load(&model, NULL, &err) == DX_OK, "pictures and model are there"))
        return tap_done();
    while ((len = getline(&line, &cap, f)) > 0 && dx_json_parse(&j, line, (size_t)len, &err) == DX_OK) {
        dx_picture_free(z.p);
        load(&z, &j, dir);
        if (ok(z.p && z.n > 1, "%s", z.name))
            check(&z);
    }
    if (z.p)
        refused(&z);
    dx_picture_free(z.p);
    dx_json_free(&j);
    dx_mrz_cells_free(model);
    free(line);
    fclose(f);
    return tap_done();
}
