#include "run/preview.h"

#include "lang/json/json.h"
#include "run/case_run.h"

static void add_placeholders(ct_case_run *self, const ct_step *steps)
{
    for (; steps; steps = steps->next)
        for (const ct_capture *c = steps->captures; c; c = c->next)
            json_object_set_new_nocheck(
                ct_case_run_vars(self, &self->captured), c->name,
                json_string_nocheck(ct_arena_printf(self->arena, "$%s", c->name)));
}

static void show_step(ct_case_run *self, const ct_step *step, ct_preview_visit *visit, void *user)
{
    ct_render_error error;
    const ct_request *request = ct_case_run_render(self, step, &error);
    if (!request) {
        visit(user, step, NULL, error.what);
        return;
    }
    ct_exchange const exchange = {.request = request};
    const ct_exchange *kept =
        ct_exchange_keep(self->arena, &exchange, self->context->redactor, request->body.size);
    visit(user, step, kept->request, NULL);
}

void ct_preview(const ct_case *test_case, const ct_suite *suite, const ct_target *target,
                ct_preview_visit *visit, void *user)
{
    ct_arena *arena = ct_arena_new();
    ct_run_options const options = {.seed = "preview", .run_id = "preview"};
    ct_run_context context = {.arena = arena,
                              .target = target,
                              .options = &options,
                              .redactor = ct_run_redactor(arena, suite, target)};
    ct_case_result result = {.test_case = test_case};
    ct_case_run self = {0};
    json_t *values = ct_json_own(arena, json_copy(target->values));
    json_object_set_new_nocheck(values, "run_id", json_string_nocheck(options.run_id));
    context.run_scope = (ct_scope){.vars = values};
    if (ct_case_run_prepare(&self, &context, &result)) {
        add_placeholders(&self, target->before ? target->before->steps : NULL);
        add_placeholders(&self, test_case->steps);
        for (const ct_step *step = test_case->steps; step; step = step->next)
            show_step(&self, step, visit, user);
        for (const ct_step *step = test_case->cleanup; step; step = step->next)
            show_step(&self, step, visit, user);
    }
    ct_case_run_free(&self);
    ct_arena_free(arena);
}
