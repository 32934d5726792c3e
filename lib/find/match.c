/* match.c: PCRE2 with JIT and limits */
#include "find/match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define JIT_STACK_MAX (512u << 10) /* bytes; the patterns of identifiers are flat, the default 32 KiB nearly always does */

struct dx_regex {
    pcre2_code *code;
    bool group;
};

struct dx_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

int dx_regex_new(struct dx_regex **out, struct dx_str pattern, struct dx_err *e)
{
    /* No look at the text's UTF-8 (it was made by us), no \C, no change of mode from within the pattern. */
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DUPNAMES;
    int code;
    PCRE2_SIZE at;
    *out = NULL;
    struct dx_regex *r = calloc(1, sizeof *r);
    if (!r)
        return dx_fail_nomem(e);
    r->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &code, &at, NULL);
    if (!r->code) {
        PCRE2_UCHAR text[200];
        free(r);
        if (code == PCRE2_ERROR_HEAP_FAILED)
            return dx_fail_nomem(e);
        pcre2_get_error_message(code, text, sizeof text);
        return dx_fail(e, DX_BAD, "malformed", "pattern, character %zu: %s", (size_t)at + 1, (const char *)text);
    }
    uint32_t groups = 0;
    pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    r->group = groups > 0;
    pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE); /* where there is no JIT the interpreter gives the same */
    *out = r;
    return DX_OK;
}

void dx_regex_free(struct dx_regex *r)
{
    if (r)
        pcre2_code_free(r->code);
    free(r);
}

int dx_matcher_new(struct dx_matcher **out, struct dx_err *e)
{
    struct dx_matcher *m = calloc(1, sizeof *m);
    *out = m;
    if (!m)
        return dx_fail_nomem(e);
    m->data = pcre2_match_data_create(16, NULL);
    m->context = pcre2_match_context_create(NULL);
    m->stack = pcre2_jit_stack_create(32u << 10, JIT_STACK_MAX, NULL);
    if (!m->data || !m->context) {
        dx_matcher_free(m);
        *out = NULL;
        return dx_fail_nomem(e);
    }
    pcre2_set_match_limit(m->context, DX_MATCH_STEPS);
    pcre2_set_depth_limit(m->context, DX_MATCH_DEPTH);
    pcre2_set_heap_limit(m->context, DX_MATCH_HEAP);
    if (m->stack)
        pcre2_jit_stack_assign(m->context, NULL, m->stack);
    return DX_OK;
}

void dx_matcher_free(struct dx_matcher *m)
{
    if (!m)
        return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    if (m->stack)
        pcre2_jit_stack_free(m->stack);
    free(m);
}

int dx_regex_search(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t from, struct dx_match *out,
                    bool *found, struct dx_err *e)
{
    /* pcre2_match, not pcre2_jit_match: the latter ignores options given at match time without a word. It runs JIT code, too. */
    int n = pcre2_match(r->code, (PCRE2_SPTR)text.p, text.n, from, PCRE2_NO_UTF_CHECK, m->data, m->context);
    *found = n > 0;
    if (n > 0) {
        const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
        bool group = r->group && n > 1 && v[2] != PCRE2_UNSET;
        *out = (struct dx_match){v[group ? 2 : 0], v[group ? 3 : 1], v[0], v[1]};
        return DX_OK;
    }
    switch (n) {
    case PCRE2_ERROR_NOMATCH: return DX_OK;
    case PCRE2_ERROR_MATCHLIMIT: return dx_fail_limit(e, "match-steps", "a pattern took more than %u steps", DX_MATCH_STEPS);
    case PCRE2_ERROR_DEPTHLIMIT: return dx_fail_limit(e, "match-depth", "a pattern went deeper than %u", DX_MATCH_DEPTH);
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT: return dx_fail_limit(e, "match-heap", "a pattern took more than %u KiB", DX_MATCH_HEAP);
    case PCRE2_ERROR_NOMEMORY: return dx_fail_nomem(e);
    default: return dx_fail_limit(e, "match-steps", "a pattern failed with PCRE2 error %d", n);
    }
}

void dx_regex_version(char *out, size_t n)
{
    char text[64] = ""; /* PCRE2 writes at most 24 bytes */
    pcre2_config(PCRE2_CONFIG_VERSION, text);
    text[strcspn(text, " ")] = '\0';
    snprintf(out, n, "%s", text);
}
