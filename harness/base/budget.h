/* budget.h - limits the work of judging a response.
 *
 * Every loop over data of a target spends steps of a budget: a step is about the
 * work of reading one JSON value or trying one item of a pattern, 10 to 100
 * nanoseconds. Everything that judges one case shares one budget. When it is
 * used up, `stopped` says why, and nothing more can be spent: each loop returns
 * as soon as it sees that, and its result is meaningless.
 *
 * The owner can intervene: `poll` is called after every CT_BUDGET_POLL steps. It
 * may do other work (keep connections going), and ends the judging by returning
 * a reason: a sentence that lives as long as the budget. Steps are
 * deterministic; clocks and signals come in through `poll` alone.
 * A budget belongs to one thread.
 *
 * Callers of code that spends must check `stopped` before they
 * use its result: a step too few never makes a response pass or fail, it makes
 * the step an error.
 */
#ifndef CT_BASE_BUDGET_H
#define CT_BASE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

/* Steps between two calls of `poll`: a few milliseconds. */
enum { CT_BUDGET_POLL = 20000 };

/* Read `stopped`; the other members belong to budget.c. */
typedef struct ct_budget {
    uint64_t ready;                  /* steps until the next poll */
    uint64_t left;                   /* steps after those */
    const char *stopped;             /* why nothing more may be spent, or NULL */
    const char *(*poll)(void *user); /* NULL: only the steps count */
    void *user;
} ct_budget;

/* Returns a budget of CT_LIMIT_JUDGE_STEPS.
 * poll: may be NULL; returns NULL to continue, else why to stop; it must not spend
 * user: passed to `poll`; borrowed as long as the budget is used
 * The first spending calls `poll`. */
ct_budget ct_budget_new(const char *(*poll)(void *user), void *user);

/* Returns a budget of its own for work that must not change a result, such as a hint: it spends
 * nothing of `budget`, and `budget` is not used up when it is. It calls the same `poll`.
 * budget: in
 * steps:  the most that it can spend */
ct_budget ct_budget_apart(const ct_budget *budget, uint64_t steps);

/* The slow path of ct_budget_spend(): calls `poll`, or stops. Call ct_budget_spend() instead. */
bool ct_budget_renew(ct_budget *budget, uint64_t steps);

/* Spends steps, 0 or more. Returns false if the budget is used up: then `stopped` is the reason,
 * and the caller returns without a result. Further calls return false as well. */
static inline bool ct_budget_spend(ct_budget *budget, uint64_t steps)
{
    if (budget->ready <= steps)
        return ct_budget_renew(budget, steps);
    budget->ready -= steps;
    return true;
}

/* Makes the next step call `poll`, instead of the next but CT_BUDGET_POLL. */
static inline void ct_budget_poll_soon(ct_budget *budget)
{
    budget->left += budget->ready;
    budget->ready = 0;
}

#endif
