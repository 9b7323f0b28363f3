/* What is decided before the first request: the run id, the secrets, and which cases are skipped.
 */
#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "lang/uri.h"
#include "lang/yaml/bind.h"
#include "run/runner.h"

const char *ct_run_id(ct_arena *arena, const char *seed)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *from = ct_arena_printf(arena, "run_id %s", seed);
    ct_sha256(from, strlen(from), digest);
    ct_hex(digest, 6, hex);
    return ct_arena_text(arena, hex);
}

/* splitmix64: small, and the same on every platform. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

void ct_shuffle(ct_selection *selection, const char *seed, ct_arena *arena)
{
    unsigned char digest[CT_SHA256_SIZE];
    uint64_t state;
    ct_sha256(seed, strlen(seed), digest);
    memcpy(&state, digest, sizeof state);
    selection->order = ct_arena_alloc(arena, selection->count * sizeof *selection->order);
    for (size_t i = 0; i < selection->count; i++) {
        size_t const j = next_random(&state) % (i + 1);
        selection->order[i] = selection->order[j];
        selection->order[j] = i;
    }
}

/* The base64 of "user:password" (RFC 7617): it consists of two secrets, but contains neither. */
static void add_basic(ct_redactor *redactor, const char *both, size_t size)
{
    ct_buf digits = CT_BUF(CT_BUF_ANY);
    ct_base64_encode(&digits, both, size);
    ct_redactor_add_value(redactor, ct_buf_str(&digits), digits.size);
    ct_buf_free(&digits);
}

static void add_user_and_password(ct_redactor *redactor, const json_t *values)
{
    const char *user = json_string_value(json_object_get(values, "user"));
    const char *password = json_string_value(json_object_get(values, "password"));
    ct_buf both = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&both, "%s:%s", user ? user : "", password ? password : "");
    add_basic(redactor, ct_buf_str(&both), both.size);
    ct_buf_free(&both);
}

void ct_run_hide_proxy(ct_redactor *redactor, const char *proxy)
{
    size_t begin, size, plain_size;
    if (!ct_url_userinfo(proxy, &begin, &size))
        return;
    ct_arena *scratch = ct_arena_new();
    const char *plain = ct_uri_unescape(scratch, proxy + begin, size, &plain_size);
    const char *written = memchr(proxy + begin, ':', size), *meant = memchr(plain, ':', plain_size);
    if (meant)
        add_basic(redactor, plain, plain_size);
    written =
        written ? written + 1 : proxy + begin; /* without a password, the user is the secret */
    meant = meant ? meant + 1 : plain;
    ct_redactor_add_value(redactor, written, (size_t)(proxy + begin + size - written));
    ct_redactor_add_value(redactor, meant, (size_t)(plain + plain_size - meant));
    ct_arena_free(scratch);
}

ct_redactor *ct_run_redactor(ct_arena *arena, const ct_suite *suite, const ct_target *target)
{
    ct_redactor *redactor = ct_redactor_new(arena);
    const char *name;
    json_t *unused;
    json_object_foreach(target->secrets, name, unused)
    {
        const json_t *value = json_object_get(target->values, name);
        ct_redactor_add_value(redactor, json_string_value(value), json_string_length(value));
    }
    if (target->auth == CT_TARGET_BASIC)
        add_user_and_password(redactor, target->values);
    for (const ct_operation *op = suite->operations; op; op = op->next) {
        for (const ct_name *mask = op->mask; mask; mask = mask->next)
            ct_redactor_add_name(redactor, mask->text);
        for (const ct_pair *header = op->credential; header; header = header->next)
            ct_redactor_add_name(redactor, header->name);
    }
    return redactor;
}

static bool writes(const ct_step *steps)
{
    for (; steps; steps = steps->next)
        if (!ct_plan_is_safe(steps->plan))
            return true;
    return false;
}

const char *ct_skip_reason(const ct_case *test_case, const ct_target *target, ct_arena *arena)
{
    if (test_case->skip)
        return test_case->skip;
    for (const ct_name *name = test_case->requires; name; name = name->next)
        if (!ct_names_have(target->capabilities, name->text))
            return ct_arena_printf(arena, "the target lacks the capability '%s'", name->text);
    if (target->is_read_only && (writes(test_case->steps) || writes(test_case->cleanup)))
        return "the target is read-only, and the case writes";
    return NULL;
}
