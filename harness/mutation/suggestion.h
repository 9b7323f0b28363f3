/* suggestion.h - the expectation that would have killed a mutant, as YAML to paste into a case.
 *
 * Expectations are tried from the most general to the most specific. Each is compiled as the loader
 * would do it, and judged: the first one that the recorded responses fulfil and the mutated ones do
 * not is suggested. So a suggestion is always valid, and always kills the mutant.
 */
#ifndef CT_MUTATION_SUGGESTION_H
#define CT_MUTATION_SUGGESTION_H

#include "mutation/mutation_run.h"

/* What makes suggestions, with the secrets that it must not show. */
typedef struct ct_suggester ct_suggester;

/* Returns a suggester for a mutation run, which must outlive it. It belongs to `arena`. */
ct_suggester *ct_suggester_new(const ct_mutation_run *mutation_run, ct_arena *arena);

/* A suggestion, or the reason why there is none. */
typedef struct ct_suggestion {
    const char *part;       /* what the fault changes: "header Allow", "$.pets[*].id" */
    const char *yaml;       /* "expect: {status: 200}"; NULL: none */
    const char *reason;     /* a sentence without a period; NULL beside `yaml` */
    const ct_case *of_case; /* the only case for whose responses it holds; NULL: for all cases
                               that receive the mutated response */
} ct_suggestion;

/* Returns the suggestion for a mutant, by its index. Its strings belong to the suggester. */
ct_suggestion ct_suggest(ct_suggester *suggester, size_t mutant);

#endif
