/* What expectations compare: the parts of the body, and the statuses. */
#include <string.h>

#include "judge/matcher.h"
#include "lang/path/path.h"
#include "load/loading.h"

/* ---- Parts of the body ---- */

typedef struct walk {
    ct_arena *arena;
    ct_compared **tail;
} walk;

static void add(walk *w, const char *at, bool is_open)
{
    ct_compared *compared = ct_new(w->arena, ct_compared);
    compared->at = at;
    compared->is_open = is_open;
    *w->tail = compared;
    w->tail = &compared->next;
}

static const char *property_of(ct_arena *arena, const char *at, const char *name)
{
    ct_path_place const place = {.name = name, .size = strlen(name)};
    ct_buf path = CT_BUF(CT_BUF_ANY);
    ct_path_write_place(&path, &place);
    const char *property = ct_arena_printf(arena, "%s%s", at, ct_buf_str(&path) + 1);
    ct_buf_free(&path);
    return property;
}

/* The operand of a schema, and the value of a variable, can be about everything below. */
static bool is_open(const ct_shape *shape)
{
    const ct_matcher *m = shape->matcher;
    bool const is_value = m == &ct_match_literal || m == ct_matcher_find("!in");
    return m == ct_matcher_find("!schema") ||
           (is_value && shape->value && shape->value->kind != CT_VALUE_LITERAL);
}

/* `elements`: the path of the elements if the value is a list; `at` itself if the value is the
 * list of the nodes that `at` selects. */
static void walk_shape(walk *w, const ct_shape *shape, const char *at, const char *elements)
{
    const ct_matcher *m = shape->matcher;
    size_t index = 0;
    add(w, at, is_open(shape));
    for (const ct_part *part = shape->parts; part; part = part->next) {
        const char *below = NULL; /* another matcher of the same value */
        if (m == &ct_match_object)
            below = property_of(w->arena, at, part->name);
        else if (m == &ct_match_array && elements != at)
            below = ct_arena_printf(w->arena, "%s[%zu]", at, index++);
        else if (m == &ct_match_array || m->wants_list)
            below = elements;
        else if (part->name)
            continue; /* an operand, such as the limit of a length */
        if (below)
            walk_shape(w, part->shape, below, ct_arena_printf(w->arena, "%s[*]", below));
        else
            walk_shape(w, part->shape, at, elements);
    }
}

ct_compared *ct_compared_of(ct_arena *arena, const ct_expect *expect)
{
    ct_compared *first = NULL;
    walk w = {arena, &first};
    switch (expect->subject) {
    case CT_SUBJECT_JSON:
        walk_shape(&w, expect->shape, "$", "$[*]");
        break;
    case CT_SUBJECT_PATH: /* the nodes that it selects are the elements of a list */
        walk_shape(&w, expect->shape, expect->name,
                   ct_path_is_singular(expect->path) ? ct_arena_printf(arena, "%s[*]", expect->name)
                                                     : expect->name);
        break;
    default:
        break;
    }
    return first;
}

/* ---- Statuses ---- */

static bool add_range(ct_arena *arena, ct_status_range **list, unsigned low, unsigned high)
{
    ct_status_range *range = ct_new(arena, ct_status_range);
    *range = (ct_status_range){low, high, *list};
    *list = range;
    return true;
}

/* False if the shape depends on a variable, or excludes statuses. */
static bool add_shape(ct_arena *arena, const ct_shape *shape, ct_status_range **list)
{
    const ct_matcher *m = shape->matcher;
    if (m == &ct_match_status_class) {
        unsigned const low = *(const unsigned *)shape->operand * 100;
        return add_range(arena, list, low, low + 99);
    }
    if (m == &ct_match_literal && shape->value->kind == CT_VALUE_LITERAL) {
        unsigned const status = (unsigned)json_integer_value(shape->value->literal);
        return add_range(arena, list, status, status);
    }
    bool is_known = (m == &ct_match_status_list || m == ct_matcher_find("!in")) && shape->parts;
    for (const ct_part *part = shape->parts; part && is_known; part = part->next)
        is_known = add_shape(arena, part->shape, list);
    return is_known;
}

static bool add_statuses(ct_arena *arena, const ct_expect *expects, ct_status_range **list);

static bool add_alternatives(ct_arena *arena, const ct_alternative *alternative,
                             ct_status_range **list)
{
    bool is_known = true;
    for (; alternative && is_known; alternative = alternative->next)
        is_known = add_statuses(arena, alternative->expects, list);
    return is_known;
}

/* The first expectation that names statuses decides: `expect` is before `should`. */
static bool add_statuses(ct_arena *arena, const ct_expect *expects, ct_status_range **list)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (e->subject == CT_SUBJECT_STATUS)
            return add_shape(arena, e->shape, list);
        if (e->subject == CT_SUBJECT_ONE_OF && add_alternatives(arena, e->alternatives, list))
            return true;
    }
    return false;
}

ct_status_range *ct_statuses_of(ct_arena *arena, const ct_expect *expects)
{
    ct_status_range *list = NULL;
    return add_statuses(arena, expects, &list) ? list : NULL;
}
