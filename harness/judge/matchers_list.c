/* Tags over arrays, and over what has a size. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "judge/matchers.h"
#include "judge/nearest.h"
#include "judge/value_text.h"
#include "lang/json/json.h"
#include "lang/json/number.h"

/* ---- !len ---- */

typedef struct length {
    uint64_t min, max;
    bool has_max;
} length;

typedef struct length_bound {
    bool is_set;
    uint64_t value;
} length_bound;

static bool read_size(ct_binder *binder, const ct_yaml *node, uint64_t *size)
{
    int64_t value;
    const json_t *number =
        node->kind == CT_YAML_SCALAR && node->text && ct_yaml_scalar_type(node) == CT_YAML_NUMBER
            ? ct_yaml_scalar(binder->arena, node, binder->diag)
            : NULL;
    if (!number || !ct_number_to_int(number, &value) || value < 0)
        return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "expected a whole number");
    *size = (uint64_t)value;
    return true;
}

static bool bind_bound(ct_binder *binder, const ct_yaml *node, void *slot)
{
    length_bound *bound = slot;
    bound->is_set = true;
    return ct_bind_expect(binder, node, CT_YAML_SCALAR) && read_size(binder, node, &bound->value);
}

typedef struct length_bounds {
    length_bound min, max;
} length_bounds;

static const ct_field length_fields[] = {
    {"min", bind_bound, offsetof(length_bounds, min), false, "smallest length"},
    {"max", bind_bound, offsetof(length_bounds, max), false, "largest length"},
    {0},
};

static bool bind_length(ct_binder *binder, const ct_yaml *node, length *len)
{
    length_bounds bounds = {0};
    ct_yaml map = *node;
    map.tag = NULL;
    if (!ct_bind(binder, &map, length_fields, &bounds))
        return false;
    len->min = bounds.min.value;
    len->max = bounds.max.value;
    len->has_max = bounds.max.is_set;
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_NO_EXPECTATIONS, node->where, "'!len' has no bound");
    if (len->has_max && len->min > len->max)
        return ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, node->where,
                       "never matches: no value has this length");
    if (!len->has_max && !len->min)
        return ct_fail(binder->diag, CT_ERR_ALWAYS_MATCHES, node->where,
                       "always matches: every value has this length");
    return true;
}

bool ct_prepare_len(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_binder *binder = context->binder;
    length *len = ct_new(binder->arena, length);
    shape->operand = len;
    if (node->kind == CT_YAML_MAP)
        return bind_length(binder, node, len);
    len->has_max = true;
    if (!read_size(binder, node, &len->min))
        return false;
    len->max = len->min;
    return true;
}

void ct_len_bounds(const ct_shape *shape, uint64_t *min, uint64_t *max)
{
    const length *len = shape->operand;
    *min = len->min;
    *max = len->has_max ? len->max : UINT64_MAX;
}

static bool size_of(const json_t *value, uint64_t *size)
{
    if (json_is_string(value))
        *size = ct_utf8_length(json_string_value(value), json_string_length(value));
    else if (json_is_array(value))
        *size = json_array_size(value);
    else if (json_is_object(value))
        *size = json_object_size(value);
    else
        return false;
    return true;
}

bool ct_test_len(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                 const ct_value_place *value_place)
{
    const length *len = shape->operand;
    uint64_t size;
    if (!ct_judging_spend(judging, json_string_length(actual) / 64))
        return false;
    if (!size_of(actual, &size))
        return ct_differ(shape, judging, actual, value_place, "it has no length");
    if (size >= len->min && (!len->has_max || size <= len->max))
        return true;
    return ct_differ(
        shape, judging, actual, value_place,
        ct_arena_printf(judging->arena, "the length is %llu", (unsigned long long)size));
}

void ct_describe_len(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    const length *len = shape->operand;
    (void)judging;
    if (!len->has_max)
        ct_buf_printf(out, "a length of at least %llu", (unsigned long long)len->min);
    else if (len->min == len->max)
        ct_buf_printf(out, "a length of %llu", (unsigned long long)len->min);
    else
        ct_buf_printf(out, "a length of %llu to %llu", (unsigned long long)len->min,
                      (unsigned long long)len->max);
}

/* ---- !each ---- */

bool ct_test_each_if_any(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                         const ct_value_place *value_place)
{
    bool holds = true;
    if (!json_is_array(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    for (size_t i = 0; i < json_array_size(actual) && !judging->gave_up; i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        holds =
            ct_shape_test(shape->parts->shape, judging, json_array_get(actual, i), &inner) && holds;
    }
    return holds;
}

bool ct_test_each(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                  const ct_value_place *value_place)
{
    if (json_is_array(actual) && !json_array_size(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    return ct_test_each_if_any(shape, judging, actual, value_place);
}

void ct_describe_each(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "a non-empty array whose elements are each ");
    ct_shape_describe(shape->parts->shape, judging, out);
}

void ct_describe_each_if_any(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "an array whose elements are each ");
    ct_shape_describe(shape->parts->shape, judging, out);
}

/* ---- One to one: !contains and !unordered ----
 *
 * Which element stands for which matcher is a bipartite matching: an element that two matchers
 * accept must not be taken by the one that had a choice. Found by augmenting paths. */

enum { PAIRINGS_MAX = 4000000, NOBODY = -1 };

typedef struct pairing {
    const ct_shape **wanted;
    size_t wanted_count;
    const json_t *actual;
    size_t actual_count;
    int *holder;          /* of each element: the matcher it is assigned to */
    unsigned char *holds; /* matcher x element: 0 unknown, 1 no, 2 yes */
    bool *visited;        /* elements, in the search for one path */
    ct_judging *judging;
} pairing;

static bool accepts(pairing *p, size_t matcher, size_t element)
{
    unsigned char *known = &p->holds[matcher * p->actual_count + element];
    if (!*known) {
        ct_value_place const value_place = {NULL, NULL, 0, element};
        const json_t *value = json_array_get(p->actual, element);
        *known = ct_shape_holds(p->wanted[matcher], p->judging, value, &value_place) ? 2 : 1;
    }
    return *known == 2;
}

/* Recursion is as deep as there are matchers, and a case file has few thousand at most. */
static bool find_place(pairing *p, size_t matcher, size_t preferred)
{
    for (size_t n = 0; n < p->actual_count; n++) {
        if (!ct_judging_spend(p->judging, 1))
            return false;
        size_t const element = (preferred + n) % p->actual_count;
        if (p->visited[element] || !accepts(p, matcher, element))
            continue;
        p->visited[element] = true;
        if (p->holder[element] == NOBODY || find_place(p, (size_t)p->holder[element], 0)) {
            p->holder[element] = (int)matcher;
            return true;
        }
    }
    return false;
}

static pairing new_pairing(const ct_shape *shape, ct_judging *judging, const json_t *actual)
{
    pairing p = {.wanted_count = shape->part_count,
                 .actual = actual,
                 .actual_count = json_array_size(actual),
                 .judging = judging};
    p.wanted = ct_arena_alloc(judging->arena, p.wanted_count * sizeof *p.wanted);
    size_t i = 0;
    for (const ct_part *part = shape->parts; part; part = part->next)
        p.wanted[i++] = part->shape;
    p.holder = ct_malloc(p.actual_count * sizeof *p.holder);
    p.visited = ct_malloc(p.actual_count);
    p.holds = ct_malloc(p.wanted_count * p.actual_count);
    memset(p.holds, 0, p.wanted_count * p.actual_count);
    for (size_t element = 0; element < p.actual_count; element++)
        p.holder[element] = NOBODY;
    return p;
}

static void free_pairing(pairing *p)
{
    free(p->holder);
    free(p->visited);
    free(p->holds);
}

/* Notes each matcher that finds no element. */
static bool pair_up(const ct_shape *shape, pairing *p, const ct_value_place *value_place)
{
    bool complete = true;
    size_t matcher = 0;
    for (const ct_part *part = shape->parts; part; part = part->next, matcher++) {
        memset(p->visited, 0, p->actual_count);
        if (p->actual_count && find_place(p, matcher, matcher % p->actual_count))
            continue;
        if (p->judging->gave_up)
            return false;
        ct_buf expected = CT_BUF(CT_BUF_ANY);
        ct_buf_text(&expected, "an element that is ");
        ct_shape_describe(part->shape, p->judging, &expected);
        ct_difference const facts = {
            .where = part->shape->where,
            .expected = ct_buf_finish(&expected, p->judging->arena),
            .hint = ct_nearest_element(part->shape, p->judging, p->actual, value_place),
            .mismatch = CT_MISMATCH_VALUE};
        ct_differ_facts(p->judging, &facts, p->actual, value_place);
        complete = false;
    }
    return complete;
}

static bool name_leftovers(const ct_shape *shape, pairing *p, const ct_value_place *value_place)
{
    bool none = true;
    for (size_t i = 0; i < p->actual_count; i++) {
        if (p->holder[i] != NOBODY)
            continue;
        ct_value_place const inner = {value_place, NULL, 0, i};
        none = ct_differ_unexpected(p->judging, shape->where, json_array_get(p->actual, i), &inner);
    }
    return none;
}

static bool test_pairing(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                         const ct_value_place *value_place)
{
    if (!json_is_array(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    size_t const size = json_array_size(actual);
    if (size && shape->part_count > PAIRINGS_MAX / size)
        return ct_judging_give_up(judging, "too many elements to match one by one");
    bool const is_unordered = shape->matcher->test == ct_test_unordered;
    pairing p = new_pairing(shape, judging, actual);
    bool holds = pair_up(shape, &p, value_place);
    if (is_unordered && !judging->gave_up)
        holds = name_leftovers(shape, &p, value_place) && holds;
    free_pairing(&p);
    return holds;
}

bool ct_test_unordered(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                       const ct_value_place *value_place)
{
    return test_pairing(shape, judging, actual, value_place);
}

void ct_describe_unordered(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "an array of, in any order, [");
    ct_describe_parts(shape, judging, ", ", out);
    ct_buf_char(out, ']');
}

static bool text_contains(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                          const ct_value_place *value_place)
{
    bool holds = true;
    for (const ct_part *part = shape->parts; part; part = part->next) {
        if (!ct_judging_spend(judging, json_string_length(actual) / 64))
            return false;
        const json_t *wanted =
            part->shape->matcher == &ct_match_literal ? ct_shape_value(part->shape, judging) : NULL;
        bool const is_found =
            json_is_string(wanted) && memmem(json_string_value(actual), json_string_length(actual),
                                             json_string_value(wanted), json_string_length(wanted));
        if (!is_found)
            holds = ct_differ(shape, judging, actual, value_place, NULL);
    }
    return holds;
}

bool ct_test_contains(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                      const ct_value_place *value_place)
{
    return json_is_string(actual) ? text_contains(shape, judging, actual, value_place)
                                  : test_pairing(shape, judging, actual, value_place);
}

void ct_describe_contains(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "a value that contains ");
    ct_describe_parts(shape, judging, " and ", out);
}
