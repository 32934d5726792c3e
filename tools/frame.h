/* frame.h: what all tools share: options, help, output, operands, and the life of a filter
 *
 * A filter is a stage plus this frame: its main is one call of dx_filter_main. Other tools use the pieces. */
#ifndef DX_TOOLS_FRAME_H
#define DX_TOOLS_FRAME_H

#include "base/stage.h"
#include "evidence/open.h"
#include "evidence/walk.h"

/* Exit status of every tool; DX_EXIT_STOPPED is the driver's alone. */
enum { DX_EXIT_OK = 0, DX_EXIT_SOME = 1, DX_EXIT_USAGE = 2, DX_EXIT_ENV = 3, DX_EXIT_STOPPED = 4 };

/* The common options; a tool names those that it takes. -h and -V are everywhere. */
enum {
    DX_OPT_JOBS = 1 << 0,
    DX_OPT_LANG = 1 << 1,
    DX_OPT_REGION = 1 << 2,
    DX_OPT_RULES = 1 << 3,
    DX_OPT_MIN_SCORE = 1 << 4,
    DX_OPT_AS_OF = 1 << 5,
    DX_OPT_ROOT = 1 << 6,
    DX_OPT_ONLY = 1 << 7,
    DX_OPT_FILES = 1 << 8,  /* --files-from, -0 */
    DX_OPT_LIMITS = 1 << 9, /* --timeout, --memory */
    DX_OPT_RECORD = 1 << 10, /* --max-record */
    DX_OPT_PIXELS = 1 << 11, /* --max-pixels */
    DX_OPT_QUIET = 1 << 12,
    DX_OPT_CASE = 1 << 13,
    DX_OPT_SANDBOX = 1 << 14 /* --no-sandbox */
};

struct dx_cli_option {
    const char *name; /* long name; NULL ends a list */
    char letter;      /* '\0': none */
    const char *arg;  /* what the argument is called, NULL: none */
    const char *help;
};

struct dx_cli; /* below */

struct dx_tool {
    const char *name;     /* "dx-text" */
    const char *summary;  /* what it does, one line, no full stop */
    const char *operands; /* of the usage line: "[[LABEL=]FILE… | -]" */
    const char *notes;    /* further lines of --help, may be NULL */
    unsigned common;      /* DX_OPT_… */
    const struct dx_cli_option *extra; /* the tool's own options, may be NULL */
    /* An own option was given. DX_OK, or DX_BAD with a message (usage). */
    int (*on_extra)(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e);
    const struct dx_stage *stage; /* of a filter */
};

/* What the command line said. */
struct dx_cli {
    const struct dx_tool *tool;
    struct dx_options stage;
    int jobs;          /* 0: not given */
    bool quiet, nul;
    const char *only;  /* "page,finding", NULL: all */
    const char *files_from, *case_dir;
    double timeout;    /* seconds, 0: none */
    size_t memory;     /* bytes, 0: the default */
    bool no_sandbox;
    size_t max_record; /* bytes */
    struct dx_roots *roots;
    const char **rules;
    struct dx_operand *operands; /* labels settled; those of --files-from follow the command line's */
    size_t n_operands;
    char **names;      /* of --files-from when there is one operand and DX_CLI_BENEATH applies: see dx-walk */
    size_t n_names;
    void *own;         /* the tool's own options */
};

/* First thing in every main: locale, time zone, signals, memory. */
void dx_frame_begin(const struct dx_tool *t);
/* Reads the command line. Returns -1 to go on, else the exit status (after --help, --version or a message). */
int dx_cli_parse(struct dx_cli *c, const struct dx_tool *t, int argc, char **argv, void *own);
void dx_cli_free(struct dx_cli *c);
/* Makes operands of c's plain operands and, unless `beneath`, of the names of --files-from; with `beneath` and exactly one plain
 * operand the names go to c->names. Default labels that clash get ~2, ~3 …; a given label used twice is an error. Returns -1 to go
 * on, else the exit status, after a message. */
int dx_cli_operands(struct dx_cli *c, char **plain, int n, bool beneath);
/* One line on standard error: "dx-text: …", safe to show. Returns its status argument. */
int dx_complain(const struct dx_cli *c, int status, const char *fmt, ...) DX_PRINTF(3, 4);
/* The exit status that belongs to a failure, after saying its message. */
int dx_complain_err(const struct dx_cli *c, int rc, const struct dx_err *e);
/* Does --only let a record line through? */
bool dx_only(const struct dx_cli *c, const char *line, size_t n);

/* Standard output (or another descriptor), buffered and checked. EPIPE ends the process quietly. */
struct dx_out {
    int fd;
    struct dx_buf b;
};
int dx_out_add(struct dx_out *o, struct dx_str s, struct dx_err *e);
int dx_out_flush(struct dx_out *o, struct dx_err *e);

/* Lines from a descriptor. */
struct dx_lines {
    int fd;
    size_t max;   /* longest line; longer ones are dropped whole and flagged */
    struct dx_buf b;
    size_t at;    /* where the next line starts */
    size_t number; /* of the line given last, from 1 */
    bool eof;
};
/* The next line, without its end; a last line without line end counts. *got false at the end. *line points into l until the next
 * call. DX_LIMIT: the line was longer than max and is gone (go on); DX_BAD: reading failed. */
int dx_lines_next(struct dx_lines *l, struct dx_str *line, bool *got, struct dx_err *e);
void dx_lines_free(struct dx_lines *l);

/* The whole life of a filter. */
int dx_filter_main(int argc, char **argv, const struct dx_tool *t, void *own);

/* Pictures that come with documents (dx_options.crop). Opens the folder, made where it isn't there; *fd is -1 without one. DX_ENV. */
int dx_crops_open(const char *dir, int *fd, struct dx_err *e);
/* Writes the pictures of the document lines among `lines` to ID-zone.png and ID-portrait.png; *bare gets all lines without them. */
int dx_crops_write(int fd, struct dx_str lines, struct dx_buf *bare, struct dx_err *e);
#endif
