/* read.c: reads a place of a picture: which way round and how many cells a line, then level, recognised and decoded */
#include "mrz/read.h"

#include "base/limits.h"
#include "mrz/decode.h"

#include <stdlib.h>
#include <string.h>

#define NOTHING 0.35 /* places less clear than this at a glance, either way round, aren't looked at further: decode.c says what is a zone */
#define CLEAR 0.85  /* as clear as this with the columns that it seems to have, others aren't tried */
#define TRIED 3     /* of a place's four ways, the clearest at a glance */
#define SETTLED 0.9 /* a reading of this confidence whose check digits hold: other places in the same print aren't looked at */

struct dx_mrz_reader {
    struct dx_mrz_cells *cells;
    struct dx_mrz_seer *seer;
    struct dx_mrz_grid grid;
    struct dx_mrz_reading *readings; /* DX_MRZ_PLACES of them */
};

int dx_mrz_reader_new(struct dx_mrz_reader **out, struct dx_err *e)
{
    struct dx_mrz_reader *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return dx_fail_nomem(e);
    int rc = dx_mrz_cells_load(&r->cells, NULL, e);
    if (rc == DX_OK)
        rc = dx_mrz_seer_load(&r->seer, NULL, e);
    if (rc == DX_OK && !(r->readings = calloc(DX_MRZ_PLACES, sizeof *r->readings)))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK)
        *out = r;
    else
        dx_mrz_reader_free(r);
    return rc;
}

void dx_mrz_reader_free(struct dx_mrz_reader *r)
{
    if (!r)
        return;
    dx_mrz_cells_free(r->cells);
    dx_mrz_seer_free(r->seer);
    free(r->readings);
    free(r);
}

const char *dx_mrz_reader_cells(const struct dx_mrz_reader *r) { return dx_mrz_cells_sha256(r->cells); }
const char *dx_mrz_reader_lines(const struct dx_mrz_reader *r) { return dx_mrz_seer_sha256(r->seer); }

int dx_mrz_reader_locate(const struct dx_mrz_reader *r, const struct dx_picture *p, struct dx_mrz_place *place, int max, int *n,
                         struct dx_err *e)
{
    return dx_mrz_locate(r->seer, p, place, max, n, e);
}

/* One way to see a place. */
struct way {
    struct dx_mrz_rough line[DX_MRZ_GRID_LINES];
    int n, columns;
    double clear;
};

#define WAYS 4

/* The place and the place turned, with the columns it seems to have, then with the other number that two lines may have. */
static int ways(const struct dx_mrz_place *place, struct way w[WAYS])
{
    int n = 0;
    for (int other = 0; other <= (place->n == 2); other++)
        for (int turned = 0; turned < 2; turned++, n++) {
            struct dx_mrz_place q = turned ? dx_mrz_place_turn(place) : *place;
            w[n] = (struct way){.n = q.n, .columns = other ? (q.cells == 44 ? 36 : 44) : q.cells};
            for (int i = 0; i < q.n; i++)
                w[n].line[i] = (struct dx_mrz_rough){q.line[i].x, q.line[i].y, q.line[i].ux, q.line[i].uy, q.line[i].length,
                        q.line[i].height};
        }
    return n;
}

static void clearest_first(struct way *w, int n)
{
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && w[k].clear > w[k - 1].clear; k--) {
            struct way t = w[k];
            w[k] = w[k - 1];
            w[k - 1] = t;
        }
}

int dx_mrz_read(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_place *place, bool *found, struct dx_mrz *z,
                double quad[8], struct dx_err *e)
{
    struct way w[WAYS];
    int n = ways(place, w), looked = 0, rc = DX_OK;
    *found = false;
    for (double best = 0; looked < n && (looked < 2 || (best < CLEAR && best >= NOTHING)); looked++) {
        rc = dx_mrz_glance(r->cells, p, w[looked].line, w[looked].n, w[looked].columns, &w[looked].clear, e);
        if (rc == DX_NOMEM)
            return rc;
        best = w[looked].clear > best ? w[looked].clear : best;
    }
    clearest_first(w, looked);
    for (int i = 0; i < looked && i < TRIED && !*found && w[i].clear >= NOTHING; i++) {
        rc = dx_mrz_rectify(r->cells, p, w[i].line, w[i].n, w[i].columns, &r->grid, e);
        *found = rc == DX_OK && r->grid.clear >= DX_MRZ_WORTH && dx_mrz_decode_near(&r->grid, z, &rc);
        if (rc == DX_NOMEM)
            return dx_fail_nomem(e);
    }
    if (*found)
        dx_mrz_grid_quad(&r->grid, quad);
    return DX_OK;
}

/* ---- all of a picture ---- */

static bool within(const double q[8], double x, double y)
{
    bool in = true;
    for (int k = 0; k < 4 && in; k++) {
        const double *a = q + 2 * k, *b = q + 2 * ((k + 1) % 4);
        in = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= 0;
    }
    return in;
}

/* Does the place lie in print that was read as this zone? */
static bool claims(const struct dx_mrz_place *place, const struct dx_mrz_reading *r)
{
    for (int i = 0; i < place->n; i++)
        if (within(r->quad, place->line[i].x, place->line[i].y))
            return true;
    return false;
}

static bool overlap(const struct dx_mrz_reading *a, const struct dx_mrz_reading *b)
{
    double x, y;
    for (int i = 0; i < a->grid.lines; i++) {
        dx_mrz_grid_at(&a->grid, i, (a->grid.columns - 1) / 2.0, &x, &y);
        if (within(b->quad, x, y))
            return true;
    }
    return false;
}

static bool settled(const struct dx_mrz_reading *r)
{
    int of;
    return dx_mrz_checks(&r->z, &of) == of && r->z.confidence >= SETTLED;
}

/* What a reading is worth beside another one of the same print. */
static double worth(const struct dx_mrz_reading *r)
{
    int of, hold = dx_mrz_checks(&r->z, &of);
    return (double)hold / of + r->z.confidence;
}

/* Takes a reading in, unless a better one of the same print is there; worse ones go. */
static void take(struct dx_mrz_reading *all, int *n, const struct dx_mrz_reading *one)
{
    int kept = 0;
    for (int i = 0; i < *n; i++)
        if ((overlap(one, &all[i]) || overlap(&all[i], one)) && worth(&all[i]) >= worth(one))
            return;
    for (int i = 0; i < *n; i++)
        if (!overlap(one, &all[i]) && !overlap(&all[i], one))
            all[kept++] = all[i];
    *n = kept;
    if (*n < DX_MRZ_PLACES)
        all[(*n)++] = *one;
}

static bool done(const struct dx_mrz_place *place, const struct dx_mrz_reading *all, int n)
{
    for (int i = 0; i < n; i++)
        if (settled(&all[i]) && claims(place, &all[i]))
            return true;
    return false;
}

int dx_mrz_read_all(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_reading **readings, int *n,
                    struct dx_err *e)
{
    struct dx_mrz_place place[2 * DX_MRZ_PLACES];
    struct dx_mrz_reading one;
    bool found;
    int places = 0, rc = dx_mrz_reader_locate(r, p, place, 2 * DX_MRZ_PLACES, &places, e);
    *readings = r->readings;
    *n = 0;
    for (int i = 0; i < places && rc == DX_OK; i++) {
        if (done(&place[i], r->readings, *n))
            continue;
        rc = dx_mrz_read(r, p, &place[i], &found, &one.z, one.quad, e);
        if (rc != DX_OK || !found)
            continue;
        one.grid = r->grid;
        take(r->readings, n, &one);
    }
    return rc;
}
