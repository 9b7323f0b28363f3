/* The places where control characters are allowed: values that are sent in a body or
 * percent-encoded, and values that are compared with a body. */
#include <string.h>

#include "load/loading.h"

typedef enum place {
    PLACE_FILE, /* an operation, a file of cases, a target */
    PLACE_CASES,
    PLACE_CASE, /* a step, too */
    PLACE_STEPS,
    PLACE_REQUEST,
    PLACE_EXPECT,
    PLACE_RESPONSES,
    PLACE_VALUES, /* a mapping with values of any kind */
    PLACE_ROWS,
    PLACE_ROW,
    PLACE_OTHER,
    PLACE_FREE = CT_YAML_CONTROLS_ALLOWED
} place;

static const char element[] = "[]", any[] = "*";

/* The place of a key inside a place: that of the first row with the key, or `any`; PLACE_OTHER if
 * there is no such row. */
static const struct {
    place place;
    const char *key;
    place next;
} places[] = {
    {PLACE_FILE, "request", PLACE_REQUEST}, {PLACE_FILE, "responses", PLACE_RESPONSES},
    {PLACE_FILE, "vars", PLACE_VALUES},     {PLACE_FILE, "cases", PLACE_CASES},
    {PLACE_FILE, "before", PLACE_STEPS},    {PLACE_CASES, element, PLACE_CASE},
    {PLACE_STEPS, element, PLACE_CASE},     {PLACE_CASE, "with", PLACE_REQUEST},
    {PLACE_CASE, "request", PLACE_REQUEST}, {PLACE_CASE, "expect", PLACE_EXPECT},
    {PLACE_CASE, "should", PLACE_EXPECT},   {PLACE_CASE, "fail_when", PLACE_EXPECT},
    {PLACE_CASE, "vars", PLACE_VALUES},     {PLACE_CASE, "each", PLACE_ROWS},
    {PLACE_CASE, "steps", PLACE_STEPS},     {PLACE_CASE, "cleanup", PLACE_STEPS},
    {PLACE_REQUEST, "json", PLACE_FREE},    {PLACE_REQUEST, "text", PLACE_FREE},
    {PLACE_REQUEST, "form", PLACE_VALUES},  {PLACE_REQUEST, "query", PLACE_VALUES},
    {PLACE_REQUEST, "path", PLACE_VALUES},  {PLACE_RESPONSES, any, PLACE_EXPECT},
    {PLACE_EXPECT, element, PLACE_EXPECT}, /* alternatives */
    {PLACE_EXPECT, "json", PLACE_FREE},     {PLACE_EXPECT, "at", PLACE_VALUES},
    {PLACE_EXPECT, "text", PLACE_FREE},     {PLACE_VALUES, any, PLACE_FREE},
    {PLACE_ROWS, element, PLACE_ROW},       {PLACE_ROW, "name", PLACE_OTHER},
    {PLACE_ROW, any, PLACE_FREE},
};

unsigned ct_place_of_controls(unsigned outer, const char *key)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        bool const is_any = places[i].key == any;
        bool const is_element = places[i].key == element;
        if (places[i].place == outer &&
            (key ? is_any || (!is_element && !strcmp(places[i].key, key)) : is_element))
            return places[i].next;
    }
    return PLACE_OTHER;
}
