/* dx-text.c: the text of items, page by page: text layers, recognised pictures, properties */
#include "frame.h"
#include "page/text.h"

static const struct dx_tool tool = {
    .name = "dx-text",
    .summary = "give the text of files page by page: text, HTML, PDF, pictures (by OCR), properties",
    .operands = "[[LABEL=]FILE... | -]",
    .notes = "Without operands, reads records from dx-walk on standard input.\n"
             "LANG names Tesseract models joined by +; default: eng, tha, mya, those that are installed.\n",
    .common = DX_OPT_JOBS | DX_OPT_LANG | DX_OPT_ROOT | DX_OPT_ONLY | DX_OPT_FILES | DX_OPT_LIMITS | DX_OPT_SANDBOX | DX_OPT_RECORD | DX_OPT_PIXELS |
              DX_OPT_QUIET,
    .stage = &dx_text_stage,
};

int main(int argc, char **argv) { return dx_filter_main(argc, argv, &tool, NULL); }
