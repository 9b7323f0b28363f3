#include "judge/capture.h"

#include "judge/subject.h"
#include "lang/regex/regex.h"

typedef struct taking {
    ct_response_body *received;
    ct_arena *arena;
    const ct_capture *capture;
    ct_budget *budget;
    const char *error;
} taking;

static const json_t *fail(taking *t, const char *why)
{
    t->error = ct_arena_printf(t->arena, "cannot capture '%s': %s", t->capture->name, why);
    return NULL;
}

static const json_t *from_header(taking *t)
{
    const json_t *values = ct_response_header_values(t->received, t->capture->header);
    if (json_array_size(values) == 1)
        return json_array_get(values, 0);
    if (!json_array_size(values))
        return fail(t, ct_arena_printf(t->arena, "the header %s is missing", t->capture->header));
    return fail(t, ct_arena_printf(t->arena, "the header %s occurs %zu times", t->capture->header,
                                   json_array_size(values)));
}

/* Nothing is decoded. */
static const char *unread_words(const taking *t, const char *otherwise)
{
    return ct_response_body_coding(t->received)
               ? "the body is encoded (Content-Encoding) and is not decoded"
               : otherwise;
}

static const json_t *from_path(taking *t)
{
    const json_t *document = ct_response_body_json(t->received);
    ct_path_nodes nodes;
    if (!document)
        return fail(t, !t->received->exchange->response->body.size ? "the response has no body"
                       : t->received->error.is_limit
                           ? ct_response_body_json_error(t->received, t->arena)
                           : unread_words(t, "the body is not JSON"));
    if (!ct_path_select(t->capture->path, document, ct_response_body_scratch(t->received),
                        t->budget, &nodes))
        return fail(t, nodes.gave_up);
    if (nodes.count != 1)
        return fail(t, ct_arena_printf(t->arena, "the path selects %zu values", nodes.count));
    return nodes.hits[0].value;
}

static const json_t *from_text(taking *t)
{
    static const ct_expect text = {.subject = CT_SUBJECT_TEXT};
    if (ct_subject_obstacle(t->received, &text))
        return fail(t, unread_words(t, "the body is not UTF-8 text"));
    return ct_subject_value(t->received, &text, NULL);
}

/* The first group, or all that was found. */
static const json_t *found_in(taking *t, const json_t *value)
{
    ct_regex_part parts[2] = {{0, 0}, {0, (size_t)-1}};
    const char *text = json_string_value(value);
    if (!text)
        return fail(t, "the value is not a string");
    size_t const count = ct_regex_groups(t->capture->regex) ? 2 : 1;
    switch (ct_regex_find(t->capture->regex, text, json_string_length(value), parts, count,
                          t->budget)) {
    case CT_REGEX_YES:
        break;
    case CT_REGEX_NO:
        return fail(t, "the pattern does not match");
    default:
        if (t->budget->stopped)
            return fail(t, t->budget->stopped);
        return fail(t, "the pattern exceeded the step limit");
    }
    const ct_regex_part *part = &parts[count - 1];
    if (part->size == (size_t)-1)
        return fail(t, "the pattern's group did not match");
    return ct_json_own(ct_response_body_scratch(t->received),
                       json_stringn_nocheck(text + part->offset, part->size));
}

static const json_t *take(taking *t)
{
    const json_t *value = t->capture->header ? from_header(t)
                          : t->capture->path ? from_path(t)
                                             : from_text(t);
    return value && t->capture->regex ? found_in(t, value) : value;
}

const char *ct_captures_take(const ct_capture *captures, ct_response_body *received,
                             ct_arena *arena, ct_budget *budget, json_t *into)
{
    taking t = {.received = received, .arena = arena, .budget = budget};
    for (t.capture = captures; t.capture; t.capture = t.capture->next) {
        const json_t *value = take(&t);
        if (value)
            json_object_set_nocheck(into, t.capture->name, ct_json_copy(arena, value));
        ct_response_body_free_scratch(received);
        if (!value)
            return t.error;
    }
    return NULL;
}
