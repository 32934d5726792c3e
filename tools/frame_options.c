/* frame_options.c: the options that mean the same everywhere, in one table; help and version made from it */
#include "frame.h"
#include "frame_memory.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <ctype.h>
#include <getopt.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config.h"

enum { ID_HELP, ID_VERSION, ID_JOBS, ID_LANG, ID_REGION, ID_RULES, ID_MIN_SCORE, ID_AS_OF, ID_ROOT, ID_CASE, ID_ONLY,
       ID_FILES_FROM, ID_NUL, ID_TIMEOUT, ID_MEMORY, ID_NO_SANDBOX, ID_MAX_RECORD, ID_MAX_PIXELS, ID_QUIET, ID_COUNT };

static const struct {
    unsigned bit; /* 0: every tool has it */
    struct dx_cli_option o;
} common[ID_COUNT] = {
    [ID_CASE] = {DX_OPT_CASE, {"case", 'C', "CASE", "the case directory"}},
    [ID_JOBS] = {DX_OPT_JOBS, {"jobs", 'j', "N", "work on N items at once"}},
    [ID_LANG] = {DX_OPT_LANG, {"lang", 'l', "LANGS", "models for text recognition, joined by + (default: eng+Thai+Myanmar, those installed)"}},
    [ID_REGION] = {DX_OPT_REGION, {"region", 0, "CC,…", "regions for numbers without country code (default: TH,MM,ID)"}},
    [ID_RULES] = {DX_OPT_RULES, {"rules", 0, "PATH", "more rules: a .rules file or a folder of them (may be repeated)"}},
    [ID_MIN_SCORE] = {DX_OPT_MIN_SCORE, {"min-score", 0, "P", "leave out findings with a score below P (default: 0.2)"}},
    [ID_AS_OF] = {DX_OPT_AS_OF, {"as-of", 0, "DATE", "mark documents that had expired on DATE (YYYY-MM-DD)"}},
    [ID_ROOT] = {DX_OPT_ROOT, {"root", 0, "LABEL=DIR", "exhibit LABEL lies in DIR on this machine (may be repeated)"}},
    [ID_ONLY] = {DX_OPT_ONLY, {"only", 0, "TYPE,…", "write only records of these types"}},
    [ID_FILES_FROM] = {DX_OPT_FILES, {"files-from", 0, "FILE", "read operands from FILE, one a line (-: standard input)"}},
    [ID_NUL] = {DX_OPT_FILES, {"null", '0', NULL, "names in --files-from end with NUL, not with a line end"}},
    [ID_TIMEOUT] = {DX_OPT_LIMITS, {"timeout", 0, "SECONDS", "give up an item after SECONDS (default: none)"}},
    [ID_MEMORY] = {DX_OPT_LIMITS, {"memory", 0, "MIB", "give a worker at most MIB of memory of its own (default: 4096)"}},
    [ID_NO_SANDBOX] = {DX_OPT_SANDBOX, {"no-sandbox", 0, NULL, "read hostile files without the kernel's protection"}},
    [ID_MAX_RECORD] = {DX_OPT_RECORD, {"max-record", 0, "MIB", "longest record line (default: 64)"}},
    [ID_MAX_PIXELS] = {DX_OPT_PIXELS, {"max-pixels", 0, "MEGA", "largest picture in megapixels"}},
    [ID_QUIET] = {DX_OPT_QUIET, {"quiet", 'q', NULL, "say nothing but errors of usage and environment"}},
    [ID_HELP] = {0, {"help", 'h', NULL, "show this help"}},
    [ID_VERSION] = {0, {"version", 'V', NULL, "show the version"}},
};

void dx_frame_begin(const struct dx_tool *t)
{
    dx_frame_memory(t->name, DX_EXIT_ENV);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "UTC0", 1);
    setlocale(LC_ALL, "C.UTF-8");
    tzset();
    signal(SIGPIPE, SIG_DFL); /* a closed pipe is a quiet end, also where SIGPIPE was ignored when we started */
}

int dx_complain(const struct dx_cli *c, int status, const char *fmt, ...)
{
    char line[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    struct dx_buf b = DX_BUF_INIT;
    dx_show(&b, line, strlen(line), 0);
    fprintf(stderr, "%s: %s\n", c->tool->name, b.p ? b.p : line);
    dx_buf_free(&b);
    return status;
}

int dx_complain_err(const struct dx_cli *c, int rc, const struct dx_err *e)
{
    return dx_complain(c, rc == DX_BAD || rc == DX_LIMIT ? DX_EXIT_SOME : DX_EXIT_ENV, "%s", e->msg);
}

static void help_option(const struct dx_cli_option *o)
{
    char head[64];
    int n = o->letter ? snprintf(head, sizeof head, "  -%c, --%s", o->letter, o->name) : snprintf(head, sizeof head, "      --%s", o->name);
    if (o->arg)
        snprintf(head + n, sizeof head - (size_t)n, " %s", o->arg);
    printf("%s%*s %s\n", head, (int)(26 - (int)dx_columns(head, strlen(head)) > 0 ? 26 - (int)dx_columns(head, strlen(head)) : 1), "", o->help);
}

static int help(const struct dx_tool *t)
{
    printf("usage: %s [OPTION]… %s\n%s.\n\n", t->name, t->operands, t->summary);
    for (const struct dx_cli_option *o = t->extra; o && o->name; o++)
        help_option(o);
    for (int i = 0; i < ID_COUNT; i++)
        if (common[i].o.name && (common[i].bit == 0 || (common[i].bit & t->common)))
            help_option(&common[i].o);
    if (t->notes)
        printf("\n%s", t->notes);
    return fflush(stdout) == 0 ? DX_EXIT_OK : DX_EXIT_ENV;
}

/* A whole number from lo to hi; false when arg isn't one. */
static bool number(const char *arg, double lo, double hi, double *out)
{
    char *end;
    *out = strtod(arg, &end);
    return end != arg && *end == '\0' && *out >= lo && *out <= hi;
}

static bool is_date(const char *s)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form; i++)
        if (form[i] == 'd' ? !isdigit((unsigned char)s[i]) : s[i] != form[i])
            return false;
    int month = 10 * (s[5] - '0') + s[6] - '0', day = 10 * (s[8] - '0') + s[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static int take_number(const struct dx_cli_option *o, const char *arg, double lo, double hi, double *out, struct dx_err *e)
{
    if (number(arg, lo, hi, out))
        return DX_OK;
    return dx_fail(e, DX_BAD, "malformed", "--%s wants a number from %g to %g, not '%s'", o->name, lo, hi, arg);
}

static int take_common(struct dx_cli *c, int id, const char *arg, struct dx_err *e)
{
    const struct dx_cli_option *o = &common[id].o;
    double v = 0;
    int rc = DX_OK;
    switch (id) {
    case ID_JOBS:
        if ((rc = take_number(o, arg, 1, 1024, &v, e)) == DX_OK)
            c->jobs = (int)v;
        break;
    case ID_LANG: c->stage.lang = arg; break;
    case ID_REGION: c->stage.region = arg; break;
    case ID_RULES: c->rules[c->stage.n_rules++] = arg; break;
    case ID_MIN_SCORE: rc = take_number(o, arg, 0, 1, &c->stage.min_score, e); break;
    case ID_AS_OF:
        if (!is_date(arg))
            return dx_fail(e, DX_BAD, "malformed", "--as-of wants a date as 2026-01-31, not '%s'", arg);
        c->stage.as_of = arg;
        break;
    case ID_ROOT: rc = dx_roots_option(c->roots, arg, e); break;
    case ID_CASE: c->case_dir = arg; break;
    case ID_ONLY: c->only = arg; break;
    case ID_FILES_FROM: c->files_from = arg; break;
    case ID_NUL: c->nul = true; break;
    case ID_TIMEOUT: rc = take_number(o, arg, 0, 1e7, &c->timeout, e); break;
    case ID_MEMORY:
        if ((rc = take_number(o, arg, 0, 1 << 24, &v, e)) == DX_OK)
            c->memory = (size_t)v << 20;
        break;
    case ID_NO_SANDBOX: c->no_sandbox = true; break;
    case ID_MAX_RECORD:
        if ((rc = take_number(o, arg, 1, 2047, &v, e)) == DX_OK)
            c->max_record = (size_t)v << 20;
        break;
    case ID_MAX_PIXELS:
        if ((rc = take_number(o, arg, 1, 4000, &v, e)) == DX_OK)
            c->stage.max_pixels = (int64_t)(v * 1e6);
        break;
    case ID_QUIET: c->quiet = true; break;
    default: break;
    }
    return rc;
}

/* getopt_long's tables, made of the common and the tool's own options; value = index, own ones after ID_COUNT. */
static int tables(const struct dx_tool *t, struct option *longs, char *shorts)
{
    int n = 0;
    size_t s = 0;
    shorts[s++] = ':';
    for (int i = 0; i < ID_COUNT + 24; i++) {
        const struct dx_cli_option *o = i < ID_COUNT ? &common[i].o : t->extra ? &t->extra[i - ID_COUNT] : NULL;
        if (i >= ID_COUNT && (!o || !o->name))
            break;
        if (i < ID_COUNT && common[i].bit && !(common[i].bit & t->common))
            continue;
        longs[n++] = (struct option){o->name, o->arg ? required_argument : no_argument, NULL, 256 + i};
        if (o->letter) {
            shorts[s++] = o->letter;
            if (o->arg)
                shorts[s++] = ':';
        }
    }
    longs[n] = (struct option){0};
    shorts[s] = '\0';
    return n;
}

static int by_letter(const struct dx_tool *t, int letter)
{
    for (int i = 0; t->extra && t->extra[i].name; i++)
        if (t->extra[i].letter == letter)
            return ID_COUNT + i;
    for (int i = 0; i < ID_COUNT; i++)
        if (common[i].o.letter == letter)
            return i;
    return -1;
}

static int complain_usage(const struct dx_cli *c, int opt, char **argv)
{
    const char *word = argv[optind - 1];
    char letter[3] = {'-', (char)optopt, '\0'};
    if (optopt > 0 && optopt < 256)
        word = letter;
    return dx_complain(c, DX_EXIT_USAGE, "%s %s (see %s --help)", opt == ':' ? "an argument is missing for" : "unknown option", word,
                       c->tool->name);
}

int dx_cli_parse(struct dx_cli *c, const struct dx_tool *t, int argc, char **argv, void *own)
{
    struct option longs[ID_COUNT + 25];
    char shorts[2 * (ID_COUNT + 25)];
    struct dx_err e;
    *c = (struct dx_cli){.tool = t, .own = own, .max_record = DX_RECORD_BYTES};
    c->stage.min_score = -1;
    c->roots = dx_roots_new();
    c->rules = calloc((size_t)argc + 1, sizeof *c->rules);
    if (!c->roots || !c->rules)
        return dx_complain(c, DX_EXIT_ENV, "out of memory");
    c->stage.rules = c->rules;
    tables(t, longs, shorts);
    opterr = 0;
    for (int opt; (opt = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (opt == '?' || opt == ':')
            return complain_usage(c, opt, argv);
        int id = opt >= 256 ? opt - 256 : by_letter(t, opt);
        if (id == ID_HELP)
            return help(t);
        if (id == ID_VERSION)
            return printf("%s (docex) %s\n", t->name, PACKAGE_VERSION) > 0 && fflush(stdout) == 0 ? DX_EXIT_OK : DX_EXIT_ENV;
        int rc = id < ID_COUNT ? take_common(c, id, optarg, &e) : t->on_extra(c, &t->extra[id - ID_COUNT], optarg, &e);
        if (rc != DX_OK)
            return dx_complain(c, DX_EXIT_USAGE, "%s", e.msg);
    }
    return -1;
}

void dx_cli_free(struct dx_cli *c)
{
    for (size_t i = 0; i < c->n_operands; i++)
        dx_operand_free(&c->operands[i]);
    for (size_t i = 0; i < c->n_names; i++)
        free(c->names[i]);
    free(c->operands);
    free(c->names);
    free(c->rules);
    dx_roots_free(c->roots);
    *c = (struct dx_cli){0};
}

bool dx_only(const struct dx_cli *c, const char *line, size_t n)
{
    if (!c->only)
        return true;
    static const size_t head = sizeof "{\"type\":\"" - 1;
    const char *end = n > head ? memchr(line + head, '"', n - head) : NULL;
    size_t len = end ? (size_t)(end - line) - head : 0;
    for (const char *p = c->only; *p; p += strcspn(p, ","), p += *p == ',')
        if (len && strcspn(p, ",") == len && memcmp(p, line + head, len) == 0)
            return true;
    return false;
}
