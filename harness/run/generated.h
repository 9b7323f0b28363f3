/* generated.h - values of requests that are derived from the seed of a run.
 *
 * Each is a part of a SHA-256 of the seed, the name of the case and, for a traceparent, the step.
 * The same seed always gives the same values, and they cannot be known without it. */
#ifndef CT_RUN_GENERATED_H
#define CT_RUN_GENERATED_H

#include "model/exchange.h"
#include "model/suite.h"

/* Returns the $(uuid) of a case, version 4 of RFC 9562 section 5.4, in the arena.
 * seed:   of the run
 * name:   full name of the case
 * is_hex: without hyphens, as $(uuid_hex) */
const char *ct_generated_uuid(ct_arena *arena, const char *seed, const char *name, bool is_hex);

/* Returns the `traceparent` (W3C Trace Context, version 00, sampled) of the request of a step, in
 * the arena.
 * number:     of the step in the results of the case, from 1
 * is_cleanup: it is a step of the cleanup */
const char *ct_generated_traceparent(ct_arena *arena, const char *seed, const char *name,
                                     size_t number, bool is_cleanup);

/* The trace-id in a traceparent: 32 hex digits. */
enum { CT_TRACE_ID_AT = 3, CT_TRACE_ID_SIZE = 32 };

/* Appends the header `traceparent` to a request, unless its plan decides about that header.
 * arena: owns the header; `value` is borrowed */
void ct_traceparent_add(const ct_plan *plan, ct_request *request, const char *value,
                        ct_arena *arena);

#endif
