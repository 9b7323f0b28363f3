#include "cli/mock_gateway.h"

#include <string.h>

#include "cli/data_files.h"
#include "mutation/fault_hooks.h"

/* NAME, or NAME:SITE. */
static bool spoil(ct_variant *variant, const char *words, ct_arena *arena, ct_diag *diag)
{
    size_t const size = strcspn(words, ":");
    const ct_fault *fault = ct_fault_find(ct_arena_copy(arena, words, size), diag);
    if (!fault)
        return false;
    if (words[size] && !fault->is_of_member)
        return ct_fail(diag, CT_ERR_UNKNOWN_VALUE, CT_NOWHERE,
                       "the defect '%s' is of no member: no ':%s'", fault->name, words + size + 1);
    ct_fault_hooks *hooks = ct_new(arena, ct_fault_hooks);
    *hooks = ct_fault_hooks_of(fault, words[size] ? words + size + 1 : NULL);
    variant->behaviour.hooks = &hooks->hooks;
    return true;
}

ct_server *ct_mock_gateway_start(const ct_settings *settings, ct_arena *arena, ct_diag *diag)
{
    ct_server_options const options = {
        .listen = settings->listen, .port = settings->port, .latency_ms = settings->latency_ms};
    const char *path =
        settings->data ? settings->data : ct_data_file(arena, "fixtures/gateway", diag);
    const ct_gateway_data *data = path ? ct_gateway_data_load(arena, path, diag) : NULL;
    const ct_variant *variant =
        settings->variant ? ct_variant_find(settings->variant, diag) : &ct_variants[0];
    if (!data || !variant)
        return NULL;
    ct_variant *wrong = ct_new(arena, ct_variant);
    *wrong = *variant;
    if (settings->fault && !spoil(wrong, settings->fault, arena, diag))
        return NULL;
    return ct_server_start(ct_gateway_new(data, wrong, arena), &options, diag);
}
