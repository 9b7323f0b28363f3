#include "judge/satisfiable.h"

#include <string.h>

#include "judge/matchers.h"
#include "judge/value_text.h"
#include "lang/json/json.h"
#include "lang/path/path.h"

static const struct {
    const char *type; /* as !any has it */
    const char *words;
    unsigned kinds;
} kinds[] = {
    {"string", "a string", CT_KIND_STRING},  {"integer", NULL, CT_KIND_NUMBER},
    {"number", "a number", CT_KIND_NUMBER},  {"boolean", "a boolean", CT_KIND_BOOLEAN},
    {"null", "null", CT_KIND_NULL},          {"array", "an array", CT_KIND_ARRAY},
    {"object", "an object", CT_KIND_OBJECT},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static unsigned kind_of_type(const char *type)
{
    for (size_t i = 0; i < KINDS; i++)
        if (!strcmp(kinds[i].type, type))
            return kinds[i].kinds;
    return CT_KIND_ANY;
}

/* "a string or an array" */
static const char *kind_words(ct_arena *arena, unsigned set)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].words && (set & kinds[i].kinds))
            ct_buf_printf(&out, "%s%s", out.size ? " or " : "", kinds[i].words);
    return ct_buf_finish(&out, arena);
}

/* ---- The kinds of values that a shape can match ---- */

static unsigned kinds_of(const ct_shape *shape);

static bool is(const ct_shape *shape, const char *tag)
{
    return shape->matcher->tag && !strcmp(shape->matcher->tag, tag);
}

/* `!in $(list)` has a value instead of parts. */
static bool is_list_of(const ct_shape *shape, const char *tag)
{
    return is(shape, tag) && shape->parts;
}

static unsigned kinds_of_literal(const ct_value *value)
{
    if (value->kind == CT_VALUE_LITERAL)
        return kind_of_type(ct_json_type(value->literal));
    return ct_template_keeps_type(value->text) ? CT_KIND_ANY : CT_KIND_STRING;
}

/* Text contains text: what is not a literal is looked for among elements only. */
static unsigned kinds_of_contains(const ct_shape *shape)
{
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (part->shape->matcher != &ct_match_literal || !(kinds_of(part->shape) & CT_KIND_STRING))
            return CT_KIND_ARRAY;
    return CT_KIND_STRING | CT_KIND_ARRAY;
}

/* Its parts are matchers of the same value. */
static bool has_parts_of_same_value(const ct_shape *shape)
{
    return is(shape, "!all") || is_list_of(shape, "!in") || is(shape, "!not") ||
           is(shape, "!optional");
}

static unsigned kinds_of_parts(const ct_shape *shape)
{
    unsigned any = 0, all = CT_KIND_ANY;
    for (const ct_part *part = shape->parts; part; part = part->next) {
        unsigned const kinds_of_part = kinds_of(part->shape);
        any |= kinds_of_part;
        all &= kinds_of_part;
    }
    if (is(shape, "!not")) /* only !not [!any] matches nothing */
        return is(shape->parts->shape, "!any") && all == CT_KIND_ANY ? 0 : CT_KIND_ANY;
    return is(shape, "!all") ? all : any;
}

static unsigned kinds_of(const ct_shape *shape)
{
    if (has_parts_of_same_value(shape))
        return kinds_of_parts(shape);
    if (shape->matcher == &ct_match_literal)
        return kinds_of_literal(shape->value);
    if (is(shape, "!any"))
        return shape->operand ? kind_of_type(shape->operand) : CT_KIND_ANY;
    return is(shape, "!contains") ? kinds_of_contains(shape) : shape->matcher->kinds;
}

bool ct_shape_accepts_kind(const ct_shape *shape, const json_t *value)
{
    return kinds_of(shape) & kind_of_type(ct_json_type(value));
}

/* ---- What a header is: text, or the list of its occurrences ---- */

static unsigned common_kinds(const ct_shape *shape)
{
    unsigned common = CT_KIND_ANY;
    if (!has_parts_of_same_value(shape))
        return kinds_of(shape);
    for (const ct_part *part = shape->parts; part; part = part->next)
        common &= common_kinds(part->shape);
    return common;
}

static bool has_contains(const ct_shape *shape)
{
    if (!has_parts_of_same_value(shape))
        return is(shape, "!contains");
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (has_contains(part->shape))
            return true;
    return false;
}

bool ct_shape_wants_list(const ct_shape *shape)
{
    unsigned const common = common_kinds(shape) & (CT_KIND_STRING | CT_KIND_ARRAY);
    return common == CT_KIND_ARRAY || (common != CT_KIND_STRING && has_contains(shape));
}

/* ---- What can never match ---- */

typedef struct check {
    ct_binder *binder;
    const char *hint;
    bool is_fixed;  /* the kind of the value is known before it comes: see narrow() */
    unsigned below; /* kinds of an element */
    bool is_below_fixed;
} check;

static bool refuse(const check *c, const ct_shape *shape, unsigned needed, unsigned given)
{
    if (!needed)
        return ct_fail(c->binder->diag, CT_ERR_NEVER_MATCHES, shape->where,
                       "never matches: it excludes every value");
    ct_fail(c->binder->diag, CT_ERR_NEVER_MATCHES, shape->where,
            "never matches: the value is %s, but the matcher requires %s",
            kind_words(c->binder->arena, given), kind_words(c->binder->arena, needed));
    return c->hint && ct_hint(c->binder->diag, "%s", c->hint);
}

/* The kind of the value is the same for every matcher, also in alternatives and under !not. */
static bool narrow(const check *c, const ct_shape *shape, unsigned *given)
{
    bool ok = true;
    if (has_parts_of_same_value(shape)) {
        for (const ct_part *part = shape->parts; part && ok; part = part->next)
            ok = narrow(c, part->shape, given);
        return ok;
    }
    unsigned const needed = kinds_of(shape);
    if (!(needed & *given))
        return refuse(c, shape, needed, *given);
    *given &= needed;
    return true;
}

static bool check_shape(const check *c, const ct_shape *shape, unsigned given);

static bool check_below(const check *c, const ct_shape *shape)
{
    check const inner = {c->binder, c->is_below_fixed ? c->hint : NULL, c->is_below_fixed, c->below,
                         c->is_below_fixed};
    bool ok = true;
    for (const ct_part *part = shape->parts; part; part = part->next)
        ok = check_shape(&inner, part->shape, inner.below) && ok;
    return ok;
}

static bool check_all(const check *c, const ct_shape *shape, unsigned given)
{
    bool ok = true;
    for (const ct_part *part = shape->parts; part; part = part->next) {
        unsigned const needed = kinds_of(part->shape);
        if (!(needed & given))
            return needed ? refuse(c, part->shape, needed, given)
                          : check_shape(c, part->shape, given);
        given &= needed;
    }
    for (const ct_part *part = shape->parts; part; part = part->next)
        ok = check_shape(c, part->shape, given) && ok;
    return ok && ct_all_check_together(c->binder, shape);
}

/* Parts of the same value. An alternative, or what is excluded, may be for another kind of value
 * where that is not fixed: it is just not met. */
static bool check_parts(const check *c, const ct_shape *shape, unsigned given)
{
    bool const is_open = !c->is_fixed && !is(shape, "!optional");
    bool ok = true;
    for (const ct_part *part = shape->parts; part; part = part->next)
        ok = check_shape(c, part->shape, is_open ? CT_KIND_ANY : given) && ok;
    return ok;
}

static bool is_of_elements(const ct_shape *shape)
{
    return shape->matcher == &ct_match_object || shape->matcher == &ct_match_array ||
           shape->matcher->wants_list;
}

static bool check_shape(const check *c, const ct_shape *shape, unsigned given)
{
    if (is(shape, "!absent"))
        return true;
    if (is(shape, "!all"))
        return check_all(c, shape, given);
    unsigned const needed = kinds_of(shape);
    if (!(needed & given) && (needed || is(shape, "!not")))
        return refuse(c, shape, needed, given);
    if (has_parts_of_same_value(shape))
        return check_parts(c, shape, given);
    bool const is_text = !(needed & given & (CT_KIND_ARRAY | CT_KIND_OBJECT));
    return is_text || !is_of_elements(shape) || check_below(c, shape);
}

/* ---- The whole expectation ---- */

static bool check_fixed(const check *c, const ct_shape *shape, unsigned given)
{
    if (is(shape, "!absent"))
        return true;
    if (!narrow(c, shape, &given))
        return false;
    if (given == (CT_KIND_STRING | CT_KIND_ARRAY)) /* a header */
        given = ct_shape_wants_list(shape) ? CT_KIND_ARRAY : CT_KIND_STRING;
    return check_shape(c, shape, given);
}

static bool check_bytes(ct_binder *binder, const ct_expect *expect)
{
    check const c = {binder, NULL, true, CT_KIND_ANY, false};
    bool ok = true;
    for (const ct_part *part = expect->shape->parts; part; part = part->next) {
        bool const is_length = !strcmp(part->name, "length");
        if (is(part->shape, "!absent"))
            ok = ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, part->shape->where,
                         "never matches: every body has a %s", part->name);
        else
            ok = check_fixed(&c, part->shape, is_length ? CT_KIND_NUMBER : CT_KIND_STRING) && ok;
    }
    return ok;
}

static bool check_path(ct_binder *binder, const ct_expect *expect)
{
    static const char list[] = "compare it with an array: the path can select several values, or "
                               "none, which is []";
    bool const is_list = !ct_path_is_singular(expect->path);
    bool const is_absent = is(expect->shape, "!absent");
    check const c = {binder, is_list ? list : NULL, is_list, CT_KIND_ANY, false};
    if (is_absent && !strcmp(expect->name, "$")) {
        ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, expect->where,
                "never matches: '$' is the whole body");
        return ct_hint(binder->diag, "use json: !absent to expect no body");
    }
    if (is_absent && is_list) {
        ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, expect->where,
                "never matches: the value is always an array");
        return ct_hint(binder->diag, "%s", list);
    }
    return is_list ? check_fixed(&c, expect->shape, CT_KIND_ARRAY)
                   : check_shape(&c, expect->shape, CT_KIND_ANY);
}

bool ct_expect_check_possible(ct_binder *binder, const ct_expect *expect)
{
    static const char header[] = "treat the header either as a string or as the list of all its "
                                 "values, in every matcher";
    check c = {binder, NULL, true, CT_KIND_STRING, true};
    switch (expect->subject) {
    case CT_SUBJECT_HEADER:
        c.hint = header;
        return check_fixed(&c, expect->shape, CT_KIND_STRING | CT_KIND_ARRAY);
    case CT_SUBJECT_TEXT:
        return check_fixed(&c, expect->shape, CT_KIND_STRING);
    case CT_SUBJECT_JSON:
        c = (check){binder, NULL, false, CT_KIND_ANY, false};
        return check_shape(&c, expect->shape, CT_KIND_ANY);
    case CT_SUBJECT_PATH:
        return check_path(binder, expect);
    case CT_SUBJECT_BYTES:
        return check_bytes(binder, expect);
    default:
        return true;
    }
}
