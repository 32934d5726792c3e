/* record.c: record types, items, errors and identities */
#include "base/record.h"
#include "../tap.h"

#include <stdlib.h>

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static enum dx_type type(const char *line) { return dx_record_type(line, strlen(line)); }

static void types(void)
{
    static const char *const known[] = {"tool", "root", "end", "item", "entry", "page", "document",
                                       "finding", "error", "status"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char line[64];
        snprintf(line, sizeof line, "{\"type\":\"%s\"}", known[i]);
        is_str(dx_type_name(type(line)), known[i], "from a line and back");
    }
    ok(type("{\"type\":\"match\",\"x\":1}") == DX_T_OTHER && !dx_type_name(DX_T_OTHER), "a type of later versions");
    ok(type("{\"type\":\"") == DX_T_NONE && type("{\"type\":\"page") == DX_T_NONE && type("{ \"type\":\"page\"}") == DX_T_NONE &&
           type("") == DX_T_NONE && type("hello") == DX_T_NONE, "no record");
    ok(dx_type_of(dx_str("page")) == DX_T_PAGE && dx_type_of(dx_str("")) == DX_T_NONE &&
           dx_type_of(dx_str("pagex")) == DX_T_NONE, "by name");
}

static int read_item(struct dx_item *it, struct dx_json *j, const char *line, struct dx_err *e)
{
    int rc = dx_json_parse(j, line, strlen(line), e);
    return rc == DX_OK ? dx_item_read(it, j, e) : rc;
}

static void items(void)
{
    static const char *const same[] = {
        "{\"type\":\"item\",\"id\":\"" HASH "\",\"exhibit\":\"E07\",\"path\":[\"E07/a\\\"\\u000ab.zip\",\"\xe0\xb8\x81\"],\"at\":[0,17],"
        "\"size\":183220,\"media\":\"image/jpeg\",\"mtime\":\"2017-05-19T03:04:05Z\",\"duplicate\":true,\"by\":\"0123456789ab\"}\n",
        "{\"type\":\"item\",\"id\":\"-\",\"exhibit\":\"-\",\"path\":[\"-\"],\"at\":[0],"
        "\"media\":\"text/plain\",\"duplicate\":false,\"by\":\"0123456789ab\"}\n",
        "{\"type\":\"item\",\"id\":\"" HASH "\",\"exhibit\":\"E\",\"path\":[\"E/\xef\xbf\xbd\"],\"path_raw\":[\"RS//\"],\"at\":[3],\"size\":0,"
        "\"media\":\"inode/x-empty\",\"duplicate\":false,\"by\":\"0123456789ab\"}\n",
    };
    struct dx_json j = {0};
    struct dx_err e;
    struct dx_item it;
    struct dx_buf b = DX_BUF_INIT;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        dx_buf_reset(&b);
        ok(read_item(&it, &j, same[i], &e) == DX_OK, "read");
        dx_item_write(&b, &it, "0123456789ab");
        is_str(b.p, same[i], "and written the same");
    }
    static const char *const bad[] = {
        "{}", "[]", "{\"id\":\"-\"}",
        "{\"id\":\"-\",\"exhibit\":\"E\",\"path\":[],\"media\":\"a/b\"}",
        "{\"id\":\"-\",\"exhibit\":\"E\",\"path\":[1],\"media\":\"a/b\"}",
        "{\"id\":\"-\",\"exhibit\":\"E\",\"path\":\"E\",\"media\":\"a/b\"}",
        "{\"id\":\"-\",\"exhibit\":1,\"path\":[\"E\"],\"media\":\"a/b\"}",
        "{\"id\":\"0011\",\"exhibit\":\"E\",\"path\":[\"E\"],\"media\":\"a/b\"}",
        "{\"id\":\"x0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\",\"exhibit\":\"E\",\"path\":[\"E\"],\"media\":\"a/b\"}",
        "{\"id\":5,\"exhibit\":\"E\",\"path\":[\"E\"],\"media\":\"a/b\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(read_item(&it, &j, bad[i], &e) == DX_BAD && strcmp(e.code, "malformed") == 0, "refused: %s", e.msg);
    dx_buf_reset(&b);
    dx_buf_str(&b, "{\"id\":\"-\",\"exhibit\":\"E\",\"media\":\"a/b\",\"path\":[\"E\"");
    for (int i = 0; i < DX_PATH_LEVELS; i++)
        dx_buf_str(&b, ",\"m\"");
    dx_buf_str(&b, "]}");
    ok(read_item(&it, &j, b.p, &e) == DX_BAD, "too many levels");
    dx_buf_free(&b);
    dx_json_free(&j);
}

static void errors(void)
{
    struct dx_item it = {.id = DX_STR(HASH), .exhibit = DX_STR("E"), .levels = 1, .path = {DX_STR("E/x")}, .at = {0}};
    struct dx_err what = {.code = "limit", .limit = "pixels", .transient = true, .msg = "too \"large\""};
    struct dx_buf b = DX_BUF_INIT;
    dx_error_write(&b, &(struct dx_error_rec){&it, 2, "text", &what}, "0123456789ab");
    is_str(b.p, "{\"type\":\"error\",\"exhibit\":\"E\",\"path\":[\"E/x\"],\"item\":\"" HASH "\",\"page\":2,\"stage\":\"text\",\"code\":\"limit\","
           "\"limit\":\"pixels\",\"transient\":true,\"message\":\"too \\\"large\\\"\",\"by\":\"0123456789ab\"}\n", "with everything");
    dx_buf_reset(&b);
    struct dx_err plain = {.code = "crashed", .signal = 11, .msg = "the worker died"};
    dx_error_write(&b, &(struct dx_error_rec){NULL, 0, "find", &plain}, "0123456789ab");
    is_str(b.p, "{\"type\":\"error\",\"stage\":\"find\",\"code\":\"crashed\",\"signal\":11,\"message\":\"the worker died\","
           "\"by\":\"0123456789ab\"}\n", "about nothing in particular");
    dx_buf_free(&b);
}

static void ids(void)
{
    char id[DX_ID_DIGITS + 1], want[DX_ID_DIGITS + 1], tool[DX_TOOL_DIGITS + 1];
    dx_page_id(id, dx_str("-"), 1, "text", 0);
    dx_record_id(want, dx_str("[\"-\",1,\"text\",0]"));
    is_str(id, want, "a page's id");
    is_str(id, "21068cb7e830e564", "known beforehand");
    struct dx_buf b = DX_BUF_INIT;
    dx_tool_write(&b, dx_str("\"name\":\"dx-x\",\"schema\":1"), tool);
    char head[DX_TOOL_DIGITS + 1];
    static const char whole[] = "{\"type\":\"tool\",\"name\":\"dx-x\",\"schema\":1}";
    dx_sha256_head(whole, sizeof whole - 1, DX_TOOL_DIGITS, head);
    is_str(tool, head, "a tool's id is that of the record without it");
    ok(strncmp(b.p, "{\"type\":\"tool\",\"id\":\"", 21) == 0 && strncmp(b.p + 21, tool, 12) == 0 &&
           strcmp(b.p + 33, "\",\"name\":\"dx-x\",\"schema\":1}\n") == 0, "the tool record");
    dx_buf_reset(&b);
    dx_end_write(&b, tool, 3, 1);
    char end[80];
    snprintf(end, sizeof end, "{\"type\":\"end\",\"by\":\"%s\",\"items\":3,\"errors\":1}\n", tool);
    is_str(b.p, end, "the end record");
    dx_buf_free(&b);
}

int main(void)
{
    types();
    items();
    errors();
    ids();
    return tap_done();
}
