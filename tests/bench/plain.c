/* plain.c: what the scanner is measured against: every pattern of the shipped rules over the whole input, one after the other
 *
 * usage: tests/bench/plain FILE < INPUT     FILE: one pattern a line
 * PCRE2 with JIT, as its user would call it; no checks, no labels, no scores, no records. Prints how many matches there were. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define STACK (1u << 20) /* bytes for JIT code, beyond which a match gives up */

static pcre2_code *compile(const char *pattern, size_t n)
{
    int code;
    PCRE2_SIZE at;
    PCRE2_UCHAR why[200];
    /* the same syntax as in rules; bytes that aren't UTF-8 (binary input) match nothing */
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_UCP | PCRE2_DUPNAMES;
    pcre2_code *re = pcre2_compile((PCRE2_SPTR)pattern, n, options, &code, &at, NULL);
    if (!re) {
        pcre2_get_error_message(code, why, sizeof why);
        fprintf(stderr, "plain: %.*s: %s\n", (int)n, pattern, (const char *)why);
        return NULL;
    }
    pcre2_jit_compile(re, PCRE2_JIT_COMPLETE);
    return re;
}

/* Matches from one end to the other; -1 when a match couldn't be made. */
static long matches(const pcre2_code *re, pcre2_match_context *context, const char *p, size_t n)
{
    long count = 0;
    pcre2_match_data *found = pcre2_match_data_create_from_pattern(re, NULL);
    for (size_t at = 0; found && at <= n;) {
        int rc = pcre2_match(re, (PCRE2_SPTR)p, n, at, 0, found, context);
        if (rc == PCRE2_ERROR_NOMATCH)
            break;
        if (rc < 0) {
            fprintf(stderr, "plain: PCRE2 error %d at byte %zu\n", rc, at);
            count = -1;
            break;
        }
        const PCRE2_SIZE *v = pcre2_get_ovector_pointer(found);
        at = v[1] > at ? v[1] : at + 1;
        count++;
    }
    pcre2_match_data_free(found);
    return count;
}

int main(int argc, char **argv)
{
    struct stat st;
    FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!f || fstat(0, &st) != 0 || st.st_size <= 0) {
        fputs("usage: plain PATTERNS < INPUT (a file that isn't empty)\n", stderr);
        return 2;
    }
    char *line = NULL, *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
    size_t cap = 0, patterns = 0;
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_jit_stack_assign(context, NULL, pcre2_jit_stack_create(32768, STACK, NULL));
    long all = 0, bad = 0;
    for (ssize_t n; p != MAP_FAILED && (n = getline(&line, &cap, f)) > 0; patterns++) {
        pcre2_code *re = compile(line, (size_t)n - (line[n - 1] == '\n'));
        long k = re ? matches(re, context, p, (size_t)st.st_size) : -1;
        all += k > 0 ? k : 0;
        bad += k < 0;
        pcre2_code_free(re);
    }
    free(line);
    fclose(f);
    printf("%zu patterns, %ld matches, %ld patterns failed\n", patterns, all, bad);
    return bad || !patterns;
}
