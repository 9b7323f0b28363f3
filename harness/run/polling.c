#include "run/polling.h"

#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/map.h"

enum { KEY_SIZE = CT_SHA256_SIZE + 1, HOPELESS_AFTER = 2 };

/* What is known about the steps with one key. */
typedef struct outcome {
    const char *cases[HOPELESS_AFTER];      /* that expired */
    unsigned status;                        /* of the first of them */
    unsigned char response[CT_SHA256_SIZE]; /* likewise: status and body */
    bool differs;    /* another one expired with another status or, KEY_EXPECTS, response */
    bool has_passed; /* KEY_REQUEST: or the response changed while a step waited */
} outcome;

struct ct_polling {
    ct_arena *arena;
    ct_map outcomes;
};

/* The two ways in which steps wait for the same response. */
typedef enum key_kind { KEY_REQUEST, KEY_EXPECTS, KEY_KINDS } key_kind;

ct_polling *ct_polling_new(ct_arena *arena)
{
    ct_polling *self = ct_new(arena, ct_polling);
    self->arena = arena;
    return self;
}

/* ---- Attempts ---- */

static void digest_response(const ct_response *response, unsigned char digest[CT_SHA256_SIZE])
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&text, "%u\n", response->status);
    ct_buf_add(&text, response->body.bytes, response->body.size);
    ct_sha256(ct_buf_str(&text), text.size, digest);
    ct_buf_free(&text);
}

void ct_poll_watch_add(ct_poll_watch *self, const ct_response *response)
{
    unsigned char digest[CT_SHA256_SIZE] = {0};
    if (response)
        digest_response(response, digest);
    if (!self->attempts++)
        memcpy(self->first, digest, sizeof digest);
    self->has_changed =
        self->has_changed || !response || memcmp(self->first, digest, sizeof digest) != 0;
}

/* ---- The store ---- */

static void make_key(const ct_poll *poll, key_kind kind, char key[KEY_SIZE])
{
    const ct_request *request = poll->exchange->request;
    ct_loc const where = poll->step->expects->where;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&text, "%s ", request->method);
    if (kind == KEY_EXPECTS) {
        ct_buf_printf(&text, "%p %u %u", (const void *)where.source, (unsigned)where.line,
                      (unsigned)where.column);
    } else {
        ct_buf_printf(&text, "%s\n", request->url);
        ct_buf_add(&text, request->body.bytes, request->body.size);
    }
    key[0] = (char)kind;
    ct_sha256(ct_buf_str(&text), text.size, (unsigned char *)key + 1);
    ct_buf_free(&text);
}

static const outcome *find(const ct_polling *self, const ct_poll *poll, key_kind kind)
{
    char key[KEY_SIZE];
    make_key(poll, kind, key);
    return ct_map_find(&self->outcomes, key, sizeof key);
}

static outcome *find_or_add(ct_polling *self, const ct_poll *poll, key_kind kind)
{
    char key[KEY_SIZE];
    make_key(poll, kind, key);
    outcome *found = (outcome *)ct_map_find(&self->outcomes, key, sizeof key);
    if (found)
        return found;
    found = ct_new(self->arena, outcome);
    ct_map_put(self->arena, &self->outcomes, ct_arena_copy(self->arena, key, sizeof key),
               sizeof key, found);
    return found;
}

void ct_polling_pass(ct_polling *self, const ct_poll *poll)
{
    find_or_add(self, poll, KEY_EXPECTS)->has_passed = true;
    if (poll->watch->attempts > 1)
        find_or_add(self, poll, KEY_REQUEST)->has_passed = true;
}

static void add_case(outcome *seen, const ct_poll *poll)
{
    unsigned const status = poll->exchange->response->status;
    if (!seen->cases[0]) {
        seen->status = status;
        digest_response(poll->exchange->response, seen->response);
        seen->cases[0] = poll->case_name;
    } else if (!seen->cases[1] && strcmp(seen->cases[0], poll->case_name) != 0) {
        seen->cases[1] = poll->case_name;
    }
    seen->differs = seen->differs || seen->status != status;
}

static bool is_same(const outcome *seen, const ct_response *response)
{
    unsigned char digest[CT_SHA256_SIZE];
    digest_response(response, digest);
    return memcmp(seen->response, digest, sizeof digest) == 0;
}

void ct_polling_expire(ct_polling *self, const ct_poll *poll)
{
    outcome *request = find_or_add(self, poll, KEY_REQUEST);
    outcome *expects = find_or_add(self, poll, KEY_EXPECTS);
    add_case(request, poll);
    add_case(expects, poll);
    request->has_passed = request->has_passed || poll->watch->has_changed;
    expects->differs = expects->differs || !is_same(expects, poll->exchange->response);
}

/* ---- Hope ---- */

static bool is_stuck(const outcome *seen, const ct_poll *poll)
{
    return seen && seen->cases[1] && !seen->differs && !seen->has_passed &&
           seen->status == poll->exchange->response->status;
}

const char *ct_polling_hopeless(const ct_polling *self, const ct_poll *poll)
{
    const outcome *request = find(self, poll, KEY_REQUEST);
    const outcome *expects = find(self, poll, KEY_EXPECTS);
    bool const is_step = is_stuck(expects, poll) && is_same(expects, poll->exchange->response);
    if (!is_step && !is_stuck(request, poll))
        return NULL;
    const outcome *seen = is_step ? expects : request;
    return ct_arena_printf(self->arena, "the same %s ran out of time in two other cases: %s, %s",
                           is_step ? "step" : "polled request", seen->cases[0], seen->cases[1]);
}
