/* place.c: labels are found where the picture has them */
#include "find/place.h"
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
    struct dx_buf left = DX_BUF_INIT, above = DX_BUF_INIT;
    dx_place_around(DX_STR(text), words, sizeof words / sizeof *words, box, &left, &above);
    ok(strcmp(left.p ? left.p : "", want_left) == 0, "%s: left is '%s'", what, left.p ? left.p : "");
    ok(strcmp(above.p ? above.p : "", want_above) == 0, "%s: above is '%s'", what, above.p ? above.p : "");
    dx_buf_free(&left);
    dx_buf_free(&above);
}

int main(void)
{
    look(words[3].box, "", "Passport No.", "a value under its label");
    look(words[4].box, "", "Surname", "its neighbour in the other column");
    look(words[7].box, "NIK :", "", "a value right of its label, with a gap");
    look(words[9].box, "", "", "too far below to belong");
    look((const int[4]){0, 0, 0, 0}, "", "", "no box");
    return tap_done();
}
