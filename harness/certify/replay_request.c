#include "certify/replay_request.h"

#include <string.h>
#include <strings.h>

#include "certify/replay_tls.h"
#include "model/redact/redact.h"

typedef enum match { SAME, HIDDEN, DIFFERENT } match;

typedef struct text {
    const char *at;
    size_t size;
} text;

typedef struct comparing {
    ct_arena *arena;
    const ct_replay_rules *rules;
    ct_replay_gaps *gaps;
    ct_replay_difference found;
} comparing;

/* ---- Text with masks ---- */

static text text_of(const char *bytes)
{
    return (text){bytes, strlen(bytes)};
}

static void skip(text *t, size_t size)
{
    t->at += size;
    t->size -= size;
}

/* The size of the mask at the start of the text, plain or percent-encoded; 0: none. */
static size_t mask_size(text t)
{
    static const char encoded[] = "%2A%2A%2A";
    if (t.size >= strlen(CT_MASK) && !memcmp(t.at, CT_MASK, strlen(CT_MASK)))
        return strlen(CT_MASK);
    return t.size >= strlen(encoded) && !strncasecmp(t.at, encoded, strlen(encoded))
               ? strlen(encoded)
               : 0;
}

/* Whether the rest of a truncated text is equal. Truncation may have cut through a mask. */
static bool is_rest_same(text recorded, text today)
{
    return recorded.size < strlen(CT_MASK) && recorded.size <= today.size &&
           !memcmp(recorded.at, today.at, recorded.size);
}

/* Compares two strings.
 * is_part: the record has only the beginning
 * masks:   out; incremented for each mask in both strings */
static match compare_texts(text recorded, text today, bool is_part, unsigned *masks)
{
    while (recorded.size && today.size) {
        size_t const recorded_mask = mask_size(recorded), today_mask = mask_size(today);
        if (is_part && is_rest_same(recorded, today))
            return SAME;
        if (recorded_mask && today_mask) {
            ++*masks;
            skip(&recorded, recorded_mask);
            skip(&today, today_mask);
            continue;
        }
        if (recorded_mask)
            return HIDDEN;
        if (today_mask || *recorded.at != *today.at)
            return DIFFERENT;
        skip(&recorded, 1);
        skip(&today, 1);
    }
    if (mask_size(recorded))
        return HIDDEN;
    return recorded.size || (today.size && !is_part) ? DIFFERENT : SAME;
}

/* ---- The parts of a request ---- */

/* Stores a difference. Returns whether to continue the comparison. */
static bool judge(comparing *c, match found, unsigned masks, unsigned *gap, const char *unlike,
                  const char *hidden)
{
    if (found == DIFFERENT)
        c->found.unlike = unlike;
    if (found == HIDDEN)
        c->found.hidden = hidden;
    *gap += found == SAME && masks;
    return found == SAME;
}

static bool compare_line(comparing *c, const ct_request *recorded, const ct_request *today)
{
    unsigned masks = 0;
    match const urls = compare_texts(text_of(recorded->url), text_of(today->url), false, &masks);
    return judge(c, strcmp(recorded->method, today->method) ? DIFFERENT : urls, masks,
                 &c->gaps->urls,
                 ct_arena_printf(c->arena, "it was %s %s, now it is %s %s", recorded->method,
                                 recorded->url, today->method, today->url),
                 "its URL is masked in the results");
}

static bool compare_values(comparing *c, const ct_header *recorded, const ct_header *today)
{
    unsigned masks = 0;
    match const found =
        compare_texts(text_of(recorded->value), text_of(today->value), false, &masks);
    return judge(c, found, masks, &c->gaps->headers,
                 ct_arena_printf(c->arena, "header '%s' was '%.200s', now it is '%.200s'",
                                 recorded->name, recorded->value, today->value),
                 ct_arena_printf(c->arena, "header '%s' is masked in the results", recorded->name));
}

static const char *describe_header(const comparing *c, const ct_header *header, const char *what)
{
    return ct_arena_printf(c->arena, "header '%s: %.200s' %s", header->name, header->value, what);
}

/* Compares headers in the order in which they are sent. */
static bool compare_headers(comparing *c, const ct_header *recorded, const ct_header *today)
{
    for (; recorded && today; recorded = recorded->next, today = today->next) {
        if (strcmp(recorded->name, today->name) != 0)
            break;
        if (!compare_values(c, recorded, today))
            return false;
    }
    bool const is_new = today && !ct_header_find(recorded, today->name);
    if (recorded && !is_new)
        c->found.unlike = describe_header(c, recorded, "was sent, now it is not");
    else if (today)
        c->found.unlike = describe_header(c, today, "was not sent, now it is");
    return !c->found.unlike;
}

static bool compare_bodies(comparing *c, const ct_body *recorded, const ct_body *today)
{
    bool const is_part = recorded->whole > recorded->size;
    if (!recorded->bytes != !today->bytes) { /* an empty body is not the same as no body */
        c->found.unlike =
            recorded->bytes ? "it had a body, now it has none" : "it had no body, now it has one";
        return false;
    }
    unsigned masks = 0;
    match found = compare_texts((text){recorded->bytes, recorded->size},
                                (text){today->bytes, today->size}, is_part, &masks);
    /* The size can be compared only without masks, which change it. */
    if (found == SAME && is_part && !masks &&
        !(today->size && memmem(today->bytes, today->size, CT_MASK, strlen(CT_MASK))) &&
        recorded->whole != today->whole)
        found = DIFFERENT;
    if (c->rules->is_whole && (recorded->size != today->size || recorded->whole != today->whole))
        found = DIFFERENT;
    c->gaps->cut += found == SAME && is_part;
    return judge(c, found, masks, &c->gaps->bodies,
                 ct_arena_printf(c->arena,
                                 "the body had %zu bytes, now it is another one of %zu bytes",
                                 recorded->whole, today->size),
                 "its body is masked in the results");
}

/* Settings that are not part of the message. */
static void compare_settings(comparing *c, const ct_request *recorded, const ct_request *today)
{
    if (recorded->is_safe != today->is_safe)
        c->found.unlike = recorded->is_safe ? "it was declared to change nothing, now it is not"
                                            : "it was not declared to change nothing, now it is";
    else if (c->rules->connection)
        c->found.unlike = ct_replay_compare_tls(c->arena, recorded->tls, today->tls,
                                                c->rules->target_tls, c->rules->connection);
}

ct_replay_difference ct_replay_compare(ct_arena *arena, const ct_replay_rules *rules,
                                       const ct_request *recorded, const ct_request *today,
                                       ct_replay_gaps *gaps)
{
    ct_replay_gaps none = {0};
    comparing c = {.arena = arena, .rules = rules, .gaps = gaps ? gaps : &none};
    if (compare_line(&c, recorded, today) &&
        compare_headers(&c, recorded->headers, today->headers) &&
        compare_bodies(&c, &recorded->body, &today->body))
        compare_settings(&c, recorded, today);
    return c.found;
}
