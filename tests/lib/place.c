/* place.c: labels are found where the picture has them */
#include "find/scan/place.h"
#include "../tap.h"

/* A card in two columns, as a recogniser gives it: the lines of both columns interleave. */
static const char text[] = "Passport No. Surname AB1234567 SOMMUT NIK : 3171 Other 99";
static const struct dx_box_word words[] = {
    {0, 8, {700, 100, 80, 14}, 1},   {9, 12, {786, 100, 24, 14}, 1},  {13, 20, {100, 102, 70, 14}, 1},
    {21, 30, {702, 122, 160, 22}, 1}, {31, 37, {100, 124, 90, 22}, 1}, {38, 41, {100, 300, 40, 20}, 1},
    {42, 43, {300, 302, 4, 16}, 1},  {44, 48, {330, 300, 90, 20}, 1}, {49, 54, {330, 500, 60, 20}, 1},
    {55, 57, {330, 700, 30, 20}, 1},
};

static void look(const int box[4], const char *want_left, const char *want_above, const char *what)
{
    struct dx_buf left = DX_BUF_INIT, above = DX_BUF_INIT, column = DX_BUF_INIT;
    dx_place_around(DX_STR(text), words, sizeof words / sizeof *words, box, &left, &above, &column);
    ok(strcmp(left.p ? left.p : "", want_left) == 0, "%s: left is '%s'", what, left.p ? left.p : "");
    ok(strcmp(above.p ? above.p : "", want_above) == 0, "%s: above is '%s'", what, above.p ? above.p : "");
    dx_buf_free(&left);
    ok(column.len == 0, "%s: no column", what);
    dx_buf_free(&above);
    dx_buf_free(&column);
}

/* A table of two columns and five rows under a title, its cells one by one. */
static void look_in_table(void)
{
    static const char table[] = "List Name Plate Aung 1111 Maung 2222 Zaw 3333 Htun 4444";
    static const struct dx_box_word cells[] = {
        {0, 4, {150, 10, 60, 20}, 1},     {5, 9, {100, 60, 60, 20}, 1},     {10, 15, {300, 60, 70, 20}, 1},    {16, 20, {100, 100, 60, 20}, 1},
        {21, 25, {300, 100, 60, 20}, 1},  {26, 31, {100, 140, 70, 20}, 1},  {32, 36, {300, 140, 60, 20}, 1},   {37, 40, {100, 180, 50, 20}, 1},
        {41, 45, {300, 180, 60, 20}, 1},  {46, 50, {100, 220, 60, 20}, 1},  {51, 55, {300, 220, 60, 20}, 1},
    };
    struct dx_buf left = DX_BUF_INIT, above = DX_BUF_INIT, column = DX_BUF_INIT;
    dx_place_around(DX_STR(table), cells, sizeof cells / sizeof *cells, cells[10].box, &left, &above, &column);
    is_str(column.p, "Plate", "the head of a column of numbers");
    dx_buf_reset(&column);
    dx_place_around(DX_STR(table), cells, sizeof cells / sizeof *cells, cells[9].box, &left, &above, &column);
    is_str(column.p, "List\nName\nAung", "the highest rows of a column of names, its head among them");
    dx_buf_free(&left);
    dx_buf_free(&above);
    dx_buf_free(&column);
}

/* Rows that rise to the right by a tenth: a label at the left of the page, its value at the right, the next row's label as high as that. */
static void look_on_a_slope(void)
{
    static const char page[] = "Name of holder\nMYA EXAMPLE TEST\nDate of birth\n14 May 2024";
    static const struct dx_box_word tilted[] = {
        {0, 4, {100, 200, 60, 20}, 1},   {5, 7, {170, 193, 30, 20}, 1},    {8, 14, {210, 187, 70, 20}, 1},
        {15, 18, {600, 152, 50, 20}, 1}, {19, 26, {660, 143, 90, 20}, 1},  {27, 31, {760, 135, 60, 20}, 1},
        {32, 36, {100, 240, 50, 20}, 1}, {37, 39, {160, 234, 30, 20}, 1},  {40, 45, {200, 229, 60, 20}, 1},
        {46, 48, {600, 193, 24, 20}, 1}, {49, 52, {634, 188, 40, 20}, 1},  {53, 57, {684, 183, 60, 20}, 1},
    };
    enum { N = sizeof tilted / sizeof *tilted };
    struct dx_box_word level[N];
    struct dx_buf left = DX_BUF_INIT, above = DX_BUF_INIT, column = DX_BUF_INIT;
    dx_place_level(DX_STR(page), tilted, N, level);
    dx_place_around(DX_STR(page), level, N, level[9].box, &left, &above, &column);
    is_str(left.p, "Date of birth", "the label of a row that rises");
    dx_place_level(DX_STR(page), words, 2, level);
    ok(memcmp(level, words, 2 * sizeof *level) == 0, "two words tell no slope");
    dx_buf_free(&left);
    dx_buf_free(&above);
    dx_buf_free(&column);
}

int main(void)
{
    look(words[3].box, "SOMMUT", "Passport No.", "a value under its label");
    look(words[4].box, "", "Surname", "its neighbour in the other column");
    look(words[7].box, "NIK :", "", "a value right of its label, with a gap");
    look(words[9].box, "", "", "too far below to belong");
    look((const int[4]){0, 0, 0, 0}, "", "", "no box");
    look_in_table();
    look_on_a_slope();
    return tap_done();
}
