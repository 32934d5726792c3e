/* measure.c: how many zones are read wholly right, by kind of picture
 * usage: measure DIR [read] [-v|-vv]    DIR as zones.py writes it; read: also by read.c, which finds them by itself; -v: each zone,
 * with what was printed, what its cells say and what was decoded where that is wrong; -vv: of every zone
 * build: cc -std=c17 -D_GNU_SOURCE -Ilib models/mrz/measure.c -L.libs -ldocex */
#include "base/json.h"
#include "mrz/decode.h"
#include "mrz/locate.h"
#include "mrz/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct counts {
    char kind[32];
    int n, places, cells_of, cells_wrong, raw, exact, found, sure, sure_wrong, read, holding_wrong, kept;
    double seconds, read_seconds, confidence;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct dx_picture *pgm(const char *dir, struct dx_str file)
{
    char path[1024];
    int w, h;
    struct dx_picture *p = NULL;
    snprintf(path, sizeof path, "%s/%.*s", dir, (int)file.n, file.p);
    FILE *f = fopen(path, "rb");
    if (!f || fscanf(f, "P5 %d %d 255", &w, &h) != 2 || fgetc(f) == EOF || dx_picture_new(&p, w, h, NULL) != DX_OK) {
        fprintf(stderr, "measure: %s\n", path);
        exit(1);
    }
    for (int y = 0; y < h; y++)
        if (fread(p->grey + (size_t)y * p->stride, 1, (size_t)w, f) != (size_t)w)
            exit(1);
    fclose(f);
    return p;
}

static int same(const struct dx_mrz *z, char lines[][48], int n)
{
    int good = z->n_lines == n;
    for (int i = 0; good && i < n; i++)
        good = strcmp(z->lines[i], lines[i]) == 0;
    return good;
}

static void ours(const struct dx_mrz_cells *m, const struct dx_picture *p, const struct dx_mrz_rough *rough, int n, int columns,
                 char lines[][48], struct counts *c, const char *name, int verbose)
{
    static struct dx_mrz_grid g;
    struct dx_mrz z;
    struct dx_err e;
    int rc, wrong = 0, of;
    double start = now();
    if (dx_mrz_rectify(m, p, rough, n, columns, &g, &e) != DX_OK) {
        fprintf(stderr, "measure: %s\n", e.msg);
        return;
    }
    int found = dx_mrz_decode_near(&g, &z, &rc);
    c->seconds += now() - start;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < columns; k++) {
            int best = 0;
            for (int s = 1; s < DX_MRZ_SYMBOLS; s++)
                best = g.cell[i][k].p[s] > g.cell[i][k].p[best] ? s : best;
            wrong += DX_MRZ_ALPHABET[best] != lines[i][k];
        }
    c->cells_of += n * columns;
    c->cells_wrong += wrong;
    c->raw += wrong == 0;
    int good = found && same(&z, lines, n);
    c->exact += good;
    c->found += found;
    c->kept += good && dx_mrz_checks(&z, &of) < of;
    if (found) {
        c->confidence += z.confidence;
        c->sure += z.confidence >= 0.99;
        c->sure_wrong += z.confidence >= 0.99 && !good;
        c->holding_wrong += !good && dx_mrz_checks(&z, &of) == of && z.confidence >= 0.9;
    }
    if (verbose) {
        printf("# %s %s cells wrong %d found %d confidence %.5f clear %.4f checks %d/%d\n", good ? "good" : "BAD", name, wrong,
                found, z.confidence, g.clear,
               found ? dx_mrz_checks(&z, &of) : 0, found ? of : 0);
        for (int i = 0; (!good || verbose > 1) && i < n; i++) {
            printf("#  %s\n#  ", lines[i]);
            for (int k = 0; k < columns; k++) {
                int best = 0;
                for (int s = 1; s < DX_MRZ_SYMBOLS; s++)
                    best = g.cell[i][k].p[s] > g.cell[i][k].p[best] ? s : best;
                putchar(DX_MRZ_ALPHABET[best]);
            }
            printf("\n#  %s\n", found ? z.lines[i] : "");
        }
    }
}

static void by_reader(struct dx_mrz_reader *r, const struct dx_picture *p, int n, char lines[][48], struct counts *c)
{
    const struct dx_mrz_reading *all;
    struct dx_err e;
    double start = now();
    int zones = 0, good = 0;
    if (dx_mrz_read_all(r, p, &all, &zones, &e) == DX_OK)
        for (int i = 0; i < zones; i++)
            good |= same(&all[i].z, lines, n);
    c->read += good;
    c->read_seconds += now() - start;
}

static void show(const struct counts *c)
{
    printf("%-10s %4d  cells %.4f  raw %.3f  exact %.3f  found %.3f  conf %.3f  >=.99 %.3f wrong %d  hold+wrong %d  kept %d  %.2f ms", c->kind, c->n,
           1 - (double)c->cells_wrong / (c->cells_of ? c->cells_of : 1), (double)c->raw / c->n, (double)c->exact / c->n,
                   (double)c->found / c->n,
           c->confidence / c->n, (double)c->sure / c->n, c->sure_wrong, c->holding_wrong, c->kept, c->seconds / c->n * 1000);
    if (c->read_seconds > 0)
        printf("  | read %.3f %.1f ms", (double)c->read / c->n, c->read_seconds / c->n * 1000);
    putchar('\n');
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char path[1024], *line = NULL;
    size_t cap = 0;
    ssize_t len;
    struct dx_mrz_cells *m;
    struct dx_mrz_reader *r = NULL;
    struct dx_json j = {0};
    struct dx_err e;
    struct counts c = {.n = 0};
    int by_read = 0, verbose = 0;
    for (int i = 2; i < argc; i++) {
        by_read |= strcmp(argv[i], "read") == 0;
        verbose += strcmp(argv[i], "-v") == 0 ? 1 : strcmp(argv[i], "-vv") == 0 ? 2 : 0;
    }
    if (argc < 2 || dx_mrz_cells_load(&m, NULL, &e) != DX_OK || (by_read && dx_mrz_reader_new(&r, &e) != DX_OK)) {
        fprintf(stderr, "measure: %s\n", argc < 2 ? "which folder?" : e.msg);
        return 2;
    }
    snprintf(path, sizeof path, "%s/truth.ndjson", argv[1]);
    FILE *f = fopen(path, "r");
    while (f && (len = getline(&line, &cap, f)) > 0) {
        char lines[3][48];
        struct dx_mrz_rough rough[3];
        int n = 0;
        if (dx_json_parse(&j, line, (size_t)len, &e) != DX_OK)
            break;
        const struct dx_jnode *top = dx_json_top(&j);
        struct dx_str kind = dx_json_str(dx_json_get(&j, top, "kind"));
        if (!dx_str_is(kind, c.kind)) {
            if (c.n)
                show(&c);
            memset(&c, 0, sizeof c);
            snprintf(c.kind, sizeof c.kind, "%.*s", (int)kind.n, kind.p);
        }
        for (const struct dx_jnode *l = dx_json_first(&j, dx_json_get(&j, top, "lines")); l && n < 3; l = dx_json_next(&j, l),
                n++)
            snprintf(lines[n], sizeof lines[n], "%.*s", (int)l->s.n, l->s.p);
        int i = 0;
        for (const struct dx_jnode *l = dx_json_first(&j, dx_json_get(&j, top, "rough")); l && i < n; l = dx_json_next(&j, l),
                i++) {
            double v[6];
            int k = 0;
            for (const struct dx_jnode *x = dx_json_first(&j, l); x && k < 6; x = dx_json_next(&j, x))
                v[k++] = dx_json_num(x, 0);
            rough[i] = (struct dx_mrz_rough){v[0], v[1], v[2], v[3], v[4], v[5]};
        }
        struct dx_str file = dx_json_str(dx_json_get(&j, top, "file"));
        char name[128];
        snprintf(name, sizeof name, "%.*s", (int)file.n, file.p);
        struct dx_picture *p = pgm(argv[1], file);
        c.n++;
        ours(m, p, rough, n, (int)strlen(lines[0]), lines, &c, name, verbose);
        if (r)
            by_reader(r, p, n, lines, &c);
        dx_picture_free(p);
    }
    if (c.n)
        show(&c);
    return 0;
}
