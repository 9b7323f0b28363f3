#include "http/signer.h"
#include "base/encoding.h"
#include "http/field_value.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/datetime.h"
#include "base/digest.h"
#include "http/sdk_hmac.h"
#include "lang/json/json.h"

typedef struct signing {
    const ct_signing *how;
    ct_request *request;
    const char *error;
} signing;

/* ---- What is there ---- */

static void fail(signing *s, const char *sentence, const char *name)
{
    if (!s->error)
        s->error = ct_arena_printf(s->how->arena, "%s '%s'", sentence, name);
}

/* Returns the value of a variable, if it can be sent in a header; NULL if there is none. */
static const char *text_of(signing *s, const char *name)
{
    const json_t *value = ct_scope_find(s->how->scope, name);
    const char *text = json_string_value(value);
    if (text && !ct_field_value_is_valid(text, json_string_length(value)))
        fail(s, "control character in the variable", name);
    return text;
}

static const char *needed(signing *s, const char *name)
{
    const char *text = text_of(s, name);
    if (!text)
        fail(s, "no variable", name);
    return text ? text : "";
}

static bool plan_names(const signing *s, const char *name)
{
    const ct_pair *pair = s->how->plan->headers;
    while (pair && strcasecmp(pair->name, name))
        pair = pair->next;
    return pair;
}

static void add_header(signing *s, const char *name, const char *value)
{
    ct_header **tail = &s->request->headers;
    if (!value || plan_names(s, name))
        return;
    if (ct_field_value_has_edge(value, strlen(value)))
        fail(s, "space or tab at the start or end of the header", name);
    while (*tail)
        tail = &(*tail)->next;
    *tail = ct_new(s->how->arena, ct_header);
    **tail = (ct_header){name, value, NULL};
}

/* ---- basic: RFC 7617 ---- */

static void sign_basic(signing *s)
{
    ct_arena *arena = s->how->arena;
    const char *user = needed(s, "user"), *password = needed(s, "password");
    const char *both = ct_arena_printf(arena, "%s:%s", user, password);
    ct_buf value = CT_BUF(CT_BUF_ANY);
    if (strchr(user, ':'))
        fail(s, "':' in the variable", "user");
    ct_buf_text(&value, "Basic ");
    ct_base64_encode(&value, both, strlen(both));
    add_header(s, "Authorization", ct_buf_finish(&value, arena));
}

/* ---- aksk: SDK-HMAC-SHA256 ---- */

enum { STALE_MS = 24 * 60 * 60 * 1000 };

/* "20191115T033655Z" */
static const char *sdk_date(int64_t unix_ms, ct_arena *arena)
{
    char text[CT_TIME_TEXT];
    char *date = ct_arena_alloc(arena, sizeof text), *end = date;
    ct_time_text(unix_ms, text);
    for (const char *at = text; *at && *at != '.'; at++)
        if (*at != '-' && *at != ':')
            *end++ = *at;
    *end = 'Z';
    return date;
}

/* Returns a key that does not exist. It does not resemble the real one: a gateway that repeats an
 * unknown key would show most of that. */
static const char *wrong_key(const char *key, ct_arena *arena)
{
    enum { BYTES = 10 };
    unsigned char digest[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(arena, 2 * BYTES + 1);
    const char *from = ct_arena_printf(arena, "a key that nobody has, instead of %s", key);
    ct_sha256(from, strlen(from), digest);
    ct_hex(digest, BYTES, hex);
    for (char *c = hex; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return hex;
}

/* Those of the usual names that the request has, in their order. */
static const char *signed_names(const ct_header *headers, ct_arena *arena)
{
    static const char *const usual[] = {"content-type",         "host",       "x-project-id",
                                        "x-sdk-content-sha256", "x-sdk-date", "x-security-token"};
    const char *names = "";
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (ct_header_find(headers, usual[i]))
            names = ct_arena_printf(arena, "%s%s%s", names, *names ? ";" : "", usual[i]);
    return names;
}

static void sign_aksk(signing *s)
{
    ct_arena *arena = s->how->arena;
    ct_auth const auth = s->how->plan->auth;
    const char *key = needed(s, "access_key"), *secret = needed(s, "secret_key");
    int64_t const then = s->how->unix_ms - (auth == CT_AUTH_STALE_DATE ? STALE_MS : 0);
    add_header(s, "X-Sdk-Date", sdk_date(then, arena));
    add_header(s, "X-Project-Id", text_of(s, "project_id"));
    add_header(s, "X-Security-Token", text_of(s, "security_token"));
    ct_header const host = {"Host", ct_url_host(s->request->url, arena), s->request->headers};
    const ct_header *date = ct_header_find(&host, "X-Sdk-Date");
    ct_sdk_request const what = {.method = s->request->method,
                                 .target = ct_url_target(s->request->url),
                                 .headers = &host,
                                 .signed_names = signed_names(&host, arena),
                                 .body = s->request->body};
    char signature[CT_SHA256_TEXT];
    ct_sdk_signature(&what, date ? date->value : "", secret, arena, signature);
    char *last = &signature[CT_SHA256_TEXT - 2];
    if (auth == CT_AUTH_WRONG_SIGNATURE)
        *last = *last == '0' ? '1' : '0';
    add_header(s, "Authorization",
               ct_arena_printf(arena, CT_SDK_ALGORITHM " Access=%s, SignedHeaders=%s, Signature=%s",
                               auth == CT_AUTH_WRONG_KEY ? wrong_key(key, arena) : key,
                               what.signed_names, signature));
}

/* ---- The table ---- */

/* NULL: the operation's credential is the proof. */
static void (*const signers[CT_TARGET_AUTHS])(signing *s) = {
    [CT_TARGET_TOKEN] = NULL,
    [CT_TARGET_AKSK] = sign_aksk,
    [CT_TARGET_BASIC] = sign_basic,
};

/* A credential that is wrong on purpose is a signature, whatever the target's kind. The target's
 * credential is not sent to another base URL. */
static bool proves(const ct_plan *plan, ct_target_auth kind, ct_target_auth *which)
{
    *which = plan->auth == CT_AUTH_TARGET ? kind : CT_TARGET_AKSK;
    return plan->auth != CT_AUTH_NONE && !plan->url;
}

bool ct_sign_sends_credential(const ct_plan *plan, ct_target_auth kind)
{
    ct_target_auth which;
    return proves(plan, kind, &which) && !signers[which];
}

bool ct_sign(ct_request *request, const ct_signing *how, const char **error)
{
    signing s = {.how = how, .request = request};
    ct_target_auth which;
    if (proves(how->plan, how->kind, &which) && signers[which])
        signers[which](&s);
    if (s.error)
        *error = s.error;
    return !s.error;
}
