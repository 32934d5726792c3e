/* boxes.c: rows of boxes with a character in each: what stands in them is set together, as recognisers don't read single characters
 *
 * Thirteen boxes of a citizen number read as noise; its digits, moved to each other once the boxes are gone, as well as print. */
#include "page/frames.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"

#define PIECES 4       /* characters of a row, at least … */
#define PIECES_MOST 64 /* … and at most */
#define TALL 4.5       /* boxes are no higher than so many letters */
#define WIDE 1.6       /* a piece is no wider */
#define APART 0.5      /* the middle gap between pieces, at least; print has less */
#define GAP 0.3        /* what is left of a gap … */
#define LEFT_LEAST 3   /* … in pixels, at least */

struct piece {
    int x0, x1;
};

static int iabs(int a) { return a < 0 ? -a : a; }

/* Is b the next box of a's row? */
static bool follows(const struct dx_frame *a, const struct dx_frame *b)
{
    int h = a->y1 - a->y0;
    return iabs(a->y0 - b->y0) <= h / 4 && iabs(a->y1 - b->y1) <= h / 4 && b->x0 >= a->x1 - 2 && b->x0 - a->x1 <= 2 * h;
}

/* Columns with ink between rows y0 and y1, as runs; the count, 0 when there are too many. */
static int pieces_of(const struct dx_picture *p, const struct dx_frame *f, struct piece out[PIECES_MOST])
{
    int n = 0;
    bool in = false;
    for (int x = f->x0; x <= f->x1; x++) {
        bool ink = false;
        for (int y = f->y0; x < f->x1 && y < f->y1 && !ink; y++)
            ink = p->grey[(size_t)y * p->stride + (size_t)x] < DX_FRAME_INK;
        if (ink && !in && n == PIECES_MOST)
            return 0;
        if (ink && !in)
            out[n].x0 = x;
        if (!ink && in)
            out[n++].x1 = x;
        in = ink;
    }
    return n;
}

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* Are they characters that stand apart? */
static bool stand_apart(const struct piece *q, int n, int letter)
{
    int gaps[PIECES_MOST];
    for (int i = 0; i < n; i++) {
        if (q[i].x1 - q[i].x0 > WIDE * letter)
            return false;
        if (i > 0)
            gaps[i - 1] = q[i].x0 - q[i - 1].x1;
    }
    qsort(gaps, (size_t)(n - 1), sizeof *gaps, compare);
    return gaps[(n - 1) / 2] > APART * letter;
}

/* What is left of the gap before a piece: never more than there was, so that no piece moves to the right. */
static int gap_before(const struct piece *q, int i, int letter)
{
    int had = q[i].x0 - q[i - 1].x1, left = (int)(GAP * letter) > LEFT_LEAST ? (int)(GAP * letter) : LEFT_LEAST;
    return had < left ? had : left;
}

/* Moves the pieces of the row to each other; the first stays. */
static int close_row(struct dx_picture *p, const struct dx_frame *f, const struct piece *q, int n, int letter, struct dx_moved_list *l, struct dx_err *e)
{
    int edge = gap_before(q, 1, letter) / 2, to[PIECES_MOST];
    uint8_t *row = malloc((size_t)(f->x1 - f->x0));
    if (!row)
        return dx_fail_nomem(e);
    to[0] = q[0].x0;
    for (int i = 1; i < n; i++)
        to[i] = to[i - 1] + (q[i - 1].x1 - q[i - 1].x0) + gap_before(q, i, letter);
    for (int y = f->y0; y < f->y1; y++) {
        uint8_t *v = p->grey + (size_t)y * p->stride;
        memcpy(row, v + f->x0, (size_t)(f->x1 - f->x0));
        memset(v + q[0].x1 + edge, DX_PAPER, (size_t)(f->x1 - q[0].x1 - edge));
        for (int i = 1; i < n; i++)
            memcpy(v + to[i], row + (q[i].x0 - f->x0), (size_t)(q[i].x1 - q[i].x0));
    }
    free(row);
    for (int i = 1; i < n; i++) {
        if (!DX_MORE(l->p, l->n, l->cap))
            return dx_fail_nomem(e);
        l->p[l->n++] = (struct dx_moved){to[i], f->y0, q[i].x1 - q[i].x0, f->y1 - f->y0, q[i].x0 - to[i]};
    }
    return DX_OK;
}

int dx_boxes_close(struct dx_picture *p, struct dx_frame *f, size_t n, int letter, struct dx_moved_list *l, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; i < n && n <= DX_FRAMES_BOXES && rc == DX_OK; i++) {
        if (f[i].x1 <= f[i].x0 || f[i].y1 - f[i].y0 > TALL * letter)
            continue;
        struct dx_frame row = f[i];
        for (size_t k = 0; k < n; k++) { /* whatever the order in which they were found */
            if (k == i || f[k].x1 <= f[k].x0 || !follows(&row, &f[k]))
                continue;
            row.x1 = f[k].x1;
            row.y0 = f[k].y0 < row.y0 ? f[k].y0 : row.y0;
            row.y1 = f[k].y1 > row.y1 ? f[k].y1 : row.y1;
            f[k].x1 = f[k].x0; /* taken */
            k = SIZE_MAX;      /* from the first again */
        }
        struct piece q[PIECES_MOST];
        int pieces = pieces_of(p, &row, q);
        if (pieces >= PIECES && stand_apart(q, pieces, letter))
            rc = close_row(p, &row, q, pieces, letter, l, e);
    }
    return rc;
}

void dx_moved_back(const struct dx_moved_list *l, int box[4])
{
    int x = box[0] + box[2] / 2, y = box[1] + box[3] / 2;
    for (size_t i = 0; i < l->n; i++) {
        const struct dx_moved *m = &l->p[i];
        if (x >= m->x && x < m->x + m->w && y >= m->y && y < m->y + m->h) {
            box[0] += m->by;
            return;
        }
    }
}
