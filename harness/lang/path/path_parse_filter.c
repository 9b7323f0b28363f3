/* Parses filters into their tree: comparisons, tests, and the operators between them. */
#include "lang/path/path_reader.h"
#include "lang/path/path_run.h"

static bool refuse(ct_path_reader *r, const path_written *what, const char *why)
{
    return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, what->start, what->end), "%s",
                   why);
}

static bool take_comparison(ct_path_reader *r, path_comparison *comparison)
{
    /* "<=" must be before "<", its prefix. */
    static const char *const signs[] = {
        [PATH_EQUAL] = "==",    [PATH_UNEQUAL] = "!=", [PATH_AT_MOST] = "<=",
        [PATH_AT_LEAST] = ">=", [PATH_BELOW] = "<",    [PATH_ABOVE] = ">",
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (ct_path_take(r, signs[i])) {
            *comparison = (path_comparison)i;
            return true;
        }
    }
    return false;
}

/* Checks that an operand without a comparison is true or false itself. */
static bool is_condition(ct_path_reader *r, const path_written *what)
{
    if (what->operand.kind == PATH_LITERAL)
        return refuse(r, what, "a literal is not a condition; compare it with something");
    if (ct_path_type_of(&what->operand) != PATH_IS_VALUE)
        return true;
    return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, what->start, what->end),
                   "the function '%s' returns a value; compare it with something",
                   what->operand.call->function->name);
}

static path_test *read_comparison(ct_path_reader *r, path_test *test, const path_written *left)
{
    path_written right;
    test->kind = PATH_COMPARE;
    if (!ct_path_is_value(r, left))
        return NULL;
    ct_path_skip_spaces(r);
    if (!ct_path_read_operand(r, &right) || !ct_path_is_value(r, &right))
        return NULL;
    test->left = left->operand;
    test->right = right.operand;
    return test;
}

/* Reads a comparison, or a query or function that is a condition itself.
 * negation: the '!' before it, or NULL */
static path_test *read_condition(ct_path_reader *r, const char *negation)
{
    path_written left;
    path_test *test = ct_new(r->arena, path_test);
    if (!ct_path_read_operand(r, &left))
        return NULL;
    ct_path_skip_spaces(r);
    if (take_comparison(r, &test->comparison)) {
        if (!negation)
            return read_comparison(r, test, &left);
        ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, negation, negation + 1),
                "'!' before a comparison requires parentheses: !(...)");
        return NULL;
    }
    r->at = left.end;
    test->kind = PATH_HOLDS;
    test->left = left.operand;
    return is_condition(r, &left) ? test : NULL;
}

static path_test *read_alternatives(ct_path_reader *r);

static path_test *read_group(ct_path_reader *r)
{
    path_comparison comparison;
    if (!ct_path_enter(r) || !ct_path_take(r, "("))
        return NULL;
    ct_path_skip_spaces(r);
    path_test *test = read_alternatives(r);
    if (!test)
        return NULL;
    ct_path_skip_spaces(r);
    if (!ct_path_take(r, ")")) {
        ct_path_expected(r, "')'");
        return NULL;
    }
    ct_path_leave(r);
    const char *const behind = r->at;
    ct_path_skip_spaces(r);
    const char *const sign = r->at;
    if (take_comparison(r, &comparison)) {
        ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, sign, r->at),
                "an expression in parentheses is true or false and cannot be compared");
        return NULL;
    }
    r->at = behind;
    return test;
}

static path_test *read_basic(ct_path_reader *r)
{
    const char *const start = r->at;
    const char *const negation = ct_path_take(r, "!") ? start : NULL;
    if (negation)
        ct_path_skip_spaces(r);
    path_test *inner = ct_path_peek(r) == '(' ? read_group(r) : read_condition(r, negation);
    if (!inner || !negation)
        return inner;
    path_test *test = ct_new(r->arena, path_test);
    test->kind = PATH_NOT;
    test->parts = inner;
    return test;
}

/* Spaces before an operator belong to it only if there is an operator. */
static bool take_between(ct_path_reader *r, const char *sign)
{
    const char *const start = r->at;
    ct_path_skip_spaces(r);
    if (ct_path_take(r, sign)) {
        ct_path_skip_spaces(r);
        return true;
    }
    r->at = start;
    return false;
}

/* Reads one part, or several with the operator `sign` between them. */
static path_test *read_parts(ct_path_reader *r, path_test_kind kind, const char *sign,
                             path_test *(*read_part)(ct_path_reader *r))
{
    path_test *first = read_part(r), *last = first;
    while (last && take_between(r, sign)) {
        last->next = read_part(r);
        last = last->next;
    }
    if (!last || last == first)
        return last;
    path_test *test = ct_new(r->arena, path_test);
    test->kind = kind;
    test->parts = first;
    return test;
}

static path_test *read_conjunction(ct_path_reader *r)
{
    return read_parts(r, PATH_AND, "&&", read_basic);
}

static path_test *read_alternatives(ct_path_reader *r)
{
    return read_parts(r, PATH_OR, "||", read_conjunction);
}

const path_test *ct_path_read_filter(ct_path_reader *r)
{
    return read_alternatives(r);
}
