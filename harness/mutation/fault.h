/* fault.h - faults: ways in which an API can violate its contract.
 *
 * One table of faults, in several files by subject. A fault either mutates a response, as a pure
 * function, or is a behaviour of the reference gateway. A fault of a property is applied at one
 * site at a time: the names of the properties on the way to it, "applies/app_id", with all elements
 * of an array on that way. The site of a fault of headers in general is a header name.
 *
 * Faults are constants and have no state: the same response, site and fault give the same mutant.
 * Where a fault
 * would change nothing, it does not apply. Names of faults are unique over all tables, and stable:
 * faults.yaml and --fault use them.
 */
#ifndef CT_MUTATION_FAULT_H
#define CT_MUTATION_FAULT_H

#include <jansson.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/exchange.h"
#include "mutation/fault_kinds.h"

typedef struct ct_fault ct_fault;

/* Returns a mutated copy of `good` in `arena`, or NULL if the fault does not apply to it. The copy
 * can share parts with `good`, which is not changed, so both must live equally long.
 * site: in; "" unless the fault has sites
 * good: in; a valid response of the operation */
typedef const ct_response *ct_mutate_fn(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena);

/* Returns a copy of `good` in `arena` with parts of an earlier response, or NULL if that changes
 * nothing.
 * previous: in; the response to an earlier request of the same operation. It must live as long as
 *           the copy */
typedef const ct_response *ct_mutate_after_fn(const ct_response *previous, const ct_response *good,
                                              ct_arena *arena);

/* Returns the value that replaces that of a property, as a new reference, or NULL if the fault does
 * not apply to it.
 * value: in; borrowed, must not be changed
 * arena: for strings of the new value */
typedef json_t *ct_mutate_value_fn(const ct_fault *fault, const json_t *value, ct_arena *arena);

/* The part of a response that a fault changes. It decides which requirements the fault violates:
 * those that are about this part (requirement_map.h). */
typedef enum ct_part {
    CT_PART_NONE, /* none: the behaviour of the gateway changes */
    CT_PART_STATUS,
    CT_PART_HEADER,
    CT_PART_BODY, /* as a whole */
    CT_PART_PROPERTY
} ct_part;

/* In which respects a property or header is wrong, as flags. faults.yaml names them. They decide
 * between several requirements that are about the same property or header. */
enum {
    CT_ASPECT_FORM = 1,     /* it is missing, misnamed or malformed */
    CT_ASPECT_VALUE = 2,    /* it is well-formed and has another value */
    CT_ASPECT_EXTRA = 4,    /* it has an element too many */
    CT_ASPECT_ZONE = 8,     /* it is a time without a time zone */
    CT_ASPECT_MISSING = 16, /* it lacks an element */
    CT_ASPECT_ORDER = 32    /* the elements of an array are in another order */
};

/* A row of the table. Members that are not set are NULL or 0. Rows are constants, so a fault can be
 * compared by its address. */
struct ct_fault {
    const char *name;
    const char *summary; /* what is wrong, as a clause without a period */
    ct_part part;
    unsigned aspects;     /* flags; 0 unless the fault has sites */
    ct_mutate_fn *mutate; /* NULL for CT_PART_NONE */
    ct_mutate_after_fn
        *mutate_after;        /* needs an earlier response: `mutate` does nothing; or NULL */
    ct_mutate_value_fn *edit; /* of a property; NULL: it is renamed or removed */
    const char *text;         /* parameter of mutate and edit, or NULL */
    int number;               /* likewise */
    const char *header; /* name, if the part is one certain header; NULL: the site is the name */
    const char *(*respell)(const char *name,
                           ct_arena *arena); /* returns another name in the arena; or NULL */
    unsigned unless_status;                  /* does not apply to this status; 0: applies to all */
    bool is_in_last;                         /* applies only to the last of several elements */
    ct_behaviour_fault behaviour_fault;
    ct_request_fault request_fault; /* the invalid requests it is about, if any */
};

/* Returns the fault after `fault`, in the order of the table: the first for NULL, NULL after the
 * last. All faults are static.
 * fault: in; of one of the tables, or NULL */
const ct_fault *ct_fault_next(const ct_fault *fault);

/* Returns the subject of its table for headings, such as "Error codes". It is static.
 * fault: in; of one of the tables; of any other one it is "Other" */
const char *ct_fault_subject(const ct_fault *fault);

/* Returns the fault of that name, which is static.
 * where: in; the place of the name, CT_NOWHERE for the command line
 * Returns NULL after adding an error and a suggestion to `diag`. */
const ct_fault *ct_fault_find(const char *name, ct_loc where, ct_diag *diag);

/* Adds the sites of a JSON body to the object `sites`, as its names. Adds none for other bodies and
 * for names with a slash.
 * sites: in, out; each site becomes a name with the value null
 * arena: for the parsed body, which must outlive `sites` */
void ct_fault_sites(const ct_response *response, json_t *sites, ct_arena *arena);

/* Returns whether the fault is applied at one site at a time: a property, or a header. */
bool ct_fault_has_sites(const ct_fault *fault);

/* Adds the names of the headers that a contract can be about to the object `sites`, each once: not
 * those of the framing, and not Content-Type, which has faults of its own.
 * sites: in, out; each name becomes a name with the value null */
void ct_fault_header_sites(const ct_response *response, json_t *sites);

/* Adds the sites of this fault: of properties, of headers, or "" if it has none. Parameters as
 * for ct_fault_sites(). */
void ct_fault_sites_of(const ct_fault *fault, const ct_response *response, json_t *sites,
                       ct_arena *arena);

/* Returns the response mutated at that site, in `arena`, or NULL if the fault does not apply.
 * site:     in; "" if the fault has no sites
 * previous: in; the response to the previous request of the operation with the same status; NULL:
 *           there is none. It must live as long as the result */
const ct_response *ct_fault_mutate(const ct_fault *fault, const char *site,
                                   const ct_response *previous, const ct_response *good,
                                   ct_arena *arena);

/* Returns the response mutated at that site, or at all sites if `site` is NULL, in `arena`; `good`
 * itself if the fault does not apply. Only for faults with a part, not for those of behaviour.
 * previous: in; as for ct_fault_mutate() */
const ct_response *ct_fault_apply(const ct_fault *fault, const char *site,
                                  const ct_response *previous, const ct_response *good,
                                  ct_arena *arena);

/* Returns a copy with another body. Its headers are those of `good`, a Content-Length too.
 * bytes: in; `size` bytes, borrowed: they must outlive the copy */
ct_response *ct_response_with_body(const ct_response *good, const char *bytes, size_t size,
                                   ct_arena *arena);

/* The same with the contents of a buffer.
 * text: in, out; copied to the arena and freed */
ct_response *ct_response_with_text(const ct_response *good, ct_buf *text, ct_arena *arena);

/* The tables, one for each subject. Each has at least one row and ends with a NULL name. */
extern const ct_fault ct_status_faults[], ct_head_faults[], ct_header_faults[], ct_body_faults[],
    ct_property_faults[], ct_array_faults[], ct_code_faults[], ct_time_faults[],
    ct_behaviour_faults[], ct_request_faults[];

/* The `mutate` of all faults of a property: edits it with `edit`, or else renames it with `respell`
 * or the format `text`, or removes it. A body that is not JSON is left as it is. */
ct_mutate_fn ct_mutate_property;

#endif
