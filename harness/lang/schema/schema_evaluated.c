/* Annotations: which properties or items of a value were evaluated or described by a schema. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "lang/json/pointer.h"
#include "lang/schema/schema_internal.h"

static size_t name_words(const ct_seen *seen)
{
    return (seen->count + 63) / 64;
}

void ct_seen_open(ct_seen *seen, const json_t *value)
{
    *seen = (ct_seen){.count = json_object_size(value) + json_array_size(value)};
    seen->bits = seen->own;
    if (name_words(seen) <= CT_SEEN_WORDS)
        return;
    seen->bits = ct_malloc(name_words(seen) * sizeof *seen->bits);
    memset(seen->bits, 0, name_words(seen) * sizeof *seen->bits);
}

void ct_seen_close(ct_seen *seen)
{
    if (seen->bits != seen->own)
        free(seen->bits);
}

void ct_seen_add(ct_seen *seen, size_t index)
{
    seen->bits[index / 64] |= (uint64_t)1 << index % 64;
}

void ct_seen_first(ct_seen *seen, size_t count)
{
    if (count > seen->first)
        seen->first = count;
}

void ct_seen_all(ct_seen *seen)
{
    seen->first = seen->count;
}

bool ct_seen_has(const ct_seen *seen, size_t index)
{
    return index < seen->first || (seen->bits[index / 64] >> index % 64 & 1);
}

void ct_seen_merge(ct_seen *into, const ct_seen *from)
{
    ct_seen_first(into, from->first);
    for (size_t i = 0; i < name_words(into); i++)
        into->bits[i] |= from->bits[i];
}

/* ------------------------------------------------------------ what is described */

void ct_describe(ct_schema_run *run, const ct_frame *frame, size_t index)
{
    if (!run->describes)
        return;
    if (run->described_count == CT_LIMIT_SCHEMA_DESCRIBED) {
        ct_give_up(run, "more than %d properties are described", CT_LIMIT_SCHEMA_DESCRIBED);
        return;
    }
    if (run->described_count == run->described_capacity) {
        run->described_capacity = run->described_capacity ? 2 * run->described_capacity : 64;
        run->described =
            ct_realloc(run->described, run->described_capacity * sizeof *run->described);
    }
    run->described[run->described_count++] = (ct_described){frame->instance->value, index};
}

static int compare_described(const void *left, const void *right)
{
    const ct_described *a = left, *b = right;
    if (a->object != b->object)
        return (uintptr_t)a->object < (uintptr_t)b->object ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

typedef struct listing {
    ct_arena *arena;
    const ct_described *at, *end; /* sorted */
    ct_buf pointer;               /* of the current value */
    ct_schema_property **last;
    size_t room; /* properties that may still be listed */
} listing;

/* Returns the first entry about an object, or `end` if no schema describes it. */
static const ct_described *entries_of(const listing *l, const json_t *object)
{
    const ct_described *low = l->at, *high = l->end;
    while (low < high) {
        const ct_described *middle = low + (high - low) / 2;
        if ((uintptr_t)middle->object < (uintptr_t)object)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->end && low->object == object ? low : l->end;
}

static void list_value(listing *l, const json_t *value);

static void list_object(listing *l, const json_t *object)
{
    const char *name;
    size_t size, index = 0, mark = l->pointer.size;
    json_t *member;
    const ct_described *entry = entries_of(l, object);
    bool const is_described = entry < l->end;
    json_object_keylen_foreach(ct_json_iterable(object), name, size, member)
    {
        ct_pointer_add(&l->pointer, name, size);
        while (entry < l->end && entry->object == object && entry->index < index)
            entry++;
        bool const has_entry = entry < l->end && entry->object == object && entry->index == index;
        if (is_described && !has_entry && l->room) {
            l->room--;
            *l->last = ct_new(l->arena, ct_schema_property);
            (*l->last)->instance = ct_buf_keep(&l->pointer, l->arena);
            l->last = &(*l->last)->next;
        } else {
            list_value(l, member);
        }
        l->pointer.size = mark;
        index++;
    }
}

static void list_array(listing *l, const json_t *array)
{
    size_t const mark = l->pointer.size;
    for (size_t i = 0; i < json_array_size(array) && l->room; i++) {
        ct_buf_printf(&l->pointer, "/%zu", i);
        list_value(l, json_array_get(array, i));
        l->pointer.size = mark;
    }
}

static void list_value(listing *l, const json_t *value)
{
    if (json_is_object(value))
        list_object(l, value);
    else if (json_is_array(value))
        list_array(l, value);
}

const ct_schema_property *ct_list_undescribed(ct_schema_run *run, ct_arena *arena,
                                              const json_t *value)
{
    if (!run->described_count)
        return NULL;
    qsort(run->described, run->described_count, sizeof *run->described, compare_described);
    ct_schema_property *head = NULL;
    listing l = {arena,
                 run->described,
                 run->described + run->described_count,
                 CT_BUF(CT_BUF_ANY),
                 &head,
                 CT_LIMIT_SCHEMA_UNDOCUMENTED};
    list_value(&l, value);
    ct_buf_free(&l.pointer);
    return head;
}
