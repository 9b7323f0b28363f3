/* metaschemas.h - the published metaschemas of draft-07 and draft 2020-12, as bytes.
 *
 * The definition is generated from schema/metaschemas/ during the build. A $ref or $schema with one
 * of these URIs needs no document and no network.
 */
#ifndef CT_LANG_SCHEMA_METASCHEMAS_H
#define CT_LANG_SCHEMA_METASCHEMAS_H

#include <stddef.h>

/* A metaschema as a JSON text. */
typedef struct ct_metaschema {
    const char *uri;            /* absolute, without fragment; NULL ends the table */
    const unsigned char *bytes; /* UTF-8, without a NUL at the end */
    size_t size;                /* bytes */
} ct_metaschema;

/* All metaschemas; ended by a row without a URI. */
extern const ct_metaschema ct_metaschemas[];

#endif
