/* file_resolver.h - reads the files that a case file names: schemas, bodies, rows.
 *
 * An interface: load/file_resolver.c implements it. Paths are relative to the file that names them,
 * and must be below its folder.
 */
#ifndef CT_LANG_SCHEMA_FILE_RESOLVER_H
#define CT_LANG_SCHEMA_FILE_RESOLVER_H

#include "base/diag.h"
#include "lang/schema/schema.h"

typedef struct ct_file_resolver ct_file_resolver;
struct ct_file_resolver {
    /* Returns a file that is named at `where`, or NULL after reporting why not. */
    const ct_source *(*file)(ct_file_resolver *self, const char *path, ct_loc where, ct_diag *diag);

    /* Returns the schema of "FILE" or "FILE#/POINTER", compiled once however many times it is
     * named; or NULL after reporting why not. */
    const ct_schema *(*schema)(ct_file_resolver *self, const char *reference, ct_loc where,
                               ct_diag *diag);
};

#endif
