#include "cli/receipts.h"

#include "certify/evidence.h"
#include "certify/witness.h"
#include "run/case_run.h"

static void check_options(ct_session *session)
{
    const ct_settings *s = &session->settings;
    ct_diag *diag = &session->diag;
    const struct {
        const char *name;
        bool is_given;
    } signing[] = {{"revoke", s->revocation != NULL},
                   {"valid-until", s->valid_until_ms != 0},
                   {"out", s->out != NULL}};
    for (size_t i = 0; i < sizeof signing / sizeof *signing; i++)
        if (signing[i].is_given && !s->sign)
            ct_fail(diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE, "--%s requires --sign FILE",
                    signing[i].name);
    if (s->witnessed && !s->sign && !s->authority)
        ct_fail(diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                "--witnessed requires --authority FILE or --sign FILE");
    if (s->witnessed && s->revocation)
        ct_fail(diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                "--witnessed and --revoke exclude each other");
    if (s->sign && s->authority)
        ct_fail(diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                "--sign and --authority exclude each other");
    if (s->revocation && s->valid_until_ms)
        ct_fail(diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                "--revoke and --valid-until exclude each other");
    if (s->valid_until_ms && s->valid_until_ms < ct_unix_ms(NULL))
        ct_fail(diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--valid-until is in the past");
}

static bool fail_exists(ct_session *session, const char *path)
{
    ct_fail(&session->diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "'%s' exists", path);
    return ct_hint(&session->diag, "delete it to replace it, or use --out FILE");
}

bool ct_receipts_prepare(ct_session *session, const char *path, ct_receipts_plan *plan)
{
    const ct_settings *s = &session->settings;
    const char *name = s->revocation ? CT_RECEIPT_REVOCATION : CT_RECEIPT_DECISION;
    *plan = (ct_receipts_plan){.folder = ct_evidence_folder(session->arena, path), .path = s->out};
    check_options(session);
    if (s->sign)
        plan->signer = ct_key_read_private(session->arena, s->sign, &session->diag);
    if (s->authority)
        plan->authority = ct_key_read_public(session->arena, s->authority, &session->diag);
    if (s->sign && !s->out) {
        plan->path = ct_arena_printf(session->arena, "%s/%s", plan->folder, name);
        if (ct_receipt_exists(session->arena, plan->folder, name))
            fail_exists(session, plan->path);
    }
    return !session->diag.count;
}

/* A decision of a vendor about its own certificate would say nothing. What a witness signed is the
 * authority's own, so no one else decides about it. */
static bool may_decide(ct_session *session, const ct_receipts_plan *plan,
                       const ct_verified *verified)
{
    if (verified->witness)
        return ct_witness_is(verified->witness, plan->signer) ||
               ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                       "the certificate is witnessed by key %s, so only this key can decide about "
                       "it",
                       verified->witness);
    return !ct_dsse_is_signed_by(verified->dsse, plan->signer) ||
           ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                   "the key of --sign signed the certificate itself, so it cannot decide about it");
}

static void write_receipt(ct_session *session, const ct_receipts_plan *plan,
                          const ct_verified *verified, int64_t now_ms, ct_receipts_done *done)
{
    const ct_settings *s = &session->settings;
    bool const is_revoked = s->revocation != NULL;
    const json_t *statement =
        is_revoked
            ? ct_revocation_make(session->arena, verified, s->revocation, now_ms)
            : ct_decision_make(session->arena, verified, &session->diag, s->valid_until_ms, now_ms);
    done->kind = is_revoked                          ? "revocation"
                 : ct_verified_status(verified) == 0 ? "decision (accepted)"
                                                     : "decision (rejected)";
    done->valid_until = ct_verified_status(verified) == 0
                            ? json_string_value(json_object_get(
                                  json_object_get(statement, "predicate"), "notAfter"))
                            : NULL;
    if (may_decide(session, plan, verified) &&
        ct_receipt_write(session->arena, statement, plan->signer, plan->path, !s->out,
                         &session->diag))
        done->written = plan->path;
    else
        done->has_failed = true;
}

ct_receipts_done ct_receipts_apply(ct_session *session, const ct_receipts_plan *plan,
                                   const ct_verified *verified, int64_t now_ms, int *status)
{
    ct_receipts_done done = {.authority = plan->signer ? plan->signer : plan->authority};
    bool const is_revocation = session->settings.revocation != NULL;
    if (*status == 4)
        return done;
    if (plan->signer && (is_revocation || (*status != 3 && verified->is_judged))) {
        write_receipt(session, plan, verified, now_ms, &done);
        if (is_revocation && done.written)
            *status = 0;
    } else if (plan->authority) {
        done.read = ct_receipts_read(session->arena, plan->folder, verified, plan->authority,
                                     now_ms, &session->diag);
        if (!done.read.is_valid)
            *status = 3;
        else if (!done.read.is_acceptable && *status == 0)
            *status = 1;
    } else if (!plan->signer) {
        done.are_unread = ct_receipt_exists(session->arena, plan->folder, CT_RECEIPT_DECISION) ||
                          ct_receipt_exists(session->arena, plan->folder, CT_RECEIPT_REVOCATION);
    }
    return done;
}
