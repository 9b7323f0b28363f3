/* apigcheck certify */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "certify/assurance.h"
#include "certify/certificate.h"
#include "certify/claims.h"
#include "certify/connections.h"
#include "certify/dsse.h"
#include "certify/evidence.h"
#include "certify/passes.h"
#include "cli/assurance.h"
#include "cli/certificate_options.h"
#include "cli/challenge_line.h"
#include "cli/command.h"
#include "cli/connection_report.h"
#include "cli/guard.h"
#include "cli/not_applicable.h"
#include "cli/process.h"
#include "cli/run_setup.h"
#include "cli/select.h"
#include "cli/target_warnings.h"
#include "cli/terminal.h"
#include "lang/json/json.h"
#include "report/reporters.h"
#include "run/case_run.h"

typedef struct certifying {
    ct_session *session;
    ct_run_specification specification;
    const ct_profile *profile;
    const ct_key *key;
    ct_claims claims;
    ct_case_outcomes_basis basis;
    ct_case_outcomes *outcomes;
    ct_connections *connections;
    ct_redactor *redactor;
    ct_report_about about;
    int64_t started_ms, finished_ms;
} certifying;

/* ---- What is needed ---- */

static bool check_strings(ct_session *session)
{
    enum { NAMES = 3 }; /* the first ones are names, the others paths */
    const ct_settings *s = &session->settings;
    const struct {
        const char *name, *value;
    } needed[] = {{"vendor", s->vendor},
                  {"product", s->product},
                  {"product-version", s->product_version},
                  {"out", s->out},
                  {"profile", s->profiles.count ? s->profiles.texts[0] : NULL},
                  {"key", s->keys.count ? s->keys.texts[0] : NULL}};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!needed[i].value)
            ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                    "missing required option --%s", needed[i].name);
        else if (ct_is_blank(needed[i].value))
            ct_fail(&session->diag, CT_ERR_EMPTY_VALUE, CT_NOWHERE, "--%s has no visible character",
                    needed[i].name);
        else if (i < NAMES && ct_name_mistake(needed[i].value))
            ct_fail(&session->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s %s",
                    needed[i].name, ct_name_mistake(needed[i].value));
    ct_witness_check_options(session);
    if (s->profiles.count > 1 || s->keys.count > 1)
        ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                "--profile and --key can be given only once");
    if (s->paths.count)
        ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                "certify takes no PATH; --profile selects the cases");
    if (!s->client_cert != !s->client_key)
        ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                "--client-cert and --client-key must be given together");
    return !session->diag.count;
}

static bool check_target(ct_session *session, const ct_target *target)
{
    ct_diag *diag = &session->diag;
    if (!target) {
        ct_fail(diag, CT_ERR_MISSING_TARGET, CT_NOWHERE, "no target specified");
        return ct_hint(diag, "use --target FILE");
    }
    if (target->tls && target->tls->is_insecure)
        return ct_fail(diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                       "cannot certify a target whose server certificate is not verified");
    return true;
}

/* Finds every error before anything is sent or written. */
static bool prepare(certifying *c)
{
    ct_session *session = c->session;
    ct_settings *s = &session->settings;
    ct_run_specification *specification = &c->specification;
    c->key = ct_key_read_private(session->arena, s->keys.texts[0], &session->diag);
    c->claims = (ct_claims){.vendor = s->vendor,
                            .product = s->product,
                            .version = s->product_version,
                            .challenge = s->challenge,
                            .nonce = ct_random_digits(session->arena, 16),
                            .program = CT_VERSION};
    if (!s->user_agent) /* a target must not know it from another client */
        s->user_agent = ct_curl_user_agent(session->arena);
    if (!ct_certificate_suite(session, specification) ||
        !ct_witness_bind(session, specification, c->key, &c->claims))
        return false;
    s->seed = ct_claims_seed(session->arena, &c->claims);
    if (!ct_run_specification_target(session, NULL, specification) ||
        !check_target(session, specification->target) ||
        !ct_run_specification_select(session, specification) || !c->key)
        return false;
    c->profile = specification->profiles;
    return ct_guard(specification->target, &specification->selection, s->proxy != NULL,
                    session->arena, &session->diag);
}

/* ---- One pass ---- */

static const char *pass_path(const certifying *c, unsigned pass, const char *name)
{
    ct_arena *arena = c->session->arena;
    const char *out = c->session->settings.out;
    return pass == 1 ? ct_arena_printf(arena, "%s/%s", out, name)
                     : ct_arena_printf(arena, "%s/pass-%u/%s", out, pass, name);
}

static bool make_folder(certifying *c, unsigned pass)
{
    const char *folder = pass_path(c, pass, "");
    return pass == 1 || !mkdir(folder, 0777) ||
           ct_fail(&c->session->diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                   "cannot create the folder '%s': %s", folder, strerror(errno));
}

static ct_listener *open_console(certifying *c)
{
    const ct_settings *s = &c->session->settings;
    ct_console_options const options = {.out = stdout,
                                        .level = ct_console_level_from_settings(s),
                                        .lists_failures = s->lists_failures,
                                        .columns = ct_terminal_columns(stdout),
                                        .has_color = ct_terminal_has_color(stdout, s->color)};
    return ct_console_open(c->session->arena, &options);
}

/* The reports in the evidence. All other reports can be generated from results.json. */
static const struct {
    const char *kind, *file_name;
} evidence[] = {{"json", "results.json"},
                {"junit", "junit.xml"},
                {"html", "report.html"},
                {"har", "exchanges.har"}};

enum { EVIDENCE = sizeof evidence / sizeof *evidence };

static const ct_run_result *start(certifying *c, unsigned pass, ct_listener *listeners)
{
    ct_arena *arena = c->session->arena;
    const char *seed = c->session->settings.seed;
    int64_t const now_ms = ct_unix_ms(NULL), started_ms = pass == 1 ? now_ms : c->started_ms;
    ct_run_parameters const parameters = {.has_traceparent = c->profile->has_traceparent,
                                          .max_time_ms =
                                              ct_pass_time_left(c->profile, started_ms, now_ms),
                                          .max_time_over = CT_PASS_MAX_TIME,
                                          .throttle_ms = c->profile->throttle_ms,
                                          .evidence = CT_LIMIT_BODY,
                                          .redactor = c->redactor,
                                          .shuffle_seed = ct_pass_order_seed(arena, seed, pass)};
    ct_run_specification specification = c->specification;
    specification.seed = ct_pass_seed(arena, seed, pass);
    specification.run_id = ct_run_id(arena, specification.seed);
    specification.target = ct_pass_target(arena, specification.target, seed, pass);
    if (parameters.shuffle_seed)
        ct_shuffle(&specification.selection, parameters.shuffle_seed, arena);
    return ct_run_by_settings(c->session, &specification, &parameters, listeners);
}

static bool run_pass(certifying *c, unsigned pass)
{
    ct_reporter *open[EVIDENCE];
    size_t count = 0;
    ct_session *session = c->session;
    ct_listener *console = open_console(c), *last = console;
    if (!make_folder(c, pass))
        return false;
    for (; count < EVIDENCE; count++) {
        open[count] = ct_reporter_open(session->arena, ct_reporter_find(evidence[count].kind),
                                       pass_path(c, pass, evidence[count].file_name), &c->about,
                                       &session->diag);
        if (!open[count])
            return false;
        last = last->next = &open[count]->listener;
    }
    last->next = ct_case_outcomes_listener(c->outcomes);
    last->next->next = ct_connections_listener(c->connections);
    last->next->next->next = NULL;
    const ct_run_result *result = start(c, pass, console);
    if (pass == 1)
        c->started_ms = result->started_at;
    c->finished_ms = result->started_at + (int64_t)(result->elapsed_us / 1000);
    ct_pass_limit_time(c->outcomes, c->profile, c->started_ms, c->finished_ms);
    bool ok = ct_console_close(console, &session->diag);
    for (size_t i = 0; i < count; i++)
        ok = ct_reporter_close(open[i], &session->diag) && ok;
    return ok;
}

/* ---- Sealing ---- */

static bool is_clean(certifying *c, const ct_buf *bytes, const char *name)
{
    size_t size;
    return ct_redact(c->redactor, c->session->arena, bytes->bytes, bytes->size, &size) ==
               bytes->bytes ||
           ct_fail(&c->session->diag, CT_ERR_SECRET_IN_EVIDENCE, CT_NOWHERE,
                   "'%s' contains a secret", name);
}

static bool put(certifying *c, const char *name, const ct_buf *bytes)
{
    return ct_evidence_put(c->session->arena, c->session->settings.out, name, bytes->bytes,
                           bytes->size, &c->session->diag);
}

static void report(const certifying *c, const ct_certificate *certificate)
{
    const ct_conformance_report *j = &certificate->judgement;
    printf(
        "certificate: %s/" CT_EVIDENCE_CERTIFICATE "\n%s: profile %s %s:", c->session->settings.out,
        ct_conformance_name(j->conformance), c->profile->name, c->profile->version);
    for (ct_requirement_status s = CT_REQUIREMENT_STATUSES; s-- > CT_NOT_APPLICABLE;)
        if (j->counts[s])
            printf(" %u %s,", j->counts[s], ct_requirement_status_words(s));
    const json_t *claims =
        json_object_get(json_object_get(certificate->statement, "predicate"), CT_PREDICATE_OURS);
    printf(" %s\n", ct_assurance_name(c->claims.witness != NULL));
    ct_print_assurance(&c->claims);
    const char *stopped = json_string_value(json_object_get(claims, "stopped"));
    if (stopped) {
        fputs("stopped: ", stdout);
        ct_terminal_print(stopped);
        putchar('\n');
    }
    ct_print_challenge_binding(claims);
    ct_print_connection(claims);
    ct_print_target_warnings(ct_target_warnings(c->session, claims, c->specification.target));
    ct_print_not_applicable(claims);
}

static void print_waivers(certifying *c)
{
    ct_facts const facts = ct_case_outcomes_facts(c->outcomes);
    ct_waivers_report_scope(c->specification.waivers, c->claims.vendor, c->claims.product,
                            &c->session->diag);
    for (size_t i = 0; i < facts.waiver_count; i++) {
        const ct_waiver_outcome *w = &facts.waivers[i];
        const char *reported = ct_waiver_describe(w->waiver, w->state, c->session->arena);
        if (reported && ct_waiver_is_error(w->state))
            ct_fail(&c->session->diag, CT_ERR_INVALID_WAIVER, w->waiver->where, "%s", reported);
        else if (reported)
            ct_warn(&c->session->diag, CT_ERR_INVALID_WAIVER, w->waiver->where, "%s", reported);
    }
}

/* Evidence with a secret in it is not signed. */
static int seal(certifying *c)
{
    ct_session *session = c->session;
    const json_t *manifest =
        ct_evidence_list(session->arena, session->settings.out, c->redactor, &session->diag);
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    ct_buf listed = CT_BUF(CT_BUF_ANY), payload = CT_BUF(CT_BUF_ANY),
           envelope_text = CT_BUF(CT_BUF_ANY);
    if (!manifest) {
        ct_fail(&session->diag, CT_ERR_SECRET_IN_EVIDENCE, CT_NOWHERE,
                "the evidence in '%s' was not signed", session->settings.out);
        return 4;
    }
    ct_manifest_write(&listed, manifest);
    ct_sha256(listed.bytes, listed.size, digest);
    ct_hex(digest, sizeof digest, hex);
    ct_certified const facts = {.claims = &c->claims,
                                .profile = c->profile,
                                .target = c->specification.target,
                                .outcomes = c->outcomes,
                                .seed = session->settings.seed,
                                .connection = ct_connections_json(c->connections),
                                .started_ms = c->started_ms,
                                .finished_ms = c->finished_ms,
                                .manifest = manifest,
                                .manifest_sha256 = hex};
    ct_certificate const certificate = ct_certificate_make(session->arena, &facts);
    ct_json_write(&payload, certificate.statement, CT_JSON_COMPACT);
    ct_dsse envelope = {.type = CT_DSSE_PAYLOAD_TYPE,
                        .payload = payload.bytes,
                        .size = payload.size,
                        .signatures = NULL};
    ct_dsse_sign(session->arena, &envelope, c->key);
    ct_dsse_write(&envelope_text, &envelope);
    int status = ct_conformance_status(certificate.judgement.conformance);
    if (!is_clean(c, &listed, CT_EVIDENCE_MANIFEST) ||
        !is_clean(c, &payload, CT_EVIDENCE_CERTIFICATE) || !put(c, CT_EVIDENCE_MANIFEST, &listed) ||
        !put(c, CT_EVIDENCE_CERTIFICATE, &envelope_text))
        status = 4;
    else
        report(c, &certificate);
    print_waivers(c);
    ct_buf_free(&listed);
    ct_buf_free(&payload);
    ct_buf_free(&envelope_text);
    return status;
}

/* ---- All of it ---- */

static bool put_inputs(certifying *c)
{
    ct_session *session = c->session;
    const ct_run_specification *specification = &c->specification;
    const char *out = session->settings.out;
    ct_diag *diag = &session->diag;
    if (!ct_evidence_put_suite(session->arena, out, specification->suite, c->profile, diag) ||
        !ct_evidence_put_target(session->arena, out, specification->target, diag))
        return false;
    return !specification->waivers || ct_evidence_put(session->arena, out, "waivers.yaml",
                                                      specification->waivers->source->text,
                                                      specification->waivers->source->size, diag);
}

static int certify(certifying *c)
{
    ct_session *session = c->session;
    c->basis = (ct_case_outcomes_basis){c->profile,
                                        c->specification.waivers,
                                        c->specification.target,
                                        (int64_t)time(NULL) * 1000,
                                        c->claims.vendor,
                                        c->claims.product};
    c->outcomes = ct_case_outcomes_open(session->arena, &c->basis);
    c->connections = ct_connections_new(session->arena);
    c->redactor = ct_run_redactor(session->arena, c->specification.suite, c->specification.target);
    c->about = (ct_report_about){.version = CT_VERSION, .host = ct_report_host(session->arena)};
    c->claims.user_agent =
        ct_redact_text(c->redactor, session->arena, session->settings.user_agent);
    if (!put_inputs(c))
        return 4;
    for (unsigned pass = 1; pass <= c->profile->passes; pass++) {
        if (!run_pass(c, pass))
            return 4;
        if (ct_case_outcomes_facts(c->outcomes).stopped)
            break; /* cases of the missing passes count as not run */
    }
    int const status = seal(c);
    return status != 4 && ct_process_signal() ? 128 + ct_process_signal() : status;
}

int ct_cmd_certify(ct_session *session)
{
    certifying c = {.session = session};
    if (session->diag.count)
        return 2;
    if (!check_strings(session) || !prepare(&c) ||
        !ct_evidence_begin(session->settings.out, &session->diag))
        return 2;
    ct_diag_flush(&session->diag, stderr); /* print warnings before the run */
    ct_process_catch_signals();
    ct_curl_start();
    return certify(&c);
}
