#include "certify/decision.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/datetime.h"
#include "base/outfile.h"
#include "certify/evidence.h"
#include "certify/witness.h"
#include "lang/json/json.h"

static const char decision_type[] = "urn:apigcheck:decision:v1";
static const char revocation_type[] = "urn:apigcheck:revocation:v1";

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static bool read_time(const json_t *object, const char *name, int64_t *unix_ms)
{
    const json_t *value = json_object_get(object, name);
    ct_nanoseconds time = 0;
    if (!json_is_string(value) ||
        ct_time_parse(json_string_value(value), json_string_length(value), &time))
        return false;
    *unix_ms = (int64_t)(time / 1000000);
    return true;
}

static json_t *time_text(int64_t unix_ms)
{
    char text[CT_TIME_TEXT];
    ct_time_text(unix_ms, text);
    return json_string(text);
}

/* ---- Making ---- */

static json_t *make(ct_arena *arena, const ct_verified *verified, const char *type,
                    json_t *predicate)
{
    return ct_json_own(arena,
                       json_pack("{s:s, s:[{s:s, s:{s:s}}], s:s, s:o}", "_type", CT_STATEMENT_TYPE,
                                 "subject", "name", CT_EVIDENCE_CERTIFICATE, "digest", "sha256",
                                 verified->sha256, "predicateType", type, "predicate", predicate));
}

static const json_t *claims_of(const ct_verified *verified)
{
    return json_object_get(json_object_get(verified->statement, "predicate"), CT_PREDICATE_OURS);
}

json_t *ct_decision_make(ct_arena *arena, const ct_verified *verified, const ct_diag *problems,
                         int64_t valid_until_ms, int64_t now_ms)
{
    int64_t end = 0;
    json_t *reasons = json_array();
    bool const is_accepted = ct_verified_status(verified) == 0;
    for (const ct_diagnostic *note = problems->first; note && !is_accepted; note = note->next)
        if (!note->is_warning)
            json_array_append_new(reasons, json_string(note->message));
    if (!read_time(claims_of(verified), "notAfter", &end) ||
        (valid_until_ms && valid_until_ms < end))
        end = valid_until_ms;
    return make(arena, verified, decision_type,
                json_pack("{s:i, s:s, s:s, s:o, s:s?, s:o, s:o}", "schemaVersion",
                          CT_RECEIPT_VERSION, "decision", is_accepted ? "accepted" : "rejected",
                          "outcome", ct_conformance_name(verified->judgement.conformance),
                          "reasons", reasons, "witnessed", verified->witnessed, "decidedOn",
                          time_text(now_ms), "notAfter", time_text(end)));
}

json_t *ct_revocation_make(ct_arena *arena, const ct_verified *verified, const char *reason,
                           int64_t now_ms)
{
    return make(arena, verified, revocation_type,
                json_pack("{s:i, s:s, s:o}", "schemaVersion", CT_RECEIPT_VERSION, "reason", reason,
                          "revokedOn", time_text(now_ms)));
}

/* ---- Writing ---- */

static bool make_folder(ct_arena *arena, const char *path, ct_diag *diag)
{
    const char *folder = ct_evidence_folder(arena, path);
    struct stat facts;
    if ((mkdir(folder, 0777) && errno != EEXIST) || lstat(folder, &facts))
        return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot create the folder '%s': %s",
                       folder, strerror(errno));
    return S_ISDIR(facts.st_mode) || ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                                             "'%s' is not a folder, or is a link", folder);
}

bool ct_receipt_write(ct_arena *arena, const json_t *statement, const ct_key *key, const char *path,
                      bool creates_folder, ct_diag *diag)
{
    struct stat facts;
    if (creates_folder && !make_folder(arena, path, diag))
        return false;
    if (!lstat(path, &facts) && !S_ISCHR(facts.st_mode))
        return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "'%s' exists", path);
    ct_outfile *file = ct_outfile_open(arena, path, diag);
    if (!file)
        return false;
    ct_buf payload = CT_BUF(CT_BUF_ANY), text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&payload, statement, CT_JSON_COMPACT);
    ct_dsse envelope = {
        .type = CT_DSSE_PAYLOAD_TYPE, .payload = payload.bytes, .size = payload.size};
    ct_dsse_sign(arena, &envelope, key);
    ct_dsse_write(&text, &envelope);
    ct_outfile_write(file, text.bytes, text.size);
    ct_buf_free(&payload);
    ct_buf_free(&text);
    return ct_outfile_commit(file, diag);
}

/* ---- Reading ---- */

typedef struct reading {
    ct_arena *arena;
    ct_diag *diag;
    const char *folder;
    const ct_verified *verified;
    const ct_key *authority;
} reading;

static void *refuse(const reading *r, const char *name, const char *why)
{
    ct_fail(r->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' %s", name, why);
    return NULL;
}

/* Returns the predicate; NULL after reporting why the receipt is not valid. */
static const json_t *read_receipt(const reading *r, const char *name, const char *type)
{
    const char *error;
    ct_json_error why;
    const ct_source *source =
        ct_source_read_beneath(r->arena, r->folder, name, CT_NOWHERE, r->diag);
    if (!source)
        return NULL;
    const ct_dsse *dsse = ct_dsse_read(r->arena, source->text, source->size, &error);
    if (!dsse)
        return refuse(r, name, "is not a signed receipt");
    if (strcmp(dsse->type, CT_DSSE_PAYLOAD_TYPE) || !ct_dsse_is_signed_by(dsse, r->authority))
        return refuse(r, name, "is not signed with the key of the authority");
    const json_t *all = ct_json_read_plain(r->arena, dsse->payload, dsse->size, &why);
    const json_t *subjects = json_object_get(all, "subject");
    const char *statement = text_of(all, "_type"), *kind = text_of(all, "predicateType");
    const char *sha256 = text_of(json_object_get(json_array_get(subjects, 0), "digest"), "sha256");
    const json_t *predicate = json_object_get(all, "predicate");
    const json_t *version = json_object_get(predicate, "schemaVersion");
    if (!statement || !kind || strcmp(statement, CT_STATEMENT_TYPE) || strcmp(kind, type) ||
        json_integer_value(version) != CT_RECEIPT_VERSION)
        return refuse(r, name, "is not a receipt of this kind that this version supports");
    if (json_array_size(subjects) != 1 || !sha256 || strcmp(sha256, r->verified->sha256))
        return refuse(r, name, "is about another certificate");
    return predicate;
}

static const json_t *read_decision(const reading *r)
{
    const json_t *d = read_receipt(r, CT_RECEIPT_DECISION, decision_type);
    const char *decision = text_of(d, "decision"), *outcome = text_of(d, "outcome");
    int64_t unused;
    if (!d)
        return NULL;
    if (!decision || (strcmp(decision, "accepted") && strcmp(decision, "rejected")) || !outcome ||
        !read_time(d, "decidedOn", &unused) || !read_time(d, "notAfter", &unused))
        return refuse(r, CT_RECEIPT_DECISION, "has no valid decision, outcome and dates");
    if (r->verified->is_judged &&
        strcmp(outcome, ct_conformance_name(r->verified->judgement.conformance)) != 0)
        return refuse(r, CT_RECEIPT_DECISION, "has another outcome than the evidence");
    const char *witnessed = text_of(d, "witnessed");
    if (!witnessed && !json_is_null(json_object_get(d, "witnessed")))
        return refuse(r, CT_RECEIPT_DECISION, "does not say which run was witnessed");
    if (r->verified->witnessed && witnessed && strcmp(witnessed, r->verified->witnessed) != 0)
        return refuse(r, CT_RECEIPT_DECISION, "names another witnessed run");
    return d;
}

static const json_t *read_revocation(const reading *r)
{
    const json_t *revocation = read_receipt(r, CT_RECEIPT_REVOCATION, revocation_type);
    int64_t unused;
    if (revocation &&
        (!text_of(revocation, "reason") || !read_time(revocation, "revokedOn", &unused)))
        return refuse(r, CT_RECEIPT_REVOCATION, "has no valid reason and date");
    return revocation;
}

static void check_witness(const reading *r)
{
    const char *witness = r->verified->witness;
    if (witness && !ct_witness_is(witness, r->authority))
        ct_fail(r->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "the certificate is witnessed by key %s, which is not the key of the authority",
                witness);
}

static void check_decision(const reading *r, const json_t *d, int64_t now_ms)
{
    int64_t end = 0, decided = 0;
    read_time(d, "notAfter", &end);
    read_time(d, "decidedOn", &decided);
    if (strcmp(text_of(d, "decision"), "accepted") != 0)
        refuse(r, CT_RECEIPT_DECISION, "rejects the certificate");
    if (now_ms > end)
        ct_fail(r->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "the decision has expired: it was valid until %s", text_of(d, "notAfter"));
    if (now_ms < decided)
        ct_fail(r->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "the decision is of the future: %s",
                text_of(d, "decidedOn"));
}

ct_receipts ct_receipts_read(ct_arena *arena, const char *folder, const ct_verified *verified,
                             const ct_key *authority, int64_t now_ms, ct_diag *diag)
{
    reading const r = {arena, diag, folder, verified, authority};
    ct_receipts receipts = {0};
    unsigned mistakes = diag->count;
    bool const is_decided = ct_receipt_exists(arena, folder, CT_RECEIPT_DECISION);
    check_witness(&r);
    if (is_decided)
        receipts.decision = read_decision(&r);
    if (ct_receipt_exists(arena, folder, CT_RECEIPT_REVOCATION))
        receipts.revocation = read_revocation(&r);
    receipts.is_valid = diag->count == mistakes;
    mistakes = diag->count;
    if (receipts.decision)
        check_decision(&r, receipts.decision, now_ms);
    else if (!is_decided && !verified->witness)
        ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "the authority has not decided: there is no '" CT_RECEIPT_DECISION "'");
    if (receipts.revocation)
        ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "the certificate was revoked on %s%s%s",
                text_of(receipts.revocation, "revokedOn"),
                *text_of(receipts.revocation, "reason") ? ": " : "",
                text_of(receipts.revocation, "reason"));
    receipts.is_acceptable = receipts.is_valid && diag->count == mistakes;
    return receipts;
}

bool ct_receipt_exists(ct_arena *arena, const char *folder, const char *name)
{
    struct stat facts;
    return !lstat(ct_arena_printf(arena, "%s/%s", folder, name), &facts) ||
           (errno != ENOENT && errno != ENOTDIR);
}

bool ct_receipts_are(int folder, const char *name)
{
    struct stat facts;
    return !strcmp(name, CT_RECEIPTS) && !fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) &&
           S_ISDIR(facts.st_mode);
}
