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
extern const struct docex_command docex_run, docex_status;

/* The journey, in the order of the pipe. */
extern const struct dx_stage *const docex_stages[];
extern const size_t docex_n_stages;

/* 1234567 as "1,234,567". */
const char *docex_grouped(char out[32], int64_t n);
/* "4.2 s", "3 min 05 s", "2 h 07 min" */
void docex_duration(char out[32], double seconds);
/* The rows of a table of counts, most first; to be freed. NULL when there are none. */
struct dx_count *docex_most_first(const struct dx_tally *t);
#endif
