/* replay_request.h - compares a recorded request with the current one. Part of replay.c.
 *
 * Method, URL, headers and body, whether it is declared safe, and the TLS settings are compared in
 * the form in which results keep them, in which both requests were masked by the same rules. A part
 * that is masked in both is counted as a gap. A part that is masked only in the record cannot be
 * compared.
 */
#ifndef CT_CERTIFY_REPLAY_REQUEST_H
#define CT_CERTIFY_REPLAY_REQUEST_H

#include "model/analysis.h"
#include "model/exchange.h"

/* Numbers of parts of requests that could not be compared. */
typedef struct ct_replay_gaps {
    unsigned urls, headers, bodies; /* with a mask */
    unsigned cut;                   /* bodies of which the record keeps only the beginning */
} ct_replay_gaps;

/* The first difference. At most one member is set. */
typedef struct ct_replay_difference {
    const char *unlike; /* "header 'X' was 'a', now it is 'b'"; NULL: no difference */
    const char *hidden; /* "header 'X' is masked in the results"; NULL: all could be compared */
} ct_replay_difference;

/* How strictly to compare. All pointers are borrowed; a zeroed structure is for any record. */
typedef struct ct_replay_rules {
    bool is_whole;                   /* the record keeps bodies as a whole: none may be cut */
    const ct_connection *connection; /* of the record; NULL: do not compare the TLS settings */
    const ct_tls *target_tls;        /* of the current target; NULL: the default */
} ct_replay_rules;

/* Compares two requests.
 * arena: owns the strings of the result
 * rules: in
 * recorded, today: the recorded and the current request
 * gaps: in, out; the gaps of this request are added. NULL: do not count them */
ct_replay_difference ct_replay_compare(ct_arena *arena, const ct_replay_rules *rules,
                                       const ct_request *recorded, const ct_request *today,
                                       ct_replay_gaps *gaps);

#endif
