/* country.c: the countries of ISO 3166-1, and XK, by their two letters */
#include "find/check/kit.h"

/* By the first letter, the second ones. */
static const char *const codes[26] = {
    ['A' - 'A'] = "DEFGILMOQRSTUWXZ", ['B' - 'A'] = "ABDEFGHIJLMNOQRSTVWYZ", ['C' - 'A'] = "ACDFGHIKLMNORUVWXYZ",
    ['D' - 'A'] = "EJKMOZ", ['E' - 'A'] = "CEGHRST", ['F' - 'A'] = "IJKMOR", ['G' - 'A'] = "ABDEFGHILMNPQRSTUWY",
    ['H' - 'A'] = "KMNRTU", ['I' - 'A'] = "DELMNOQRST", ['J' - 'A'] = "EMOP", ['K' - 'A'] = "EGHIMNPRWYZ",
    ['L' - 'A'] = "ABCIKRSTUVY", ['M' - 'A'] = "ACDEFGHKLMNOPQRSTUVWXYZ", ['N' - 'A'] = "ACEFGILOPRUZ", ['O' - 'A'] = "M",
    ['P' - 'A'] = "AEFGHKLMNRSTWY", ['Q' - 'A'] = "A", ['R' - 'A'] = "EOSUW", ['S' - 'A'] = "ABCDEGHIJKLMNORSTVXYZ",
    ['T' - 'A'] = "CDFGHJKLMNORTVWZ", ['U' - 'A'] = "AGMSYZ", ['V' - 'A'] = "ACEGINU", ['W' - 'A'] = "FS", ['X' - 'A'] = "K",
    ['Y' - 'A'] = "ET", ['Z' - 'A'] = "AMW",
};

bool kit_country(const char *cc)
{
    char first = kit_upper(cc[0]), second = kit_upper(cc[1]);
    const char *p = first >= 'A' && first <= 'Z' ? codes[first - 'A'] : NULL;
    while (p && *p && *p != second)
        p++;
    return p && *p;
}
