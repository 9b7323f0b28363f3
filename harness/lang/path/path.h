/* path.h - JSONPath (RFC 9535): compiled once, run on many documents.
 *
 * The whole of the RFC, and its grammar to the letter: what the grammar does
 * not have is refused at load, with the column. One thing more is refused than
 * the RFC asks for: a literal pattern of match() or search() that is no
 * I-Regexp, which the RFC lets select nothing in silence.
 *
 * A compiled path belongs to its arena, borrows nothing, is never changed and
 * may be used by several threads at once. At the limits of limits.h a selection
 * takes 2 MiB of the stack.
 */
#ifndef CT_LANG_PATH_PATH_H
#define CT_LANG_PATH_PATH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/budget.h"
#include "base/buf.h"
#include "base/diag.h"

typedef struct ct_path ct_path;

/* The text stands at `where` in its file. NULL after noting the mistake at its own column. */
const ct_path *ct_path_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                               ct_diag *diag);

/* Selects one node at most, whatever the document: only names and indexes, one a segment. */
bool ct_path_is_singular(const ct_path *path);

/* Where a node stands: the last step to it and the place of its parent. The root's is NULL. */
typedef struct ct_path_place {
    const struct ct_path_place *parent;
    const char *name; /* of a member, borrowed from document or path; NULL for an element */
    size_t size;      /* bytes of the name, or the element's index */
} ct_path_place;

typedef struct ct_path_hit {
    const json_t *value; /* borrowed from the document */
    const ct_path_place *place;
} ct_path_hit;

typedef struct ct_path_nodes {
    const ct_path_hit *hits; /* in the order of the RFC; a node may be there twice */
    size_t count;
    const char *gave_up; /* which limit of ours was met, in words; NULL when none was */
} ct_path_nodes;

/* False when a limit of ours was met: then nothing is known of what the path selects, `hits`
 * is empty and `gave_up` says why. Each node that is looked at is a step of the budget; NULL stands
 * for a budget of its own. All in `nodes` belongs to the arena or the document. */
bool ct_path_select(const ct_path *path, const json_t *document, ct_arena *arena, ct_budget *budget,
                    ct_path_nodes *nodes) CT_MUST_USE;

/* Adds the normalized path of a place (RFC 9535 section 2.7): $['items'][0] */
void ct_path_write_place(ct_buf *out, const ct_path_place *place);

#endif
