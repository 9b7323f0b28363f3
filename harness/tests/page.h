/* page.h - the examples of a page for people, Markdown, as a test finds them.
 *
 * A block says behind its three quotes what it is: "yaml case" is YAML, a piece of a case; "json
 * order.json" is a file of that name. In a table the head of a column says it, "example of `with`":
 * then every piece of code in that column is one.
 */
#ifndef CT_TESTS_PAGE_H
#define CT_TESTS_PAGE_H

#include "base/arena.h"

typedef struct page_example {
    unsigned line;    /* of the page: its first */
    const char *kind; /* "case"; "" for YAML that does not say; NULL for a file */
    const char *file; /* "order.json"; NULL for a piece */
    const char *text;
    struct page_example *next;
} page_example;

/* In the order of the page. They belong to the arena. */
const page_example *page_examples(ct_arena *arena, const char *page);

#endif
