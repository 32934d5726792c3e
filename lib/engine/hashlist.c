/* hashlist.c: reading lists of hashes */
#include "engine/hashlist.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int take_line(struct dx_idset *s, const char *path, int64_t number, const char *line, size_t n, struct dx_err *e)
{
    uint8_t id[DX_SHA256_BYTES];
    bool fresh;
    while (n && isspace((unsigned char)line[n - 1]))
        n--;
    while (n && isspace((unsigned char)*line))
        line++, n--;
    if (n == 0 || *line == '#')
        return DX_OK;
    if (n < DX_SHA256_HEX || (n > DX_SHA256_HEX && !isspace((unsigned char)line[DX_SHA256_HEX])) || !dx_unhex(line, sizeof id, id))
        return dx_fail(e, DX_BAD, "malformed", "%s:%lld: not a SHA-256 of 64 hexadecimal digits", path, (long long)number);
    return dx_idset_add(s, id, &fresh, e);
}

int dx_hashlist_load(struct dx_idset *s, const char *path, char *digest, struct dx_err *e)
{
    uint8_t sum[DX_SHA256_BYTES];
    struct dx_sha256 *h = dx_sha256_new();
    FILE *f = fopen(path, "re");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = 0;
    int rc = DX_OK;
    if (!f)
        rc = dx_fail(e, DX_ENV, "io", "cannot open %s: %s", path, strerror(errno));
    else if (!h || dx_sha256_start(h) != DX_OK)
        rc = dx_fail_nomem(e);
    for (int64_t number = 1; rc == DX_OK && (n = getline(&line, &cap, f)) >= 0; number++) {
        dx_sha256_add(h, line, (size_t)n);
        rc = take_line(s, path, number, line, (size_t)n, e);
    }
    if (rc == DX_OK && ferror(f))
        rc = dx_fail(e, DX_ENV, "io", "cannot read %s: %s", path, strerror(errno));
    if (rc == DX_OK && dx_sha256_end(h, sum) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    if (rc == DX_OK)
        dx_hex(sum, sizeof sum, digest);
    free(line);
    if (f)
        fclose(f);
    dx_sha256_free(h);
    return rc;
}
