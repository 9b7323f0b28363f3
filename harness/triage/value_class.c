#include "triage/value_class.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { STRINGS_MAX = 64 }; /* of one expectation that are compared */

static bool starts_with(const char *text, const char *start)
{
    return !strncmp(text, start, strlen(start));
}

const char *ct_literal_class(const char *expected)
{
    const char *text = expected ? expected : "";
    while (starts_with(text, "one of "))
        text += strlen("one of ");
    return *text == '"'                                      ? "string"
           : *text == '-' || isdigit((unsigned char)*text)   ? "number"
           : *text == '['                                    ? "array"
           : *text == '{'                                    ? "object"
           : !strcmp(text, "null")                           ? "null"
           : !strcmp(text, "true") || !strcmp(text, "false") ? "boolean"
                                                             : "";
}

const char *ct_value_class(const char *actual)
{
    static const char *const words[][2] = {
        {"the string '", "string"},    {"the number ", "number"}, {"an array with ", "array"},
        {"an object with ", "object"}, {"'", "string"},
    };
    const char *literal = ct_literal_class(actual);
    for (size_t i = 0; actual && !*literal && i < sizeof words / sizeof *words; i++)
        if (starts_with(actual, words[i][0]))
            return words[i][1];
    return *literal ? literal : actual ? actual : "";
}

/* ---- Strings ---- */

typedef struct string {
    const char *at;
    size_t size;
} string;

/* The strings in double quotes, with their escapes. One without an end is left out. */
static size_t quoted_strings(const char *text, string *strings)
{
    size_t count = 0;
    while (count < STRINGS_MAX && (text = strchr(text, '"'))) {
        size_t size = 0;
        for (text++; text[size] && text[size] != '"'; size++)
            size += text[size] == '\\' && text[size + 1];
        if (!text[size])
            break;
        strings[count++] = (string){text, size};
        text += size + 1;
    }
    return count;
}

static size_t expected_strings(const char *expected, string *strings)
{
    while (starts_with(expected, "one of ") || starts_with(expected, "an element that is "))
        expected += strlen(*expected == 'o' ? "one of " : "an element that is ");
    return *expected == '"' ? quoted_strings(expected, strings) : 0;
}

static size_t actual_strings(const char *actual, string *strings)
{
    static const char words[] = "the string '";
    if (*actual == '"' || *actual == '[')
        return quoted_strings(actual, strings);
    if (!starts_with(actual, words))
        return 0;
    actual += sizeof words - 1;
    const char *end = strrchr(actual, '\'');
    if (!end || end[1])
        return 0;
    *strings = (string){actual, (size_t)(end - actual)};
    return 1;
}

static bool is_inside(string whole, string part)
{
    for (size_t i = 0; i + part.size <= whole.size; i++)
        if (!memcmp(whole.at + i, part.at, part.size))
            return true;
    return false;
}

static ct_change change_of(string expected, string actual)
{
    size_t const less = expected.size < actual.size ? expected.size : actual.size;
    size_t same = 0;
    if (!less)
        return CT_CHANGE_OTHER;
    while (same < less && expected.at[same] == actual.at[same])
        same++;
    if (expected.size == actual.size)
        return !strncasecmp(expected.at, actual.at, less) ? CT_CHANGE_CASE
               : same + 1 == less && less > 3             ? CT_CHANGE_CHARACTER
                                                          : CT_CHANGE_OTHER;
    if (same == less)
        return actual.size > less ? CT_CHANGE_LONGER : CT_CHANGE_CUT;
    if (actual.size > less && !memcmp(actual.at + actual.size - less, expected.at, less))
        return CT_CHANGE_PREFIXED;
    return actual.size > less && is_inside(actual, expected) ? CT_CHANGE_ENCLOSED : CT_CHANGE_OTHER;
}

ct_change ct_value_change(const char *expected, const char *actual)
{
    string wanted[STRINGS_MAX], found[STRINGS_MAX];
    size_t const wanted_count = expected ? expected_strings(expected, wanted) : 0;
    size_t const found_count = actual && wanted_count ? actual_strings(actual, found) : 0;
    ct_change best = found_count ? CT_CHANGE_OTHER : CT_CHANGE_UNKNOWN;
    for (size_t i = 0; i < wanted_count; i++)
        for (size_t k = 0; k < found_count; k++) {
            ct_change const change = change_of(wanted[i], found[k]);
            if (change != CT_CHANGE_OTHER && (best == CT_CHANGE_OTHER || change < best))
                best = change;
        }
    return best;
}

const char *ct_change_text(ct_change change)
{
    static const char *const texts[CT_CHANGES] = {
        [CT_CHANGE_LONGER] = "has extra characters at its end",
        [CT_CHANGE_PREFIXED] = "has extra characters at its start",
        [CT_CHANGE_ENCLOSED] = "is enclosed in extra characters",
        [CT_CHANGE_CUT] = "is cut at its end",
        [CT_CHANGE_CASE] = "differs in upper and lower case",
        [CT_CHANGE_CHARACTER] = "differs in its last character",
    };
    return texts[change];
}

/* ---- Spellings ---- */

const char *ct_value_as_json(ct_arena *arena, const char *actual)
{
    static const char number[] = "the number ";
    string only = {0};
    if (!actual)
        return NULL;
    if (starts_with(actual, number))
        return ct_arena_text(arena, actual + sizeof number - 1);
    if (*actual == '"' || *actual == '[' || !actual_strings(actual, &only))
        return actual;
    for (size_t i = 0; i < only.size; i++)
        if (only.at[i] == '"' || only.at[i] == '\\' || only.at[i] == '\'')
            return actual;
    return ct_arena_printf(arena, "\"%.*s\"", (int)only.size, only.at);
}

const char *ct_value_of_all(ct_arena *arena, const char *actual)
{
    string found[STRINGS_MAX];
    size_t const count = actual && *actual == '[' ? quoted_strings(actual, found) : 0;
    size_t size = 2; /* of the array, if it has nothing but these strings */
    for (size_t i = 0; i < count; i++) {
        if (found[i].size != found[0].size || memcmp(found[i].at, found[0].at, found[0].size) != 0)
            return actual;
        size += found[i].size + 2 + (i > 0);
    }
    return count && size == strlen(actual)
               ? ct_arena_printf(arena, "\"%.*s\"", (int)found[0].size, found[0].at)
               : actual;
}
