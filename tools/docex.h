/* docex.h: the driver's subcommands, one file each, and what they share */
#ifndef DX_TOOLS_DOCEX_H
#define DX_TOOLS_DOCEX_H

#include "frame.h"

#include "engine/run.h"

struct docex_command {
    const char *name;
    const char *usage; /* of docex --help: "CASE" */
    const char *what;  /* what it is for, one line */
    const struct dx_tool *tool;
    int (*main)(int argc, char **argv);
};
/* Ended by NULL, in the order of help. */
extern const struct docex_command *const docex_commands[];
extern const struct docex_command docex_run, docex_status, docex_verify, docex_plan, docex_work, docex_merge, docex_slurm, docex_doctor;

/* The journey, in the order of the pipe. */
extern const struct dx_stage *const docex_stages[];
extern const size_t docex_n_stages;

/* What a run shows meanwhile: a line on the screen, or with plain_seconds > 0 a plain line every so often. NULL: out of memory. All take
 * NULL. */
struct docex_progress;
struct docex_progress *docex_progress_new(double plain_seconds, const struct dx_journey_options *o);
void docex_progress_show(struct docex_progress *p, const struct dx_run_counts *c, bool stopping);
/* What a run came to, on standard error; its exit status. */
struct docex_report {
    const char *case_dir, *sign;
    bool strict;
};
int docex_report(const struct dx_cli *c, const struct docex_report *r, const struct dx_run_counts *n, int rc, struct dx_err *e);
/* Clears the line. */
void docex_progress_free(struct docex_progress *p);

/* The options that tell the custody log what a person knows; a tool's own ones follow them. */
#define DOCEX_FACTS \
    {"case-id", 0, "TEXT", "for the custody log: the number of the case"}, \
    {"operator", 0, "TEXT", "for the custody log: who runs this"}, \
    {"basis", 0, "TEXT", "for the custody log: the legal basis"}, \
    {"host", 0, "TEXT", "for the custody log: the machine"}
/* Takes one of them; false when it is another. */
bool docex_take_fact(struct dx_custody_facts *f, const struct dx_cli_option *o, const char *arg);
/* A copy of the command line as it was typed (getopt puts the operands last), into the facts; to be freed. */
char **docex_command_line(struct dx_custody_facts *f, int argc, char **argv);

/* How a subcommand about a case begins: reads the options, and takes the case from -C or the first operand. `more`: operands may follow.
 * What is missing is said as `wants`. -1, or the exit status. */
int docex_begin(struct dx_cli *c, const struct dx_tool *tool, int argc, char **argv, void *own, bool more, const char *wants);

struct dx_plan;
struct dx_casedir;
/* --root LABEL=PATH of shards and merge: the plan's operands lie elsewhere on this machine. DX_BAD: it has none of that label. */
int docex_move_roots(struct dx_plan *p, const char *const *roots, size_t n, struct dx_err *e);
/* The shards that are not done, as "0-3,7"; the records of those that are, with commas between (records may be NULL). */
int docex_undone(const struct dx_plan *p, const struct dx_casedir *d, struct dx_buf *undone, struct dx_buf *records, struct dx_err *e);

/* Asks for SIGINT and SIGTERM to be heard: docex_stop is set by the first, a second one ends the program. */
void docex_catch_signals(void);
extern volatile sig_atomic_t docex_stop;
/* Gives the head hash, a line, to the command by a shell; what it prints becomes CASE/signatures/HEAD. DX_ENV: it failed. */
int docex_sign(const char *case_dir, const char *head, const char *command, struct dx_err *e);
/* The number of processors that this process may use. */
int docex_processors(void);

/* 1234567 as "1,234,567". */
const char *docex_grouped(char out[32], int64_t n);
/* "4.2 s", "3 min 05 s", "2 h 07 min" */
void docex_duration(char out[32], double seconds);
/* The rows of a table of counts, most first; to be freed. NULL when there are none. */
struct dx_count *docex_most_first(const struct dx_tally *t);
#endif
