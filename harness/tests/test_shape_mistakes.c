/* What is no shape, and where: every refusal of the prepare functions, word for word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

typedef const char *const mistake[2]; /* the shape, what is noted */

static void refuses_unknown_tags(void **state)
{
    static mistake rows[] = {
        {"!regex 'x'", "1:1+10 unknown tag '!regex' (did you mean '!re'?)"},
        {"a: !optionl [1]", "1:4+10 unknown tag '!optionl' (did you mean '!optional'?)"},
        {"!Any", "1:1+4 unknown tag '!Any' (did you mean '!any'?)"},
        {"!datetime", "1:1+9 unknown tag '!datetime' (did you mean '!date-time'?)"},
        {"!xyzzy", "1:1+6 unknown tag '!xyzzy'"},
        {"!!str x", "1:1+7 unknown tag 'tag:yaml.org,2002:str'"},
        {"!<!any]> x", "1:1+10 unknown tag '!any]' (a tag without a value needs a blank before "
                       "']')"},
        {"[!x 1, {a: !y 2}]", "1:2+4 unknown tag '!x'\n1:12+4 unknown tag '!y'"},
        {"!each [!x 1]", "1:8+4 unknown tag '!x'"},
        {"!exact {a: !x 1}", "1:12+4 unknown tag '!x'"},
        {"!not\n- !x 1", "2:3+4 unknown tag '!x'"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void refuses_operands_of_the_wrong_kind(void **state)
{
    static mistake rows[] = {
        {"!any strin", "1:1+10 JSON has no type 'strin' (did you mean 'string'?)"},
        {"!any String", "1:1+11 JSON has no type 'String' (did you mean 'string'?)"},
        {"!any float", "1:1+10 JSON has no type 'float'"},
        {"!any ''", "1:1+7 JSON has no type ''"},
        {"!any [string]", "1:1+6 '!any' takes a type or nothing"},
        {"!any {}", "1:1+6 '!any' takes a type or nothing"},
        {"!absent x", "1:1+9 '!absent' takes nothing"},
        {"!absent ''", "1:1+10 '!absent' takes nothing"},
        {"!absent []", "1:1+9 '!absent' takes nothing"},
        {"!optional", "1:1+9 '!optional' alone can never fail (say what it is when it is there: "
                      "!optional [M])"},
        {"!optional 1", "1:1+11 '!optional' takes a list: !optional [...]"},
        {"!optional {a: 1}", "1:1+11 '!optional' takes a list: !optional [...]"},
        {"!optional []", "1:1+11 '!optional' with an empty list can never hold"},
        {"!optional [1, 2]", "1:1+11 '!optional' takes one matcher, found 2 (!all [...] or !in "
                             "[...] make one of several)"},
        {"!not", "1:1+4 '!not' takes a list: !not [...]"},
        {"!not 1", "1:1+6 '!not' takes a list: !not [...]"},
        {"!not []", "1:1+6 '!not' with an empty list can never hold"},
        {"!not [1, 2]", "1:1+6 '!not' takes one matcher, found 2 (!all [...] or !in [...] make one "
                        "of several)"},
        {"!each", "1:1+5 '!each' takes a list: !each [...]"},
        {"!each {a: 1}", "1:1+7 '!each' takes a list: !each [...]"},
        {"!each [1, 2]", "1:1+7 '!each' takes one matcher, found 2 (!all [...] or !in [...] make "
                         "one of several)"},
        {"!each-if-any [1, 2, 3]", "1:1+14 '!each-if-any' takes one matcher, found 3 (!all [...] "
                                   "or !in [...] make one of several)"},
        {"!all", "1:1+4 '!all' takes a list: !all [...]"},
        {"!all []", "1:1+6 '!all' with an empty list can never hold"},
        {"!contains x", "1:1+11 '!contains' takes a list: !contains [...]"},
        {"!contains []", "1:1+11 '!contains' with an empty list can never hold"},
        {"!unordered {}", "1:1+12 '!unordered' takes a list: !unordered [...]"},
        {"!unordered []", "1:1+12 '!unordered' with an empty list can never hold"},
        {"!exact", "1:1+6 '!exact' takes {...} or [...]"},
        {"!exact 1", "1:1+8 '!exact' takes {...} or [...]"},
        {"!exact $(x)", "1:1+11 '!exact' takes {...} or [...]"},
        {"!in", "1:1+3 '!in' takes a list, or a variable that is one"},
        {"!in ''", "1:1+6 '!in' takes a list, or a variable that is one"},
        {"!in x", "1:1+5 '!in' takes a list, or a variable that is one"},
        {"!in '$(x)'", "1:1+10 '!in' takes a list, or a variable that is one"},
        {"!in x$(x)", "1:1+9 '!in' takes a list, or a variable that is one"},
        {"!in $(x", "1:5+2 '$(' without ')'"},
        {"!in {a: 1}", "1:1+5 '!in' takes a list: !in [...]"},
        {"!in []", "1:1+5 '!in' with an empty list can never hold"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

/* What is judged is there already: whether it may be missing is asked around it. */
static void refuses_absence_inside_of_matchers(void **state)
{
#define INSIDE " (where perhaps nothing is, write !optional around all of it)"
    static mistake rows[] = {
        {"[!absent ]", "1:2+7 a list has as many elements as are written: none is absent"},
        {"[1, !absent ]", "1:5+7 a list has as many elements as are written: none is absent"},
        {"[1, !optional [2]]", ""},
        {"!optional [!absent ]", "1:12+7 '!absent' has no place inside '!optional'" INSIDE},
        {"!optional [!optional [1]]", "1:12+11 '!optional' has no place inside '!optional'" INSIDE},
        {"!not [!absent ]", "1:7+7 '!absent' has no place inside '!not'" INSIDE},
        {"!in [!absent , 1]", "1:6+7 '!absent' has no place inside '!in'" INSIDE},
        {"!all [1, !absent ]", "1:10+7 '!absent' has no place inside '!all'" INSIDE},
        {"!each [!optional [1]]", "1:8+11 '!optional' has no place inside '!each'" INSIDE},
        {"!each-if-any [!absent ]", "1:15+7 '!absent' has no place inside '!each-if-any'" INSIDE},
        {"!contains [!absent ]", "1:12+7 '!absent' has no place inside '!contains'" INSIDE},
        {"!unordered [!absent , !optional [1]]",
         "1:13+7 '!absent' has no place inside '!unordered'" INSIDE
         "\n1:23+11 '!optional' has no place inside '!unordered'" INSIDE},
    };
#undef INSIDE
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void refuses_lengths_and_ranges_that_are_none(void **state)
{
    static mistake rows[] = {
        {"!len", "1:1+4 a length is a whole number"},
        {"!len -1", "1:1+7 a length is a whole number"},
        {"!len 1.5", "1:1+8 a length is a whole number"},
        {"!len '1'", "1:1+8 a length is a whole number"},
        {"!len x", "1:1+6 a length is a whole number"},
        {"!len 1e300", "1:1+10 a length is a whole number"},
        {"!len $(n)", "1:1+9 a length is a whole number"},
        {"!len [1]", "1:1+6 a length is a whole number"},
        {"!len {}", "1:1+6 '!len' without a bound"},
        {"!len {min: 2, max: 1}", "1:1+6 nothing has this length"},
        {"!len {min: 0}", "1:1+6 everything has this length"},
        {"!len {min: -1}", "1:12+2 a length is a whole number"},
        {"!len {min: [1]}", "1:12 'min': expected a single value, found a list"},
        {"!len {mni: 1}", "1:7+3 unknown key 'mni' (did you mean 'min'?)"},
        {"!range", "1:1+6 '!range' takes {min, max, above, below}"},
        {"!range 5", "1:1+8 '!range' takes {min, max, above, below}"},
        {"!range [1, 5]", "1:1+8 '!range' takes {min, max, above, below}"},
        {"!range {}", "1:1+8 '!range' without a bound"},
        {"!range {min: x}", "1:14 'min' must be a number"},
        {"!range {min: '1'}", "1:14+3 'min' must be a number"},
        {"!range {min: null}", "1:14+4 'min' must be a number"},
        {"!range {min: '$(x)'}", "1:14+6 'min' must be a number"},
        {"!range {min: [1]}", "1:14 'min' must be a number"},
        {"!range {min: !any 1}", "1:14+6 the tag '!any' has no place here"},
        {"!range {over: 1}", "1:9+4 unknown key 'over'"},
        {"!range {min: 2, max: 1}", "1:1+8 no number lies in this range"},
        {"!range {min: 1.0000000000000000000001, max: 1}", "1:1+8 no number lies in this range"},
        {"!range {above: 1, max: 1}", "1:1+8 no number lies in this range"},
        {"!range {min: 1, below: 1}", "1:1+8 no number lies in this range"},
        {"!range {above: 1, below: 1}", "1:1+8 no number lies in this range"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void refuses_patterns_formats_and_types_that_are_none(void **state)
{
    static mistake rows[] = {
        {"!re", "1:1+3 '!re' takes a pattern, not empty"},
        {"!re ''", "1:1+6 '!re' takes a pattern, not empty"},
        {"!re [x]", "1:1+5 '!re' takes a pattern, not empty"},
        {"!re abc", "1:5+7 a pattern must be quoted (in single quotes YAML changes nothing: !re "
                    "'abc')"},
        {"!re 'x$(id)'", "1:7+2 there are no variables in patterns"},
        {"!re '(a'", "1:8 the pattern does not compile: missing closing parenthesis"},
        {"!re 'é[a'", "1:9 the pattern does not compile: missing terminating ] for character "
                      "class"},
        {"a: !re |-\n  x\n  (y\n", "3:5 the pattern does not compile: missing closing parenthesis"},
        {"!format", "1:1+7 '!format' takes the name of a format"},
        {"!format [ipv4]", "1:1+9 '!format' takes the name of a format"},
        {"!format ipv5", "1:1+12 unknown format 'ipv5' (did you mean 'ipv4'?)"},
        {"!media-type", "1:1+11 '!media-type' takes a media type: !media-type application/json"},
        {"!media-type json", "1:1+16 'json' is no media type without parameters"},
        {"!media-type text/", "1:1+17 'text/' is no media type without parameters"},
        {"!media-type /json", "1:1+17 '/json' is no media type without parameters"},
        {"!media-type text/*", "1:1+18 'text/*' is no media type without parameters"},
        {"!media-type text/a;b=c", "1:1+22 'text/a;b=c' is no media type without parameters"},
        {"!media-type text/a b", "1:1+20 'text/a b' is no media type without parameters"},
        {"!media-type $(x)", "1:1+16 '$(x)' is no media type without parameters"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void refuses_windows_of_time_that_are_none(void **state)
{
    static mistake rows[] = {
        {"!date-time x", "1:1+12 '!date-time' takes {within, of, after, before} or nothing"},
        {"!date-time ''", "1:1+13 '!date-time' takes {within, of, after, before} or nothing"},
        {"!date-time [1]", "1:1+12 '!date-time' takes {within, of, after, before} or nothing"},
        {"!date-time {}", "1:1+12 an empty window; write !date-time alone"},
        {"!date-time {within: soon}", "1:21+4 expected a duration above zero, such as 500ms, 30s "
                                      "or 5m, found 'soon'"},
        {"!date-time {withn: 1s}", "1:13+5 unknown key 'withn' (did you mean 'within'?)"},
        {"!date-time {of: $(t)}", "1:13+2 'of' needs 'within'"},
        {"!date-time {within: 1s, of: now}", "1:29+3 'now' is no RFC 3339 time with a zone"},
        {"!date-time {after: 2026-11-24T00:00:00}",
         "1:20+19 '2026-11-24T00:00:00' is no RFC 3339 time with a zone"},
        {"!date-time {after: [1]}", "1:20 'after': expected a single value, found a list"},
        {"!date-time {after: !any x}", "1:20+6 the tag '!any' has no place here"},
        {"!date-time {after: null}",
         "1:20+4 null is no text (quote it to have a text; what is not there is !absent)"},
        {"!date-time {after: $(x}", "1:20+2 '$(' without ')'"},
        {"!date-time {after: 2027-01-01T00:00:00Z, before: 2026-01-01T00:00:00Z}",
         "1:50+20 no time lies in this window"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void refuses_literals_that_are_none(void **state)
{
    static mistake rows[] = {
        {"a: ${x}", "1:4+2 '${' is no variable here (variables are written $(name))"},
        {"a: $(x", "1:4+2 '$(' without ')'"},
        {"{a: {$(x): 1}}", "1:6+4 there are no variables in the names of members"},
        {"a: 1_000",
         "1:4+5 '1_000' is unclear: a number or a text? (quote it to have a text; numbers have "
         "no leading zeros and no '_')"},
        {"[$(a, $(b]", "1:2+2 '$(' without ')'\n1:7+2 '$(' without ')'"},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_JSON, rows, COUNT(rows));
}

static void refuses_what_is_no_text(void **state)
{
    static mistake rows[] = {
        {"null", "1:1+4 null is no text (quote it to have a text; what is not there is !absent)"},
        {"[a, ~]", "1:5 null is no text (quote it to have a text; what is not there is !absent)"},
        {"{a: 1}", "1:1 expected a text, found a map"},
        {"!exact {a: 1}", "1:1+8 expected a text, found a map"},
        {"!in [a, {b: 1}]", "1:9 expected a text, found a map"},
        {"[]", "1:1 an empty list expects nothing; write !absent"},
        {"'null'", ""},
        {"012", ""},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_TEXT, rows, COUNT(rows));
}

static void refuses_what_is_no_status(void **state)
{
    static const char what[] = "1:1 a status is a number, a class such as 4xx, or a list of these";
    static mistake rows[] = {
        {"99", "1:1+2 a status lies between 100 and 599"},
        {"600", "1:1+3 a status lies between 100 and 599"},
        {"1000", "1:1+4 a status lies between 100 and 599"},
        {"404.0", "1:1+5 a status lies between 100 and 599"},
        {"4e2", "1:1+3 a status lies between 100 and 599"},
        {"-404", "1:1+4 a status lies between 100 and 599"},
        {"+40", "1:1+3 a status lies between 100 and 599"},
        {"x", what},
        {"'404'", "1:1+5 a status is a number, a class such as 4xx, or a list of these"},
        {"'4xx'", "1:1+5 a status is a number, a class such as 4xx, or a list of these"},
        {"6xx", "1:1+3 a status is a number, a class such as 4xx, or a list of these"},
        {"4XX", "1:1+3 a status is a number, a class such as 4xx, or a list of these"},
        {"null", "1:1+4 a status is a number, a class such as 4xx, or a list of these"},
        {"'$(s)'", "1:1+6 a status is a number, a class such as 4xx, or a list of these"},
        {"{a: 1}", what},
        {"[]", "1:1 'status' with an empty list can never hold"},
        {"[404, []]", "1:7 a status is a number, a class such as 4xx, or a list of these"},
        {"[404, [410]]", "1:7 a status is a number, a class such as 4xx, or a list of these"},
        {"[404, x, 99]", "1:7 a status is a number, a class such as 4xx, or a list of these\n"
                         "1:10+2 a status lies between 100 and 599"},
        {"!any", "1:1+4 the tag '!any' has no place here (a status is a number, a class such as "
                 "4xx, or a list of these)"},
        {"!in [404]", "1:1+5 the tag '!in' has no place here (a status is a number, a class such "
                      "as 4xx, or a list of these)"},
        {"$(s)x", "1:1+5 a status is a number, a class such as 4xx, or a list of these"},
        {"$(s)", ""},
    };
    shape_check_mistakes(*state, CT_SHAPE_OF_STATUS, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(refuses_unknown_tags),
        ROWS_TEST(refuses_operands_of_the_wrong_kind),
        ROWS_TEST(refuses_absence_inside_of_matchers),
        ROWS_TEST(refuses_lengths_and_ranges_that_are_none),
        ROWS_TEST(refuses_patterns_formats_and_types_that_are_none),
        ROWS_TEST(refuses_windows_of_time_that_are_none),
        ROWS_TEST(refuses_literals_that_are_none),
        ROWS_TEST(refuses_what_is_no_text),
        ROWS_TEST(refuses_what_is_no_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
