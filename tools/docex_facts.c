/* docex_facts.c: how the subcommands begin: the case they are about, and what a person tells its custody log */
#include "docex.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

int docex_begin(struct dx_cli *c, const struct dx_tool *tool, int argc, char **argv, void *own, bool more, const char *wants)
{
    int status = dx_cli_parse(c, tool, argc, argv, own);
    if (status < 0 && !c->case_dir && optind < argc)
        c->case_dir = argv[optind++];
    return status < 0 && (!c->case_dir || (!more && optind != argc))
               ? dx_complain(c, DX_EXIT_USAGE, "%s (see %s --help)", wants, tool->name) : status;
}

bool docex_take_fact(struct dx_custody_facts *f, const struct dx_cli_option *o, const char *arg)
{
    const struct { const char *name, **to; } known[] = {
        {"case-id", &f->case_id}, {"operator", &f->operator_}, {"basis", &f->basis}, {"host", &f->host}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(o->name, known[i].name) == 0) {
            *known[i].to = arg;
            return true;
        }
    return false;
}

char **docex_command_line(struct dx_custody_facts *f, int argc, char **argv)
{
    char **said = calloc((size_t)argc + 1, sizeof *said);
    if (said) {
        memcpy(said, argv, (size_t)argc * sizeof *said);
        f->argv = said;
        f->argc = argc;
    }
    return said;
}
