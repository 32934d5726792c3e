/* docex.c: the driver: the whole journey from evidence to a case, and what belongs to cases; one subcommand a file (docex_*.c) */
#include "docex.h"

#include "base/utf8.h"
#include "find/find.h"
#include "mrz/stage.h"
#include "page/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"

/* The one place that knows the journey. */
const struct dx_stage *const docex_stages[] = {&dx_text_stage, &dx_mrz_stage, &dx_find_stage};
const size_t docex_n_stages = sizeof docex_stages / sizeof *docex_stages;

const struct docex_command *const docex_commands[] = {&docex_run, &docex_status, &docex_verify,
                                                       &docex_plan, &docex_work, &docex_merge, &docex_slurm, &docex_doctor, NULL};

static const char about[] =
    "\n"
    "A run is this pipe, item by item, on all processors:\n"
    "\n"
    "  dx-walk EVIDENCE | dx-text | dx-mrz | dx-find | dx-show\n"
    "\n"
    "  dx-walk   files into items        dx-text   items into pages of text\n"
    "  dx-mrz    items into documents    dx-find   pages into findings\n"
    "  dx-show   records for a person    dx-cat    an item's bytes again\n"
    "\n"
    "Between the filters flow records, one JSON object a line: cut in anywhere with jq or grep.\n"
    "See docex(1).\n";

static int finish_help(void) { return fflush(stdout) == 0 && !ferror(stdout) ? DX_EXIT_OK : DX_EXIT_ENV; }

static const struct docex_command *command(const char *name)
{
    size_t i = 0;
    while (docex_commands[i] && strcmp(docex_commands[i]->name, name) != 0)
        i++;
    return docex_commands[i];
}

static void help_line(const char *name, const char *usage, const char *what)
{
    int used = (int)(strlen(name) + 1 + dx_columns(usage, strlen(usage)));
    printf("  docex %s %s%*s  %s\n", name, usage, used < 40 ? 40 - used : 0, "", what);
}

/* "run, status or help" */
static const char *all_names(char out[256])
{
    size_t at = 0;
    for (size_t i = 0; docex_commands[i] && at < 256; i++)
        at += (size_t)snprintf(out + at, 256 - at, "%s%s", docex_commands[i]->name, docex_commands[i + 1] ? ", " : " or help");
    return out;
}

static int help(const struct dx_cli *cli, int argc, char **argv)
{
    char names[256];
    const struct docex_command *c = argc > 2 ? command(argv[2]) : NULL;
    if (argc > 2 && !c && strcmp(argv[2], "help") != 0)
        return dx_complain(cli, DX_EXIT_USAGE, "%s is no command: %s", argv[2], all_names(names));
    if (c)
        return c->main(2, (char *[]){argv[2], (char[]){"--help"}, NULL});
    fputs("docex turns seized evidence into records: what was found, where, and how sure.\n\n", stdout);
    for (size_t i = 0; docex_commands[i]; i++)
        help_line(docex_commands[i]->name, docex_commands[i]->usage, docex_commands[i]->what);
    help_line("help", "[COMMAND]", "this, or the options of a command");
    fputs(about, stdout);
    return finish_help();
}

int main(int argc, char **argv)
{
    static const struct dx_tool docex = {.name = "docex"};
    const struct dx_cli c = {.tool = &docex};
    const char *word = argc > 1 ? argv[1] : "";
    const struct docex_command *is = command(word);
    char names[256];
    umask(077);
    dx_frame_begin(is ? is->tool : &docex);
    if (is)
        return is->main(argc - 1, argv + 1);
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help(&c, argc, argv);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return printf("docex %s\n", PACKAGE_VERSION) > 0 ? finish_help() : DX_EXIT_ENV;
    if (argc > 1)
        return dx_complain(&c, DX_EXIT_USAGE, "%s is no command: %s (see docex --help)", word, all_names(names));
    return dx_complain(&c, DX_EXIT_USAGE, "a command is wanted: %s (see docex --help)", all_names(names));
}
