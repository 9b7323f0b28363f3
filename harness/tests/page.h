/* page.h - finds the examples in a Markdown page.
 *
 * The info string of a code block names its kind: "yaml case" is YAML, a part of a case; "json
 * order.json" is a file of that name. In a table the header of a column does, "example of `with`":
 * then every code span in that column is an example.
 */
#ifndef CT_TESTS_PAGE_H
#define CT_TESTS_PAGE_H

#include "base/arena.h"

typedef struct page_example {
    unsigned line;    /* of the page: its first */
    const char *kind; /* "case"; "" for YAML without a kind; NULL for a file */
    const char *file; /* "order.json"; NULL for other examples */
    const char *text;
    struct page_example *next;
} page_example;

/* Returns the examples in the order of the page. They belong to the arena. */
const page_example *page_examples(ct_arena *arena, const char *page);

#endif
