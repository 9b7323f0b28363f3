/* apigcheck verify */
#include <string.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "certify/evidence.h"
#include "cli/assurance.h"
#include "cli/certificate_options.h"
#include "cli/challenge_line.h"
#include "cli/command.h"
#include "cli/connection_report.h"
#include "cli/data_files.h"
#include "cli/evidence_reports.h"
#include "cli/not_applicable.h"
#include "cli/receipts.h"
#include "cli/target_warnings.h"
#include "cli/witnessed.h"
#include "lang/json/json.h"
#include "run/case_run.h"

bool ct_certificate_suite(ct_session *session, ct_run_specification *specification)
{
    ct_settings *s = &session->settings;
    const char *root = s->suite ? s->suite : ct_data_file(session->arena, "cases", &session->diag);
    if (!root)
        return false;
    s->paths = (ct_texts){&root, 1};
    bool const ok = ct_run_specification_load(session, specification);
    s->paths = (ct_texts){NULL, 0};
    if (!ok || specification->suite->is_whole)
        return ok;
    const char *whole = specification->suite->root;
    ct_fail(&session->diag, CT_ERR_DIFFERENT_SUITES, CT_NOWHERE,
            "'%s' is only a part of the suite '%s'", root, whole);
    return ct_hint(&session->diag, "use --suite %s", whole);
}

/* Reads the public keys of --key. */
static bool read_keys(ct_session *session, ct_verify_terms *terms)
{
    const ct_texts *names = &session->settings.keys;
    const ct_key **keys = ct_arena_alloc(session->arena, (names->count + 1) * sizeof *keys);
    bool ok = true;
    terms->keys = keys;
    terms->key_names = names->texts;
    for (size_t i = 0; i < names->count; i++) {
        const ct_key *key = ct_key_read_public(session->arena, names->texts[i], &session->diag);
        keys[terms->key_count++] = key;
        ok = ok && key;
    }
    return ok;
}

static bool prepare(ct_session *session, const char *path, ct_verify_terms *terms)
{
    const ct_settings *s = &session->settings;
    ct_run_specification specification = {0};
    const char *waivers = s->waivers;
    *terms = (ct_verify_terms){.path = path, .challenge = s->challenge, .now_ms = ct_unix_ms(NULL)};
    bool const has_keys = read_keys(session, terms);
    bool const has_suite =
        ct_certificate_suite(session, &specification); /* also reports errors in waivers */
    terms->suite = specification.suite;
    terms->waivers = waivers;
    return has_keys && has_suite;
}

/* ---- Output ---- */

static json_t *list_messages(const ct_diag *diag, bool is_warning)
{
    json_t *list = json_array();
    for (const ct_diagnostic *note = diag->first; note; note = note->next)
        if (note->is_warning == is_warning)
            json_array_append_new(list, json_string(note->message));
    return list;
}

static void print_json(ct_session *session, const ct_verified *verified,
                       const ct_receipts_done *receipts, int status)
{
    const json_t *predicate = json_object_get(verified->statement, "predicate");
    json_t *claims = json_object_get(predicate, CT_PREDICATE_OURS);
    json_t *all = ct_json_own(session->arena, json_object());
    ct_buf text = CT_BUF(CT_BUF_ANY);
    json_object_set_new(all, "ok", json_boolean(status == 0));
    json_object_set_new(all, "exit", json_integer(status));
    json_object_set_new(all, "authentic", json_boolean(verified->is_authentic));
    json_object_set_new(all, "sound", json_boolean(verified->is_sound));
    if (verified->is_judged)
        json_object_set_new(all, "conformance",
                            json_string(ct_conformance_name(verified->judgement.conformance)));
    json_object_set_new(all, "assurance",
                        ct_verified_assurance_json(verified, receipts->authority));
    if (verified->witnessed)
        json_object_set_new(all, "witnessed", json_string(verified->witnessed));
    json_object_set_new(all, "confirmed", json_integer(verified->confirmed));
    json_object_set(all, "not_rejudged", ct_json_iterable(verified->not_rejudged));
    if (verified->not_compared)
        json_object_set_new(all, "not_compared", json_string(verified->not_compared));
    json_object_set_new(all, "reports_compared", json_boolean(verified->has_compared_reports));
    if (receipts->read.decision)
        json_object_set(all, "decision", ct_json_iterable(receipts->read.decision));
    if (receipts->read.revocation)
        json_object_set(all, "revocation", ct_json_iterable(receipts->read.revocation));
    if (receipts->written)
        json_object_set_new(all, "written", json_string(receipts->written));
    json_object_set_new(all, "unread_receipts", json_boolean(receipts->are_unread));
    json_object_set_new(all, "problems", list_messages(&session->diag, false));
    json_t *warnings = list_messages(&session->diag, true);
    json_array_extend(warnings, ct_target_warnings(session, claims, verified->target));
    json_object_set_new(all, "warnings", warnings);
    if (claims) {
        json_object_set_new(all, "not_applicable", ct_not_applicable_json(claims));
        json_object_set(all, "certificate", claims);
    }
    ct_json_write(&text, all, CT_JSON_PRETTY | CT_JSON_SHOWN);
    puts(ct_buf_str(&text));
    ct_buf_free(&text);
}

static void show(const char *before, const json_t *value)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    const char *shown = json_string_value(value);
    ct_show_text(&text, shown ? shown : "?", strlen(shown ? shown : "?"));
    printf("%s%s", before, ct_buf_str(&text));
    ct_buf_free(&text);
}

static void report(ct_session *session, const ct_verified *verified,
                   const ct_receipts_done *receipts, int status)
{
    const char *const outcomes[] = {
        "VALID", "VALID, BUT NOT FULLY CONFORMANT, NOT ACCEPTED OR NOT IN DATE", "",
        verified->is_sound ? "REFUSED: a decision, revocation or witnessed run is not valid"
                           : "REFUSED: the evidence does not support the certificate",
        verified->sha256 ? "REFUSED: not authentic" : "REFUSED: the certificate cannot be read"};
    const json_t *claims =
        json_object_get(json_object_get(verified->statement, "predicate"), CT_PREDICATE_OURS);
    size_t index;
    const json_t *unjudged;
    if (claims) {
        show("product: ", json_object_get(claims, "product"));
        show(" ", json_object_get(claims, "productVersion"));
        show(" of ", json_object_get(claims, "vendor"));
        show("\nprofile: ", json_object_get(json_object_get(claims, "profile"), "name"));
        show(" ", json_object_get(json_object_get(claims, "profile"), "version"));
        show(", claimed ", json_object_get(claims, "conformance"));
        show(", valid until ", json_object_get(claims, "notAfter"));
        putchar('\n');
        ct_print_verified_assurance(verified, receipts->authority);
        printf("confirmed by judging the responses again: %u case results\n", verified->confirmed);
        ct_print_challenge_binding(claims);
        ct_print_connection(claims);
        ct_print_target_warnings(ct_target_warnings(session, claims, verified->target));
        ct_print_not_applicable(claims);
    }
    json_array_foreach(verified->not_rejudged, index, unjudged)
    {
        show("cannot be judged again: ", unjudged);
        putchar('\n');
    }
    if (verified->not_compared)
        printf("not compared with the current requests: %s\n", verified->not_compared);
    if (verified->is_sound && !verified->has_compared_reports)
        puts("not compared, because another version of apigcheck wrote them: junit.xml, "
             "report.html and exchanges.har of each pass");
    if (receipts->read.decision) {
        show("decision of the authority: ", json_object_get(receipts->read.decision, "decision"));
        show(", ", json_object_get(receipts->read.decision, "outcome"));
        if (receipts->read.is_acceptable)
            show(", valid until ", json_object_get(receipts->read.decision, "notAfter"));
        putchar('\n');
    }
    ct_print_witnessed_run(verified, receipts->read.decision);
    if (receipts->are_unread)
        puts("receipts not read: --authority FILE names the key of the authority");
    puts(outcomes[status]);
    if (receipts->written)
        printf("%s: %s\n", receipts->kind, receipts->written);
    if (receipts->written && receipts->valid_until)
        printf("  valid until %s\n", receipts->valid_until);
}

static bool is_file(ct_session *session, const char *path)
{
    struct stat facts;
    if (stat(path, &facts) || !S_ISDIR(facts.st_mode))
        return true;
    ct_fail(&session->diag, CT_ERR_CANNOT_READ, CT_NOWHERE, "'%s' is a folder", path);
    return ct_hint(&session->diag, "use %s/" CT_EVIDENCE_CERTIFICATE, path);
}

int ct_cmd_verify(ct_session *session)
{
    const ct_texts *paths = &session->settings.paths;
    const char *path = paths->count ? paths->texts[0] : NULL;
    ct_verify_terms terms;
    ct_receipts_plan plan;
    if (session->diag.count)
        return 2;
    if (paths->count != 1 || !session->settings.keys.count)
        ct_fail(
            &session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
            "verify requires one CERTIFICATE, and --key FILE with the public key of its signer");
    if (session->diag.count || !is_file(session, path) ||
        !ct_receipts_prepare(session, path, &plan) || !prepare(session, path, &terms))
        return 2;
    ct_verified verified = ct_verify(session->arena, &terms, &session->diag);
    ct_evidence_reports_compare(session, path, &verified);
    ct_witnessed_compare(session, &terms, &plan, &verified);
    int status = ct_verified_status(&verified);
    ct_receipts_done const receipts =
        ct_receipts_apply(session, &plan, &verified, terms.now_ms, &status);
    if (session->settings.is_json)
        print_json(session, &verified, &receipts,
                   receipts.has_failed ? CT_RECEIPT_NOT_WRITTEN : status);
    else
        report(session, &verified, &receipts, status);
    return receipts.has_failed ? CT_RECEIPT_NOT_WRITTEN : status;
}
