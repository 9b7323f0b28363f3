/* Whether a check fits a place that a requirement is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/about_match.h"
#include "tests/rows.h"

static const char *fit_name(ct_fit fit, ct_arena *arena)
{
    if (fit == CT_FIT_HIDES)
        return "hides";
    if (fit == CT_FIT_NONE || fit == CT_FIT_EXACT)
        return fit ? "exact" : "none";
    return ct_arena_printf(arena, "around %d", (int)fit - CT_FIT_AROUND);
}

static const ct_about of_status = {.method = "POST", .path = "/pets/{id}", .status = 201};

static ct_about at_place(const char *at)
{
    ct_about about = of_status;
    about.at_text = at;
    return about;
}

static ct_checked at_check(const char *at)
{
    return (ct_checked){
        .method = "POST", .path = "/pets/7", .status = 201, .subject = CT_SUBJECT_PATH, .at = at};
}

/* ---- Paths ---- */

static const struct {
    const char *place, *check, *fit;
} paths[] = {
    {"$", "$", "exact"},
    {"$.a", "$.a", "exact"},
    {"$.a", "$['a']", "exact"},
    {"$[\"a\"]", "$.a", "exact"},
    {"$[ 'a' ]", "$.a", "exact"},
    {"$.a", "$.b", "none"},
    {"$.a", "$.ab", "none"},
    {"$.ab", "$.a", "none"},
    {"$.a.b", "$['a']['b']", "exact"},
    {"$.a[*].b", "$['a'][0]['b']", "exact"},
    {"$.a.*.b", "$['a'][0]['b']", "exact"},
    {"$.a[*].b", "$['a']['c']['b']", "exact"},
    {"$.a[0].b", "$['a'][0]['b']", "exact"},
    {"$.a[0].b", "$['a'][1]['b']", "none"},
    {"$.a[0].b", "$['a'][10]['b']", "none"},
    {"$.a[0]", "$['a']['0']", "none"},
    {"$.a[-1].b", "$['a'][1]['b']", "exact"},
    {"$.a[1:3].b", "$['a'][1]['b']", "exact"},
    {"$.a['b','c']", "$['a']['c']", "exact"},
    {"$.a[?@.x == ']'].b", "$['a'][1]['b']", "exact"},
    {"$.a[?@['x'] > 1].b", "$['a'][1]['c']", "none"},
    /* What is below the place, and the closer of two places. */
    {"$", "$['a']", "around 0"},
    {"$.a", "$['a'][1]", "around 1"},
    {"$.a", "$['a'][1]['b']", "around 1"},
    {"$.a[*]", "$['a'][1]['b']", "around 2"},
    /* What contains the place. */
    {"$.a", "$", "hides"},
    {"$.a[*].b", "$['a']", "hides"},
    {"$.a[*].b", "$['a'][3]", "hides"},
    /* Descendants. */
    {"$..b", "$['a'][0]['b']", "exact"},
    {"$..b", "$['b']", "exact"},
    {"$..b", "$['b']['c']", "around 1"},
    {"$..b", "$['a']", "hides"},
    {"$..[*].b", "$['a'][0]['b']", "exact"},
    {"$.a..b", "$['c']['b']", "none"},
    {"$.a.b", "$..b", "exact"},
    {"$.a.b", "$..c", "around 0"},
    /* Names with dots, quotes and brackets, and escapes. */
    {"$['a.b']", "$['a.b']", "exact"},
    {"$['a.b']", "$.a.b", "none"},
    {"$[\"a'b\"]", "$['a\\'b']", "exact"},
    {"$['a]b'].c", "$['a]b']['c']", "exact"},
    {"$['a\\\\'].c", "$['a\\\\']['c']", "exact"},
    {"$['a\\n']", "$['a\\u000a']", "exact"},
    {"$['a\\n']", "$['an']", "none"},
    {"$.\xc3\xa9", "$['\xc3\xa9']", "exact"},
};

static void relates_paths(void **state)
{
    for (size_t i = 0; i < COUNT(paths); i++) {
        ct_about const about = at_place(paths[i].place);
        ct_checked const check = at_check(paths[i].check);
        rows_same(ct_arena_printf(*state, "%s %s", paths[i].place, paths[i].check),
                  fit_name(ct_about_fit(&about, &check), *state), paths[i].fit);
    }
}

/* Text that ends too early ends every loop. */
static void survives_broken_paths(void **state)
{
    static const char *const texts[] = {"$[", "$['", "$['\\", "$.", "$..", "$[?", "$[]", "$[''"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t j = 0; j < COUNT(texts); j++) {
            ct_about const about = at_place(texts[i]);
            ct_checked const check = at_check(texts[j]);
            ct_about_fit(&about, &check);
        }
}

/* ---- Places ---- */

static void fits_places(void **state)
{
    ct_about header = of_status, other_status = of_status, effect = of_status, none = {0};
    header.header = "X-Id";
    other_status.status = 400;
    effect.is_effect = true;
    effect.status = 0;
    ct_about const body = at_place("$"), part = at_place("$.a");
    const struct {
        const char *name;
        const ct_about *about;
        ct_checked check;
        const char *fit;
    } rows[] = {
        {"status", &of_status, {.subject = CT_SUBJECT_STATUS}, "exact"},
        {"another status", &other_status, {.subject = CT_SUBJECT_STATUS}, "none"},
        {"the status hides the header", &header, {.subject = CT_SUBJECT_STATUS}, "hides"},
        {"the status hides the body", &part, {.subject = CT_SUBJECT_STATUS}, "hides"},
        {"header", &header, {.subject = CT_SUBJECT_HEADER, .header = "x-id"}, "exact"},
        {"another header", &header, {.subject = CT_SUBJECT_HEADER, .header = "X-Ip"}, "none"},
        {"a header, of the status",
         &of_status,
         {.subject = CT_SUBJECT_HEADER, .header = "X"},
         "none"},
        {"a header, of the body", &body, {.subject = CT_SUBJECT_HEADER, .header = "X"}, "none"},
        {"body", &body, {.subject = CT_SUBJECT_JSON}, "exact"},
        {"text", &body, {.subject = CT_SUBJECT_TEXT}, "exact"},
        {"bytes hide a part", &part, {.subject = CT_SUBJECT_BYTES}, "hides"},
        {"a part, of the status", &of_status, {.subject = CT_SUBJECT_PATH, .at = "$.a"}, "none"},
        {"a part, of a header", &header, {.subject = CT_SUBJECT_PATH, .at = "$.a"}, "none"},
        {"json at a part", &part, {.subject = CT_SUBJECT_JSON, .at = "$['a']"}, "exact"},
        {"time", &of_status, {.subject = CT_SUBJECT_TIME}, "around 0"},
        {"time, of a part", &part, {.subject = CT_SUBJECT_TIME}, "none"},
        {"no connection", &of_status, {.subject = CT_SUBJECT_CONNECTION}, "exact"},
        {"effect in the body", &effect, {.subject = CT_SUBJECT_JSON, .received = 200}, "exact"},
        {"effect in the status", &effect, {.subject = CT_SUBJECT_STATUS}, "exact"},
        {"effect in 404", &effect, {.subject = CT_SUBJECT_STATUS, .received = 404}, "exact"},
        {"no effect in 500", &effect, {.subject = CT_SUBJECT_STATUS, .received = 500}, "none"},
        {"no effect in a header", &effect, {.subject = CT_SUBJECT_HEADER, .header = "X"}, "none"},
        {"another method", &of_status, {.method = "GET", .subject = CT_SUBJECT_STATUS}, "none"},
        {"another path", &of_status, {.path = "/pets", .subject = CT_SUBJECT_STATUS}, "none"},
        {"no request", &none, {.subject = CT_SUBJECT_STATUS}, "none"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_checked check = rows[i].check;
        check.method = check.method ? check.method : "POST";
        check.path = check.path ? check.path : "/pets/{pet_id}";
        check.status = 201;
        rows_same(rows[i].name, fit_name(ct_about_fit(rows[i].about, &check), *state), rows[i].fit);
    }
}

static void takes_the_closest_place(void **state)
{
    ct_about body = at_place("$"), list = at_place("$.a"), part = at_place("$.a[*].b.c");
    ct_requirement requirement = {.about = &body};
    body.next = &list;
    list.next = &part;
    ct_checked check = at_check("$['a'][0]['b']");
    rows_same("of three", fit_name(ct_requirement_fit(&requirement, &check), *state), "around 1");
    check.subject = CT_SUBJECT_STATUS;
    rows_same("hidden", fit_name(ct_requirement_fit(&requirement, &check), *state), "hides");
    requirement.about = NULL;
    rows_same("no place", fit_name(ct_requirement_fit(&requirement, &check), *state), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {ROWS_TEST(relates_paths), ROWS_TEST(survives_broken_paths),
                                       ROWS_TEST(fits_places), ROWS_TEST(takes_the_closest_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
