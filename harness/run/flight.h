/* flight.h - the life of one case: its variables, its steps, its landing. Not for others. */
#ifndef CT_RUN_FLIGHT_H
#define CT_RUN_FLIGHT_H

#include "data/template.h"
#include "run/runner.h"

/* What all flights of a run share. */
typedef struct ct_airspace {
    const ct_target *target;
    const ct_run_options *options;
    ct_transport *transport;
    ct_redactor *redactor;
    ct_scope run_scope; /* the target's values and run_id */
} ct_airspace;

typedef struct ct_flight {
    const ct_airspace *air;
    ct_case_result *result;
    ct_arena *arena; /* everything of this case; reset when it has landed */
    uint64_t took_off_us;

    /* variables, innermost last */
    ct_scope generated, operation, own, request;

    const ct_step *step;     /* the one that is in the air, or comes next */
    const ct_step **cleanup; /* what is left of it, the last one first */
    size_t cleanup_left;
    bool is_cleaning;
    ct_step_result *step_result, **tail;
    const struct ct_lock *lock; /* the runner's */
    struct ct_flight *next;     /* the runner's: free ones */
} ct_flight;

/* Makes a flight ready for a case. False when a variable is missing: the result has its verdict. */
bool ct_flight_prepare(ct_flight *flight, const ct_airspace *air, ct_case_result *result);

/* The name of the lock that the case takes, in the flight's arena; NULL for none. */
const char *ct_flight_lock(ct_flight *flight);

/* Sends the next request. False when there is none left: the case is over. */
bool ct_flight_go_on(ct_flight *flight);

/* Takes the answer to the request that was sent. */
void ct_flight_arrive(ct_flight *flight, const ct_arrival *arrival);

/* Leaves out the steps that are left, but not the cleanup. */
void ct_flight_turn_back(ct_flight *flight, const char *reason);

/* Forgets the request that is in the air, and what would follow it. What was judged stays: only
 * the cleanup did not pass then. */
void ct_flight_give_up(ct_flight *flight, const char *reason);

/* Ends the case: nothing more of it will come. */
void ct_flight_land(ct_flight *flight);

/* CLOCK_MONOTONIC in microseconds. */
uint64_t ct_monotonic_us(void);

/* CLOCK_REALTIME in milliseconds. */
int64_t ct_unix_ms(void);

#endif
