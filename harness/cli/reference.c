#include "cli/reference.h"

#include "cli/shipped.h"

ct_server *ct_reference_start(const ct_settings *settings, ct_arena *arena, ct_diag *diag)
{
    ct_server_options const options = {
        .listen = settings->listen, .port = settings->port, .latency_ms = settings->latency_ms};
    const char *path =
        settings->data ? settings->data : ct_shipped(arena, "fixtures/gateway", diag);
    const ct_gateway_data *data = path ? ct_gateway_data_load(arena, path, diag) : NULL;
    const ct_variant *variant =
        settings->variant ? ct_variant_find(settings->variant, diag) : &ct_variants[0];
    if (!data || !variant)
        return NULL;
    return ct_server_start(ct_gateway_new(data, variant, arena), &options, diag);
}
