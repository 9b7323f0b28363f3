/* metaschemas.h - the published metaschemas, as bytes (generated from data/metaschemas). */
#ifndef CT_LANG_SCHEMA_METASCHEMAS_H
#define CT_LANG_SCHEMA_METASCHEMAS_H

#include <stddef.h>

typedef struct ct_metaschema {
    const char *uri; /* absolute, without fragment */
    const unsigned char *bytes;
    size_t size;
} ct_metaschema;

extern const ct_metaschema ct_metaschemas[]; /* ended by a row without a URI */

#endif
