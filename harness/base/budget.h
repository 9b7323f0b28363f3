/* budget.h - how much work may go into judging what a target sent.
 *
 * Whatever loops over foreign data spends steps of a budget: a step is about
 * what it takes to look at one JSON value or to try one item of a pattern, some
 * 10 to 100 nanoseconds. All that judges one case shares one budget. When it is
 * used up, `stopped` says why, and from then on nothing more can be spent: each
 * loop returns as soon as it sees that, and its result means nothing.
 *
 * The owner may have a say in between: `poll` is called after every
 * CT_BUDGET_POLL steps. It may do other work meanwhile (keep connections going),
 * and ends the judging by returning a reason: a sentence that lives as long as
 * the budget. Steps are deterministic; `poll` is the only place where clocks and
 * signals come in.
 *
 * A budget belongs to one thread.
 */
#ifndef CT_BASE_BUDGET_H
#define CT_BASE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

enum { CT_BUDGET_POLL = 20000 };

typedef struct ct_budget {
    uint64_t ready;                  /* steps until the next poll */
    uint64_t left;                   /* steps after those */
    const char *stopped;             /* why nothing more may be spent, or NULL */
    const char *(*poll)(void *user); /* NULL: the steps alone count */
    void *user;
} ct_budget;

/* A budget of CT_LIMIT_JUDGE_STEPS. `poll` may be NULL. */
ct_budget ct_budget_new(const char *(*poll)(void *user), void *user);

/* ct_budget_spend() where the steps at hand do not do: polls, or stops. */
bool ct_budget_renew(ct_budget *budget, uint64_t steps);

/* Takes the steps off, 0 or more. False when the budget is used up: `stopped` says why. */
static inline bool ct_budget_spend(ct_budget *budget, uint64_t steps)
{
    if (budget->ready <= steps)
        return ct_budget_renew(budget, steps);
    budget->ready -= steps;
    return true;
}

/* Makes the budget ask `poll` at the next step, not only after CT_BUDGET_POLL of them. */
static inline void ct_budget_poll_soon(ct_budget *budget)
{
    budget->left += budget->ready;
    budget->ready = 0;
}

#endif
