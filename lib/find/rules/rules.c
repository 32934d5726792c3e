/* rules.c: reading rule files */
#include "find/rules/rules.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/data.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "find/text/fold.h"
#include "find/text/chars.h"
#include "find/rules/words.h"

/* Context words that several rules share: a stanza `words: passport`. */
struct set {
    struct dx_str name, *words, *columns;
    size_t n, n_columns;
};

struct dx_rules {
    struct dx_rule *rule;
    size_t n, cap;
    struct set *sets;
    size_t n_sets;
    struct dx_kinds *kinds;
    char **kept; /* every piece of text that rules point into */
    size_t n_kept, cap_kept;
    struct dx_sha256 *sum;
    char hash[DX_SHA256_HEX + 1];
};

/* Where the parser is. */
struct source {
    struct dx_rules *rules;
    const char *name; /* base name, kept */
    int line;
    bool shipped;
    struct dx_rule *rule; /* the stanza being read, NULL between stanzas */
    struct dx_str set;    /* the name of the set of words that it is; empty: it is a rule */
    struct dx_err *e, why; /* why: what PCRE2 says of a pattern */
};

/* ---- small helpers ---- */

static int bad(const struct source *s, int line, const char *what)
{
    return dx_fail(s->e, DX_BAD, "malformed", "%s:%d: %s", s->name, line, what);
}

/* Takes over a piece of text for the life of the rules; frees it when that fails. */
static char *keep(struct dx_rules *r, char *text)
{
    if (text && !DX_MORE(r->kept, r->n_kept, r->cap_kept)) {
        free(text);
        return NULL;
    }
    if (text)
        r->kept[r->n_kept++] = text;
    return text;
}

static struct dx_str trim(struct dx_str s)
{
    while (s.n && (*s.p == ' ' || *s.p == '\t'))
        s.p++, s.n--;
    while (s.n && strchr(" \t\r", s.p[s.n - 1]))
        s.n--;
    return s;
}

/* One more element at the end of an array that belongs to a rule; NULL when out of memory. Stanzas are short: no doubling. */
static void *more(void *array, size_t *n, size_t size)
{
    void *p = realloc(array, (*n + 1) * size);
    if (p)
        memset((char *)p + *n * size, 0, size), ++*n;
    return p;
}

/* ---- the values of a stanza's keys: each function returns NULL, or what is wrong; out of memory is `nomem` ---- */

static const char nomem[] = "out of memory";

static const char *read_number(struct dx_str v, double *out)
{
    char text[24], *end;
    if (v.n == 0 || v.n >= sizeof text)
        return "expected a number";
    memcpy(text, v.p, v.n);
    text[v.n] = '\0';
    double d = strtod(text, &end);
    if (*end || !(d >= -20 && d <= 20))
        return "expected a number between -20 and 20";
    *out = d;
    return NULL;
}

static const char *read_yes(struct dx_str v, bool *out)
{
    *out = dx_str_is(v, "yes");
    return *out || dx_str_is(v, "no") ? NULL : "expected yes or no";
}

static const char *set_pattern(struct source *s, struct dx_str v)
{
    struct dx_pattern *p = more(s->rule->patterns, &s->rule->n_patterns, sizeof *p);
    if (!p)
        return nomem;
    s->rule->patterns = p;
    int rc = dx_regex_new(&p[s->rule->n_patterns - 1].regex, v, &s->why);
    return rc == DX_OK ? NULL : rc == DX_NOMEM ? nomem : s->why.msg;
}

static const char *set_grouped(struct source *s, struct dx_str v)
{
    const char *wrong = set_pattern(s, v);
    if (!wrong)
        s->rule->patterns[s->rule->n_patterns - 1].grouped = true;
    return wrong;
}

static const char *set_check(struct source *s, struct dx_str v)
{
    const char *blank = memchr(v.p, ' ', v.n);
    struct dx_str name = {v.p, blank ? (size_t)(blank - v.p) : v.n};
    if ((s->rule->check = dx_check_named(name)) == NULL)
        return "there is no check of that name";
    s->rule->open = dx_payload_opener(s->rule->check);
    if (!blank)
        return NULL;
    struct dx_str arg = trim((struct dx_str){blank, v.n - name.n});
    s->rule->arg = keep(s->rules, strndup(arg.p, arg.n));
    return s->rule->arg ? NULL : nomem;
}

/* Words of a stanza that are being read. */
struct listing {
    struct source *s;
    struct dx_fold fold;
    struct dx_str **words;
    size_t *n;
};

/* Adds one word, folded as the text will be. */
static const char *add_word(struct listing *l, struct dx_str word)
{
    struct dx_str *w = more(*l->words, l->n, sizeof *w);
    if (!w)
        return nomem;
    *l->words = w;
    char *text = dx_fold_text(&l->fold, word, NULL) == DX_OK ? keep(l->s->rules, strndup(l->fold.text.p, l->fold.text.n)) : NULL;
    if (!text)
        return nomem;
    for (char *c = text; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    w[*l->n - 1] = (struct dx_str){text, l->fold.text.n};
    return NULL;
}

/* Keys of programs are words set together: "national_id" and "account_no" are "national id" and "account no". */
static const char *add_key(struct listing *l, struct dx_str word)
{
    char key[64];
    size_t blanks = 0;
    for (size_t i = 0; i < word.n; i++) {
        blanks += word.p[i] == ' ';
        if (word.n >= sizeof key || !(kit_is_alpha(word.p[i]) || word.p[i] == ' '))
            return NULL;
        key[i] = word.p[i] == ' ' ? '_' : word.p[i];
    }
    return blanks ? add_word(l, (struct dx_str){key, word.n}) : NULL;
}

/* `th: word, word` */
static const char *read_words(struct listing *l, struct dx_str v)
{
    const char *colon = memchr(v.p, ':', v.n), *wrong = NULL;
    if (!colon || colon - v.p < 2 || colon - v.p > 3)
        return "expected a language code, a colon, and words separated by commas";
    struct dx_str rest = {colon + 1, v.n - (size_t)(colon + 1 - v.p)};
    while (!wrong && rest.n) {
        const char *comma = memchr(rest.p, ',', rest.n);
        struct dx_str word = trim((struct dx_str){rest.p, comma ? (size_t)(comma - rest.p) : rest.n});
        wrong = word.n ? add_word(l, word) : "an empty context word";
        wrong = wrong ? wrong : add_key(l, word);
        rest.n = comma ? rest.n - (size_t)(comma + 1 - rest.p) : 0;
        rest.p = comma ? comma + 1 : rest.p;
    }
    dx_fold_free(&l->fold);
    return wrong;
}

static const char *set_context(struct source *s, struct dx_str v)
{
    return read_words(&(struct listing){.s = s, .words = &s->rule->words, .n = &s->rule->n_words}, v);
}

static const char *set_column(struct source *s, struct dx_str v)
{
    return read_words(&(struct listing){.s = s, .words = &s->rule->columns, .n = &s->rule->n_columns}, v);
}

/* Adds names that are separated by commas. */
static const char *add_names(struct dx_str **list, size_t *n, struct dx_str v)
{
    while (v.n) {
        const char *comma = memchr(v.p, ',', v.n);
        struct dx_str *k = more(*list, n, sizeof *k);
        if (!k)
            return nomem;
        *list = k;
        k[*n - 1] = trim((struct dx_str){v.p, comma ? (size_t)(comma - v.p) : v.n});
        v.n = comma ? v.n - (size_t)(comma + 1 - v.p) : 0;
        v.p = comma ? comma + 1 : v.p;
    }
    return NULL;
}

/* `beside: url, domain` */
static const char *set_beside(struct source *s, struct dx_str v) { return add_names(&s->rule->beside, &s->rule->n_beside, v); }
/* `use: passport` */
static const char *set_use(struct source *s, struct dx_str v) { return add_names(&s->rule->uses, &s->rule->n_uses, v); }

/* `words: passport`: the stanza is a set of words */
static const char *set_words(struct source *s, struct dx_str v)
{
    s->set = v;
    return NULL;
}

static const char *set_boundary(struct source *s, struct dx_str v)
{
    static const char *const names[] = {"digit", "word", "none"};
    for (size_t i = 0; i < 3; i++)
        if (dx_str_is(v, names[i])) {
            s->rule->boundary = (enum dx_boundary)i;
            return NULL;
        }
    return "expected digit, word or none";
}

/* Cuts "[region=TH]" off the end of an example. */
static struct dx_str cut_region(struct dx_str *v)
{
    static const char mark[] = "[region=";
    const char *at = NULL;
    if (v->n && v->p[v->n - 1] == ']')
        at = memmem(v->p, v->n, mark, sizeof mark - 1);
    if (!at)
        return (struct dx_str){NULL, 0};
    struct dx_str region = {at + sizeof mark - 1, v->n - (size_t)(at - v->p) - sizeof mark};
    *v = trim((struct dx_str){v->p, (size_t)(at - v->p)});
    return region;
}

/* Writes the line ends of an example, in place: "\n" in the file is one byte in the text. */
static size_t unescape(char *p, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        bool end = p[i] == '\\' && i + 1 < n && p[i + 1] == 'n';
        p[to++] = end ? '\n' : p[i];
        i += end;
    }
    return to;
}

static const char *add_example(struct source *s, struct dx_str v, bool hit)
{
    struct dx_example x = {.hit = hit, .line = s->line, .region = cut_region(&v)};
    const char *arrow = NULL;
    for (size_t i = 0; hit && i + 4 <= v.n; i++)
        if (memcmp(v.p + i, " -> ", 4) == 0)
            arrow = v.p + i;
    if (hit && !arrow)
        return "expected: hit: text -> normal form";
    if (hit) {
        x.value = trim((struct dx_str){arrow + 4, v.n - (size_t)(arrow + 4 - v.p)});
        v.n = (size_t)(arrow - v.p);
    }
    struct dx_str text = trim(v);
    char *copy = text.n && (!hit || x.value.n) ? keep(s->rules, strndup(text.p, text.n)) : NULL;
    struct dx_example *p = copy ? more(s->rule->examples, &s->rule->n_examples, sizeof *p) : NULL;
    if (!p)
        return text.n && (!hit || x.value.n) ? nomem : "an empty example";
    x.text = (struct dx_str){copy, unescape(copy, text.n)};
    s->rule->examples = p;
    p[s->rule->n_examples - 1] = x;
    return NULL;
}

static const char *set_kind(struct source *s, struct dx_str v)
{
    for (size_t i = 0; i < v.n; i++)
        if (!((v.p[i] >= 'a' && v.p[i] <= 'z') || (v.p[i] >= '0' && v.p[i] <= '9') || strchr("._-", v.p[i])))
            return "a kind is lower-case letters, digits, dots";
    if (s->rule->key.n)
        return "a second kind: stanzas are separated by an empty line";
    s->rule->key = v;
    s->rule->kind = dx_kinds_find(s->rules->kinds, v);
    return NULL;
}

static const char *set_scanner(struct source *s, struct dx_str v)
{
    s->rule->scanner = dx_scanner_named(v);
    return s->rule->scanner ? NULL : "there is no scanner of that name";
}

static const char *set_hit(struct source *s, struct dx_str v) { return add_example(s, v, true); }
static const char *set_miss(struct source *s, struct dx_str v) { return add_example(s, v, false); }
static const char *set_base(struct source *s, struct dx_str v) { return read_number(v, &s->rule->weights.base); }
static const char *set_pass(struct source *s, struct dx_str v) { return read_number(v, &s->rule->weights.pass); }
static const char *set_grouping(struct source *s, struct dx_str v) { return read_number(v, &s->rule->weights.grouping); }
static const char *set_near(struct source *s, struct dx_str v) { return read_number(v, &s->rule->weights.context); }
static const char *set_label(struct source *s, struct dx_str v)
{
    s->rule->own_form = dx_str_is(v, "run");
    s->rule->labelled = s->rule->own_form;
    return s->rule->own_form || !read_yes(v, &s->rule->labelled) ? NULL : "expected yes, run or no";
}

static const char *set_owner(struct source *s, struct dx_str v) { return read_yes(v, &s->rule->owner); }
static const char *set_veto(struct source *s, struct dx_str v) { return read_yes(v, &s->rule->veto); }
static const char *set_replace(struct source *s, struct dx_str v) { return read_yes(v, &s->rule->replace); }
static const char *set_nothing(struct source *s, struct dx_str v) /* for people: source, form */
{
    (void)s;
    return v.n ? NULL : "an empty value";
}

static const struct {
    const char *key;
    const char *(*set)(struct source *s, struct dx_str value);
} keys[] = {
    {"kind", set_kind}, {"pattern", set_pattern}, {"grouped", set_grouped}, {"scanner", set_scanner}, {"check", set_check},
    {"context", set_context}, {"column", set_column}, {"use", set_use}, {"words", set_words}, {"beside", set_beside}, {"boundary", set_boundary}, {"base", set_base}, {"pass", set_pass},
    {"grouping", set_grouping}, {"near", set_near}, {"label", set_label}, {"owner", set_owner}, {"veto", set_veto}, {"replace", set_replace},
    {"form", set_nothing}, {"source", set_nothing}, {"hit", set_hit}, {"miss", set_miss},
};

/* ---- stanzas ---- */

static int open_stanza(struct source *s)
{
    struct dx_rules *r = s->rules;
    if (r->n == DX_RULES)
        return bad(s, s->line, "too many rules");
    if (!DX_MORE(r->rule, r->n, r->cap))
        return dx_fail_nomem(s->e);
    s->rule = &r->rule[r->n++];
    s->set = (struct dx_str){NULL, 0};
    *s->rule = (struct dx_rule){.file = s->name, .line = s->line, .weights = dx_weights_default, .shipped = s->shipped};
    return DX_OK;
}

static void free_rule(struct dx_rule *r)
{
    for (size_t i = 0; i < r->n_patterns; i++)
        dx_regex_free(r->patterns[i].regex);
    free(r->patterns);
    free(r->words);
    free(r->columns);
    free(r->uses);
    dx_words_free(r->list);
    free(r->beside);
    free(r->examples);
}

/* What a user's rule may not do, or does by `replace`: shadow rules that were shipped. */
static const char *shadow(struct source *s)
{
    struct dx_rules *r = s->rules;
    bool replace = s->rule->replace;
    if (s->shipped)
        return replace ? "replace is for rules of a user" : NULL;
    struct dx_str key = s->rule->key;
    for (size_t i = 0; i < r->n; i++) {
        if (!r->rule[i].shipped || !dx_str_eq(r->rule[i].key, key))
            continue;
        if (!replace)
            return "this kind has a shipped rule: say `replace: yes` to use this one instead";
        free_rule(&r->rule[i]);
        memmove(&r->rule[i], &r->rule[i + 1], (r->n - i - 1) * sizeof r->rule[0]);
        r->n--;
        i--;
    }
    return NULL;
}

/* Turns the stanza into a set of words. */
static int close_set(struct source *s)
{
    struct dx_rules *rules = s->rules;
    struct dx_rule *r = s->rule;
    for (size_t i = 0; i < rules->n_sets; i++)
        if (dx_str_eq(rules->sets[i].name, s->set))
            return bad(s, r->line, "there is a set of words of that name");
    if (r->key.n || r->n_patterns || r->n_examples || !r->n_words)
        return bad(s, r->line, "a set of words has context words, and nothing else");
    struct set *sets = more(rules->sets, &rules->n_sets, sizeof *sets);
    if (!sets)
        return dx_fail_nomem(s->e);
    rules->sets = sets;
    sets[rules->n_sets - 1] = (struct set){s->set, r->words, r->columns, r->n_words, r->n_columns};
    r->words = r->columns = NULL;
    free_rule(r);
    rules->n--;
    s->rule = NULL;
    return DX_OK;
}

static int close_stanza(struct source *s)
{
    struct dx_rule *r = s->rule;
    if (!r)
        return DX_OK;
    if (s->set.n)
        return close_set(s);
    size_t hits = 0;
    for (size_t i = 0; i < r->n_examples; i++)
        hits += r->examples[i].hit;
    const char *wrong = NULL;
    if (!r->key.n)
        wrong = "the stanza names no kind";
    else if (!r->n_patterns && !r->scanner)
        wrong = "the rule has no pattern";
    else if (!hits)
        wrong = "the rule has no example that hits";
    else if (hits == r->n_examples)
        wrong = "the rule has no example that misses";
    else if (s->shipped && !r->kind && !r->veto)
        wrong = "the kind isn't in kinds.tsv";
    else if (r->labelled && !r->n_words && !r->n_uses)
        wrong = "the rule asks for a label and has no context words";
    int line = r->line;
    if (!wrong)
        wrong = shadow(s);
    s->rule = NULL;
    return wrong ? bad(s, line, wrong) : DX_OK;
}

static int read_line(struct source *s, struct dx_str l)
{
    if (l.n == 0)
        return close_stanza(s);
    if (l.p[0] == '#')
        return DX_OK;
    const char *colon = memchr(l.p, ':', l.n);
    if (!colon)
        return bad(s, s->line, "expected key: value");
    struct dx_str key = {l.p, (size_t)(colon - l.p)}, value = trim((struct dx_str){colon + 1, l.n - (size_t)(colon + 1 - l.p)});
    int rc = s->rule ? DX_OK : open_stanza(s);
    for (size_t i = 0; rc == DX_OK && i < sizeof keys / sizeof *keys; i++)
        if (dx_str_is(key, keys[i].key)) {
            const char *wrong = value.n ? keys[i].set(s, value) : "an empty value";
            return wrong == nomem ? dx_fail_nomem(s->e) : wrong ? bad(s, s->line, wrong) : DX_OK;
        }
    return rc == DX_OK ? bad(s, s->line, "there is no key of that name") : rc;
}

static int parse(struct source *s, struct dx_str text)
{
    int rc = DX_OK;
    for (s->line = 1; rc == DX_OK && text.n; s->line++) {
        const char *end = memchr(text.p, '\n', text.n);
        struct dx_str l = {text.p, end ? (size_t)(end - text.p) : text.n};
        size_t taken = end ? l.n + 1 : l.n;
        rc = dx_utf8_valid(l.p, l.n) == l.n ? read_line(s, trim(l)) : bad(s, s->line, "not UTF-8");
        text.p += taken;
        text.n -= taken;
    }
    return rc == DX_OK ? close_stanza(s) : rc;
}

/* ---- lists: patterns or words, one a line, without stanzas ---- */

enum list { NO_LIST, PATTERNS, WORDS };

static enum list list_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (dot && (strcmp(dot, ".pcre") == 0 || strcmp(dot, ".list") == 0))
        return PATTERNS;
    return dot && strcmp(dot, ".txt") == 0 ? WORDS : NO_LIST;
}

/* The kind that a list is of: the file's name without its ending, lower case, other signs as hyphens. */
static const char *list_kind(struct source *s)
{
    size_t n = (size_t)(strrchr(s->name, '.') - s->name);
    char *kind = keep(s->rules, strndup(s->name, n));
    if (!kind)
        return nomem;
    for (char *c = kind; *c; c++) {
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || strchr("._-", *c)))
            *c = '-';
    }
    return n ? set_kind(s, (struct dx_str){kind, n}) : "the file's name is to be a kind";
}

static const char *list_line(struct source *s, struct dx_str l, enum list what)
{
    if (what == PATTERNS)
        return set_pattern(s, l);
    int rc = dx_words_add(s->rule->list, l, &s->why);
    return rc == DX_OK ? NULL : rc == DX_NOMEM ? nomem : s->why.msg;
}

/* Patterns say themselves where they end; whoever lists something knows why: it is found without a label. */
static const char *open_list(struct source *s, enum list what)
{
    const char *wrong = list_kind(s);
    s->rule->boundary = DX_BOUND_NONE;
    s->rule->weights.base = 2;
    if (!wrong && what == WORDS) {
        s->rule->scanner = dx_scanner_named(DX_STR("words"));
        s->rule->list = dx_words_new();
        wrong = s->rule->list ? NULL : nomem;
    }
    return wrong ? wrong : shadow(s);
}

static int parse_list(struct source *s, struct dx_str text, enum list what)
{
    size_t lines = 0;
    s->line = 1;
    int rc = open_stanza(s);
    const char *wrong = rc == DX_OK ? open_list(s, what) : NULL;
    s->rule = rc == DX_OK ? &s->rules->rule[s->rules->n - 1] : NULL;
    for (; rc == DX_OK && !wrong && text.n; s->line++) {
        const char *end = memchr(text.p, '\n', text.n);
        struct dx_str l = {text.p, end ? (size_t)(end - text.p) : text.n}, line = trim(l);
        size_t taken = end ? l.n + 1 : l.n;
        if (dx_utf8_valid(l.p, l.n) != l.n)
            wrong = "not UTF-8";
        else if (line.n && line.p[0] != '#')
            wrong = (lines++, list_line(s, line, what));
        text.p += taken;
        text.n -= taken;
        if (wrong)
            break;
    }
    if (rc == DX_OK && !wrong && !lines)
        wrong = what == WORDS ? "the list holds no word" : "the list holds no pattern";
    s->rule = NULL;
    return wrong == nomem ? dx_fail_nomem(s->e) : wrong ? bad(s, s->line, wrong) : rc;
}

/* ---- sets of words ---- */

static const struct set *set_named(const struct dx_rules *r, struct dx_str name)
{
    for (size_t i = 0; i < r->n_sets; i++)
        if (dx_str_eq(r->sets[i].name, name))
            return &r->sets[i];
    return NULL;
}

/* Adds words of a set, or such as count only in heads, to a rule's. */
static int more_words(struct dx_rule *r, const struct dx_str *words, size_t n, struct dx_err *e)
{
    struct dx_str *all = n ? realloc(r->words, (r->n_words + n) * sizeof *all) : r->words;
    if (n && !all)
        return dx_fail_nomem(e);
    r->words = all;
    if (n)
        memcpy(all + r->n_words, words, n * sizeof *words);
    r->n_words += n;
    return DX_OK;
}

/* Gives a rule the words of the sets that it uses, after its own; behind all of them those that count only in heads. */
static int use_sets(const struct dx_rules *rules, struct dx_rule *r, struct dx_err *e)
{
    int rc = DX_OK;
    r->n_own = r->n_words;
    for (size_t i = 0; i < r->n_uses; i++) {
        const struct set *set = set_named(rules, r->uses[i]);
        if (!set)
            return dx_fail(e, DX_BAD, "malformed", "%s:%d: there is no set of words called %.*s", r->file, r->line,
                           (int)(r->uses[i].n < 64 ? r->uses[i].n : 64), r->uses[i].p);
        if ((rc = more_words(r, set->words, set->n, e)) != DX_OK)
            return rc;
    }
    r->n_said = r->n_words;
    for (size_t i = 0; i < r->n_uses && rc == DX_OK; i++) {
        const struct set *set = set_named(rules, r->uses[i]);
        rc = more_words(r, set->columns, set->n_columns, e);
    }
    return rc == DX_OK ? more_words(r, r->columns, r->n_columns, e) : rc;
}

/* ---- files and folders ---- */

/* Reads a whole file and adds it to the hash. The text is kept by the rules. */
static int read_file(struct dx_rules *r, const char *path, struct dx_str *text, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    FILE *f = fopen(path, "re");
    if (!f)
        return dx_fail(e, DX_BAD, "missing", "%s: can't be opened", path);
    int rc = DX_OK;
    char *room = dx_buf_room(&b, DX_RULE_BYTES + 1);
    size_t n = room ? fread(room, 1, DX_RULE_BYTES + 1, f) : 0;
    uint64_t size = n;
    if (!room)
        rc = dx_fail_nomem(e);
    else if (ferror(f))
        rc = dx_fail(e, DX_BAD, "io", "%s: can't be read", path);
    else if (n > DX_RULE_BYTES)
        rc = dx_fail(e, DX_BAD, "malformed", "%s: larger than %u bytes", path, DX_RULE_BYTES);
    else if (memchr(room, '\0', n))
        rc = dx_fail(e, DX_BAD, "malformed", "%s: holds NUL bytes", path);
    else if (dx_sha256_add(r->sum, &size, sizeof size) != DX_OK || dx_sha256_add(r->sum, room, n) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    else if (!(*text = (struct dx_str){keep(r, strndup(room, n)), n}).p)
        rc = dx_fail_nomem(e);
    fclose(f);
    dx_buf_free(&b);
    return rc;
}

static int load_file(struct dx_rules *r, const char *path, bool shipped, struct dx_err *e)
{
    const char *base = strrchr(path, '/');
    char *name = keep(r, strdup(base ? base + 1 : path));
    struct dx_str text;
    int rc = name ? read_file(r, path, &text, e) : dx_fail_nomem(e);
    struct source s = {.rules = r, .name = name, .shipped = shipped, .e = e};
    enum list list = shipped ? NO_LIST : list_of(name ? name : "");
    return rc != DX_OK ? rc : list ? parse_list(&s, text, list) : parse(&s, text);
}

static int is_rules(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return n > 6 && strcmp(d->d_name + n - 6, ".rules") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int load_folder(struct dx_rules *r, const char *path, bool shipped, struct dx_err *e)
{
    struct dirent **names = NULL;
    int n = scandir(path, &names, is_rules, by_name), rc = DX_OK;
    if (n <= 0)
        rc = dx_fail(e, DX_BAD, "missing", "%s: %s", path, n < 0 ? "the folder can't be read" : "the folder holds no *.rules");
    for (int i = 0; i < n; i++) {
        struct dx_buf file = DX_BUF_INIT;
        dx_buf_printf(&file, "%s/%s", path, names[i]->d_name);
        if (rc == DX_OK)
            rc = dx_buf_ok(&file) ? load_file(r, file.p, shipped, e) : dx_fail_nomem(e);
        dx_buf_free(&file);
        free(names[i]);
    }
    free(names);
    return rc;
}

static int load_kinds(struct dx_rules *r, const char *folder, struct dx_err *e)
{
    struct dx_buf file = DX_BUF_INIT;
    dx_buf_printf(&file, "%s/kinds.tsv", folder);
    struct dx_str text;
    int rc = dx_buf_ok(&file) ? read_file(r, file.p, &text, e) : dx_fail_nomem(e);
    dx_buf_free(&file);
    return rc == DX_OK ? dx_kinds_new(&r->kinds, text, "kinds.tsv", e) : rc;
}

int dx_rules_load(struct dx_rules **out, const char *shipped, const char *const *more_rules, size_t n, struct dx_err *e)
{
    struct dx_buf place = DX_BUF_INIT;
    uint8_t digest[DX_SHA256_BYTES];
    *out = NULL;
    if (!shipped)
        dx_data_path(&place, "DX_RULES_DIR", "rules");
    struct dx_rules *r = calloc(1, sizeof *r);
    if (!dx_buf_ok(&place) || !r || (r->sum = dx_sha256_new()) == NULL) {
        dx_buf_free(&place);
        free(r);
        return dx_fail_nomem(e);
    }
    shipped = shipped ? shipped : place.p;
    int rc = dx_sha256_start(r->sum);
    if (rc == DX_OK)
        rc = load_kinds(r, shipped, e);
    if (rc == DX_OK)
        rc = load_folder(r, shipped, true, e);
    for (size_t i = 0; rc == DX_OK && i < n; i++) {
        struct stat st;
        bool folder = stat(more_rules[i], &st) == 0 && S_ISDIR(st.st_mode);
        rc = folder ? load_folder(r, more_rules[i], false, e) : load_file(r, more_rules[i], false, e);
    }
    dx_buf_free(&place);
    for (size_t i = 0; rc == DX_OK && i < r->n; i++)
        rc = use_sets(r, &r->rule[i], e);
    if (rc == DX_OK)
        rc = dx_sha256_end(r->sum, digest);
    if (rc != DX_OK) {
        dx_rules_free(r);
        return rc;
    }
    dx_hex(digest, sizeof digest, r->hash);
    *out = r;
    return DX_OK;
}

void dx_rules_free(struct dx_rules *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n; i++)
        free_rule(&r->rule[i]);
    for (size_t i = 0; i < r->n_kept; i++)
        free(r->kept[i]);
    for (size_t i = 0; i < r->n_sets; i++)
        free(r->sets[i].words), free(r->sets[i].columns);
    free(r->sets);
    free(r->rule);
    free(r->kept);
    dx_kinds_free(r->kinds);
    dx_sha256_free(r->sum);
    free(r);
}

const struct dx_rule *dx_rules_at(const struct dx_rules *r, size_t i) { return i < r->n ? &r->rule[i] : NULL; }
const struct dx_kinds *dx_rules_kinds(const struct dx_rules *r) { return r->kinds; }
const char *dx_rules_hash(const struct dx_rules *r) { return r->hash; }
struct dx_str dx_rule_kind(const struct dx_rule *r) { return r->kind ? r->kind->kind : r->key; }
