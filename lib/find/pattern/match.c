/* match.c: PCRE2 with JIT and limits */
#include "find/pattern/match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "find/pattern/grouped.h"

#define JIT_STACK_MAX (512u << 10) /* bytes; the patterns of identifiers are flat, the default 32 KiB nearly always does */

struct dx_regex {
    pcre2_code *here;   /* anchored: pcre2_jit_match ignores PCRE2_ANCHORED given at match time without a word */
    pcre2_code *search; /* the same, not anchored; NULL: not asked for */
    struct dx_grouped grouped; /* what is matched without PCRE2; none of it: nothing is */
    bool group, jit;    /* jit: `here` has it */
    char *text;
    size_t n;
};

struct dx_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

/* No look at the text's UTF-8 (it was made by us), no \C, no change of mode from within the pattern. */
static const uint32_t options = PCRE2_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DUPNAMES;

int dx_regex_new(struct dx_regex **out, struct dx_str pattern, struct dx_err *e)
{
    int code;
    PCRE2_SIZE at;
    *out = NULL;
    struct dx_regex *r = calloc(1, sizeof *r);
    if (!r)
        return dx_fail_nomem(e);
    r->text = strndup(pattern.p, pattern.n);
    r->n = pattern.n;
    r->here = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options | PCRE2_ANCHORED, &code, &at, NULL);
    if (!r->text || !r->here) {
        PCRE2_UCHAR text[200];
        bool nomem = !r->text;
        dx_regex_free(r);
        if (nomem)
            return dx_fail_nomem(e);
        if (code == PCRE2_ERROR_HEAP_FAILED)
            return dx_fail_nomem(e);
        pcre2_get_error_message(code, text, sizeof text);
        return dx_fail(e, DX_BAD, "malformed", "pattern, character %zu: %s", (size_t)at + 1, (const char *)text);
    }
    uint32_t groups = 0;
    pcre2_pattern_info(r->here, PCRE2_INFO_CAPTURECOUNT, &groups);
    r->group = groups > 0;
    r->grouped = dx_grouped_read(pattern);
    if (!r->grouped.n) /* else nobody asks it but as a reference; where there is no JIT the interpreter gives the same */
        r->jit = pcre2_jit_compile(r->here, PCRE2_JIT_COMPLETE) == 0;
    *out = r;
    return DX_OK;
}

int dx_regex_prepare_search(struct dx_regex *r, struct dx_err *e)
{
    int code;
    PCRE2_SIZE at;
    if (!r->search && (r->search = pcre2_compile((PCRE2_SPTR)r->text, r->n, options, &code, &at, NULL)) == NULL)
        return dx_fail_nomem(e); /* it was compiled before */
    pcre2_jit_compile(r->search, PCRE2_JIT_COMPLETE);
    return DX_OK;
}

struct dx_str dx_regex_text(const struct dx_regex *r) { return (struct dx_str){r->text, r->n}; }

void dx_regex_free(struct dx_regex *r)
{
    if (!r)
        return;
    pcre2_code_free(r->search);
    pcre2_code_free(r->here);
    free(r->text);
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

/* What PCRE2 answered. */
static int answer(const struct dx_regex *r, const struct dx_matcher *m, int n, struct dx_match *out, bool *found, struct dx_err *e)
{
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

int dx_regex_search(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t from, struct dx_match *out,
                    bool *found, struct dx_err *e)
{
    int rc = DX_OK;
    *found = false;
    if (r->search) {
        int n = pcre2_match(r->search, (PCRE2_SPTR)text.p, text.n, from, PCRE2_NO_UTF_CHECK, m->data, m->context);
        return answer(r, m, n, out, found, e);
    }
    for (size_t at = from; at <= text.n && rc == DX_OK && !*found; at++)
        if (at == text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80)
            rc = dx_regex_ask(r, m, text, at, out, found, e);
    return rc;
}

bool dx_regex_is_grouped(const struct dx_regex *r) { return r->grouped.n; }
bool dx_regex_is_run(const struct dx_regex *r) { return dx_grouped_is_run(&r->grouped); }

int dx_regex_at(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t at, struct dx_match *out, bool *found,
                struct dx_err *e)
{
    if (!r->grouped.n)
        return dx_regex_ask(r, m, text, at, out, found, e);
    size_t end = dx_grouped_at(&r->grouped, text, at);
    *found = end > at;
    if (*found)
        *out = (struct dx_match){at, end, at, end};
    return DX_OK;
}

int dx_regex_ask(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t at, struct dx_match *out, bool *found,
                 struct dx_err *e)
{
    int n = r->jit ? pcre2_jit_match(r->here, (PCRE2_SPTR)text.p, text.n, at, 0, m->data, m->context)
                   : pcre2_match(r->here, (PCRE2_SPTR)text.p, text.n, at, PCRE2_NO_UTF_CHECK, m->data, m->context);
    return answer(r, m, n, out, found, e);
}

void dx_regex_version(char *out, size_t n)
{
    char text[64] = ""; /* PCRE2 writes at most 24 bytes */
    pcre2_config(PCRE2_CONFIG_VERSION, text);
    text[strcspn(text, " ")] = '\0';
    snprintf(out, n, "%s", text);
}
