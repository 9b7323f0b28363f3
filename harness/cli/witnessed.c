#include "cli/witnessed.h"

#include "certify/evidence.h"
#include "cli/evidence_reports.h"
#include "lang/json/json.h"

static const json_t *predicate_of(const ct_verified *verified)
{
    return json_object_get(verified->statement, "predicate");
}

/* Returns 0, 1 or 3, as the exit status of `verify` with --authority. */
static int verify_other(ct_session *session, const ct_verify_terms *terms, const ct_key *authority,
                        ct_verified *other)
{
    const ct_settings *s = &session->settings;
    const char *name = s->authority ? s->authority : s->sign;
    ct_verify_terms mine = *terms;
    mine.path = s->witnessed;
    mine.keys = &authority;
    mine.key_names = &name;
    mine.key_count = 1;
    mine.challenge = NULL; /* --challenge is about the certificate of the vendor */
    *other = ct_verify(session->arena, &mine, &session->diag);
    ct_evidence_reports_compare(session, mine.path, other);
    int const status = ct_verified_status(other);
    if (status > 1)
        return 3;
    if (!other->witness) {
        ct_fail(&session->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "the certificate is not witnessed");
        return 3;
    }
    ct_receipts const receipts =
        ct_receipts_read(session->arena, ct_evidence_folder(session->arena, mine.path), other,
                         authority, mine.now_ms, &session->diag);
    return !receipts.is_valid ? 3 : !receipts.is_acceptable ? 1 : status;
}

static void compare(ct_session *session, const char *name, const json_t *a, const json_t *b)
{
    if (!a || !b || !ct_json_equal(a, b))
        ct_fail(&session->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "'%s' differs from that of the vendor's certificate", name);
}

static void compare_claims(ct_session *session, const ct_verified *verified,
                           const ct_verified *other)
{
    static const char *const names[] = {"vendor",  "product",      "productVersion",
                                        "profile", "capabilities", "conformance"};
    const json_t *predicate = predicate_of(verified), *others = predicate_of(other);
    const json_t *a = json_object_get(predicate, CT_PREDICATE_OURS),
                 *b = json_object_get(others, CT_PREDICATE_OURS);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        compare(session, names[i], json_object_get(a, names[i]), json_object_get(b, names[i]));
    compare(session, "target.url", json_object_get(json_object_get(a, "target"), "url"),
            json_object_get(json_object_get(b, "target"), "url"));
    compare(session, "configuration", json_object_get(predicate, "configuration"),
            json_object_get(others, "configuration"));
}

/* Moves the problems of the other certificate to the session, with its name. */
static void report_as(ct_session *session, const ct_diag *problems, const char *path)
{
    for (const ct_diagnostic *d = problems->first; d; d = d->next)
        if (d->is_warning)
            ct_warn(&session->diag, d->code, d->where, "'%s': %s", path, d->message);
        else
            ct_fail(&session->diag, d->code, d->where, "'%s': %s", path, d->message);
}

void ct_witnessed_compare(ct_session *session, const ct_verify_terms *terms,
                          const ct_receipts_plan *plan, ct_verified *verified)
{
    const ct_key *authority = plan->signer ? plan->signer : plan->authority;
    const char *path = session->settings.witnessed;
    if (!path || !verified->is_sound)
        return;
    if (verified->witness) {
        verified->is_sound = ct_fail(&session->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                                     "the certificate is witnessed itself; --witnessed is for that "
                                     "of a vendor");
        return;
    }
    ct_verified other;
    ct_diag const earlier = session->diag;
    session->diag = (ct_diag){.arena = session->arena};
    int const status = verify_other(session, terms, authority, &other);
    if (status != 3)
        compare_claims(session, verified, &other);
    ct_diag const problems = session->diag;
    session->diag = earlier;
    report_as(session, &problems, path);
    if (status == 3)
        verified->is_sound = false;
    else if (problems.count)
        verified->is_acceptable = false;
    else
        verified->witnessed = other.sha256;
}
