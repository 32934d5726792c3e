/* cost.c: rates by ending, estimated from what the stages cost: they decide balance and time left, never content */
#include "engine/cost.h"

#include <ctype.h>
#include <string.h>

/* Every file: opened, hashed (1.7 GB/s), typed, passed to a worker. */
#define PER_FILE 0.0003
#define PER_BYTE 1e-9

static const struct {
    const char *ending;
    double per_file, per_byte, most; /* most: what one file takes at most of it */
} rates[] = {
    {"jpg", 1.0, 1.5e-6, 12}, {"jpeg", 1.0, 1.5e-6, 12}, {"png", 1.0, 1e-6, 12},  {"webp", 1.0, 3e-6, 12}, {"heic", 1.0, 3e-6, 12},
    {"tif", 1.0, 0.3e-6, 1e9}, {"tiff", 1.0, 0.3e-6, 1e9}, {"bmp", 0.5, 0.3e-6, 12}, {"gif", 0.5, 2e-6, 12},
    {"pbm", 0.5, 0.3e-6, 12}, {"pgm", 0.5, 0.3e-6, 12}, {"ppm", 0.5, 0.3e-6, 12},
    {"pdf", 0.2, 5e-6, 1e9}, /* between text (20 ms a page) and scans (2 s a page of 300 kB) */
    {"txt", 0, 2e-8, 1e9},  {"csv", 0, 2e-8, 1e9},  {"log", 0, 2e-8, 1e9}, {"html", 0, 4e-8, 1e9}, {"htm", 0, 4e-8, 1e9},
    {"json", 0, 2e-8, 1e9}, {"xml", 0, 2e-8, 1e9},  {"vcf", 0, 2e-8, 1e9}, {"eml", 0, 2e-8, 1e9},
};

static bool ends_with(struct dx_str path, const char *ending)
{
    size_t n = strlen(ending);
    if (path.n <= n || path.p[path.n - n - 1] != '.')
        return false;
    for (size_t i = 0; i < n; i++)
        if (tolower((unsigned char)path.p[path.n - n + i]) != ending[i])
            return false;
    return true;
}

double dx_cost(struct dx_str path, int64_t size)
{
    double bytes = size > 0 ? (double)size : 0, cost = PER_FILE + PER_BYTE * bytes;
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        if (size > 0 && ends_with(path, rates[i].ending)) {
            double more = rates[i].per_file + rates[i].per_byte * bytes;
            return cost + (more < rates[i].most ? more : rates[i].most);
        }
    return cost;
}
