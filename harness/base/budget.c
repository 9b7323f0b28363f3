#include "base/budget.h"

#include <stddef.h>

#include "base/limits.h"

static const char too_many_steps[] = "judging stopped after 100 million steps";
_Static_assert(CT_LIMIT_JUDGE_STEPS == 100000000, "the sentence above names the limit");

ct_budget ct_budget_new(const char *(*poll)(void *user), void *user)
{
    return (ct_budget){.left = CT_LIMIT_JUDGE_STEPS, .poll = poll, .user = user};
}

ct_budget ct_budget_apart(const ct_budget *budget, uint64_t steps)
{
    return (ct_budget){.left = steps, .poll = budget->poll, .user = budget->user};
}

static bool stop(ct_budget *budget, const char *why)
{
    budget->stopped = why;
    budget->ready = budget->left = 0;
    return false;
}

bool ct_budget_renew(ct_budget *budget, uint64_t steps)
{
    if (budget->stopped)
        return false;
    const char *why = budget->poll ? budget->poll(budget->user) : NULL;
    if (why)
        return stop(budget, why);
    if (budget->ready + budget->left < steps)
        return stop(budget, too_many_steps);
    budget->left -= steps - budget->ready;
    budget->ready = budget->left < CT_BUDGET_POLL ? budget->left : CT_BUDGET_POLL;
    budget->left -= budget->ready;
    return true;
}
