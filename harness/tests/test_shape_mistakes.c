/* Invalid shapes: every error of the prepare functions, with its exact message and location. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

typedef const char *const mistake[2]; /* the shape, the diagnostics */

static void rejects_unknown_tags(void **state)
{
    static mistake rows[] = {
        {"!regex 'x'", "1:1+10 unknown tag '!regex' (use !re 'PATTERN')"},
        {"a: !optionl [1]", "1:4+10 unknown tag '!optionl' (did you mean '!optional'?)"},
        {"!Any", "1:1+4 unknown tag '!Any' (did you mean '!any'?)"},
        {"!datetime", "1:1+9 unknown tag '!datetime' (use !date-time)"},
        {"!xyzzy", "1:1+6 unknown tag '!xyzzy'"},
        {"!!str x", "1:1+7 unknown tag 'tag:yaml.org,2002:str'"},
        {"!<!any]> x",
         "1:1+10 unknown tag '!any]' (write a space after a tag without a value, before ']')"},
        {"[!x 1, {a: !y 2}]", "1:2+4 unknown tag '!x'\n1:12+4 unknown tag '!y'"},
        {"!each [!x 1]", "1:8+4 unknown tag '!x'"},
        {"!exact {a: !x 1}", "1:12+4 unknown tag '!x'"},
        {"!not\n- !x 1", "2:3+4 unknown tag '!x'"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void rejects_operands_of_the_wrong_kind(void **state)
{
    static mistake rows[] = {
        {"!any strin", "1:1+10 unknown type 'strin' (did you mean 'string'?)"},
        {"!any String", "1:1+11 unknown type 'String' (did you mean 'string'?)"},
        {"!any float", "1:1+10 unknown type 'float'"},
        {"!any ''", "1:1+7 unknown type ''"},
        {"!any [string]", "1:1+6 '!any' requires the name of a type or no value"},
        {"!any {}", "1:1+6 '!any' requires the name of a type or no value"},
        {"!absent x", "1:1+9 '!absent' does not take a value"},
        {"!absent ''", "1:1+10 '!absent' does not take a value"},
        {"!absent []", "1:1+9 '!absent' does not take a value"},
        {"!optional", "1:1+9 '!optional' without a matcher always matches (add a matcher for a "
                      "present value: !optional [M])"},
        {"!optional 1", "1:1+11 '!optional' requires a list: !optional [...]"},
        {"!optional {a: 1}", "1:1+11 '!optional' requires a list: !optional [...]"},
        {"!optional []", "1:1+11 never matches: '!optional' has an empty list"},
        {"!optional [1, 2]", "1:1+11 '!optional' takes one matcher, got 2 (combine several with "
                             "!all [...] or !in [...])"},
        {"!not", "1:1+4 '!not' requires a list: !not [...]"},
        {"!not 1", "1:1+6 '!not' requires a list: !not [...]"},
        {"!not []", "1:1+6 never matches: '!not' has an empty list"},
        {"!not [1, 2]",
         "1:1+6 '!not' takes one matcher, got 2 (combine several with !all [...] or !in [...])"},
        {"!each", "1:1+5 '!each' requires a list: !each [...]"},
        {"!each {a: 1}", "1:1+7 '!each' requires a list: !each [...]"},
        {"!each [1, 2]",
         "1:1+7 '!each' takes one matcher, got 2 (combine several with !all [...] or !in [...])"},
        {"!each-if-any [1, 2, 3]", "1:1+14 '!each-if-any' takes one matcher, got 3 (combine "
                                   "several with !all [...] or !in [...])"},
        {"!all", "1:1+4 '!all' requires a list: !all [...]"},
        {"!all []", "1:1+6 never matches: '!all' has an empty list"},
        {"!contains x", "1:1+11 '!contains' requires a list: !contains [...]"},
        {"!contains []", "1:1+11 never matches: '!contains' has an empty list"},
        {"!unordered {}", "1:1+12 '!unordered' requires a list: !unordered [...]"},
        {"!unordered []", "1:1+12 never matches: '!unordered' has an empty list"},
        {"!exact", "1:1+6 '!exact' requires {...} or [...]"},
        {"!exact 1", "1:1+8 '!exact' requires {...} or [...]"},
        {"!exact $(x)", "1:1+11 '!exact' requires {...} or [...]"},
        {"!in", "1:1+3 '!in' requires a list or a variable that contains one"},
        {"!in ''", "1:1+6 '!in' requires a list or a variable that contains one"},
        {"!in x", "1:1+5 '!in' requires a list or a variable that contains one"},
        {"!in '$(x)'", "1:1+10 '!in' requires a list or a variable that contains one"},
        {"!in x$(x)", "1:1+9 '!in' requires a list or a variable that contains one"},
        {"!in $(x", "1:5+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
        {"!in {a: 1}", "1:1+5 '!in' requires a list: !in [...]"},
        {"!in []", "1:1+5 never matches: '!in' has an empty list"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

/* A matcher inside another one gets an existing value, so absence must be expressed outside. */
static void rejects_absence_inside_of_matchers(void **state)
{
#define INSIDE " (write !optional around the whole expression if the value may be missing)"
    static mistake rows[] = {
        {"[!absent ]", "1:2+7 '!absent' is not allowed as an element of a list"},
        {"[1, !absent ]", "1:5+7 '!absent' is not allowed as an element of a list"},
        {"[1, !optional [2]]", ""},
        {"!optional [!absent ]", "1:12+7 '!absent' is not allowed inside '!optional'" INSIDE},
        {"!optional [!optional [1]]",
         "1:12+11 '!optional' is not allowed inside '!optional'" INSIDE},
        {"!not [!absent ]", "1:7+7 '!absent' is not allowed inside '!not'" INSIDE},
        {"!in [!absent , 1]", "1:6+7 '!absent' is not allowed inside '!in'" INSIDE},
        {"!all [1, !absent ]", "1:10+7 '!absent' is not allowed inside '!all'" INSIDE},
        {"!each [!optional [1]]", "1:8+11 '!optional' is not allowed inside '!each'" INSIDE},
        {"!each-if-any [!absent ]", "1:15+7 '!absent' is not allowed inside '!each-if-any'" INSIDE},
        {"!contains [!absent ]", "1:12+7 '!absent' is not allowed inside '!contains'" INSIDE},
        {"!unordered [!absent , !optional [1]]",
         "1:13+7 '!absent' is not allowed inside '!unordered'" INSIDE
         "\n1:23+11 '!optional' is not allowed inside '!unordered'" INSIDE},
    };
#undef INSIDE
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void rejects_invalid_lengths_and_ranges(void **state)
{
    static mistake rows[] = {
        {"!len", "1:1+4 expected a whole number"},
        {"!len -1", "1:1+7 expected a whole number"},
        {"!len 1.5", "1:1+8 expected a whole number"},
        {"!len '1'", "1:1+8 expected a whole number"},
        {"!len x", "1:1+6 expected a whole number"},
        {"!len 1e300", "1:1+10 expected a whole number"},
        {"!len $(n)", "1:1+9 expected a whole number"},
        {"!len [1]", "1:1+6 expected a whole number"},
        {"!len {}", "1:1+6 '!len' has no bound"},
        {"!len {min: 2, max: 1}", "1:1+6 never matches: no value has this length"},
        {"!len {min: 0}", "1:1+6 always matches: every value has this length"},
        {"!len {min: -1}", "1:12+2 expected a whole number"},
        {"!len {min: [1]}", "1:12 expected a scalar as value of 'min', got a list"},
        {"!len {mni: 1}", "1:7+3 unknown key 'mni' (did you mean 'min'?)"},
        {"!range", "1:1+6 '!range' requires {min, max, above, below}"},
        {"!range 5", "1:1+8 '!range' requires {min, max, above, below}"},
        {"!range [1, 5]", "1:1+8 '!range' requires {min, max, above, below}"},
        {"!range {}", "1:1+8 '!range' has no bound"},
        {"!range {min: x}", "1:14 'min' must be a number"},
        {"!range {min: '1'}", "1:14+3 'min' must be a number"},
        {"!range {min: null}", "1:14+4 'min' must be a number"},
        {"!range {min: '$(x)'}", "1:14+6 'min' must be a number"},
        {"!range {min: [1]}", "1:14 'min' must be a number"},
        {"!range {min: !any 1}", "1:14+6 tag '!any' is not allowed here"},
        {"!range {over: 1}", "1:9+4 unknown key 'over'"},
        {"!range {min: 2, max: 1}", "1:1+8 never matches: no number is in this range"},
        {"!range {min: 1.0000000000000000000001, max: 1}",
         "1:1+8 never matches: no number is in this range"},
        {"!range {above: 1, max: 1}", "1:1+8 never matches: no number is in this range"},
        {"!range {min: 1, below: 1}", "1:1+8 never matches: no number is in this range"},
        {"!range {above: 1, below: 1}", "1:1+8 never matches: no number is in this range"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void rejects_invalid_patterns_formats_and_types(void **state)
{
    static mistake rows[] = {
        {"!re", "1:1+3 '!re' requires a pattern that is not empty"},
        {"!re ''", "1:1+6 '!re' requires a pattern that is not empty"},
        {"!re [x]", "1:1+5 '!re' requires a pattern that is not empty"},
        {"!re abc", "1:5+7 a pattern must be quoted (write !re 'abc')"},
        {"!re 'x$(id)'", "1:7+2 variable in a pattern"},
        {"!re '(a'", "1:8 the pattern does not compile: missing closing parenthesis"},
        {"!re 'é[a'", "1:9 the pattern does not compile: missing terminating ] for character "
                      "class"},
        {"a: !re |-\n  x\n  (y\n", "3:5 the pattern does not compile: missing closing parenthesis"},
        {"!format", "1:1+7 '!format' requires the name of a format"},
        {"!format [ipv4]", "1:1+9 '!format' requires the name of a format"},
        {"!format ipv5", "1:1+12 unknown format 'ipv5' (did you mean 'ipv4'?)"},
        {"!media-type", "1:1+11 '!media-type' requires a media type: !media-type application/json"},
        {"!media-type json",
         "1:1+16 invalid media type 'json': expected TYPE/SUBTYPE without parameters"},
        {"!media-type text/",
         "1:1+17 invalid media type 'text/': expected TYPE/SUBTYPE without parameters"},
        {"!media-type /json",
         "1:1+17 invalid media type '/json': expected TYPE/SUBTYPE without parameters"},
        {"!media-type text/*",
         "1:1+18 invalid media type 'text/*': expected TYPE/SUBTYPE without parameters"},
        {"!media-type text/a;b=c",
         "1:1+22 invalid media type 'text/a;b=c': expected TYPE/SUBTYPE without parameters"},
        {"!media-type text/a b",
         "1:1+20 invalid media type 'text/a b': expected TYPE/SUBTYPE without parameters"},
        {"!media-type $(x)",
         "1:1+16 invalid media type '$(x)': expected TYPE/SUBTYPE without parameters"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void rejects_invalid_time_windows(void **state)
{
    static mistake rows[] = {
        {"!date-time x", "1:1+12 '!date-time' requires {within, of, after, before} or no value"},
        {"!date-time ''", "1:1+13 '!date-time' requires {within, of, after, before} or no value"},
        {"!date-time [1]", "1:1+12 '!date-time' requires {within, of, after, before} or no value"},
        {"!date-time {}",
         "1:1+12 empty mapping; use !date-time without a value to accept any time"},
        {"!date-time {within: soon}", "1:21+4 invalid duration 'soon' (write a number above zero "
                                      "with a unit: 500ms, 30s, 5m, 2h)"},
        {"!date-time {withn: 1s}", "1:13+5 unknown key 'withn' (did you mean 'within'?)"},
        {"!date-time {of: $(t)}", "1:13+2 'of' requires 'within'"},
        {"!date-time {within: 1s, of: now}",
         "1:29+3 invalid time 'now': expected RFC 3339 with a time zone"},
        {"!date-time {after: 2026-11-24T00:00:00}",
         "1:20+19 invalid time '2026-11-24T00:00:00': expected RFC 3339 with a time zone"},
        {"!date-time {after: [1]}", "1:20 expected a scalar as value of 'after', got a list"},
        {"!date-time {after: !any x}", "1:20+6 tag '!any' is not allowed here"},
        {"!date-time {after: null}", "1:20+4 expected a string, got null (quote it if it is a "
                                     "string, or write !absent for a missing value)"},
        {"!date-time {after: $(x}",
         "1:20+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
        {"!date-time {after: 2027-01-01T00:00:00Z, before: 2026-01-01T00:00:00Z}",
         "1:50+20 never matches: no time is in this window"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void rejects_invalid_literals(void **state)
{
    static mistake rows[] = {
        {"a: ${x}", "1:4+2 invalid variable reference '${' (write $(name) for a variable)"},
        {"a: $(x", "1:4+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
        {"{a: {$(x): 1}}", "1:6+4 variable in a property name"},
        {"a: 1_000", "1:4+5 ambiguous value '1_000': number or string (quote it if it is a string; "
                     "numbers have no leading zeros and no '_')"},
        {"[$(a, $(b]",
         "1:2+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')\n"
         "1:7+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void rejects_values_other_than_strings(void **state)
{
    static mistake rows[] = {
        {"null", "1:1+4 expected a string, got null (quote it if it is a string, or write !absent "
                 "for a missing value)"},
        {"[a, ~]", "1:5 expected a string, got null (quote it if it is a string, or write !absent "
                   "for a missing value)"},
        {"{a: 1}", "1:1 expected a string, got a mapping"},
        {"!exact {a: 1}", "1:1+8 expected a string, got a mapping"},
        {"!in [a, {b: 1}]", "1:9 expected a string, got a mapping"},
        {"[]", "1:1 empty list (write !absent to expect no such header)"},
        {"'null'", ""},
        {"012", ""},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_TEXT, rows, COUNT(rows));
}

static void rejects_invalid_statuses(void **state)
{
    static const char what[] =
        "1:1 invalid status 'x' (write a number, a class such as 4xx, or a list of these)";
    static mistake rows[] = {
        {"99", "1:1+2 status must be between 100 and 599, got '99'"},
        {"600", "1:1+3 status must be between 100 and 599, got '600'"},
        {"1000", "1:1+4 status must be between 100 and 599, got '1000'"},
        {"404.0", "1:1+5 status must be between 100 and 599, got '404.0'"},
        {"4e2", "1:1+3 status must be between 100 and 599, got '4e2'"},
        {"-404", "1:1+4 status must be between 100 and 599, got '-404'"},
        {"+40", "1:1+3 status must be between 100 and 599, got '+40'"},
        {"x", what},
        {"'404'",
         "1:1+5 invalid status '404' (write a number, a class such as 4xx, or a list of these)"},
        {"'4xx'",
         "1:1+5 invalid status '4xx' (write a number, a class such as 4xx, or a list of these)"},
        {"6xx",
         "1:1+3 invalid status '6xx' (write a number, a class such as 4xx, or a list of these)"},
        {"4XX",
         "1:1+3 invalid status '4XX' (write a number, a class such as 4xx, or a list of these)"},
        {"null",
         "1:1+4 invalid status 'null' (write a number, a class such as 4xx, or a list of these)"},
        {"'$(s)'",
         "1:1+6 invalid status '$(s)' (write a number, a class such as 4xx, or a list of these)"},
        {"{a: 1}", "1:1 invalid status (write a number, a class such as 4xx, or a list of these)"},
        {"[]", "1:1 never matches: 'status' has an empty list"},
        {"[404, []]",
         "1:7 invalid status (write a number, a class such as 4xx, or a list of these)"},
        {"[404, [410]]",
         "1:7 invalid status (write a number, a class such as 4xx, or a list of these)"},
        {"[404, x, 99]",
         "1:7 invalid status 'x' (write a number, a class such as 4xx, or a list of these)\n"
         "1:10+2 status must be between 100 and 599, got '99'"},
        {"!any", "1:1+4 tag '!any' is not allowed here (write a number, a class such as 4xx, or a "
                 "list of these)"},
        {"!in [404]", "1:1+5 tag '!in' is not allowed here (write a number, a class such as 4xx, "
                      "or a list of these)"},
        {"$(s)x",
         "1:1+5 invalid status '$(s)x' (write a number, a class such as 4xx, or a list of these)"},
        {"$(s)", ""},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_STATUS, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(rejects_unknown_tags),
        ROWS_TEST(rejects_operands_of_the_wrong_kind),
        ROWS_TEST(rejects_absence_inside_of_matchers),
        ROWS_TEST(rejects_invalid_lengths_and_ranges),
        ROWS_TEST(rejects_invalid_patterns_formats_and_types),
        ROWS_TEST(rejects_invalid_time_windows),
        ROWS_TEST(rejects_invalid_literals),
        ROWS_TEST(rejects_values_other_than_strings),
        ROWS_TEST(rejects_invalid_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
