/* authenticate.c - authentication by a token, from the data or issued by the gateway, or by a
 * signature. */
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "gateway/operation.h"
#include "gateway/timestamp.h"
#include "http/sdk_hmac.h"

/* ---- Tokens --------------------------------------------------------------------------------- */

/* Issued tokens are not stored, so that any number of them takes no memory: a token contains its
 * user and its expiry, and an HMAC of both. */
const char *ct_token_issue(const ct_gateway *gateway, size_t user, int64_t expires_ns,
                           ct_arena *arena)
{
    unsigned char mac[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *said =
        ct_arena_printf(arena, "%zu.%lld", user, (long long)(expires_ns / CT_NANOSECONDS));
    ct_hmac_sha256(gateway->token_key, sizeof gateway->token_key, said, strlen(said), mac);
    ct_hex(mac, sizeof mac, hex);
    return ct_arena_printf(arena, "reference-gateway-issued.%s.%s", said, hex);
}

static const ct_token *issued(const ct_call *call, const char *value)
{
    static const char beginning[] = "reference-gateway-issued.";
    char *end;
    if (strncmp(value, beginning, sizeof beginning - 1))
        return NULL;
    unsigned long const place = strtoul(value + sizeof beginning - 1, &end, 10);
    int64_t const expires_s = *end == '.' ? strtoll(end + 1, NULL, 10) : 0;
    if (expires_s <= 0 || expires_s > INT64_MAX / CT_NANOSECONDS ||
        !ct_same_secret(
            value, ct_token_issue(call->gateway, place, expires_s * CT_NANOSECONDS, call->arena)))
        return NULL;
    const ct_user *user = call->gateway->data->users;
    for (unsigned long i = 0; user && i < place; i++)
        user = user->next;
    if (!user)
        return NULL;
    ct_token *token = ct_new(call->arena, ct_token);
    *token = user->grant;
    token->value = value;
    token->user = user->name;
    token->expires_ns = expires_s * CT_NANOSECONDS;
    return token;
}

static ct_refusal check_token(ct_call *call)
{
    const ct_header *header = ct_header_find(call->request->headers, "X-Auth-Token");
    const char *value = header ? header->value : NULL;
    bool const wants_name = ct_hooks_of(call->gateway)->has_case_sensitive_names;
    if (!value || !*value || (wants_name && strcmp(header->name, "X-Auth-Token")))
        return CT_TOKEN_MISSING;
    call->token = ct_token_find(call->gateway->data, value);
    if (!call->token)
        call->token = issued(call, value);
    if (!call->token)
        return CT_TOKEN_UNKNOWN;
    if (call->token->expires_ns && call->token->expires_ns <= call->now_ns)
        return ct_operation_refuse(call, CT_TOKEN_EXPIRED,
                                   ct_timestamp_show(call->token->expires_ns, call->arena));
    return CT_NOT_REFUSED;
}

/* ---- Signatures ------------------------------------------------------------------------------ */

enum { WINDOW_S = 15 * 60, REFUSALS_MAX = 5, LOCK_S = 5 * 60 };

/* The refused signatures of a pair of keys. */
typedef struct ct_key_state {
    const ct_key *key;
    unsigned refused; /* consecutive */
    int64_t locked_until_ns;
    struct ct_key_state *next;
} ct_key_state;

static ct_key_state *state_of(ct_gateway *gateway, const ct_key *key)
{
    ct_key_state **at = &gateway->keys;
    while (*at && (*at)->key != key)
        at = &(*at)->next;
    if (!*at) {
        *at = ct_new(gateway->arena, ct_key_state);
        (*at)->key = key;
    }
    return *at;
}

/* Makes text of a request safe for a response: printable ASCII, with '|' for a line break, as the
 * real front end does. */
static const char *printable(const char *text, ct_arena *arena)
{
    char *copy = ct_arena_text(arena, text);
    for (char *c = copy; *c; c++)
        *c = (char)(*c == '\n' ? '|' : *c < ' ' || *c > '~' ? '?' : *c);
    return copy;
}

/* Returns the value after "Access=" up to the next comma or space; "" if it is missing. */
static const char *part_of(const char *report, const char *name, ct_arena *arena)
{
    const char *at = strstr(report, name);
    return at ? ct_arena_copy(arena, at + strlen(name), strcspn(at + strlen(name), ", ")) : "";
}

static const char *header_of(const ct_call *call, const char *name)
{
    const ct_header *header = ct_header_find(call->request->headers, name);
    return header && header->value ? header->value : "";
}

/* `date` looks like "20191115T033655Z". */
static bool is_in_time(const ct_call *call, const char *date)
{
    int64_t when;
    const char *text = ct_arena_printf(call->arena, "%.4s-%.2s-%.5s:%.2s:%s", date, date + 4,
                                       date + 6, date + 11, date + 13);
    if (!ct_timestamp_parse(text, &when))
        return false;
    int64_t const off = when > call->now_ns ? when - call->now_ns : call->now_ns - when;
    return off <= (int64_t)WINDOW_S * CT_NANOSECONDS;
}

/* Whether the list of signed headers contains a name. An unsigned date could be replaced, so that
 * the signature would never expire. */
static bool is_signed(const char *names, const char *name)
{
    const char *at = strstr(names, name);
    size_t const size = strlen(name);
    return at && (at == names || at[-1] == ';') && (!at[size] || at[size] == ';');
}

static ct_refusal check_signed(ct_call *call, const ct_key *key, const char *report)
{
    const char *date = header_of(call, "X-Sdk-Date");
    ct_sdk_request const what = {.method = call->request->method,
                                 .target = call->request->target,
                                 .headers = call->request->headers,
                                 .signed_names = part_of(report, "SignedHeaders=", call->arena),
                                 .body = call->request->body};
    char signature[CT_SHA256_TEXT];
    ct_sdk_signature(&what, date, key->secret_key, call->arena, signature);
    if (!is_signed(what.signed_names, "x-sdk-date") ||
        !ct_same_secret(signature, part_of(report, "Signature=", call->arena)) ||
        (key->security_token &&
         !ct_same_secret(key->security_token, header_of(call, "X-Security-Token"))))
        return ct_operation_refuse(call, CT_SIGNATURE_WRONG,
                                   printable(ct_sdk_canonical(&what, call->arena), call->arena));
    if (strlen(date) != strlen("20191115T033655Z") || !is_in_time(call, date))
        return ct_operation_refuse(call, CT_SIGNATURE_STALE, printable(date, call->arena));
    return CT_NOT_REFUSED;
}

static ct_refusal check_signature(ct_call *call, const char *report)
{
    const char *access = part_of(report, "Access=", call->arena);
    const ct_key *key = ct_key_find(call->gateway->data, access);
    if (!key)
        return ct_operation_refuse(call, CT_KEY_UNKNOWN, printable(access, call->arena));
    ct_key_state *state = state_of(call->gateway, key);
    if (state->locked_until_ns > call->now_ns)
        return CT_KEY_LOCKED;
    ct_refusal const refusal = check_signed(call, key, report);
    state->refused = refusal ? state->refused + 1 : 0;
    if (state->refused > REFUSALS_MAX) {
        state->locked_until_ns = call->now_ns + (int64_t)LOCK_S * CT_NANOSECONDS;
        state->refused = 0;
    }
    call->token = &key->grant;
    return refusal;
}

ct_refusal ct_check_authentication(ct_call *call)
{
    const char *report = header_of(call, "Authorization");
    return strncmp(report, CT_SDK_ALGORITHM " ", strlen(CT_SDK_ALGORITHM " "))
               ? check_token(call)
               : check_signature(call, report);
}
