#include "run/connection.h"

#include "lang/yaml/bind.h"

/* An empty path is the default, as in the settings of a request. */
static const char *masked(const ct_redactor *redactor, ct_arena *arena, const char *text)
{
    return text && *text ? ct_redact_text(redactor, arena, text) : NULL;
}

static ct_name *resolved(const ct_route *route, const ct_redactor *redactor, ct_arena *arena)
{
    ct_name *names = NULL, **end = &names;
    for (size_t i = 0; i < route->resolve_count; i++) {
        const char *text = ct_redact_text(redactor, arena, route->resolve[i]);
        if (ct_names_have(names, text))
            continue;
        *end = ct_new(arena, ct_name);
        (*end)->text = text;
        end = &(*end)->next;
    }
    return names;
}

const ct_connection *ct_run_connection(const ct_route *route, const ct_tls *tls, ct_tls_files files,
                                       const ct_redactor *redactor, ct_arena *arena)
{
    ct_connection *self = ct_new(arena, ct_connection);
    if (route) {
        self->http_version = route->is_http2 ? "2" : NULL;
        self->proxy = masked(redactor, arena, route->proxy);
        self->resolve = resolved(route, redactor, arena);
    }
    if (tls) {
        self->ca = masked(redactor, arena, tls->ca);
        self->client_cert = masked(redactor, arena, tls->client_cert);
        self->client_key = masked(redactor, arena, tls->client_key);
        self->ca_sha256 = self->ca ? files.ca_sha256 : NULL;
        self->client_cert_sha256 = self->client_cert ? files.client_cert_sha256 : NULL;
        self->is_insecure = tls->is_insecure;
    }
    bool const is_default = !self->http_version && !self->proxy && !self->resolve && !self->ca &&
                            !self->client_cert && !self->client_key && !self->is_insecure;
    return is_default ? NULL : self;
}
