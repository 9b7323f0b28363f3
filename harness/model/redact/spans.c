#include <stdlib.h>

#include "model/redact/parts.h"

static bool meets(const ct_span *a, const ct_span *b)
{
    if (a->is_value || b->is_value)
        return b->begin < a->end && a->begin < b->end;
    return b->begin <= a->end && a->begin <= b->end;
}

static bool holds(const ct_span *a, const ct_span *b)
{
    return a->begin <= b->begin && b->end <= a->end;
}

static void join(ct_span *a, const ct_span *b)
{
    /* Only a value that loses nothing can still be replaced by another value. */
    a->is_value = (a->is_value && holds(a, b)) || (b->is_value && holds(b, a));
    a->is_open |= b->is_open;
    if (b->begin < a->begin)
        a->begin = b->begin;
    if (b->end > a->end)
        a->end = b->end;
}

void ct_spans_add(ct_spans *spans, ct_span span)
{
    if (spans->count && meets(&spans->items[spans->count - 1], &span)) {
        join(&spans->items[spans->count - 1], &span);
        return;
    }
    if (spans->count == spans->capacity) {
        spans->capacity = spans->capacity ? 2 * spans->capacity : 16;
        spans->items = ct_realloc(spans->items, spans->capacity * sizeof *spans->items);
    }
    spans->items[spans->count++] = span;
}

static int by_place(const void *left, const void *right)
{
    const ct_span *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return (a->end < b->end) - (a->end > b->end);
}

static bool is_sorted(const ct_spans *spans)
{
    for (size_t i = 1; i < spans->count; i++)
        if (by_place(&spans->items[i - 1], &spans->items[i]) > 0)
            return false;
    return true;
}

void ct_spans_merge(ct_spans *spans)
{
    size_t const count = spans->count;
    if (count < 2)
        return;
    if (!is_sorted(spans))
        qsort(spans->items, count, sizeof *spans->items, by_place);
    spans->count = 1;
    for (size_t i = 1; i < count; i++)
        ct_spans_add(spans, spans->items[i]);
}
