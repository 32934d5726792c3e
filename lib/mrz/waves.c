/* waves.c: sums of samples times cosines and sines of some frequencies */
#include "mrz/waves.h"

#include "mrz/net.h"

#include <math.h>

#define LANES 8

typedef float lanes __attribute__((vector_size(4 * LANES)));

struct phase {
    lanes re, im, by_re, by_im, c, s;
};

/* Two vectors of waves through all samples; the phase is turned from sample to sample. */
NET_CLONES static void turn(struct phase *of, const float *v, int n)
{
    struct phase a = of[0], b = of[1];
    for (int k = 0; k < n; k++) {
        lanes x = a.re * a.by_re - a.im * a.by_im, y = b.re * b.by_re - b.im * b.by_im;
        a.c += v[k] * a.re;
        b.c += v[k] * b.re;
        a.s += v[k] * a.im;
        b.s += v[k] * b.im;
        a.im = a.re * a.by_im + a.im * a.by_re;
        b.im = b.re * b.by_im + b.im * b.by_re;
        a.re = x;
        b.re = y;
    }
    of[0] = a;
    of[1] = b;
}

void waves_in(struct waves *w, const float *v, int n)
{
    for (int from = 0; from < w->n; from += 2 * LANES) {
        struct phase p[2] = {0};
        for (int i = 0; i < 2 * LANES; i++) {
            int f = from + i, at = i / LANES, lane = i % LANES;
            p[at].re[lane] = (float)cos((double)w->start[f]);
            p[at].im[lane] = (float)sin((double)w->start[f]);
            p[at].by_re[lane] = (float)cos((double)w->step[f]);
            p[at].by_im[lane] = (float)sin((double)w->step[f]);
        }
        turn(p, v, n);
        for (int i = 0; i < 2 * LANES; i++) {
            w->c[from + i] = p[i / LANES].c[i % LANES];
            w->s[from + i] = p[i / LANES].s[i % LANES];
        }
    }
}
