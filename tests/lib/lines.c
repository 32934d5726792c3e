/* lines.c: the map of lines against a second computation in plain integers, without tiles */
#include "base/limits.h"
#include "mrz/lines.h"
#include "../tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint8_t file[DX_MODEL_BYTES];
static size_t len;

static int32_t at32(size_t i) { return (int32_t)((uint32_t)file[i] | (uint32_t)file[i + 1] << 8 | (uint32_t)file[i + 2] << 16 | (uint32_t)file[i + 3] << 24); }

struct map {
    int w, h, channels;
    int32_t *v; /* [row][column][channel] */
};

static int32_t value(const struct map *m, int x, int y, int c)
{
    return x < 0 || y < 0 || x >= m->w || y >= m->h ? 0 : m->v[((size_t)y * (size_t)m->w + (size_t)x) * (size_t)m->channels + (size_t)c];
}

/* One layer, as the file's description in lib/mrz/net.c has it; the taps of the fourth lie two apart. */
static struct map layer(size_t *at, int i, const struct map *in)
{
    int outs = at32(44 + 20 * (size_t)i), ins = at32(48 + 20 * (size_t)i), kernel = at32(52 + 20 * (size_t)i), stride = at32(56 + 20 * (size_t)i),
        shift = at32(60 + 20 * (size_t)i), apart = i == 3 ? 2 : 1, reach = kernel / 2 * apart;
    struct map out = {(in->w + stride - 1) / stride, (in->h + stride - 1) / stride, outs, NULL};
    const int8_t *w = (const int8_t *)file + *at;
    size_t biases = *at + (size_t)(outs * ins * kernel * kernel);
    out.v = calloc((size_t)out.w * (size_t)out.h * (size_t)outs, sizeof *out.v);
    for (int y = 0; y < out.h; y++)
        for (int x = 0; x < out.w; x++)
            for (int o = 0; o < outs; o++) {
                int64_t sum = at32(biases + 4 * (size_t)o);
                for (int k = 0; k < kernel * kernel; k++)
                    for (int c = 0; c < ins; c++)
                        sum += (int64_t)w[(k * ins + c) * outs + o] *
                               value(in, x * stride + k % kernel * apart - reach, y * stride + k / kernel * apart - reach, c);
                if (i < 4) {
                    sum = sum > 0 ? (sum + (1 << (shift - 1))) >> shift : 0;
                    sum = sum > 255 ? 255 : sum;
                }
                out.v[((size_t)y * (size_t)out.w + (size_t)x) * (size_t)outs + (size_t)o] = (int32_t)sum;
            }
    *at = biases + 4 * (size_t)outs;
    free(in->v);
    return out;
}

/* What the network looks at: 64 times the distance from the mean of the pixels around, times 512 times 32 / deviation, shifted back. Around
 * are the seven by seven blocks of four by four pixels of which the pixel's own is in the middle; the outermost count half. */
static struct map evened(const struct dx_picture *p)
{
    struct map m = {p->w, p->h, 1, calloc((size_t)p->w * (size_t)p->h, sizeof(int32_t))};
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            int left = x / 4 * 4 - 12, top = y / 4 * 4 - 12;
            int64_t sum = 0, square = 0, area = 0;
            for (int v = top; v < top + 28; v++)
                for (int u = left; u < left + 28; u++)
                    if (u >= 0 && v >= 0 && u < p->w && v < p->h) {
                        int g = p->grey[(size_t)v * p->stride + (size_t)u];
                        int n = (u < left + 4 || u >= left + 24 ? 1 : 2) * (v < top + 4 || v >= top + 24 ? 1 : 2);
                        sum += n * g;
                        square += n * g * g;
                        area += n;
                    }
            double deviation = sqrt((double)(square * area - sum * sum)) / (double)area;
            int mean = (int)rint(64.0 * (double)sum / (double)area), factor = (int)rint(512 * 32 / (deviation > 4 ? deviation : 4));
            int v = ((64 * p->grey[(size_t)y * p->stride + (size_t)x] - mean) * factor + (1 << 14)) >> 15;
            m.v[(size_t)y * (size_t)p->w + (size_t)x] = v > 127 ? 127 : v < -127 ? -127 : v;
        }
    return m;
}

static void same(const struct dx_mrz_seer *seer, int w, int h, unsigned seed)
{
    struct dx_picture *p = NULL;
    struct dx_err e;
    uint8_t *map = NULL;
    int mw = 0, mh = 0, differ = 0, on = 0;
    size_t at = 44 + 5 * 20;
    if (dx_picture_new(&p, w, h, &e) != DX_OK)
        return;
    for (int y = 0; y < h; y++) /* print-like: bars 10 pixels apart, in rows, with noise */
        for (int x = 0; x < w; x++) {
            seed = seed * 1103515245u + 12345u;
            int dark = y % 25 < 9 && x % 10 < 6 && (x / 10 * 7 + y / 25) % 5 < 4;
            p->grey[(size_t)y * p->stride + (size_t)x] = (uint8_t)((dark ? 60 : 200) + (int)(seed >> 16) % 40);
        }
    int rc = dx_mrz_seer_map(seer, p, &map, &mw, &mh, &e);
    struct map m = evened(p);
    float scale; /* the file's last four bytes */
    memcpy(&scale, file + len - 4, sizeof scale);
    for (int i = 0; i < 5; i++)
        m = layer(&at, i, &m);
    bool size = rc == DX_OK && m.w == mw && m.h == mh;
    for (int i = 0; size && i < mw * mh; i++) {
        differ += ((float)m.v[i] * scale > DX_MRZ_LINES_LIKELY) != map[i];
        on += map[i];
    }
    if (!ok(size && differ == 0, "a picture of %d by %d pixels gives the same map", w, h))
        printf("# %d by %d against %d by %d, %d places differ, %d are on\n", mw, mh, m.w, m.h, differ, on);
    free(m.v);
    free(map);
    dx_picture_free(p);
}

int main(void)
{
    char path[1024];
    struct dx_mrz_seer *seer = NULL;
    struct dx_err e = {0};
    snprintf(path, sizeof path, "%s/models/mrz/lines.bin", getenv("DX_SRC") ? getenv("DX_SRC") : ".");
    FILE *f = fopen(path, "rb");
    len = f ? fread(file, 1, sizeof file, f) : 0;
    if (f)
        fclose(f);
    if (!ok(len > 1000 && dx_mrz_seer_load(&seer, path, &e) == DX_OK, "the model loads"))
        return tap_done();
    same(seer, 400, 130, 1);
    same(seer, 197, 395, 2); /* more than a tile, either way */
    same(seer, 61, 21, 3);
    same(seer, 1, 1, 4);
    same(seer, 3, 50, 5);
    dx_mrz_seer_free(seer);
    return tap_done();
}
