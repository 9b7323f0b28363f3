/* tidy_broken.h - what breaks the rules, and what tidy tells about it. */
#ifndef CT_TESTS_TIDY_BROKEN_H
#define CT_TESTS_TIDY_BROKEN_H

typedef struct broken_file {
    const char *path, *text;
} broken_file;

typedef struct broken_row {
    broken_file files[2]; /* put into a tree that breaks no rule */
    const char *missing;  /* or taken from it */
    const char *reported; /* the whole report */
} broken_row;

extern const broken_row broken_rows[]; /* ends with told = NULL */

#endif
