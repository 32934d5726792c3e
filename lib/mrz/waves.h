/* waves.h: how much of some waves is in a row of samples (between the files of this folder only) */
#ifndef DX_MRZ_WAVES_H
#define DX_MRZ_WAVES_H

#define WAVES 32 /* at once */

struct waves {
    int n;                    /* of them, at most WAVES; the rest is zero */
    float start[WAVES];       /* phase of the first sample, radians … */
    float step[WAVES];        /* … and from sample to sample */
    float c[WAVES], s[WAVES]; /* out: sums of the samples times cosine and sine of the phase */
};

void waves_in(struct waves *w, const float *v, int n);
#endif
