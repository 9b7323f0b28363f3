/* fault.h - seeded defects: ways in which an API breaks its contract.
 *
 * One table over several files, by subject. A row either damages an answer (a
 * pure function: a response in, a damaged one out, or NULL where there is
 * nothing to damage), or is a quirk of the reference gateway. Rows that damage
 * a member are applied to each member of a body in turn: a site is the members'
 * names on the way there, "applies/app_id"; arrays are walked through.
 */
#ifndef CT_MUTATION_FAULT_H
#define CT_MUTATION_FAULT_H

#include <jansson.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/exchange.h"
#include "mutation/behaviour.h"

typedef struct ct_fault ct_fault;

/* `site` is "" for rows that do not take one. */
typedef const ct_response *ct_mutate_fn(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena);

/* What stands there instead of a member's value: a new reference, or NULL: nothing to damage. */
typedef json_t *ct_mutate_value_fn(const ct_fault *fault, const json_t *value, ct_arena *arena);

/* The part of a response that a fault changes. */
typedef enum ct_part {
    CT_PART_NONE, /* it changes no response, but what the gateway does */
    CT_PART_STATUS,
    CT_PART_HEADER,
    CT_PART_BODY, /* as a whole */
    CT_PART_PROPERTY
} ct_part;

/* In which respects a property is wrong, as flags. faults.yaml names them. */
enum {
    CT_ASPECT_FORM = 1,  /* it is missing, misnamed or malformed */
    CT_ASPECT_VALUE = 2, /* it is well-formed and has another value */
    CT_ASPECT_EXTRA = 4, /* it has an element too many */
    CT_ASPECT_ZONE = 8   /* it is a time without a time zone */
};

struct ct_fault {
    const char *name;
    const char *summary; /* one sentence: what is wrong with it */
    ct_part part;
    unsigned aspects;         /* of CT_PART_PROPERTY */
    ct_mutate_fn *mutate;     /* NULL for CT_PART_NONE */
    ct_mutate_value_fn *edit; /* of a property; NULL: its name is changed, or it is removed */
    const char *text;         /* for mutate and edit */
    int number;               /* the same */
    const char *header;       /* its name, of CT_PART_HEADER */
    const char *(*respell)(const char *name, ct_arena *arena); /* of a property's name, or NULL */
    unsigned unless_status; /* a response with this status is not changed; 0: every one is */
    bool is_in_last;        /* of several elements only the last one is changed */
    ct_behaviour_fault behaviour_fault;
    ct_request_fault request_fault; /* that the behaviour is about */
};

/* The first row for NULL, NULL behind the last. */
const ct_fault *ct_fault_next(const ct_fault *fault);

/* The row of that name. NULL after noting at `where` that there is none, and which was meant. */
const ct_fault *ct_fault_find(const char *name, ct_loc where, ct_diag *diag);

/* The sites of a JSON body, each once: added as names of an object. */
void ct_fault_sites(const ct_response *response, json_t *sites, ct_arena *arena);

/* The answer with the defect at that site, at all of them where `site` is NULL; the answer itself
 * where there is nothing to damage. */
const ct_response *ct_fault_apply(const ct_fault *fault, const char *site, const ct_response *good,
                                  ct_arena *arena);

/* A copy whose body is this one. */
ct_response *ct_response_with_body(const ct_response *good, const char *bytes, size_t size,
                                   ct_arena *arena);

/* The same with the body that a buffer has; empties the buffer. */
ct_response *ct_response_with_text(const ct_response *good, ct_buf *text, ct_arena *arena);

/* The tables; each ends with a NULL name. */
extern const ct_fault ct_status_faults[], ct_head_faults[], ct_body_faults[], ct_property_faults[],
    ct_array_faults[], ct_code_faults[], ct_time_faults[], ct_behaviour_faults[],
    ct_request_faults[];

/* Changes the property at the site, as the row says. */
ct_mutate_fn ct_mutate_property;

#endif
