#include "judge/nearest.h"

#include "base/diag.h"
#include "base/limits.h"
#include "judge/matchers.h"
#include "judge/satisfiable.h"
#include "judge/value_text.h"
#include "lang/json/json.h"

enum { CANDIDATES_MAX = 1000 };

/* The search for the candidate with the fewest differences. */
typedef struct search {
    const ct_judging *judging;
    ct_arena *scratch;
    size_t best;
    unsigned fewest; /* differences of the best one; 0: none was found */
    bool is_alone;   /* no other one has as few */
    bool has_match;  /* one matches: an element that another matcher was given */
} search;

/* What a shape of several parts can have in common with a value; otherwise one difference says no
 * more than that the value is another one. */
static bool can_match_partly(const ct_shape *shape, const json_t *value)
{
    return (json_is_object(value) || json_is_array(value)) && ct_shape_accepts_kind(shape, value);
}

static ct_judging apart(const ct_judging *judging, ct_arena *arena)
{
    ct_judging trial = *judging;
    trial.arena = arena;
    trial.budget = judging->hints;
    trial.hints = NULL;
    trial.gave_up = NULL;
    trial.first = NULL;
    trial.count = 0;
    return trial;
}

/* Returns the number of differences, at least 1; 0 if there is none or the budget is used up. */
static unsigned count_differences(search *s, const ct_shape *shape, const json_t *value,
                                  const ct_value_place *value_place)
{
    ct_judging trial = apart(s->judging, s->scratch);
    trial.tail = &trial.first;
    trial.is_quiet = true;
    bool const holds = ct_shape_test(shape, &trial, value, value_place);
    if (!trial.gave_up)
        s->has_match = s->has_match || holds;
    if (holds || trial.gave_up)
        return 0;
    return trial.count ? trial.count : 1; /* a schema does not count */
}

static bool consider(search *s, size_t index, const ct_shape *shape, const json_t *value,
                     const ct_value_place *value_place)
{
    if (!ct_budget_spend(s->judging->hints, 1))
        return false;
    if (!can_match_partly(shape, value))
        return true;
    unsigned const count = count_differences(s, shape, value, value_place);
    ct_arena_reset(s->scratch);
    if (count && (!s->fewest || count < s->fewest)) {
        s->best = index;
        s->fewest = count;
        s->is_alone = true;
    } else if (count == s->fewest) {
        s->is_alone = false;
    }
    return !s->judging->hints->stopped;
}

/* The first difference, with its strings; NULL if the budget is used up. */
static const ct_difference *first_difference(const ct_judging *judging, const ct_shape *shape,
                                             const json_t *value, const ct_value_place *value_place)
{
    ct_judging trial = apart(judging, judging->arena);
    ct_difference *first = NULL;
    trial.tail = &first;
    trial.count = CT_LIMIT_DIFFERENCES - 1; /* only the first one is noted, the rest is counted */
    ct_shape_test(shape, &trial, value, value_place);
    return trial.gave_up ? NULL : first;
}

static const char *hint_text(const ct_judging *judging, const char *name, const ct_difference *d,
                             unsigned count)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&out, "nearest: %s, where %s is ", name, d->path);
    if (d->mismatch == CT_MISMATCH_MISSING)
        ct_buf_text(&out, "missing");
    else if (d->mismatch == CT_MISMATCH_UNEXPECTED)
        ct_buf_text(&out, "not expected");
    else
        ct_buf_printf(&out, "%s instead of %s", d->actual, d->expected);
    if (count > 1)
        ct_buf_printf(&out, " (and %u more difference%s)", count - 1, count > 2 ? "s" : "");
    return ct_buf_finish(&out, judging->arena);
}

static bool has_anything_in_common(const search *s, const ct_shape *shape)
{
    return s->fewest && !s->has_match && (s->is_alone || s->fewest < shape->part_count);
}

/* ---- Strings ---- */

static bool is_near(const ct_judging *judging, const json_t *wanted, const json_t *value)
{
    size_t const size = json_string_length(value);
    const char *const names[] = {json_string_value(wanted), NULL};
    return json_is_string(value) && ct_budget_spend(judging->hints, 64 + size / 16) &&
           !ct_json_equal(wanted, value) && ct_nearest(json_string_value(value), names);
}

static const char *near_string(const ct_shape *shape, const ct_judging *judging, const json_t *list,
                               const ct_value_place *value_place)
{
    ct_judging trial = apart(judging, judging->arena);
    const json_t *wanted =
        shape->matcher == &ct_match_literal ? ct_shape_value(shape, &trial) : NULL;
    if (!json_is_string(wanted))
        return NULL;
    for (size_t i = 0; i < json_array_size(list) && i < CANDIDATES_MAX; i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        const json_t *value = json_array_get(list, i);
        if (is_near(judging, wanted, value) && !ct_value_text_is_hidden(judging, &inner))
            return ct_arena_printf(judging->arena, "nearest: %s, which is %s",
                                   ct_value_text_path(judging, &inner),
                                   ct_value_text(&trial, value));
    }
    return NULL;
}

/* ---- Elements and alternatives ---- */

const char *ct_nearest_element(const ct_shape *shape, const ct_judging *judging, const json_t *list,
                               const ct_value_place *value_place)
{
    if (!judging->hints || judging->is_quiet)
        return NULL;
    search s = {.judging = judging, .scratch = ct_arena_new()};
    for (size_t i = 0; i < json_array_size(list) && i < CANDIDATES_MAX; i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        if (!consider(&s, i, shape, json_array_get(list, i), &inner))
            break;
    }
    ct_arena_free(s.scratch);
    if (!has_anything_in_common(&s, shape))
        return near_string(shape, judging, list, value_place);
    ct_value_place const inner = {value_place, NULL, 0, s.best};
    const ct_difference *d = first_difference(judging, shape, json_array_get(list, s.best), &inner);
    return d ? hint_text(judging, ct_value_text_path(judging, &inner), d, s.fewest) : NULL;
}

const char *ct_nearest_alternative(const ct_shape *in, const ct_judging *judging,
                                   const json_t *actual, const ct_value_place *value_place)
{
    if (!judging->hints || judging->is_quiet)
        return NULL;
    search s = {.judging = judging, .scratch = ct_arena_new()};
    const ct_shape *best = NULL;
    size_t number = 0;
    for (const ct_part *part = in->parts; part && number < CANDIDATES_MAX; part = part->next) {
        if (!consider(&s, ++number, part->shape, actual, value_place))
            break;
        if (s.fewest && s.best == number)
            best = part->shape;
    }
    ct_arena_free(s.scratch);
    if (!best || !has_anything_in_common(&s, best))
        return NULL;
    const ct_difference *d = first_difference(judging, best, actual, value_place);
    return d ? hint_text(judging, ct_arena_printf(judging->arena, "alternative %zu", s.best), d,
                         s.fewest)
             : NULL;
}
