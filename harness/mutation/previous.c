#include "mutation/previous.h"

#include <string.h>

typedef struct kept {
    const char *operation;
    ct_response response;
    ct_header type;
    char *bytes, *value; /* memory of the body and of Content-Type */
    size_t capacity, value_capacity;
    struct kept *next;
} kept;

struct ct_previous {
    ct_arena *arena;
    kept *first;
};

ct_previous *ct_previous_new(ct_arena *arena)
{
    ct_previous *previous = ct_new(arena, ct_previous);
    previous->arena = arena;
    return previous;
}

static kept *find(const ct_previous *previous, const char *operation, unsigned status)
{
    kept *one = previous->first;
    while (one && (one->response.status != status || strcmp(one->operation, operation)))
        one = one->next;
    return one;
}

const ct_response *ct_previous_find(const ct_previous *previous, const char *operation,
                                    unsigned status)
{
    const kept *one = find(previous, operation, status);
    return one ? &one->response : NULL;
}

/* Memory that is too small is doubled, so that what the arena cannot free stays bounded. */
static char *store(ct_arena *arena, char *memory, size_t *capacity, const char *bytes, size_t size)
{
    if (!memory || *capacity < size) {
        *capacity = 2 * size;
        memory = ct_arena_alloc(arena, *capacity + 1);
    }
    if (size)
        memcpy(memory, bytes, size);
    memory[size] = '\0';
    return memory;
}

void ct_previous_keep(ct_previous *previous, const char *operation, const ct_response *response)
{
    kept *one = find(previous, operation, response->status);
    const ct_header *type = ct_header_find(response->headers, "Content-Type");
    size_t const size = response->body.bytes ? response->body.size : 0;
    if (!one) {
        one = ct_new(previous->arena, kept);
        *one =
            (kept){.operation = ct_arena_text(previous->arena, operation), .next = previous->first};
        previous->first = one;
    }
    one->bytes = store(previous->arena, one->bytes, &one->capacity, response->body.bytes, size);
    if (type)
        one->value = store(previous->arena, one->value, &one->value_capacity, type->value,
                           strlen(type->value));
    one->type = (ct_header){"Content-Type", one->value, NULL};
    one->response = (ct_response){.status = response->status,
                                  .version = "1.1",
                                  .reason = "",
                                  .headers = type ? &one->type : NULL,
                                  .body = {one->bytes, size, size}};
}
