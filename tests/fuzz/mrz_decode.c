/* mrz_decode.c: fuzz target: the decoder, given any opinion of the classifier about every cell of a grid */
#include "fuzz.h"

#include "mrz/decode.h"

/* Bytes: the shape of the grid; then for each cell the two likeliest characters and how sure each is. What is missing is a filler. */
static void fill(struct dx_mrz_grid *g, const uint8_t *p, size_t n)
{
    static const struct { int lines, columns; } shapes[] = {{2, 44}, {2, 36}, {3, 30}};
    int shape = n ? p[0] % 3 : 0;
    size_t at = 1;
    memset(g, 0, sizeof *g);
    g->lines = shapes[shape].lines;
    g->columns = shapes[shape].columns;
    g->clear = n > 1 ? p[n - 1] / 255.0 : 1;
    for (int i = 0; i < g->lines; i++)
        for (int k = 0; k < g->columns; k++, at += 2) {
            struct dx_mrz_cell *c = &g->cell[i][k];
            uint8_t symbol = at < n ? p[at] : 36, sure = at + 1 < n ? p[at + 1] : 255;
            float most = (float)(sure / 255.0), rest = 1 - most;
            for (int s = 0; s < DX_MRZ_SYMBOLS; s++)
                c->p[s] = rest / 2 / DX_MRZ_SYMBOLS;
            c->p[symbol % DX_MRZ_SYMBOLS] += most;
            c->p[symbol / 7 % DX_MRZ_SYMBOLS] += rest / 4;
            c->none = rest / 4;
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct dx_mrz_grid g; /* large */
    static struct dx_mrz z;
    int rc, of;
    fill(&g, p, n);
    if (!dx_mrz_decode_near(&g, &z, &rc))
        return 0;
    MUST(rc == DX_OK && z.n_lines == g.lines && z.columns == g.columns && z.confidence >= 0 && z.confidence <= 1);
    MUST(dx_mrz_format_name(z.format) && dx_mrz_checks(&z, &of) >= 0 && z.n_repairs <= z.n_lines * z.columns);
    for (int i = 0; i < z.n_lines; i++)
        MUST(strlen(z.lines[i]) == (size_t)z.columns && strspn(z.lines[i], DX_MRZ_ALPHABET) == (size_t)z.columns);
    return 0;
}
