#include "cli/assurance.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "certify/assurance.h"
#include "certify/claims.h"
#include "certify/witness.h"

bool ct_witness_check_options(ct_session *session)
{
    const char *challenge = session->settings.challenge;
    if (!challenge)
        return !session->settings.is_witness ||
               ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                       "--witness requires --challenge TEXT");
    if (ct_utf8_valid_size(challenge, strlen(challenge)) != strlen(challenge))
        return ct_fail(&session->diag, CT_ERR_INVALID_ENCODING, CT_NOWHERE,
                       "--challenge is not valid UTF-8");
    return !ct_is_blank(challenge) || ct_fail(&session->diag, CT_ERR_EMPTY_VALUE, CT_NOWHERE,
                                              "--challenge has no visible character");
}

bool ct_witness_bind(ct_session *session, const ct_run_specification *specification,
                     const ct_key *key, ct_claims *claims)
{
    ct_run_specification first = *specification;
    if (!session->settings.is_witness)
        return true;
    if (!key || !ct_run_specification_target(session, NULL, &first))
        return false;
    if (!first.target)
        return true; /* reported by the caller */
    char *id = ct_arena_alloc(session->arena, CT_SHA256_TEXT);
    ct_key_id(key, id);
    claims->witness = id;
    claims->binding = ct_witness_binding(session->arena, claims->challenge, first.suite,
                                         first.profiles, first.target);
    return true;
}

static void print_sentence(bool is_witnessed)
{
    printf("  %s\n", ct_assurance_sentence(is_witnessed));
}

void ct_print_assurance(const ct_claims *claims)
{
    printf("assurance: %s%s%s\n", ct_assurance_name(claims->witness != NULL),
           claims->witness ? " by key " : "", claims->witness ? claims->witness : "");
    print_sentence(claims->witness != NULL);
}

/* ---- After a verification ---- */

static bool says_witnessed(const ct_verified *verified)
{
    const json_t *ours =
        json_object_get(json_object_get(verified->statement, "predicate"), CT_PREDICATE_OURS);
    return !json_is_null(json_object_get(ours, "witness"));
}

static bool is_confirmed(const ct_verified *verified, const ct_key *authority)
{
    return verified->is_sound && authority && ct_witness_is(verified->witness, authority);
}

void ct_print_verified_assurance(const ct_verified *verified, const ct_key *authority)
{
    if (!verified->witness && says_witnessed(verified)) {
        puts("assurance: none; the signature of the witness is missing");
        return;
    }
    printf("assurance: %s", ct_assurance_name(verified->witness != NULL));
    if (verified->witness)
        printf(" by key %s, %s", verified->witness,
               is_confirmed(verified, authority)
                   ? "confirmed: it is the key of the authority"
                   : "not confirmed: pass the key of the authority with --authority FILE");
    putchar('\n');
    print_sentence(verified->witness != NULL);
}

void ct_print_witnessed_run(const ct_verified *verified, const json_t *decision)
{
    const char *named = json_string_value(json_object_get(decision, "witnessed"));
    ct_buf text = CT_BUF(CT_BUF_ANY);
    if (verified->witnessed)
        printf("witnessed by the authority: certificate with the SHA-256 %s\n",
               verified->witnessed);
    else if (named) {
        ct_show_text(&text, named, strlen(named));
        printf("decided after a witnessed run: certificate with the SHA-256 %s\n",
               ct_buf_str(&text));
    }
    ct_buf_free(&text);
}

json_t *ct_verified_assurance_json(const ct_verified *verified, const ct_key *authority)
{
    bool const is_witnessed = verified->witness != NULL;
    if (!is_witnessed && says_witnessed(verified))
        return json_null();
    return json_pack("{s:s, s:s, s:s?, s:b}", "kind", ct_assurance_name(is_witnessed), "proves",
                     ct_assurance_sentence(is_witnessed), "witness", verified->witness, "confirmed",
                     is_confirmed(verified, authority));
}
