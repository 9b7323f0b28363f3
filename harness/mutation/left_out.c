/* Takes the cases that do not pass without a fault out of a mutation run. */
#include <string.h>

#include "mutation/mutation_run.h"

/* The new index of a case that is left out. */
#define LEFT_OUT (CT_SETUP_STEPS - 1)

/* Removes the responses of cases without a new index, and gives the others the new one. */
static void renumber(ct_mutation_run *c, const size_t *indices)
{
    for (ct_recorded **at = &c->recorded; *at;) {
        ct_recorded *one = *at;
        if (one->of_case != CT_SETUP_STEPS)
            one->of_case = indices[one->of_case];
        if (one->of_case == LEFT_OUT)
            *at = one->next;
        else
            at = &one->next;
    }
}

size_t ct_mutation_run_leave_out(ct_mutation_run *mutation_run, unsigned char *verdicts,
                                 bool is_replay)
{
    ct_mutation_run *c = mutation_run;
    const ct_selection *all = c->selection;
    ct_selection *some = ct_new(c->arena, ct_selection);
    size_t *indices = ct_arena_alloc(c->arena, (all->count + 1) * sizeof *indices);
    ct_left_out *left_out =
        ct_arena_alloc(c->arena, (c->left_out_count + all->count + 1) * sizeof *left_out);
    size_t const before = c->left_out_count;
    *some =
        (ct_selection){.suite = all->suite,
                       .cases = ct_arena_alloc(c->arena, (all->count + 1) * sizeof *some->cases)};
    if (before)
        memcpy(left_out, c->left_out, before * sizeof *left_out);
    c->left_out = left_out;
    for (size_t i = 0; i < all->count; i++) {
        bool const is_red = verdicts[i] >= CT_ERROR || verdicts[i] == CT_NOT_RUN;
        indices[i] = is_red ? LEFT_OUT : some->count;
        if (is_red)
            left_out[c->left_out_count++] = (ct_left_out){all->cases[i], verdicts[i], is_replay};
        if (is_red)
            continue;
        verdicts[some->count] = verdicts[i];
        some->cases[some->count++] = all->cases[i];
    }
    if (c->left_out_count > before) {
        renumber(c, indices);
        c->selection = some;
    }
    return c->left_out_count - before;
}
