#include "certify/certificate.h"

#include <string.h>

#include "base/datetime.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "certify/assurance.h"
#include "certify/evidence.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"

/* ---- Small parts ---- */

static const char *hex_of(ct_arena *arena, const char *bytes, size_t size)
{
    unsigned char digest[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(arena, CT_SHA256_TEXT);
    ct_sha256(bytes, size, digest);
    ct_hex(digest, sizeof digest, hex);
    return hex;
}

const char *ct_certificate_seed(ct_arena *arena, const char *challenge, const char *nonce)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, "apigcheck seed 1");
    ct_buf_char(&text, '\0');
    ct_buf_text(&text, challenge ? challenge : "");
    ct_buf_char(&text, '\0');
    ct_buf_text(&text, nonce);
    const char *seed = hex_of(arena, text.bytes, text.size);
    ct_buf_free(&text);
    return seed;
}

const char *ct_claims_seed(ct_arena *arena, const ct_claims *claims)
{
    return ct_certificate_seed(arena, claims->witness ? claims->binding : claims->challenge,
                               claims->nonce);
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *time_text(int64_t unix_ms)
{
    char text[CT_TIME_TEXT];
    ct_time_text(unix_ms, text);
    return json_string(text);
}

static json_t *resource(const char *name, const char *sha256)
{
    return json_pack("{s:s, s:{s:s}}", "name", name, "digest", "sha256", sha256);
}

/* ---- Digests ---- */

static const char *digest_in(ct_arena *arena, const json_t *manifest, const char *path)
{
    const json_t *sha256 = json_object_get(json_object_get(manifest, path), "sha256");
    return sha256 ? json_string_value(sha256) : hex_of(arena, "", 0);
}

/* The digest of the lines "sha256  path" of all files of the suite. */
static const char *suite_digest(ct_arena *arena, const json_t *manifest)
{
    ct_buf lines = CT_BUF(CT_BUF_ANY);
    const char *path;
    json_t *entry;
    json_object_foreach(ct_json_iterable(manifest), path, entry)
    {
        if (!strncmp(path, "suite/", 6))
            ct_buf_printf(&lines, "%s  %s\n", json_string_value(json_object_get(entry, "sha256")),
                          path + 6);
    }
    const char *hex = hex_of(arena, ct_buf_str(&lines), lines.size);
    ct_buf_free(&lines);
    return hex;
}

static json_t *configuration(ct_arena *arena, const ct_certified *c)
{
    const char *profile = ct_arena_printf(arena, "suite/profiles/%s.yaml", c->profile->name);
    json_t *list = json_array();
    json_array_append_new(list, resource("suite", suite_digest(arena, c->manifest)));
    json_array_append_new(
        list, resource("requirements", digest_in(arena, c->manifest, "suite/requirements.yaml")));
    json_array_append_new(list, resource("profile", digest_in(arena, c->manifest, profile)));
    json_array_append_new(list, resource("waivers", digest_in(arena, c->manifest, "waivers.yaml")));
    return list;
}

/* ---- Cases ---- */

typedef struct case_lists {
    json_t *passed, *warned, *failed, *declined, *flaky;
} case_lists;

/* A case that could not be judged is listed as failed, so that a reader of in-toto's fields never
 * sees more success than there is. */
static void list_case(const case_lists *lists, const ct_facts *facts, const ct_outcome *outcome)
{
    json_t *list = lists->failed;
    if (outcome->verdict == CT_PASS)
        list = lists->passed;
    else if (outcome->verdict == CT_WARN ||
             (outcome->verdict == CT_FAIL && ct_facts_waive(facts, outcome->test_case)))
        list = lists->warned;
    else if (outcome->verdict == CT_SKIP && outcome->declined)
        list = lists->declined;
    json_array_append_new(list, json_string(outcome->test_case->full_name));
}

static case_lists list_cases(const ct_certified *c, const ct_facts *facts)
{
    case_lists lists = {json_array(), json_array(), json_array(), json_array(), json_array()};
    for (size_t i = 0; i < facts->outcome_count; i++) {
        list_case(&lists, facts, &facts->outcomes[i]);
        if (ct_case_outcomes_is_flaky(c->outcomes, i))
            json_array_append_new(lists.flaky,
                                  json_string(facts->outcomes[i].test_case->full_name));
    }
    return lists;
}

/* ---- Requirements, capabilities, waivers ---- */

static json_t *list_requirements(const ct_profile *profile, const ct_conformance_report *judgement)
{
    json_t *all = json_object();
    for (ct_requirement_status s = CT_REQUIREMENT_STATUSES; s-- > CT_NOT_APPLICABLE;) {
        json_t *list = json_array();
        for (size_t i = 0; i < profile->requirement_count; i++)
            if (judgement->statuses[i] == s)
                json_array_append_new(list, json_string(profile->requirements[i]->id));
        json_object_set_new(all, ct_requirement_status_words(s), list);
    }
    return all;
}

static void add_declined(json_t *list, const ct_name *names, const ct_target *target)
{
    for (; names; names = names->next) {
        size_t i = 0;
        while (i < json_array_size(list) &&
               strcmp(json_string_value(json_array_get(list, i)), names->text))
            i++;
        if (i == json_array_size(list) && !ct_names_have(target->capabilities, names->text))
            json_array_append_new(list, json_string(names->text));
    }
}

/* The capabilities that a case or a step of the profile requires and the target does not declare.
 */
static json_t *list_declined(const ct_profile *profile, const ct_target *target)
{
    json_t *list = json_array();
    for (size_t i = 0; i < profile->case_count; i++) {
        add_declined(list, profile->cases[i]->requires, target);
        for (const ct_step *step = profile->cases[i]->steps; step; step = step->next)
            add_declined(list, step->requires, target);
    }
    return list;
}

static json_t *list_names(const ct_name *names)
{
    json_t *list = json_array();
    for (; names; names = names->next)
        json_array_append_new(list, json_string(names->text));
    return list;
}

/* How many requirements and cases are not applicable, of how many. */
static json_t *count_not_applicable(const ct_profile *p, const ct_conformance_report *judgement,
                                    const case_lists *lists)
{
    return json_pack("{s:{s:I, s:I}, s:{s:I, s:I}}", "requirements", "count",
                     (json_int_t)judgement->counts[CT_NOT_APPLICABLE], "of",
                     (json_int_t)p->requirement_count, "tests", "count",
                     (json_int_t)json_array_size(lists->declined), "of", (json_int_t)p->case_count);
}

static json_t *list_waivers(const ct_facts *facts)
{
    static const char *const names[CT_WAIVER_STATES] = {"not judged",      "covers", "passing",
                                                        "another failure", "unused", "expired"};
    json_t *list = json_array();
    for (size_t i = 0; i < facts->waiver_count; i++) {
        const ct_waiver *w = facts->waivers[i].waiver;
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:o, s:o, s:s, s:s, s:s, s:o, s:s}", "requirement",
                            w->requirement->id, "case", w->test_case->full_name, "vendor",
                            text_or_null(w->vendor), "product", text_or_null(w->product), "reason",
                            w->reason, "owner", w->owner, "expires", w->expires, "link",
                            text_or_null(w->link), "state", names[facts->waivers[i].state]));
    }
    return list;
}

/* ---- The whole ---- */

static json_t *challenge_binding(const ct_certified *c)
{
    ct_binding const binding = ct_case_outcomes_binding(c->outcomes);
    return ct_binding_json(&binding);
}

static json_t *ours(ct_arena *arena, const ct_certified *c, const ct_facts *facts,
                    const ct_conformance_report *judgement, const case_lists *lists)
{
    const ct_profile *p = c->profile;
    const ct_claims *claims = c->claims;
    json_t *all = json_object();
    json_object_set_new(all, "schemaVersion", json_integer(CT_CERTIFICATE_VERSION));
    json_object_set_new(all, "conformance",
                        json_string(ct_conformance_name(judgement->conformance)));
    json_object_set_new(all, "assurance", json_string(ct_assurance_name(claims->witness != NULL)));
    json_object_set_new(all, "proves", json_string(ct_assurance_sentence(claims->witness != NULL)));
    json_object_set_new(all, "witness",
                        claims->witness ? json_pack("{s:s, s:s}", "keyid", claims->witness,
                                                    "challenge", claims->binding)
                                        : json_null());
    json_object_set_new(all, "vendor", json_string(claims->vendor));
    json_object_set_new(all, "product", json_string(claims->product));
    json_object_set_new(all, "productVersion", json_string(claims->version));
    json_object_set_new(all, "profile",
                        json_pack("{s:s, s:s}", "name", p->name, "version", p->version));
    json_object_set_new(all, "target",
                        json_pack("{s:s, s:s}", "name", c->target->name, "url", c->target->url));
    json_object_set(all, "connection", ct_json_iterable(c->connection));
    json_object_set_new(all, "program", json_string(claims->program));
    json_object_set_new(all, "userAgent", text_or_null(claims->user_agent));
    json_object_set_new(all, "startedOn", time_text(c->started_ms));
    json_object_set_new(all, "finishedOn", time_text(c->finished_ms));
    json_object_set_new(all, "notAfter", time_text(c->finished_ms + (int64_t)p->validity_ms));
    json_object_set_new(all, "challenge", text_or_null(claims->challenge));
    json_object_set_new(all, "nonce", json_string(claims->nonce));
    json_object_set_new(all, "seed", json_string(c->seed));
    json_object_set_new(all, "passes", json_integer(p->passes));
    json_object_set_new(all, "challengeBinding", challenge_binding(c));
    json_object_set_new(all, "stopped", text_or_null(facts->stopped));
    json_object_set_new(
        all, "capabilities",
        json_pack("{s:o, s:o, s:o, s:o}", "declared", list_names(c->target->capabilities),
                  "declined", list_declined(p, c->target), "mandatory", list_names(p->capabilities),
                  "missing", list_names(facts->missing)));
    json_object_set_new(all, "notApplicable", count_not_applicable(p, judgement, lists));
    json_object_set_new(all, "requirements", list_requirements(p, judgement));
    json_object_set_new(all, "notApplicableTests", lists->declined);
    json_object_set_new(all, "flakyTests", lists->flaky);
    json_object_set_new(all, "waivers", list_waivers(facts));
    return ct_json_own(arena, all);
}

ct_certificate ct_certificate_make(ct_arena *arena, const ct_certified *c)
{
    ct_facts const facts = ct_case_outcomes_facts(c->outcomes);
    ct_certificate made = {.judgement = ct_conformance_evaluate(&facts, arena)};
    case_lists const lists = list_cases(c, &facts);
    json_t *own = ours(arena, c, &facts, &made.judgement, &lists);
    json_t *subjects = json_array();
    json_array_append_new(subjects,
                          resource("target.json", digest_in(arena, c->manifest, "target.json")));
    json_array_append_new(subjects, resource(CT_EVIDENCE_MANIFEST, c->manifest_sha256));
    made.statement = ct_json_own(
        arena,
        json_pack("{s:s, s:o, s:s, s:{s:s, s:o, s:o, s:o, s:o, s:O}}", "_type", CT_STATEMENT_TYPE,
                  "subject", subjects, "predicateType", CT_PREDICATE_TYPE, "predicate", "result",
                  ct_conformance_result(made.judgement.conformance), "configuration",
                  configuration(arena, c), "passedTests", lists.passed, "warnedTests", lists.warned,
                  "failedTests", lists.failed, CT_PREDICATE_OURS, own));
    return made;
}

void ct_manifest_write(ct_buf *out, const json_t *manifest)
{
    const char *path;
    json_t *entry;
    const char *comma = "";
    ct_buf_text(out, "{");
    json_object_foreach(ct_json_iterable(manifest), path, entry)
    {
        ct_buf_printf(out, "%s\n  ", comma);
        ct_json_write_string(out, path, strlen(path), CT_JSON_SHOWN);
        ct_buf_text(out, ": ");
        ct_json_write(out, entry, CT_JSON_COMPACT);
        comma = ",";
    }
    ct_buf_text(out, "\n}\n");
}

/* ---- Comparing ---- */

static void shorten(ct_buf *out, const json_t *value)
{
    enum { MOST = 120 };
    ct_buf whole = CT_BUF(CT_BUF_ANY);
    if (value)
        ct_json_write(&whole, value, CT_JSON_SHOWN);
    else
        ct_buf_text(&whole, "no value");
    ct_buf_printf(out, "%.*s%s", MOST, ct_buf_str(&whole), whole.size > MOST ? "..." : "");
    ct_buf_free(&whole);
}

static void report(ct_diag *diag, const char *name, const json_t *claimed, const json_t *made)
{
    ct_buf expected = CT_BUF(CT_BUF_ANY), got = CT_BUF(CT_BUF_ANY);
    shorten(&expected, made);
    shorten(&got, claimed);
    ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
            "certificate field '%s' does not match the evidence: expected %s, got %s", name,
            ct_buf_str(&expected), ct_buf_str(&got));
    ct_buf_free(&expected);
    ct_buf_free(&got);
}

static void compare(ct_diag *diag, const char *name, const json_t *claimed, const json_t *made)
{
    const char *key;
    json_t *value;
    if (!json_is_object(claimed) || !json_is_object(made)) {
        if (!claimed || !made || !ct_json_equal(claimed, made))
            report(diag, name, claimed, made);
        return;
    }
    json_object_foreach(ct_json_iterable(made), key, value)
    {
        compare(diag, ct_arena_printf(diag->arena, "%s%s%s", name, *name ? "." : "", key),
                json_object_get(claimed, key), value);
    }
    json_object_foreach(ct_json_iterable(claimed), key, value)
    {
        if (!json_object_get(made, key))
            report(diag, ct_arena_printf(diag->arena, "%s%s%s", name, *name ? "." : "", key), value,
                   NULL);
    }
}

bool ct_certificate_compare(const json_t *claimed, const json_t *made, ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    compare(diag, "", claimed, made);
    return diag->count == mistakes;
}
