/* cells.c: the classifier's sums against a second computation in plain integers, and models that are none */
#include "base/limits.h"
#include "mrz/cells.h"
#include "../tap.h"

#include <math.h>
#include <stdlib.h>

static uint8_t file[DX_MODEL_BYTES];
static size_t file_len;

static int32_t at32(size_t i) { return (int32_t)((uint32_t)file[i] | (uint32_t)file[i + 1] << 8 | (uint32_t)file[i + 2] << 16 | (uint32_t)file[i + 3] << 24); }

/* One layer, from maps [row][column][channel] of side × side: as the file's description in models/mrz/train.py has it. */
static int layer(size_t *at, const int32_t shape[5], const int32_t *in, int side, int32_t *out, int last)
{
    int outs = shape[0], ins = shape[1], kernel = shape[2], stride = shape[3], shift = shape[4], reach = kernel / 2,
            to = (side + stride - 1) / stride;
    const int8_t *w = (const int8_t *)file + *at;
    size_t biases = *at + (size_t)(outs * ins * kernel * kernel);
    for (int y = 0; y < to; y++)
        for (int x = 0; x < to; x++)
            for (int o = 0; o < outs; o++) {
                int64_t sum = at32(biases + 4 * (size_t)o);
                for (int ky = 0; ky < kernel; ky++)
                    for (int kx = 0; kx < kernel; kx++) {
                        int iy = y * stride + ky - reach, ix = x * stride + kx - reach;
                        for (int i = 0; i < ins && iy >= 0 && iy < side && ix >= 0 && ix < side; i++)
                            sum += (int64_t)w[((ky * kernel + kx) * ins + i) * outs + o] * in[(iy * side + ix) * ins + i];
                    }
                if (!last) {
                    sum = sum > 0 ? (sum + (1 << (shift - 1))) >> shift : 0;
                    sum = sum > 255 ? 255 : sum;
                }
                out[(y * to + x) * outs + o] = (int32_t)sum;
            }
    *at = biases + 4 * (size_t)outs;
    return to;
}

static void plainly(const uint8_t *grey, size_t stride, int32_t sums[41])
{
    static int32_t a[32 * 32 * 16], b[32 * 32 * 16];
    int32_t shape[5][5];
    int64_t sum = 0, square = 0;
    size_t at = 44;
    int side = 32;
    for (int i = 0; i < 25; i++, at += 4)
        shape[i / 5][i % 5] = at32(at);
    for (int i = 0; i < 1024; i++) {
        int v = grey[(size_t)(i / 32) * stride + (size_t)(i % 32)];
        sum += v;
        square += v * v;
    }
    double mean = (double)sum / 1024, spread = sqrt((double)(square * 1024 - sum * sum)) / 1024;
    for (int i = 0; i < 1024; i++) {
        double v = rint((grey[(size_t)(i / 32) * stride + (size_t)(i % 32)] - mean) * (32 / (spread > 4 ? spread : 4)));
        a[i] = v > 127 ? 127 : v < -127 ? -127 : (int32_t)v;
    }
    for (int i = 0; i < 5; i++) {
        side = layer(&at, shape[i], a, i == 3 ? 1 : side, b, i == 4); /* the fourth takes all of the third's maps */
        memcpy(a, b, sizeof a);
    }
    memcpy(sums, a, 41 * sizeof *sums);
}

static void exact(const struct dx_mrz_cells *m)
{
    static uint8_t grey[32 * 100];
    unsigned seed = 1;
    int good = 0, all = 0;
    for (int round = 0; round < 12; round++) {
        for (size_t i = 0; i < sizeof grey; i++) {
            seed = seed * 1103515245u + 12345;
            unsigned v = seed >> 24;
            grey[i] = (uint8_t)(round < 4 ? v : round < 8 ? (i / 7 % 3) * 80 + v % 20 : round == 8 ? 0 : round == 9 ? 255
                    : 200 + v % 3);
        }
        for (size_t x = 0; x < 60; x += 29, all++) {
            int32_t want[41], got[41];
            plainly(grey + x, 100, want);
            dx_mrz_cells_sums(m, grey + x, 100, got);
            good += memcmp(want, got, sizeof want) == 0;
        }
    }
    ok(good == all, "sums are those of plain integer arithmetic: %d of %d windows", good, all);
}

static void probabilities(const struct dx_mrz_cells *m)
{
    static uint8_t grey[32 * 100];
    struct dx_mrz_cell c[3];
    int good = 0;
    memset(grey, 230, sizeof grey);
    dx_mrz_cells_read(m, grey, 100, 20, 3, c);
    for (int i = 0; i < 3; i++) {
        double sum = (double)c[i].none;
        for (int k = 0; k < DX_MRZ_SYMBOLS; k++)
            sum += (double)c[i].p[k];
        good += sum > 0.9999 && sum < 1.0001;
    }
    ok(good == 3, "probabilities of a cell are 1 together");
    ok(c[1].none > 0.9f, "on white paper stands nothing: %.3f", (double)c[1].none);
    ok(memcmp(&c[0], &c[2], sizeof c[0]) == 0, "the same window gives the same answer");
    is_str(strlen(dx_mrz_cells_sha256(m)) == 64 ? "64" : "", "64", "the model has a hash");
}

/* The model with some bytes changed, or cut short, or with more behind. */
static void broken(const char *dir, size_t len, size_t at, int to, const char *what)
{
    char path[600];
    struct dx_mrz_cells *m = NULL;
    struct dx_err e = {0};
    static uint8_t copy[DX_MODEL_BYTES + 100];
    memcpy(copy, file, file_len);
    if (at < file_len && to >= 0)
        memset(copy + at, to, file_len - at > 4 ? 4 : 1);
    snprintf(path, sizeof path, "%s/model.bin", dir);
    FILE *f = fopen(path, "wb");
    if (f) {
        fwrite(copy, 1, len, f);
        fclose(f);
    }
    int rc = dx_mrz_cells_load(&m, path, &e);
    ok(rc == DX_ENV && !m && strstr(e.msg, "model.bin") != NULL, "%s: %s", what, rc == DX_OK ? "loaded" : strstr(e.msg, ": "));
    dx_mrz_cells_free(m);
    remove(path);
}

int main(void)
{
    char path[600], dir[] = "/tmp/dx-cells-XXXXXX";
    const char *models = getenv("DX_MODELS_DIR");
    struct dx_mrz_cells *m = NULL;
    struct dx_err e = {0};
    snprintf(path, sizeof path, "%s/mrz/cells.bin", models ? models : "models");
    FILE *f = fopen(path, "rb");
    file_len = f ? fread(file, 1, sizeof file, f) : 0;
    if (f)
        fclose(f);
    if (!ok(dx_mrz_cells_load(&m, path, &e) == DX_OK, "the model loads: %s", m ? path : e.msg) || !mkdtemp(dir))
        return tap_done();
    ok(file_len < 165 * 1000, "it is small: %zu bytes", file_len);
    exact(m);
    probabilities(m);
    dx_mrz_cells_free(m);
    broken(dir, 0, 0, -1, "an empty file");
    broken(dir, 20, 0, -1, "the start of a model");
    broken(dir, file_len - 1, 0, -1, "a byte too few");
    broken(dir, file_len + 1, 0, -1, "a byte too many");
    broken(dir, DX_MODEL_BYTES + 50, 0, -1, "far too long");
    broken(dir, file_len, 0, 'x', "another magic");
    broken(dir, file_len, 40, 9, "another number of layers");
    broken(dir, file_len, 44, 0x7f, "a layer of another shape");
    broken(dir, file_len, 60, 0x7f, "a shift out of range");
    broken(dir, file_len, 44 + 100 + 400, 0x7f, "a bias with which sums aren't exact");
    broken(dir, file_len, file_len - 8, 0xff, "a scale that is no number");
    snprintf(path, sizeof path, "%s", dir);
    ok(remove(path) == 0, "nothing is left behind");
    ok(dx_mrz_cells_load(&m, "/nonexistent/cells.bin", &e) == DX_ENV && strcmp(e.code, "missing") == 0, "no model: %s", e.msg);
    return tap_done();
}
