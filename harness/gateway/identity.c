/* identity.c - the identity service: issues tokens for passwords and lists projects. Its errors
 * have another form than those of the gateway. */
#include <string.h>

#include "gateway/operation.h"
#include "gateway/timestamp.h"
#include "lang/json/json.h"

enum { TOKEN_HOURS = 24 };

static const ct_response *respond(const ct_call *call, unsigned status, json_t *body,
                                  ct_header *headers)
{
    ct_response *response = ct_new(call->arena, ct_response);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_header *type = ct_new(call->arena, ct_header);
    *type = (ct_header){"Content-Type", "application/json", headers};
    ct_json_write(&text, ct_json_own(call->arena, body), CT_JSON_COMPACT);
    *response = (ct_response){.status = status, .version = "1.1", .reason = "", .headers = type};
    response->body.size = response->body.whole = text.size;
    response->body.bytes = ct_buf_finish(&text, call->arena);
    return response;
}

static const ct_response *refuse(const ct_call *call, unsigned status, const char *title,
                                 const char *message)
{
    return respond(call, status,
                   json_pack("{s:{s:i, s:s, s:s}}", "error", "code", (int)status, "message",
                             message, "title", title),
                   NULL);
}

/* ---- A token for a password --------------------------------------------------------------- */

static const ct_project *project_of(const ct_call *call, const char *id)
{
    const ct_project *project = call->gateway->data->projects;
    while (project && strcmp(project->id, id))
        project = project->next;
    return project;
}

/* Whether the scope of a log-in names the project, by id, by name or by both. */
static bool is_scope(const json_t *scope, const ct_project *project)
{
    const json_t *requested = json_object_get(scope, "project");
    const char *id = json_string_value(json_object_get(requested, "id"));
    const char *name = json_string_value(json_object_get(requested, "name"));
    return (id || name) && (!id || !strcmp(id, project->id)) &&
           (!name || !strcmp(name, project->name));
}

static json_t *show_token(const ct_call *call, const ct_user *user, const ct_project *project,
                          int64_t expires_ns)
{
    ct_clock_style const micro = CT_CLOCK_MICROSECONDS;
    return json_pack("{s:{s:[s], s:s, s:s, s:[], s:{s:s, s:s, s:{s:s, s:s}}, s:{s:s, s:s}}}",
                     "token", "methods", "password", "issued_at",
                     ct_timestamp_show_as(call->now_ns, micro, call->arena), "expires_at",
                     ct_timestamp_show_as(expires_ns, micro, call->arena), "roles", "user", "id",
                     user->name, "name", user->name, "domain", "id", user->domain, "name",
                     user->domain, "project", "id", project->id, "name", project->name);
}

static const ct_response *issue_token(const ct_call *call, const ct_user *user,
                                      const ct_project *project)
{
    int64_t const expires_ns = call->now_ns + (int64_t)TOKEN_HOURS * 3600 * CT_NANOSECONDS;
    size_t place = 0;
    for (const ct_user *u = call->gateway->data->users; u != user; u = u->next)
        place++;
    ct_header *token = ct_new(call->arena, ct_header);
    *token = (ct_header){"X-Subject-Token",
                         ct_token_issue(call->gateway, place, expires_ns, call->arena), NULL};
    return respond(call, 201, show_token(call, user, project, expires_ns), token);
}

static const ct_response *log_in(ct_call *call)
{
    const json_t *body = NULL;
    json_error_t ignored;
    const char *name = NULL, *password = NULL, *domain = NULL, *method = NULL;
    if (ct_body_read(call, &body) ||
        json_unpack_ex((json_t *)body, &ignored, 0, "{s:{s:{s:[s], s:{s:{s:s, s:s, s:{s:s}}}}}}",
                       "auth", "identity", "methods", &method, "password", "user", "name", &name,
                       "password", &password, "domain", "name", &domain) ||
        strcmp(method, "password"))
        return refuse(call, 400, "Bad Request", "The request body is invalid");
    const ct_user *user = ct_user_find(call->gateway->data, name);
    if (!user || !ct_same_secret(user->password, password) || strcmp(user->domain, domain))
        return refuse(call, 401, "Unauthorized", "The username or password is wrong.");
    const ct_project *project = project_of(call, user->grant.project_id);
    if (!is_scope(json_object_get(json_object_get(body, "auth"), "scope"), project))
        return refuse(call, 401, "Unauthorized", "The scope is not a project of the user.");
    return issue_token(call, user, project);
}

/* ---- Projects ----------------------------------------------------------------------------- */

static const ct_response *list_projects(ct_call *call)
{
    const char *name =
        ct_parameter_find(ct_route_query(call->request->target, call->arena), "name");
    if (ct_check_authentication(call))
        return refuse(call, 401, "Unauthorized",
                      "The request you have made requires "
                      "authentication.");
    json_t *list = json_array();
    const ct_project *project = project_of(call, call->token->project_id);
    if (project && (!name || !strcmp(name, project->name)))
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "id", project->id, "name",
                                              project->name, "enabled", 1));
    return respond(call, 200, json_pack("{s:o}", "projects", list), NULL);
}

/* ---- The table ---------------------------------------------------------------------------- */

static const struct {
    const char *method, *path;
    const ct_response *(*serve)(ct_call *call);
} services[] = {
    {"POST", "/v3/auth/tokens", log_in},
    {"GET", "/v3/projects", list_projects},
};

const ct_response *ct_identity_respond(ct_call *call)
{
    const ct_parameter *none;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (!strcmp(services[i].method, call->request->method) &&
            ct_route_match(services[i].path, call->request->target, &none, call->arena))
            return services[i].serve(call);
    return NULL;
}
