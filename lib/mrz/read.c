/* read.c: reads the zones of a picture: places, which way round and how many cells a line, then level, recognised and decoded */
#include "mrz/read.h"

#include "base/limits.h"
#include "mrz/decode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING 0.6  /* what is less clear than this at a glance is not looked at further: of 388 zones 1 was, of other print half is */
#define CLEAR 0.85   /* as clear as this at a glance with the columns that it seems to have, others aren't tried */
#define PLACES (2 * DX_MRZ_PLACES)
#define AT_ONCE 6    /* places of a size, the evenest first, are glanced at together: of 293 zones 290 were among the first of theirs */
#define VAIN 3       /* ways of those that turn out to be no print of a zone (nor were read as one), one after the other: then the others, less
                      * clear, are left; … */
#define MOST 16      /* … as after so many that gave no zone, however clear they were */
#define PRINT 0.85   /* laid level, print of a zone is as clear as this: noise isn't, though other cells than its own may be taken for it */
#define SETTLED 0.9  /* a reading of this confidence whose check digits hold: other places in the same print aren't looked at; … */
#define WRONG 0.98   /* … nor where one fails, but every character is as clear as this: it is wrong as printed */
#define SMALLER 1.5  /* where a zone is settled, print more than so many times as small isn't looked for: all zones have one pitch (9303-3 4.2) */

/* One way to see a place. */
struct way {
    struct dx_mrz_rough line[DX_MRZ_GRID_LINES];
    int n, columns, place;
    double clear;
};

struct dx_mrz_reader {
    struct dx_mrz_cells *cells;
    struct dx_mrz_seer *seer;
    dx_mrz_step_fn *step;
    void *step_ctx;
    struct dx_mrz_reading *readings; /* DX_MRZ_PLACES of them */
    struct dx_mrz_reading one;
    struct dx_mrz_place place[PLACES];
    struct way way[4 * PLACES]; /* two ways round, with two numbers of columns */
    int ways;
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

void dx_mrz_reader_watch(struct dx_mrz_reader *r, dx_mrz_step_fn *fn, void *ctx)
{
    r->step = fn;
    r->step_ctx = ctx;
}

static void begin(const struct dx_mrz_reader *r, enum dx_mrz_step step)
{
    if (r->step)
        r->step(r->step_ctx, step);
}

/* ---- readings of one print ---- */

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
    int of, hold = dx_mrz_checks(&r->z, &of);
    return r->z.confidence >= SETTLED && (hold == of || (2 * hold >= of && r->grid.clear >= WRONG));
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

/* Was the print read, without doubt or at all? */
static bool done(const struct dx_mrz_place *place, const struct dx_mrz_reading *all, int n, bool doubtless)
{
    for (int i = 0; i < n; i++)
        if ((!doubtless || settled(&all[i])) && claims(place, &all[i]))
            return true;
    return false;
}

/* ---- ways to see places ---- */

static void put_way(struct dx_mrz_reader *r, int place, bool turned, int columns, double clear)
{
    struct dx_mrz_place q = turned ? dx_mrz_place_turn(&r->place[place]) : r->place[place];
    struct way w = {.n = q.n, .columns = columns, .place = place, .clear = clear};
    int at = r->ways++;
    for (int i = 0; i < q.n; i++)
        w.line[i] = (struct dx_mrz_rough){q.line[i].x, q.line[i].y, q.line[i].ux, q.line[i].uy, q.line[i].length, q.line[i].height};
    for (; at > 0 && r->way[at - 1].clear < clear; at--)
        r->way[at] = r->way[at - 1];
    r->way[at] = w;
}

/* Glances at a place either way round, with the columns it seems to have, then with the other number that two lines may have. */
static int glance(struct dx_mrz_reader *r, const struct dx_picture *p, int place, struct dx_err *e)
{
    const struct dx_mrz_place *q = &r->place[place];
    struct dx_mrz_rough line[DX_MRZ_GRID_LINES];
    double best = 0, clear[2];
    for (int i = 0; i < q->n; i++)
        line[i] = (struct dx_mrz_rough){q->line[i].x, q->line[i].y, q->line[i].ux, q->line[i].uy, q->line[i].length, q->line[i].height};
    for (int other = 0; other <= (q->n == 2) && best < CLEAR; other++) {
        int columns = !other ? q->cells : q->cells == 44 ? 36 : 44;
        if (dx_mrz_glance(r->cells, p, line, q->n, columns, clear, e) == DX_NOMEM)
            return DX_NOMEM;
        for (int turned = 0; turned < 2; turned++) {
            best = clear[turned] > best ? clear[turned] : best;
            if (clear[turned] >= NOTHING)
                put_way(r, place, turned, columns, clear[turned]);
        }
    }
    return DX_OK;
}

/* Lays a way to see a place level; if a line was taken for another one of the zone, from where the zone begins, lines being 2.5 pitches apart
 * (9303-3 4.2) or closer. */
static int lay(struct dx_mrz_reader *r, const struct dx_picture *p, const struct way *w, struct dx_err *e)
{
    static const double steps[] = {2.5, 2.1};
    struct dx_mrz_rough line[DX_MRZ_GRID_LINES];
    int rc = dx_mrz_rectify(r->cells, p, w->line, w->n, w->columns, &r->one.grid, e), slip = r->one.grid.slip;
    for (int k = 0; k < 2 && rc == DX_OK && slip && r->one.grid.clear < DX_MRZ_WORTH; k++) {
        double step = steps[k] * w->line[0].length / w->columns;
        const struct dx_mrz_rough *seen = &w->line[slip > 0 ? 0 : w->n - 1]; /* the zone reaches beyond this one */
        for (int i = 0; i < w->n; i++) {
            double down = (i - slip - (slip > 0 ? 0 : w->n - 1)) * step;
            line[i] = *seen;
            line[i].x -= down * seen->uy;
            line[i].y += down * seen->ux;
        }
        rc = dx_mrz_rectify(r->cells, p, line, w->n, w->columns, &r->one.grid, e);
    }
    return rc;
}

/* Reads a way to see a place: true when it is a zone, then r->one holds it. */
static bool read_way(struct dx_mrz_reader *r, const struct dx_picture *p, const struct way *w, int *rc, struct dx_err *e)
{
    struct dx_mrz_reading *one = &r->one;
    begin(r, DX_MRZ_RECTIFY);
    int got = lay(r, p, w, e);
    begin(r, DX_MRZ_DECODE);
    bool found = got == DX_OK && one->grid.clear >= DX_MRZ_WORTH && dx_mrz_decode_near(&one->grid, &one->z, &got);
    if (got == DX_NOMEM)
        *rc = dx_fail_nomem(e);
    if (found)
        dx_mrz_grid_quad(&one->grid, one->quad);
    return found && *rc == DX_OK;
}

/* Reads what some places of one size may be, the clearest first; of a place the first way that is a zone. *vain: how many ways of the size
 * were none, … *rc: as of dx_mrz_read_all. false when the others needn't be looked at. */
static bool read_ways(struct dx_mrz_reader *r, const struct dx_picture *p, int *n, int *all, int *rc, struct dx_err *e)
{
    bool read[PLACES] = {false};
    int vain = 0;
    for (int i = 0; i < r->ways && *rc == DX_OK && vain < VAIN && *all < MOST; i++) {
        const struct way *w = &r->way[i];
        const struct dx_mrz_place *place = &r->place[w->place];
        if (read[w->place] || done(place, r->readings, *n, true))
            continue;
        bool again = done(place, r->readings, *n, false);
        read[w->place] = read_way(r, p, w, rc, e);
        vain = read[w->place] ? 0 : vain + (!again && r->one.grid.clear < PRINT);
        *all += !read[w->place];
        if (read[w->place])
            take(r->readings, n, &r->one);
    }
    return *rc == DX_OK && vain < VAIN && *all < MOST;
}

/* Glances at places of one size, the evenest first, a few at a time, and reads what they may be. */
static int read_places(struct dx_mrz_reader *r, const struct dx_picture *p, int places, int *n, struct dx_err *e)
{
    int rc = DX_OK, all = 0;
    for (int from = 0, more = 1; from < places && more && rc == DX_OK; from += AT_ONCE) {
        begin(r, DX_MRZ_GLANCE);
        r->ways = 0;
        for (int i = from; i < places && i < from + AT_ONCE && rc == DX_OK; i++)
            if (!done(&r->place[i], r->readings, *n, true))
                rc = glance(r, p, i, e);
        more = read_ways(r, p, n, &all, &rc, e);
    }
    return rc;
}

/* ---- all of a picture ---- */

/* Pixels from character to character of the smallest print that was read without doubt; 0: none was. */
static double finest(const struct dx_mrz_reading *all, int n)
{
    double least = 0, x[2], y[2];
    for (int i = 0; i < n; i++) {
        int last = all[i].grid.columns - 1;
        dx_mrz_grid_at(&all[i].grid, 0, 0, &x[0], &y[0]);
        dx_mrz_grid_at(&all[i].grid, 0, last, &x[1], &y[1]);
        double pitch = hypot(x[1] - x[0], y[1] - y[0]) / last;
        if (settled(&all[i]) && (least == 0 || pitch < least))
            least = pitch;
    }
    return least;
}

int dx_mrz_read_all(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_reading **readings, int *n,
                    struct dx_err *e)
{
    int places = 0, rc = DX_OK;
    *readings = r->readings;
    *n = 0;
    for (int size = dx_mrz_size(p, 0); size && rc == DX_OK; size = dx_mrz_size(p, size)) {
        if (2.25 * DX_MRZ_FINEST * size / 2 * SMALLER < finest(r->readings, *n))
            break;
        begin(r, DX_MRZ_LOCATE);
        rc = dx_mrz_locate(r->seer, p, size, r->place, PLACES, &places, e);
        if (rc == DX_OK)
            rc = read_places(r, p, places, n, e);
    }
    return rc;
}
