#include "tests/page.h"

#include <string.h>

#include "base/buf.h"

enum { COLUMNS_MAX = 8 };

typedef struct reader {
    ct_arena *arena;
    const char *at;
    unsigned line;                  /* the line that starts at `at` */
    const char *kinds[COLUMNS_MAX]; /* of the columns of the current table */
    bool is_in_table;
    page_example **tail;
} reader;

static page_example *add_example(reader *r, const char *text, size_t size)
{
    page_example *example = ct_new(r->arena, page_example);
    example->line = r->line;
    example->text = ct_arena_copy(r->arena, text, size);
    *r->tail = example;
    r->tail = &example->next;
    return example;
}

static void next_line(reader *r)
{
    r->at += strcspn(r->at, "\n");
    r->at += *r->at == '\n';
    r->line++;
}

/* ---- Blocks ---- */

/* "```yaml case": whether it is an example, and its kind. */
static bool read_info(const reader *r, const char **kind, const char **file)
{
    size_t const language = strcspn(r->at + 3, " \n");
    const char *word = r->at + 3 + language + (r->at[3 + language] == ' ');
    const char *said = ct_arena_copy(r->arena, word, strcspn(word, "\n"));
    bool const is_yaml = !strncmp(r->at + 3, "yaml", 4) && language == 4;
    *file = !is_yaml && *said ? said : NULL;
    *kind = is_yaml ? said : NULL;
    return is_yaml || *file;
}

static void read_block(reader *r)
{
    const char *kind, *file;
    bool const is_example = read_info(r, &kind, &file);
    next_line(r);
    const char *start = r->at, *end = strstr(start, "\n```");
    if (!end)
        end = start + strlen(start) - 1;
    page_example *example = is_example ? add_example(r, start, (size_t)(end - start) + 1) : NULL;
    if (example) {
        example->kind = kind;
        example->file = file;
    }
    while (*r->at && strncmp(r->at, "```", 3))
        next_line(r);
    next_line(r);
}

/* ---- Tables ---- */

/* The string between the first two quotes after `at`, before `end`. */
static const char *find_code(const char *at, const char *end, size_t *size)
{
    const char *open = memchr(at, '`', (size_t)(end - at));
    const char *close = open ? memchr(open + 1, '`', (size_t)(end - open - 1)) : NULL;
    if (!close)
        return NULL;
    *size = (size_t)(close - open) - 1;
    return open + 1;
}

/* The end of the cell that starts at `at`: a '|' that is not in code, or the end of the line. */
static const char *cell_end(const char *at)
{
    bool is_code = false;
    for (; *at && *at != '\n' && (is_code || *at != '|'); at++)
        is_code = is_code != (*at == '`');
    return at;
}

static void read_head(reader *r, unsigned column, const char *cell, const char *end)
{
    static const char said[] = "example of `";
    const char *found = memmem(cell, (size_t)(end - cell), said, sizeof said - 1);
    size_t size;
    const char *kind = found ? find_code(found, end, &size) : NULL;
    r->kinds[column] = kind ? ct_arena_copy(r->arena, kind, size) : NULL;
}

static void read_cell(reader *r, unsigned column, const char *cell, const char *end)
{
    size_t size;
    const char *code;
    while (r->kinds[column] && (code = find_code(cell, end, &size))) {
        add_example(r, code, size)->kind = r->kinds[column];
        cell = code + size + 1;
    }
}

static void read_row(reader *r)
{
    const char *cell = r->at + 1;
    for (unsigned column = 0; column < COLUMNS_MAX && *cell && *cell != '\n'; column++) {
        const char *end = cell_end(cell);
        if (r->is_in_table)
            read_cell(r, column, cell, end);
        else
            read_head(r, column, cell, end);
        cell = end + (*end == '|');
    }
    r->is_in_table = true;
    next_line(r);
}

const page_example *page_examples(ct_arena *arena, const char *page)
{
    page_example *first = NULL;
    reader r = {.arena = arena, .at = page, .line = 1, .tail = &first};
    while (*r.at) {
        if (*r.at == '|') {
            read_row(&r);
            continue;
        }
        r.is_in_table = false;
        memset(r.kinds, 0, sizeof r.kinds);
        if (!strncmp(r.at, "```", 3))
            read_block(&r);
        else
            next_line(&r);
    }
    return first;
}
