#include "report/counter.h"

#include <string.h>

static ct_counter_row *add_row(ct_counter *counter, const char *text, const char *example)
{
    ct_counter_row *row = ct_new(counter->arena, ct_counter_row);
    row->text = ct_arena_text(counter->arena, text);
    row->example = example;
    if (counter->last)
        counter->last->next = row;
    else
        counter->first = row;
    counter->last = row;
    counter->kept++;
    return row;
}

void ct_counter_add(ct_counter *counter, const char *text, const char *example)
{
    ct_counter_row *row = counter->first;
    while (row && strcmp(row->text, text))
        row = row->next;
    if (!row && counter->kept < counter->limit)
        row = add_row(counter, text, example);
    if (row)
        row->count++;
    else
        counter->others++;
}
