/* path.h - JSONPath (RFC 9535): compiled once, run on many documents.
 *
 * The whole RFC, with its grammar followed strictly: anything else is an error
 * with its column when the file is loaded. In one case more is an error than the
 * RFC says: a literal pattern of match() or search() that is not an I-Regexp,
 * which in the RFC selects nothing.
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

/* Compiles a path.
 * where: the place of the text in its file; an error is reported at its own column
 * Returns a path that belongs to the arena, or NULL after reporting an error. */
const ct_path *ct_path_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                               ct_diag *diag);

/* Returns whether the path is a singular query (RFC 9535 section 2.3.5.1): it selects one node at
 * most, in any document. */
bool ct_path_is_singular(const ct_path *path);

/* The place of a node: the last step to it and the place of its parent. That of the root is NULL.
 */
typedef struct ct_path_place {
    const struct ct_path_place *parent;
    const char *name; /* of a property, borrowed from document or path; NULL: an element */
    size_t size;      /* bytes of the name, or the index of the element */
} ct_path_place;

/* A node that is selected. */
typedef struct ct_path_hit {
    const json_t *value; /* borrowed from the document */
    const ct_path_place *place;
} ct_path_hit;

typedef struct ct_path_nodes {
    const ct_path_hit *hits; /* in the order of the RFC; the same node may appear twice */
    size_t count;
    const char *gave_up; /* the limit of ours that was hit, as a sentence; NULL: none */
} ct_path_nodes;

/* Runs a path.
 * budget: one step for each node that is visited; NULL: a budget of its own
 * nodes:  out; everything in it belongs to the arena or the document
 * Returns false if a limit was hit: then it is not known what the path selects, `hits` is empty and
 * `gave_up` is set. */
bool ct_path_select(const ct_path *path, const json_t *document, ct_arena *arena, ct_budget *budget,
                    ct_path_nodes *nodes) CT_MUST_USE;

/* Appends the normalized path of a place (RFC 9535 section 2.7): $['items'][0] */
void ct_path_write_place(ct_buf *out, const ct_path_place *place);

#endif
