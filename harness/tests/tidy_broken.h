/* tidy_broken.h - violations of the rules, and the reports of tidy about them. */
#ifndef CT_TESTS_TIDY_BROKEN_H
#define CT_TESTS_TIDY_BROKEN_H

typedef struct broken_file {
    const char *path, *text;
} broken_file;

typedef struct broken_row {
    broken_file files[2]; /* added to a tree without violations */
    const char *missing;  /* or removed from it */
    const char *reported; /* the whole report */
} broken_row;

extern const broken_row broken_rows[]; /* ends with reported = NULL */

#endif
