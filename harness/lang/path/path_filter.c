/* Evaluates filters (RFC 9535 section 2.3.5) on the current node. */
#include <string.h>

#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/path/path_run.h"

void ct_path_drop(path_value value)
{
    json_decref(value.made);
}

static const json_t *find_one(path_run *run, const path_query *query, const json_t *current)
{
    path_finds finds = {.enough = 1};
    ct_path_find(run, query, current, &finds);
    return finds.last;
}

path_value ct_path_value(path_run *run, const path_operand *operand, const json_t *current)
{
    switch (operand->kind) {
    case PATH_LITERAL:
        return (path_value){.json = operand->literal};
    case PATH_QUERY:
        return (path_value){.json = find_one(run, operand->query, current)};
    case PATH_CALL:
        break;
    }
    return operand->call->function->value(run, operand->call, current);
}

/* Finds differences that are cheap to see, to avoid measuring large values. */
static bool is_like(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b))
        return true;
    return json_typeof(a) == json_typeof(b) && json_array_size(a) == json_array_size(b) &&
           json_object_size(a) == json_object_size(b);
}

static bool is_equal(path_run *run, const json_t *a, const json_t *b)
{
    if (!a || !b)
        return a == b; /* Nothing is equal to Nothing */
    if (a == b)
        return true;
    return is_like(a, b) && ct_path_spend(run, ct_json_weight(a) + ct_json_weight(b)) &&
           ct_json_equal(a, b);
}

/* Compares by code points (RFC 9535 section 2.3.5.2.2). UTF-8 bytes have the same order. */
static int compare_strings(const json_t *a, const json_t *b)
{
    size_t const size_a = json_string_length(a), size_b = json_string_length(b);
    size_t const common = size_a < size_b ? size_a : size_b;
    int const order = memcmp(json_string_value(a), json_string_value(b), common);
    return order ? order : (size_a > size_b) - (size_a < size_b);
}

/* Only two numbers or two strings have an order (RFC 9535 section 2.3.5.2.2). */
static bool is_below(path_run *run, const json_t *a, const json_t *b)
{
    bool const are_numbers = json_is_number(a) && json_is_number(b);
    if (!are_numbers && !(json_is_string(a) && json_is_string(b)))
        return false;
    if (!ct_path_spend(run, ct_json_weight(a) + ct_json_weight(b)))
        return false;
    return (are_numbers ? ct_number_compare(a, b) : compare_strings(a, b)) < 0;
}

static bool compare_values(path_run *run, path_comparison how, const json_t *a, const json_t *b)
{
    switch (how) {
    case PATH_EQUAL:
        return is_equal(run, a, b);
    case PATH_UNEQUAL:
        return !is_equal(run, a, b);
    case PATH_AT_MOST:
        return is_below(run, a, b) || is_equal(run, a, b);
    case PATH_AT_LEAST:
        return is_below(run, b, a) || is_equal(run, a, b);
    case PATH_BELOW:
        return is_below(run, a, b);
    case PATH_ABOVE:
        break;
    }
    return is_below(run, b, a);
}

static bool compare(path_run *run, const path_test *test, const json_t *current)
{
    path_value const left = ct_path_value(run, &test->left, current);
    path_value const right = ct_path_value(run, &test->right, current);
    bool const answer =
        !run->gave_up && compare_values(run, test->comparison, left.json, right.json);
    ct_path_drop(right);
    ct_path_drop(left);
    return answer;
}

static bool holds(path_run *run, const path_operand *operand, const json_t *current)
{
    if (operand->kind == PATH_QUERY)
        return find_one(run, operand->query, current) != NULL;
    return operand->call->function->test(run, operand->call, current);
}

/* Returns `settling` if a part has that result, else its opposite. */
static bool any_part_is(path_run *run, const path_test *test, const json_t *current, bool settling)
{
    for (const path_test *part = test->parts; part && !run->gave_up; part = part->next)
        if (ct_path_test(run, part, current) == settling)
            return settling;
    return !settling;
}

bool ct_path_test(path_run *run, const path_test *test, const json_t *current)
{
    switch (test->kind) {
    case PATH_OR:
        return any_part_is(run, test, current, true);
    case PATH_AND:
        return any_part_is(run, test, current, false);
    case PATH_NOT:
        return !ct_path_test(run, test->parts, current);
    case PATH_HOLDS:
        return holds(run, &test->left, current);
    case PATH_COMPARE:
        break;
    }
    return compare(run, test, current);
}
