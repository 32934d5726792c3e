/* read.c: reads a place of a picture: which way round and how many cells a line, then level, recognised and decoded */
#include "mrz/read.h"

#include "mrz/decode.h"

#include <stdlib.h>

#define NOTHING 0.3 /* places less clear than this at a glance, either way round, aren't looked at further; chosen low,
        it only saves time:
                     * decode.c says what is a zone */

struct dx_mrz_reader {
    struct dx_mrz_cells *cells;
    struct dx_mrz_seer *seer;
    struct dx_mrz_grid grid;
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

int dx_mrz_read(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_place *place, bool *found,
        struct dx_mrz *z,
                double quad[8], struct dx_err *e)
{
    struct way w[WAYS];
    int n = ways(place, w), rc = DX_OK;
    *found = false;
    for (int i = 0; i < n; i++) {
        rc = dx_mrz_glance(r->cells, p, w[i].line, w[i].n, w[i].columns, &w[i].clear, e);
        if (rc == DX_NOMEM)
            return rc;
    }
    clearest_first(w, n);
    for (int i = 0; i < n && !*found && w[i].clear >= NOTHING; i++) {
        rc = dx_mrz_rectify(r->cells, p, w[i].line, w[i].n, w[i].columns, &r->grid, e);
        *found = rc == DX_OK && dx_mrz_decode_near(&r->grid, z, &rc);
        if (rc == DX_NOMEM)
            return dx_fail_nomem(e);
    }
    if (*found)
        dx_mrz_grid_quad(&r->grid, quad);
    return DX_OK;
}
