/* print_options.h - how much of a result is printed for people. */
#ifndef CT_REPORT_PRINT_OPTIONS_H
#define CT_REPORT_PRINT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* How much is printed. */
typedef struct ct_print_options {
    const char *margin;   /* before each line except that of a place */
    size_t value_limit;   /* bytes of one value */
    size_t columns;       /* values are wrapped; 0: not at all */
    unsigned differences; /* of one finding; 0: all of them */
    bool has_source_line; /* excerpt of the case file, with a caret */
    bool has_color;       /* by role (style.h) */
    bool is_folded;       /* what follows from a wrong status is only counted */
    bool has_exchanges;   /* requests and responses of every step, whatever its verdict */
} ct_print_options;

#endif
