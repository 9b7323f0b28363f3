#include "cli/mock_gateway.h"

#include <string.h>

#include "cli/data_files.h"
#include "load/filename.h"
#include "mutation/fault_hooks.h"

/* `words` is NAME or NAME:SITE, the argument of --defect. */
static ct_fault_hooks *hooks_of(const char *words, ct_arena *arena, ct_diag *diag)
{
    size_t const size = strcspn(words, ":");
    const ct_fault *fault = ct_fault_find(ct_arena_copy(arena, words, size), CT_NOWHERE, diag);
    if (!fault)
        return NULL;
    if (words[size] && fault->part != CT_PART_PROPERTY) {
        ct_fail(diag, CT_ERR_UNKNOWN_VALUE, CT_NOWHERE,
                "the fault '%s' changes no property: remove ':%s'", fault->name, words + size + 1);
        return NULL;
    }
    ct_fault_hooks *hooks = ct_new(arena, ct_fault_hooks);
    *hooks = ct_fault_hooks_of(fault, words[size] ? words + size + 1 : NULL);
    return hooks;
}

static bool add_faults(ct_variant *variant, const ct_texts *faults, ct_arena *arena, ct_diag *diag)
{
    ct_fault_hooks *first = NULL, **tail = &first;
    for (size_t i = 0; i < faults->count; i++) {
        if (!(*tail = hooks_of(faults->texts[i], arena, diag)))
            return false;
        tail = &(*tail)->next;
    }
    variant->behaviour.hooks = ct_fault_hooks_all(first, ct_new(arena, ct_fault_hooks));
    return true;
}

static const char *data_path(const ct_settings *settings, ct_arena *arena, ct_diag *diag)
{
    return settings->data ? settings->data : ct_data_file(arena, "fixtures/gateway", diag);
}

const ct_gateway_data *ct_mock_gateway_data(const ct_settings *settings, ct_arena *arena,
                                            ct_diag *diag)
{
    const char *path = data_path(settings, arena, diag);
    return path ? ct_gateway_data_load(arena, path, diag) : NULL;
}

ct_requirement_map *ct_mock_gateway_map(const ct_settings *settings, const ct_suite *suite,
                                        ct_arena *arena, ct_diag *diag)
{
    ct_diag ignored = {.arena = arena};
    const char *cases = ct_data_file(arena, "cases", &ignored);
    const char *folder = data_path(settings, arena, &ignored);
    bool const is_own = settings->data && ct_file_exists(ct_file_in(arena, folder, "faults.yaml"));
    if (!is_own)
        folder = ct_data_file(arena, "fixtures/gateway", &ignored);
    bool const is_shipped = cases && suite->root && ct_file_is_same(cases, suite->root);
    return ct_requirement_map_load(arena, suite,
                                   folder ? ct_file_in(arena, folder, "faults.yaml") : NULL,
                                   is_own || is_shipped, diag);
}

ct_server *ct_mock_gateway_start(const ct_settings *settings, ct_arena *arena, ct_diag *diag)
{
    ct_server_options const options = {
        .listen = settings->listen, .port = settings->port, .latency_ms = settings->latency_ms};
    const ct_gateway_data *data = ct_mock_gateway_data(settings, arena, diag);
    const ct_variant *variant =
        settings->variant ? ct_variant_find(settings->variant, diag) : &ct_variants[0];
    if (!data || !variant)
        return NULL;
    ct_variant *wrong = ct_new(arena, ct_variant);
    *wrong = *variant;
    if (!add_faults(wrong, &settings->faults, arena, diag))
        return NULL;
    return ct_server_start(ct_gateway_new(data, wrong, arena), &options, diag);
}
