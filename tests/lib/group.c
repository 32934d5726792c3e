/* group.c: what was read keeps its order, what is added finds its place */
#include "base/group.h"
#include "../tap.h"

#define ITEM "{\"type\":\"item\",\"id\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"exhibit\":\"E\"," \
    "\"path\":[\"E/a\"],\"at\":[0],\"size\":3,\"media\":\"text/plain\",\"duplicate\":false,\"by\":\"x\"}\n"

static void add(struct dx_group *g, const char *line)
{
    struct dx_err e;
    ok(dx_group_add(g, line, strlen(line), &e) == DX_OK, "read: %.40s", line);
}

/* 200,000 records added last page first: sorted, quickly, and in the order of adding within a page */
static void worst(struct dx_group *g)
{
    struct dx_err e;
    dx_group_reset(g);
    for (int i = 200000; i > 0; i--) {
        char line[32];
        dx_group_emit(g, (struct dx_str){line, (size_t)snprintf(line, sizeof line, "%d\n", i)}, DX_T_PAGE, i / 2 + 1, &e);
    }
    ok(dx_group_settle(g, &e) == DX_OK && g->n == 200000, "many, in the worst order");
    bool sorted = true;
    for (size_t i = 1; i < g->n; i++)
        sorted &= g->lines[i - 1].page < g->lines[i].page || (g->lines[i - 1].page == g->lines[i].page && g->lines[i - 1].off < g->lines[i].off);
    ok(sorted, "by page, then as they were added");
}

int main(void)
{
    struct dx_group g = {0};
    struct dx_err e;
    add(&g, ITEM);
    add(&g, "{\"type\":\"error\",\"stage\":\"walk\",\"code\":\"io\"}\n");
    add(&g, "{\"type\":\"page\",\"item\":\"0\",\"page\":1}\n");
    add(&g, "{\"type\":\"error\",\"item\":\"0\",\"page\":1,\"stage\":\"text\",\"code\":\"malformed\"}\n");
    add(&g, "{\"type\":\"page\",\"item\":\"0\",\"page\":2}\n");
    ok(g.has_item && g.item.size == 3 && dx_str_is(g.item.path[0], "E/a"), "the item is parsed");
    struct dx_err what = {.code = "malformed", .msg = "again"}, other = {.code = "timeout", .msg = "late"}, none = {.code = "io", .msg = "whole"};
    dx_group_emit(&g, DX_STR("doc2\n"), DX_T_DOCUMENT, 2, &e);
    dx_group_emit(&g, DX_STR("find1\n"), DX_T_FINDING, 1, &e);
    dx_group_emit(&g, DX_STR("doc1\n"), DX_T_DOCUMENT, 1, &e);
    dx_group_error(&g, "mrz", 1, &what, "y", &e);  /* said by text already */
    dx_group_error(&g, "mrz", 2, &other, "y", &e);
    dx_group_error(&g, "mrz", 2, &what, "y", &e);  /* one per page and stage */
    dx_group_error(&g, "mrz", 0, &none, "y", &e);  /* said by walk */
    ok(dx_group_settle(&g, &e) == DX_OK && g.n == 9 && g.errors == 1, "nine lines, one error counted (%zu, %d)", g.n, (int)g.errors);
    char order[200] = "";
    for (size_t i = 0; i < g.n; i++) {
        struct dx_str l = dx_group_line(&g, i);
        snprintf(order + strlen(order), sizeof order - strlen(order), "%s%d%.4s ", dx_type_name(g.lines[i].type), g.lines[i].page,
                 l.p[0] == '{' ? "" : l.p);
    }
    is_str(order, "item0 error0 page1 document1doc1 finding1find error1 page2 document2doc2 error2 ", "each in its place");
    dx_group_reset(&g);
    ok(g.n == 0 && !g.has_item && g.errors == 0, "reset");
    static const char bad[] = "{\"type\":\"item\",\"id\":5}\n";
    ok(dx_group_add(&g, bad, sizeof bad - 1, &e) == DX_BAD && g.n == 0 && !g.has_item, "a malformed item is not added");
    add(&g, ITEM);
    ok(dx_group_add(&g, bad, sizeof bad - 1, &e) == DX_BAD && !g.has_item, "… nor is an item before it kept, whose text is gone");
    ok(dx_group_error(&g, "text", 0, &what, "y", &e) == DX_OK, "an error is about no item then");
    worst(&g);
    dx_group_free(&g);
    return tap_done();
}
