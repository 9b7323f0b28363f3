/* file_resolver.h - the files that a file names: schemas, bodies, rows.
 *
 * Compiling a case needs them, but not how they are found; load/file_resolver.c does
 * that. They are relative to the file that names them and lie below its folder.
 */
#ifndef CT_LANG_SCHEMA_FILE_RESOLVER_H
#define CT_LANG_SCHEMA_FILE_RESOLVER_H

#include "base/diag.h"
#include "lang/schema/schema.h"

typedef struct ct_file_resolver ct_file_resolver;
struct ct_file_resolver {
    /* The bytes of a file that is named at `where`. NULL after noting why not. */
    const ct_source *(*file)(ct_file_resolver *self, const char *path, ct_loc where, ct_diag *diag);

    /* The schema of "FILE" or "FILE#/POINTER", compiled once however often it is named. NULL after
     * noting why not. */
    const ct_schema *(*schema)(ct_file_resolver *self, const char *reference, ct_loc where,
                               ct_diag *diag);
};

#endif
