/* dx-mrz.c: machine-readable zones of identity documents in pictures */
#include "frame.h"
#include "mrz/stage.h"

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)o;
    (void)e;
    c->stage.crop = arg;
    return DX_OK;
}

static const struct dx_cli_option extra[] = {
    {"crop", 0, "DIR", "write each zone, laid level, and the portrait beside it into DIR as PNG"},
    {0},
};

static const struct dx_tool tool = {
    .name = "dx-mrz",
    .summary = "read the machine-readable zones of passports, identity cards and visas in pictures and scanned pages",
    .operands = "[[LABEL=]FILE... | -]",
    .notes = "Without operands, reads records from dx-walk on standard input.\n",
    .common = DX_OPT_JOBS | DX_OPT_AS_OF | DX_OPT_ROOT | DX_OPT_ONLY | DX_OPT_FILES | DX_OPT_LIMITS | DX_OPT_SANDBOX | DX_OPT_RECORD |
              DX_OPT_PIXELS | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
    .stage = &dx_mrz_stage,
};

int main(int argc, char **argv) { return dx_filter_main(argc, argv, &tool, NULL); }
