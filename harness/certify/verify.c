#include "certify/verify.h"

#include <string.h>

#include "base/datetime.h"
#include "base/encoding.h"
#include "certify/claims.h"
#include "certify/connections.h"
#include "certify/evidence.h"
#include "certify/evidence_files.h"
#include "certify/evidence_suite.h"
#include "certify/evidence_waivers.h"
#include "certify/passes.h"
#include "certify/record_facts.h"
#include "certify/replay.h"
#include "certify/times.h"
#include "certify/witness.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "run/runner.h"

typedef struct verifying {
    ct_arena *arena;
    ct_diag *diag;
    const ct_verify_terms *terms;
    ct_verified *verified;
    const char *folder;
    const json_t *claims; /* predicate.apigcheck */
    const json_t *manifest;
    const char *manifest_sha256;
    const ct_profile *profile;
    const ct_target *target;
    ct_case_outcomes *outcomes;
    ct_connections *connections;
    const char *seed;
    int64_t started_ms, finished_ms;
    json_t *not_rejudged;
    /* of the current pass */
    unsigned pass;
    bool *is_seen; /* parallel to profile->cases */
    ct_replay_gaps gaps;
} verifying;

static bool wrong(verifying *v, const char *format, ...) CT_PRINTF(2, 3);

static bool wrong(verifying *v, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *what = ct_arena_vprintf(v->arena, format, values);
    va_end(values);
    return ct_fail(v->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "%s", what);
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static int64_t time_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ct_nanoseconds time;
    if (!json_is_string(value) ||
        ct_time_parse(json_string_value(value), json_string_length(value), &time))
        return 0;
    return (int64_t)(time / 1000000);
}

/* ---- Signatures ---- */

static bool check_signatures(verifying *v, const ct_dsse *dsse)
{
    const ct_verify_terms *terms = v->terms;
    unsigned const mistakes = v->diag->count;
    if (strcmp(dsse->type, CT_DSSE_PAYLOAD_TYPE))
        wrong(v, "the payload type is '%s', not that of an in-toto statement", dsse->type);
    for (size_t i = 0; i < terms->key_count; i++)
        if (!ct_dsse_is_signed_by(dsse, terms->keys[i]))
            wrong(v, "not signed with the key '%s'", terms->key_names[i]);
    return v->diag->count == mistakes;
}

static const json_t *read_statement(verifying *v, const ct_dsse *dsse)
{
    ct_json_error why;
    const json_t *statement = ct_json_read_plain(v->arena, dsse->payload, dsse->size, &why);
    const json_t *predicate = json_object_get(statement, "predicate");
    const char *type = text_of(statement, "_type"), *kind = text_of(statement, "predicateType");
    v->claims = json_object_get(predicate, CT_PREDICATE_OURS);
    const json_t *version = json_object_get(v->claims, "schemaVersion");
    if (!statement)
        wrong(v, "the signed payload is not valid JSON: %s", why.what);
    else if (!type || !kind || strcmp(type, CT_STATEMENT_TYPE) || strcmp(kind, CT_PREDICATE_TYPE))
        wrong(v, "the signed payload is not an in-toto test result");
    else if (json_integer_value(version) != CT_CERTIFICATE_VERSION)
        wrong(v,
              "the certificate has schemaVersion %lld, but this version of apigcheck supports "
              "only %d: certify again",
              (long long)json_integer_value(version), CT_CERTIFICATE_VERSION);
    else
        return statement;
    return NULL;
}

static const char *digest_of(verifying *v, const ct_source *source)
{
    unsigned char bytes[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(v->arena, CT_SHA256_TEXT);
    ct_sha256(source->text, source->size, bytes);
    ct_hex(bytes, sizeof bytes, hex);
    return hex;
}

static bool check_authentic(verifying *v)
{
    const char *error;
    const ct_source *source = ct_source_read(v->arena, v->terms->path, v->diag);
    const ct_dsse *dsse =
        source ? ct_dsse_read(v->arena, source->text, source->size, &error) : NULL;
    v->verified->dsse = dsse;
    v->verified->sha256 = source ? digest_of(v, source) : NULL;
    if (source && !dsse)
        return wrong(v, "'%s': %s", v->terms->path, error);
    if (!dsse || !check_signatures(v, dsse))
        return false;
    v->verified->statement = read_statement(v, dsse);
    return v->verified->statement != NULL;
}

/* ---- The evidence ---- */

static bool check_manifest(verifying *v)
{
    const char *path = ct_arena_printf(v->arena, "%s/" CT_EVIDENCE_MANIFEST, v->folder);
    const json_t *subjects = json_object_get(v->verified->statement, "subject");
    const json_t *digest = json_object_get(json_array_get(subjects, 1), "digest");
    ct_json_error why;
    const ct_source *source = ct_source_read(v->arena, path, v->diag);
    if (!source)
        return false;
    const char *hex = digest_of(v, source);
    v->manifest_sha256 = hex;
    if (!text_of(digest, "sha256") || strcmp(text_of(digest, "sha256"), hex))
        return wrong(v, "'" CT_EVIDENCE_MANIFEST "' was changed");
    v->manifest = ct_json_read_plain(v->arena, source->text, source->size, &why);
    return json_is_object(v->manifest) || wrong(v, "'" CT_EVIDENCE_MANIFEST "' is not a manifest");
}

/* ---- Waivers ---- */

/* A waiver of the certificate counts only if the verifier has it too. */
static void check_waivers(verifying *v, const ct_waivers *own)
{
    size_t index;
    const json_t *claimed;
    json_array_foreach(json_object_get(v->claims, "waivers"), index, claimed)
    {
        const char *requirement = text_of(claimed, "requirement"), *name = text_of(claimed, "case");
        const ct_waiver *w = own ? own->first : NULL;
        while (w && requirement && name &&
               (strcmp(w->requirement->id, requirement) || strcmp(w->test_case->full_name, name) ||
                !ct_waiver_is_for(w, text_of(v->claims, "vendor"), text_of(v->claims, "product"))))
            w = w->next;
        if (!w)
            wrong(v, "the waiver of '%s' for '%s' is not among the verifier's waivers",
                  requirement ? requirement : "?", name ? name : "?");
    }
}

/* ---- Judging again ---- */

static void see_case(verifying *v, const ct_replayed *r)
{
    for (size_t i = 0; i < v->profile->case_count; i++) {
        if (v->profile->cases[i] != r->test_case)
            continue;
        if (v->is_seen[i])
            wrong(v, "pass %u: '%s' is in the results twice", v->pass, r->test_case->full_name);
        v->is_seen[i] = true;
        return;
    }
    wrong(v, "pass %u: '%s' is in the results, but not in the profile", v->pass,
          r->test_case->full_name);
}

static void report_unjudged(verifying *v, const ct_replayed *r)
{
    const char *reported =
        ct_arena_printf(v->arena, "%s: %s", r->test_case->full_name, r->unjudged);
    json_array_append_new(v->not_rejudged, json_string(reported));
    /* Only results in favour of the target need to be confirmed. */
    if (r->recorded == CT_PASS || r->recorded == CT_WARN)
        wrong(v, "pass %u: '%s' cannot be judged again, so its result is not confirmed: %s",
              v->pass, r->test_case->full_name, r->unjudged);
}

static void check_skip(verifying *v, const ct_replayed *r)
{
    if (r->recorded == CT_SKIP && !ct_skip_reason(r->test_case, v->target, v->arena))
        wrong(v, "pass %u: '%s' is recorded as skipped, but there is no reason to skip it", v->pass,
              r->test_case->full_name);
}

/* A skipped case has no response, and nothing of it is confirmed. */
static bool is_judged_response(ct_verdict verdict)
{
    return verdict == CT_PASS || verdict == CT_WARN || verdict == CT_FAIL;
}

static void notify_case(void *user, const ct_replayed *r)
{
    verifying *v = user;
    if (!r->test_case) {
        wrong(v, "pass %u: '%s' is in the results, but not in the suite", v->pass, r->reason);
        return;
    }
    see_case(v, r);
    check_skip(v, r);
    if (r->mistimed)
        wrong(v, "pass %u: '%s': %s", v->pass, r->test_case->full_name, r->mistimed);
    if (r->unlike)
        wrong(v, "pass %u: '%s': the recorded request differs: %s", v->pass,
              r->test_case->full_name, r->unlike);
    if (r->unjudged)
        report_unjudged(v, r);
    else if (r->judged != r->recorded)
        wrong(v, "pass %u: '%s' is recorded as %s, but was judged again as %s%s%s", v->pass,
              r->test_case->full_name, ct_verdict_name(r->recorded), ct_verdict_name(r->judged),
              r->why ? ": " : "", r->why ? r->why : "");
    else if (!r->unlike && is_judged_response(r->judged))
        v->verified->confirmed++;
}

/* The requests were compared with that of the record. */
static void check_user_agent(verifying *v, const ct_run_result *run)
{
    const char *claimed = text_of(v->claims, "userAgent");
    if (!claimed || !run->user_agent || strcmp(claimed, run->user_agent) != 0)
        wrong(v, "pass %u: the User-Agent of the results is not that of the certificate", v->pass);
}

static void check_record(verifying *v, const ct_recorded *record)
{
    const ct_run_result *run = &record->run;
    const char *program = text_of(v->claims, "program");
    for (size_t i = 0; i < v->profile->case_count; i++)
        if (!v->is_seen[i])
            wrong(v, "pass %u: '%s' is missing from the results", v->pass,
                  v->profile->cases[i]->full_name);
    ct_pass const pass = {v->pass, v->seed, v->finished_ms, v->terms->now_ms};
    ct_pass_check(v->profile, &pass, run, v->diag);
    if (!ct_connections_add(v->connections, run))
        wrong(v, "pass %u: the connection options differ from those of the first pass", v->pass);
    if (run->is_insecure || (run->connection && run->connection->is_insecure))
        wrong(v, "pass %u: " CT_INSECURE, v->pass);
    if (!run->target_url || strcmp(run->target_url, v->target->url) != 0)
        wrong(v, "pass %u: the results are of another target", v->pass);
    check_user_agent(v, run);
    if (program && strcmp(record->about.version, program) != 0)
        wrong(v, "pass %u: the results are of version '%s' of the program, not of '%s'", v->pass,
              record->about.version, program);
}

static bool judge_pass(verifying *v)
{
    const char *path =
        v->pass == 1 ? ct_arena_printf(v->arena, "%s/results.json", v->folder)
                     : ct_arena_printf(v->arena, "%s/pass-%u/results.json", v->folder, v->pass);
    ct_recorded *record = ct_recorded_open(v->arena, &path, 1, v->diag);
    ct_replay replay = {.suite = v->terms->suite,
                        .target = ct_pass_target(v->arena, v->target, v->seed, v->pass),
                        .profile = v->profile,
                        .record = record,
                        .report = notify_case,
                        .user = v,
                        .listener = ct_case_outcomes_listener(v->outcomes),
                        .peers = ct_connections_peers(v->connections),
                        .is_evidence = true,
                        .gaps = v->gaps};
    v->is_seen = ct_arena_alloc(v->arena, v->profile->case_count * sizeof *v->is_seen);
    if (!record)
        return false;
    if (record->is_journal)
        return wrong(v, "'%s' is the journal of a run that did not finish", path);
    ct_record_facts_basis const basis = {v->terms->suite, v->profile, v->target, record, v->pass};
    replay.facts = ct_record_facts_new(v->arena, &basis, v->diag);
    if (!ct_replay_all(&replay, v->diag))
        return false;
    const ct_run_result *run = &record->run;
    check_record(v, record);
    ct_times_check_before(record, v->pass, v->diag);
    ct_record_facts_head(replay.facts);
    v->gaps = replay.gaps;
    ct_case_outcomes_stop(v->outcomes, run->stopped);
    if (v->pass == 1)
        v->started_ms = run->started_at;
    v->finished_ms = run->started_at + (int64_t)(run->elapsed_us / 1000);
    ct_pass_limit_time(v->outcomes, v->profile, v->started_ms, v->finished_ms);
    return true;
}

/* ---- Verification ---- */

/* What a witnessed run was bound to, by the verifier's own suite; NULL: not witnessed. */
static const char *binding_of(const verifying *v)
{
    return v->verified->witness ? ct_witness_binding(v->arena, text_of(v->claims, "challenge"),
                                                     v->terms->suite, v->profile, v->target)
                                : NULL;
}

/* Makes the certificate again from the evidence, and compares it. */
static void regenerate(verifying *v)
{
    const json_t *claims = v->claims;
    ct_claims const said = {.vendor = text_of(claims, "vendor"),
                            .product = text_of(claims, "product"),
                            .version = text_of(claims, "productVersion"),
                            .challenge = text_of(claims, "challenge"),
                            .nonce = text_of(claims, "nonce"),
                            .program = text_of(claims, "program"),
                            .user_agent = text_of(claims, "userAgent"),
                            .witness = v->verified->witness,
                            .binding = binding_of(v)};
    if (!said.vendor || !said.product || !said.version || !said.nonce || !said.program) {
        wrong(v, "the certificate does not name vendor, product, version, nonce and program");
        return;
    }
    ct_claims_check(&said, v->diag);
    ct_certified const facts = {.claims = &said,
                                .profile = v->profile,
                                .target = v->target,
                                .outcomes = v->outcomes,
                                .seed = ct_claims_seed(v->arena, &said),
                                .connection = ct_connections_json(v->connections),
                                .started_ms = v->started_ms,
                                .finished_ms = v->finished_ms,
                                .manifest = v->manifest,
                                .manifest_sha256 = v->manifest_sha256};
    ct_certificate const made = ct_certificate_make(v->arena, &facts);
    v->verified->judgement = made.judgement;
    v->verified->is_judged = true;
    ct_certificate_compare(v->verified->statement, made.statement, v->diag);
}

static bool read_basis(verifying *v)
{
    const char *name = text_of(json_object_get(v->claims, "profile"), "name");
    v->seed = text_of(v->claims, "seed");
    if (!name || !v->seed)
        return wrong(v, "the certificate does not name its profile and its seed");
    v->profile = ct_profile_read(v->arena, v->terms->suite, name, v->diag);
    /* The target may refer to files of the suite. */
    if (!v->profile ||
        !ct_evidence_check_suite(v->arena, v->terms->suite, v->profile, v->manifest, v->diag))
        return false;
    const char *run_id = ct_run_id(v->arena, v->seed);
    v->target = ct_evidence_target(v->arena, v->folder, run_id, v->diag);
    v->verified->target = v->target;
    return v->target;
}

static void check_challenge(verifying *v)
{
    const char *wanted = v->terms->challenge, *claimed = text_of(v->claims, "challenge");
    if (wanted && (!claimed || strcmp(wanted, claimed)))
        wrong(v, "the certificate is not bound to the challenge '%s'", wanted);
}

static void check_witness(verifying *v)
{
    const ct_verify_terms *terms = v->terms;
    if (ct_witness_check(v->claims, v->verified->dsse, terms->keys, terms->key_count, v->diag))
        v->verified->witness = ct_witness_of(v->claims);
}

static void check_evidence(verifying *v)
{
    const ct_verify_terms *terms = v->terms;
    const ct_waivers *waivers = NULL;
    check_challenge(v);
    check_witness(v);
    if (!check_manifest(v) || !ct_evidence_check(v->arena, v->folder, v->manifest, v->diag) ||
        !read_basis(v))
        return;
    if (terms->waivers)
        waivers = ct_waivers_read(v->arena, terms->suite, terms->waivers, v->diag);
    if (terms->waivers && !waivers)
        return;
    check_waivers(v, waivers);
    const char *vendor = text_of(v->claims, "vendor"), *product = text_of(v->claims, "product");
    ct_evidence_waivers_check(v->arena, v->folder, v->manifest, v->claims, waivers, v->diag);
    ct_waivers_report_scope(waivers, vendor, product, v->diag);
    ct_case_outcomes_basis *basis = ct_new(v->arena, ct_case_outcomes_basis);
    *basis = (ct_case_outcomes_basis){
        v->profile, waivers, v->target, time_of(v->claims, "finishedOn"), vendor, product};
    v->outcomes = ct_case_outcomes_open(v->arena, basis);
    /* A stopped pass was the last one: the cases of the others count as not run. */
    for (v->pass = 1; v->pass <= v->profile->passes; v->pass++)
        if (!judge_pass(v))
            return;
        else if (ct_case_outcomes_facts(v->outcomes).stopped)
            break;
    v->verified->passes = v->pass > v->profile->passes ? v->profile->passes : v->pass;
    ct_evidence_check_names(v->manifest, v->verified->passes, v->diag);
    v->verified->not_compared = ct_replay_gaps_text(&v->gaps, v->arena);
    regenerate(v);
}

static void report_limits(verifying *v)
{
    ct_facts const facts = ct_case_outcomes_facts(v->outcomes);
    ct_buf names = CT_BUF(CT_BUF_ANY);
    for (const ct_name *name = facts.missing; name; name = name->next)
        ct_buf_printf(&names, "%s%s", name == facts.missing ? "" : ", ", name->text);
    wrong(v,
          "CONFORMANT_LIMITED: the target does not declare mandatory capabilities of the profile: "
          "%s; %u of %zu requirements are not applicable",
          ct_buf_str(&names), v->verified->judgement.counts[CT_NOT_APPLICABLE],
          v->profile->requirement_count);
    ct_buf_free(&names);
}

static void report_conformance(verifying *v, ct_conformance conformance)
{
    const char *stopped =
        conformance == CT_UNVERIFIED ? ct_case_outcomes_facts(v->outcomes).stopped : NULL;
    wrong(v, "the target did not conform: %s%s%s", ct_conformance_name(conformance),
          stopped ? ": " : "", stopped ? stopped : "");
}

/* Checks conformance and dates of an authentic certificate. */
static void check_acceptable(verifying *v)
{
    char now[CT_TIME_TEXT];
    const char *not_after = text_of(v->claims, "notAfter");
    ct_conformance const conformance = v->verified->judgement.conformance;
    ct_time_text(v->terms->now_ms, now);
    if (v->verified->is_judged && conformance == CT_CONFORMANT_LIMITED)
        report_limits(v);
    else if (v->verified->is_judged && conformance > CT_CONFORMANT_LIMITED)
        report_conformance(v, conformance);
    if (v->terms->now_ms > time_of(v->claims, "notAfter"))
        wrong(v, "the certificate has expired: it was valid until %s", not_after ? not_after : "?");
    if (v->terms->now_ms < time_of(v->claims, "startedOn"))
        wrong(v, "the certificate starts in the future: the time is now %s", now);
    if (!v->outcomes)
        return;
    ct_facts const facts = ct_case_outcomes_facts(v->outcomes);
    for (size_t i = 0; i < facts.waiver_count; i++) {
        const ct_waiver *w = facts.waivers[i].waiver;
        bool const is_over = v->terms->now_ms >= w->expires_ms;
        const char *reported =
            ct_waiver_describe(w, is_over ? CT_WAIVER_EXPIRED : facts.waivers[i].state, v->arena);
        if (reported && (is_over || ct_waiver_is_error(facts.waivers[i].state)))
            wrong(v, "%s", reported);
    }
}

ct_verified ct_verify(ct_arena *arena, const ct_verify_terms *terms, ct_diag *diag)
{
    ct_verified verified = {0};
    verifying v = {.arena = arena,
                   .diag = diag,
                   .terms = terms,
                   .verified = &verified,
                   .folder = ct_evidence_folder(arena, terms->path),
                   .connections = ct_connections_new(arena),
                   .not_rejudged = ct_json_own(arena, json_array())};
    unsigned mistakes = diag->count;
    verified.not_rejudged = v.not_rejudged;
    verified.peers = ct_connections_peers(v.connections);
    verified.is_authentic = check_authentic(&v);
    if (!verified.is_authentic)
        return verified;
    mistakes = diag->count;
    check_evidence(&v);
    verified.is_sound = diag->count == mistakes;
    mistakes = diag->count;
    check_acceptable(&v);
    verified.is_acceptable = diag->count == mistakes;
    return verified;
}

int ct_verified_status(const ct_verified *verified)
{
    return !verified->is_authentic ? 4 : !verified->is_sound ? 3 : !verified->is_acceptable ? 1 : 0;
}
