/* apigcheck list */
#include <string.h>

#include "base/utf8.h"
#include "cli/requirements_list.h"
#include "cli/rerun.h"
#include "cli/run_specification.h"
#include "cli/terminal.h"
#include "lang/yaml/bind.h"
#include "report/curl_line.h"
#include "run/preview.h"

/* ---- The list of cases ---- */

/* Prints a request as a curl command, with $VARIABLES for secrets. */
static void show_request(void *user, const ct_step *step, const ct_request *request,
                         const char *error)
{
    enum { BODY_MAX = 4096 };
    ct_buf line = CT_BUF(CT_BUF_ANY);
    (void)user;
    ct_buf_text(&line, "    ");
    if (step->title) {
        ct_buf_text(&line, "# ");
        ct_show_text(&line, step->title, strlen(step->title));
        ct_buf_text(&line, "\n    ");
    }
    if (request)
        ct_curl_line(&line, request, BODY_MAX);
    else
        ct_buf_printf(&line, "# cannot build the request: %s", error);
    ct_buf_char(&line, '\n');
    fputs(ct_buf_str(&line), stdout);
    ct_buf_free(&line);
}

static void list_case(const ct_case *test_case, const ct_run_specification *specification,
                      ct_session *session)
{
    const char *skip = specification->target
                           ? ct_skip_reason(test_case, specification->target, session->arena)
                           : test_case->skip;
    ct_terminal_print(test_case->full_name);
    if (session->settings.verbosity) {
        fputs("  ", stdout);
        ct_terminal_print(test_case->title);
    }
    if (skip) {
        fputs("  (skipped: ", stdout);
        ct_terminal_print(skip);
        fputs(")", stdout);
    }
    putchar('\n');
    if (session->settings.verbosity > 1 && specification->target)
        ct_preview(test_case, specification->suite, specification->target, show_request, NULL);
}

/* ---- A target file to fill in ---- */

static bool was_named(const char **seen, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(seen[i], name))
            return true;
    return false;
}

enum { NAMES_MAX = 1000 };

static void print_needs(const ct_suite *suite, bool secrets, const char **seen)
{
    size_t count = 0;
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_need *need = op->needs; need; need = need->next)
            for (const ct_name *name = need->names; name; name = name->next) {
                if (ct_is_secret_name(name->text, strlen(name->text)) != secrets ||
                    count == NAMES_MAX || was_named(seen, count, name->text))
                    continue;
                seen[count++] = name->text;
                printf(secrets ? "  %s: {env: %s}" : "  %s: %s", name->text,
                       secrets ? "VARIABLE" : "''");
                printf(need->capability ? "   # for the capability %s\n" : "\n", need->capability);
            }
}

/* Several operations may need the same capability, which is printed once. */
static void print_capabilities(const ct_suite *suite, const char **seen)
{
    const char *between = "";
    size_t count = 0;
    fputs("capabilities: [", stdout);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_need *need = op->needs; need; need = need->next) {
            if (!need->capability || !strcmp(need->capability, "auth-token") ||
                count == NAMES_MAX || was_named(seen, count, need->capability))
                continue;
            seen[count++] = need->capability;
            printf("%s%s", between, need->capability);
            between = ", ";
        }
    fputs("]   # keep those that the target supports\n", stdout);
}

static int list_needs(const ct_suite *suite, ct_arena *arena)
{
    const char **seen = ct_arena_alloc(arena, NAMES_MAX * sizeof *seen);
    fputs("name: My gateway\n"
          "url: https://gateway.example.net\n"
          "confirm_host: gateway.example.net   # required before writing to any host other than "
          "localhost\n"
          "vars:\n",
          stdout);
    print_needs(suite, false, seen);
    fputs("auth: token   # or aksk, to sign requests with access_key and secret_key\n", stdout);
    fputs("secrets:   # {env: VARIABLE} or {file: PATH}, never the secret itself\n", stdout);
    print_needs(suite, true, seen);
    print_capabilities(suite, seen);
    return 0;
}

int ct_cmd_list(ct_session *session)
{
    ct_run_specification specification = {0};
    const ct_settings *s = &session->settings;
    if (session->diag.count || !ct_run_specification_load(session, &specification))
        return 2;
    if ((s->is_json || s->is_markdown) && !s->lists_requirements) {
        ct_fail(&session->diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                "--json and --markdown require --requirements");
        return 2;
    }
    if (s->lists_requirements)
        return ct_list_requirements(session, specification.suite,
                                    s->is_json       ? CT_LIST_JSON
                                    : s->is_markdown ? CT_LIST_MARKDOWN
                                                     : CT_LIST_TEXT);
    if (s->lists_needs)
        return list_needs(specification.suite, session->arena);
    /* Only -vv, which prints whole requests, and --last-failed, which compares URLs, need a URL. */
    specification.needs_no_url = s->verbosity < 2 && !s->last_failed;
    if (!ct_run_specification_target(session, NULL, &specification) ||
        !ct_run_specification_select(session, &specification))
        return 2;
    if (s->verbosity > 1 && !specification.target) {
        ct_fail(&session->diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                "-vv prints requests, which require a target");
        ct_hint(&session->diag, "use --target FILE, --url URL or --mock");
        return 2;
    }
    const ct_selection *selection = &specification.selection;
    for (size_t i = 0; i < selection->count; i++)
        list_case(selection->cases[i], &specification, session);
    fprintf(stderr, "%zu cases, %zu not selected\n", selection->count, selection->deselected);
    return 0;
}
