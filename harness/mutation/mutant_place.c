#include "mutation/mutant_place.h"

#include <ctype.h>
#include <string.h>

#include "lang/json/json.h"
#include "lang/yaml/template.h"
#include "lang/yaml/value.h"

/* ---- Generated values ------------------------------------------------------------------- */

bool ct_looks_generated(const char *text, size_t size)
{
    enum { HEX_MIN = 12, DIGITS_MIN = 8, MIX_MIN = 20 };
    size_t digits = 0, hex = 0, letters = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)text[i];
        digits += isdigit(c) != 0;
        hex += isxdigit(c) || c == '-';
        letters += isalpha(c) != 0;
    }
    bool const is_date = size >= 10 && digits >= 8 && text[4] == '-' && text[7] == '-';
    return is_date || (digits == size && size >= DIGITS_MIN) ||
           (hex == size && digits >= 2 && size >= HEX_MIN) ||
           (digits >= 3 && letters >= 3 && size >= MIX_MIN && !memchr(text, ' ', size));
}

bool ct_contains_generated(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t end = at;
        while (end < size && (isalnum((unsigned char)text[end]) || text[end] == '-'))
            end++;
        if (ct_looks_generated(text + at, end - at))
            return true;
        at = end + 1;
    }
    return ct_looks_generated(text, size);
}

/* ---- Templates -------------------------------------------------------------------------- */

/* Makes "{name}" the value of every variable. */
static json_t *make_placeholder(const ct_scope *scope, const char *name)
{
    json_object_set_new(scope->vars, name,
                        json_string(ct_arena_printf(scope->maker, "{%s}", name)));
    return json_object_get(scope->vars, name);
}

static void add_query(const ct_plan *plan, const ct_scope *scope, ct_buf *out)
{
    for (const ct_pair *pair = plan->query; pair; pair = pair->next) {
        if (!pair->value)
            continue;
        ct_buf_printf(out, "%c%s=", strchr(ct_buf_str(out), '?') ? '&' : '?', pair->name);
        if (pair->value->kind == CT_VALUE_LITERAL || pair->value->kind == CT_VALUE_TEMPLATE)
            ct_value_fill_text(pair->value, scope, out);
        else
            ct_buf_printf(out, "{%s}", pair->name);
    }
}

/* Returns "/pets/{pet_id}?limit={limit}". */
static const char *template_of(const ct_plan *plan, ct_arena *arena)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_scope const scope = {
        .vars = ct_json_own(arena, json_object()), .make = make_placeholder, .maker = arena};
    for (const ct_path_piece *piece = plan->path; piece; piece = piece->next) {
        if (piece->param)
            ct_buf_printf(&out, "{%s}", piece->param);
        else
            ct_template_text(piece->text, &scope, &out);
    }
    add_query(plan, &scope, &out);
    return ct_buf_finish(&out, arena);
}

/* Whether a {name} of the template stands for a part of one segment or parameter. */
static bool matches(const char *template, const char *text)
{
    for (; *template && *template != '{'; template ++, text++)
        if (*template != *text)
            return false;
    if (!*template)
        return !*text;
    const char *end = strchr(template, '}');
    if (!end)
        return false;
    for (size_t size = strcspn(text, "/?&"); size; size--)
        if (matches(end + 1, text + size))
            return true;
    return false;
}

/* Returns the part of the target that the template is for, without the path of the base URL; NULL
 * if it is another request. */
static const char *find_match(const char *template, const char *target)
{
    for (const char *at = target; at; at = strchr(at + 1, '/'))
        if (matches(template, at))
            return at;
    return NULL;
}

static size_t placeholder_count(const char *template)
{
    size_t count = 0;
    for (; *template; template ++)
        count += *template == '{';
    return count;
}

/* The best template so far: the one with the fewest placeholders. */
typedef struct search {
    const char *method, *target;
    ct_arena *arena;
    const char *best;
    size_t prefix; /* size of the path of the base URL */
} search;

static void try_plan(search *s, const ct_plan *plan)
{
    if (!plan || strcmp(plan->method, s->method))
        return;
    const char *template = template_of(plan, s->arena);
    const char *at = *template == '/' ? find_match(template, s->target) : NULL;
    if (!at || (s->best && placeholder_count(s->best) <= placeholder_count(template)))
        return;
    s->best = template;
    s->prefix = (size_t)(at - s->target);
}

static void try_steps(search *s, const ct_step *step)
{
    for (; step; step = step->next)
        try_plan(s, step->plan);
}

/* ---- Requests that no plan explains ----------------------------------------------------- */

/* Such as one whose path was captured. */
static const char *generalize(const char *target, ct_arena *arena)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    size_t const end = strcspn(target, "?");
    for (size_t at = 0; at < end;) {
        size_t const size = strcspn(target + at + 1, "/?");
        if (ct_looks_generated(target + at + 1, size))
            ct_buf_text(&out, "/{id}");
        else
            ct_buf_add(&out, target + at, size + 1);
        at += size + 1;
    }
    for (const char *at = target + end; *at; at += strcspn(at + 1, "&") + 1)
        ct_buf_printf(&out, "%c%.*s={}", *at, (int)strcspn(at + 1, "=&"), at + 1);
    return ct_buf_finish(&out, arena);
}

bool ct_captures_secrets(const ct_case *test_case)
{
    const ct_step *const lists[] = {test_case->steps, test_case->cleanup};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const ct_step *step = lists[i]; step; step = step->next)
            for (const ct_capture *capture = step->captures; capture; capture = capture->next)
                if (capture->is_secret)
                    return true;
    return false;
}

const char *ct_mutant_place_name(const ct_case *test_case, const char *method, const char *target,
                                 ct_arena *arena)
{
    search s = {.method = method, .target = target, .arena = arena};
    if (test_case) {
        try_steps(&s, test_case->steps);
        try_steps(&s, test_case->cleanup);
        if (test_case->operation)
            try_plan(&s, test_case->operation->plan);
    }
    if (!s.best && test_case && ct_captures_secrets(test_case))
        return ct_arena_printf(arena, "%s {path}", method);
    if (!s.best)
        return ct_arena_printf(arena, "%s %s", method, generalize(target, arena));
    return ct_arena_printf(arena, "%s %.*s%s", method, (int)s.prefix, target, s.best);
}
