/* Reads pairs of JSON numbers, "A B" a line, and prints the results of lang/json/number.h for each:
 * the order, whether the hashes are the same, whether A is an integer, its 64-bit value, and
 * whether it is a multiple of B ("-" unless B is above zero). tests/number_pairs.py computes the
 * expected results.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/json/number.h"

static json_t *number(ct_arena *arena, const char *text)
{
    size_t const size = strlen(text);
    if (!size || ct_number_scan(text, size) != size) {
        fprintf(stderr, "not a number: %s\n", text);
        exit(EXIT_FAILURE);
    }
    return ct_number_new(arena, text, size);
}

static void print_value(const json_t *a)
{
    int64_t value;
    if (ct_number_to_int(a, &value))
        printf(" %" PRId64, value);
    else
        fputs(" -", stdout);
}

static void print_pair(ct_arena *arena, char *line)
{
    char *rest = NULL;
    json_t *a = number(arena, strtok_r(line, " \n", &rest));
    json_t *b = number(arena, strtok_r(NULL, " \n", &rest));
    json_t *zero = ct_number_from_int(arena, 0);
    printf("%d %d %d", ct_number_compare(a, b), ct_number_hash(a) == ct_number_hash(b),
           ct_number_is_integer(a));
    print_value(a);
    if (ct_number_compare(b, zero) > 0)
        printf(" %d\n", ct_number_is_multiple(a, b));
    else
        puts(" -");
}

int main(void)
{
    ct_arena *arena = ct_arena_new();
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        print_pair(arena, line);
        ct_arena_reset(arena);
    }
    free(line);
    ct_arena_free(arena);
    return EXIT_SUCCESS;
}
