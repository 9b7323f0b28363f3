#include "tests/field_tables.h"

#include <string.h>

#include "tests/tidy.h"

static field_table *read_table(const tidy *t, tidy_table *table)
{
    field_table *made = ct_new(t->arena, field_table);
    made->place = table->file->place;
    made->name = ct_arena_copy(t->arena, table->name, strcspn(table->name, "["));
    unsigned line;
    size_t count = 0;
    while (count < FIELD_KEYS_MAX && (made->keys[count] = tidy_next_row(t, table, &line)))
        count++;
    return made;
}

const field_table *field_tables_read(ct_arena *arena, const char *places)
{
    tidy *t = ct_new(arena, tidy);
    field_table *first = NULL, **tail = &first;
    *t = (tidy){.arena = arena, .check = "tree", .report = CT_BUF(CT_BUF_ANY)};
    tidy_read(t);
    ct_buf_free(&t->report);
    for (const tidy_file *file = t->first; file; file = file->next) {
        tidy_table table = {.file = file};
        if (!file->is_source || !tidy_is_at(file->place, places))
            continue;
        while (tidy_next_table(&table, "const ct_field ")) {
            *tail = read_table(t, &table);
            tail = &(*tail)->next;
        }
    }
    return first;
}
