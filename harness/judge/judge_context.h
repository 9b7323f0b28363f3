/* judge_context.h - what evaluations of one case have in common. */
#ifndef CT_JUDGE_JUDGE_CONTEXT_H
#define CT_JUDGE_JUDGE_CONTEXT_H

#include "base/budget.h"
#include "lang/yaml/template.h"
#include "model/redact/redact.h"

/* What evaluations need. Borrowed: all of it must live as long as the call, the arena as long as
 * the results. */
typedef struct ct_judge_context {
    ct_arena *arena;             /* gets findings, notes and their strings */
    const ct_scope *scope;       /* the values of variables */
    const ct_redactor *redactor; /* masks every text that quotes the response */
    ct_budget *budget;           /* of the case; once it is used up, every evaluation is an error */
} ct_judge_context;

#endif
