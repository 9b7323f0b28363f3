/* file_resolver.h - reads the files that a case file names: schemas, bodies, rows.
 *
 * An interface: load/file_resolver.c implements it. Paths are relative to the file that names them,
 * and must be below its folder: neither '..' nor a link may lead out of it. Results belong to the
 * implementation and live as long as the suite that is loaded.
 */
#ifndef CT_LANG_SCHEMA_FILE_RESOLVER_H
#define CT_LANG_SCHEMA_FILE_RESOLVER_H

#include "base/diag.h"
#include "lang/schema/schema.h"

/* The interface. Each function gets the resolver itself as `self`. */
typedef struct ct_file_resolver ct_file_resolver;
struct ct_file_resolver {
    /* Reads a file of at most CT_LIMIT_SOURCE bytes.
     * path:  as it is written in the file
     * where: the place where the path is written; errors are reported there
     * Returns the file, or NULL after reporting why it cannot be read. */
    const ct_source *(*file)(ct_file_resolver *self, const char *path, ct_loc where, ct_diag *diag);

    /* Compiles a schema, once for all uses of the same reference in a folder.
     * reference: "FILE" or "FILE#/POINTER", a JSON file and a JSON pointer into it
     * Returns the schema, or NULL. Errors of a schema are reported at its first use only. */
    const ct_schema *(*schema)(ct_file_resolver *self, const char *reference, ct_loc where,
                               ct_diag *diag);
};

#endif
