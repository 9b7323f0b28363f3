/* field_tables.h - the tables of fields, read from the code, which define the format. */
#ifndef CT_TESTS_FIELD_TABLES_H
#define CT_TESTS_FIELD_TABLES_H

#include "base/arena.h"

enum { FIELD_KEYS_MAX = 40 };

typedef struct field_table {
    const char *place;                    /* "load/case.c" */
    const char *name;                     /* "case_fields" */
    const char *keys[FIELD_KEYS_MAX + 1]; /* in order; ends with NULL */
    struct field_table *next;
} field_table;

/* Returns the tables of the files in harness/ that match one of these patterns, in the tree in the
 * current folder. They belong to the arena. */
const field_table *field_tables_read(ct_arena *arena, const char *places);

#endif
