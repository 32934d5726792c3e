/* plan.c: every file is exactly one shard's, its folders say so, the work is even, and the same evidence gives the same plan */
#include "engine/cost.h"
#include "engine/plan.h"
#include "../tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/docex-plan-XXXXXX";
enum { FOLDERS = 12, FILES = 60, SHARDS = 4 };

/* "A/f3/g/17.jpg": names that sort otherwise as strings ("f1", "f1-x") than component by component are among them. */
static size_t name_of(int folder, int file, char out[128])
{
    static const char *const endings[] = {"txt", "jpg", "pdf", "bin"};
    return (size_t)snprintf(out, 128, "A/f%d%s/g/%d.%s", folder / 2, folder % 2 ? "-x" : "", file, endings[file % 4]);
}

static off_t size_of(int folder, int file) { return (off_t)(file % 4 == 0 ? 1000 : 20000) * (1 + (folder * 7 + file) % 13); }

static bool make_evidence(void)
{
    char path[256], name[128];
    for (int d = 0; d < FOLDERS; d++) {
        snprintf(path, sizeof path, "mkdir -p %s/f%d%s/g", dir, d / 2, d % 2 ? "-x" : "");
        if (system(path) != 0)
            return false;
        for (int i = 0; i < FILES; i++) {
            name_of(d, i, name);
            snprintf(path, sizeof path, "%s/%s", dir, name + 2);
            FILE *f = fopen(path, "w");
            if (!f || ftruncate(fileno(f), size_of(d, i)) != 0 || fclose(f) != 0)
                return false;
        }
    }
    return true;
}

static int make_plan(struct dx_plan *p, struct dx_operand *o, struct dx_err *e)
{
    *p = (struct dx_plan){.shards = SHARDS};
    p->operands = calloc(1, sizeof *p->operands);
    p->operands[0] = (struct dx_operand){strdup(o->exhibit), strdup(o->path)};
    p->n_operands = 1;
    return dx_plan_make(p, o, 1, e);
}

static void test_shards(const struct dx_plan *p)
{
    double load[SHARDS] = {0}, least, most;
    int strays = 0, hidden = 0;
    for (int d = 0; d < FOLDERS; d++)
        for (int i = 0; i < FILES; i++) {
            char name[128];
            size_t n = name_of(d, i, name);
            int owners = 0;
            for (int s = 0; s < SHARDS; s++)
                if (dx_plan_has(p, s, (struct dx_str){name, n})) {
                    owners++;
                    load[s] += dx_cost((struct dx_str){name, n}, size_of(d, i));
                    for (size_t k = 0; k < n; k++)
                        hidden += name[k] == '/' && !dx_plan_has_beneath(p, s, (struct dx_str){name, k});
                }
            strays += owners != 1;
        }
    ok(strays == 0, "each of %d files is exactly one shard's (%d aren't)", FOLDERS * FILES, strays);
    ok(hidden == 0, "its folders say that there is something for the shard (%d don't)", hidden);
    least = most = load[0];
    for (int s = 1; s < SHARDS; s++) {
        least = load[s] < least ? load[s] : least;
        most = load[s] > most ? load[s] : most;
    }
    ok(most < least * 1.15, "the work is even: %.1f to %.1f s", least, most);
    ok(p->n <= SHARDS * DX_PLAN_STRETCHES, "%zu stretches", p->n);
    int found = 0;
    for (int s = 0; s < SHARDS; s++)
        found += dx_plan_has(p, s, DX_STR("A/zzz/added later.txt"));
    ok(found == 1, "what is added behind the end is some shard's");
}

int main(void)
{
    struct dx_plan a, b;
    struct dx_err e;
    if (!mkdtemp(dir) || !make_evidence())
        return 99;
    struct dx_operand o = {(char[]){"A"}, dir};
    ok(make_plan(&a, &o, &e) == DX_OK && a.files == FOLDERS * FILES, "a plan of %d files", (int)a.files);
    test_shards(&a);
    ok(make_plan(&b, &o, &e) == DX_OK && a.n == b.n, "again");
    int differ = 0;
    for (size_t i = 0; i < a.n && i < b.n; i++)
        differ += a.stretches[i].shard != b.stretches[i].shard || a.stretches[i].to_n != b.stretches[i].to_n ||
                  (a.stretches[i].to && memcmp(a.stretches[i].to, b.stretches[i].to, a.stretches[i].to_n) != 0);
    ok(differ == 0, "the same evidence gives the same plan");
    dx_plan_free(&a);
    dx_plan_free(&b);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) != 0 ? 99 : tap_done();
}
