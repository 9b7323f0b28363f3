#include "run/preview.h"

#include "lang/json/json.h"
#include "run/case_run.h"

static void add_placeholders(ct_flight *f, const ct_step *steps)
{
    for (; steps; steps = steps->next)
        for (const ct_capture *c = steps->captures; c; c = c->next)
            json_object_set_new_nocheck(
                ct_flight_vars(f, &f->captured), c->name,
                json_string_nocheck(ct_arena_printf(f->arena, "$%s", c->name)));
}

static void show_step(ct_flight *f, const ct_step *step, ct_preview_visit *visit, void *user)
{
    ct_render_trouble trouble;
    const ct_request *request = ct_flight_render(f, step, &trouble);
    if (!request) {
        visit(user, step, NULL, trouble.what);
        return;
    }
    ct_exchange const exchange = {.request = request};
    const ct_exchange *kept =
        ct_exchange_keep(f->arena, &exchange, f->air->redactor, request->body.size);
    visit(user, step, kept->request, NULL);
}

void ct_preview(const ct_case *asked, const ct_suite *suite, const ct_target *target,
                ct_preview_visit *visit, void *user)
{
    ct_arena *arena = ct_arena_new();
    ct_run_options const options = {.seed = "preview", .run_id = "preview"};
    ct_airspace air = {.arena = arena,
                       .target = target,
                       .options = &options,
                       .redactor = ct_run_redactor(arena, suite, target)};
    ct_case_result result = {.asked = asked};
    ct_flight f = {0};
    json_t *values = ct_json_own(arena, json_copy(target->values));
    json_object_set_new_nocheck(values, "run_id", json_string_nocheck(options.run_id));
    air.run_scope = (ct_scope){.vars = values};
    if (ct_flight_prepare(&f, &air, &result)) {
        add_placeholders(&f, target->before ? target->before->steps : NULL);
        add_placeholders(&f, asked->steps);
        for (const ct_step *step = asked->steps; step; step = step->next)
            show_step(&f, step, visit, user);
        for (const ct_step *step = asked->cleanup; step; step = step->next)
            show_step(&f, step, visit, user);
    }
    ct_flight_free(&f);
    ct_arena_free(arena);
}
