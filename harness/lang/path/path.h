/* path.h - JSONPath (RFC 9535): compiled once, run on many documents.
 *
 * The whole RFC is implemented, with its grammar followed strictly: other syntax is
 * an error with its column when the file is loaded. One more error than in the RFC is
 * a literal pattern of match() or search() that is not an I-Regexp, which in the RFC
 * selects nothing (sections 2.4.6 and 2.4.7).
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

typedef struct ct_path ct_path; /* a compiled path */

/* Compiles a path.
 * text:  "$.items[*]", at most CT_LIMIT_PATH bytes, borrowed for the call; no spaces around it;
 *        filters, parentheses and calls nested up to CT_LIMIT_PATH_DEPTH; integers within 2^53 - 1
 *        (RFC 9535 section 2.1)
 * where: the place of the text in its file; an error is reported at its own column
 * Returns a path that belongs to the arena, or NULL after reporting the first error. */
const ct_path *ct_path_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                               ct_diag *diag);

/* Returns true for a singular query (RFC 9535 section 2.3.5.1): it consists of names and indexes
 * only, and selects at most one node in any document. */
bool ct_path_is_singular(const ct_path *path);

/* The place of a node: the last step to it and the place of its parent. The place of the root is
 * NULL. Hits below one node share its place. */
typedef struct ct_path_place {
    const struct ct_path_place *parent;
    const char *name; /* of a property, borrowed from the document or path; NULL: an element */
    size_t size;      /* bytes of the name, or the index of the element */
} ct_path_place;

/* A selected node. */
typedef struct ct_path_hit {
    const json_t *value; /* borrowed from the document */
    const ct_path_place *place;
} ct_path_hit;

/* The nodelist that a path selects (RFC 9535 section 2.1). */
typedef struct ct_path_nodes {
    const ct_path_hit *hits; /* in the order of the RFC; may contain a node twice */
    size_t count;
    const char *gave_up; /* the limit that was hit, as a sentence; NULL: no limit was hit */
} ct_path_nodes;

/* Evaluates a path on a document.
 * document: not NULL, borrowed as long as the result is used, and unchanged until then
 * arena:    owns the hits and their places
 * budget:   one step for each node that is visited, more for comparisons and patterns; NULL: a new
 *           budget for this call
 * nodes:    out, at most CT_LIMIT_PATH_NODES; everything in it belongs to the arena or the document
 * Returns false if a limit was hit: then the selection is unknown, `hits` is empty and `gave_up` is
 * set. Do not treat that as an empty selection. */
bool ct_path_select(const ct_path *path, const json_t *document, ct_arena *arena, ct_budget *budget,
                    ct_path_nodes *nodes) CT_MUST_USE;

/* Appends the normalized path of a place (RFC 9535 section 2.7), such as $['items'][0]; "$" for
 * NULL. The order of the steps is from the root. The result is itself a valid path. */
void ct_path_write_place(ct_buf *out, const ct_path_place *place);

/* Returns the place that a singular query leads to in any document, whether there is a value or
 * not; NULL for the root, for a negative index, which leads to another place in each array, and for
 * any other query.
 * arena: owns the place; names are borrowed from the path */
const ct_path_place *ct_path_singular_place(const ct_path *path, ct_arena *arena);

#endif
