/* suggestion_search.h - the search for one suggestion. Internal to suggestion.c and
 * suggestion_candidates.c. */
#ifndef CT_MUTATION_SUGGESTION_SEARCH_H
#define CT_MUTATION_SUGGESTION_SEARCH_H

#include "mutation/suggestion.h"
#include "mutation/suggestion_text.h"

/* Responses that a candidate is judged with. More of them are not looked at. */
enum { CT_SUGGESTION_SAMPLES = 24 };

/* A recorded response, and what the fault makes of it. */
typedef struct ct_sample {
    const ct_recorded *good;
    const ct_response *bad; /* NULL: the fault does not apply to it */
} ct_sample;

/* The search for one suggestion. */
typedef struct ct_suggestion_search {
    const ct_suggester *suggester;
    const ct_mutation *mutation;
    ct_arena *arena;
    ct_sample samples[CT_SUGGESTION_SAMPLES];
    size_t count, bytes;      /* of the samples, and of their bodies */
    const json_t *body;       /* the body of the first sample, masked; NULL: it is not JSON */
    const ct_response *shown; /* the first sample, masked */
    ct_literals literals;
    const char *found; /* the value of `expect` */
} ct_suggestion_search;

/* Keeps the candidate if it is valid and kills the mutant. Returns whether a suggestion was found,
 * now or before.
 * candidate: in, out; the value of `expect`; freed. Empty: not tried */
bool ct_suggestion_try(ct_suggestion_search *search, ct_buf *candidate);

/* suggestion_candidates.c: tries what can be expected of the part that the fault changes, the most
 * general first. Sets `found`. */
void ct_suggestion_try_all(ct_suggestion_search *search);

/* Returns the name of the header that the mutation changes. Its part must be a header. */
const char *ct_mutated_header(const ct_mutation *mutation);

#endif
