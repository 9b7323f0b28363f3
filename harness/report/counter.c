#include "report/counter.h"

#include <string.h>

static ct_tally_row *add_row(ct_tally *tally, const char *text, const char *example)
{
    ct_tally_row *row = ct_new(tally->arena, ct_tally_row);
    row->text = ct_arena_text(tally->arena, text);
    row->example = example;
    if (tally->last)
        tally->last->next = row;
    else
        tally->first = row;
    tally->last = row;
    tally->kept++;
    return row;
}

void ct_tally_add(ct_tally *tally, const char *text, const char *example)
{
    ct_tally_row *row = tally->first;
    while (row && strcmp(row->text, text))
        row = row->next;
    if (!row && tally->kept < tally->limit)
        row = add_row(tally, text, example);
    if (row)
        row->count++;
    else
        tally->others++;
}
