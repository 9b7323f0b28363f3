#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_SIZE = 8 << 10, BLOCK_SIZE_MAX = 256 << 10 };

typedef struct block {
    struct block *next;
    size_t used, size; /* things from the front, strings from the end: what is between is free */
    size_t whole;
    alignas(max_align_t) char bytes[];
} block;

typedef struct owned {
    void *thing;
    void (*drop)(void *thing);
    struct owned *next;
} owned;

struct ct_arena {
    block *blocks; /* the one in use first */
    owned *owned;  /* last tied first */
    size_t next_size;
};

void ct_out_of_memory(void)
{
    static const char line[] = "apigcheck: out of memory\n";
    ssize_t const written = write(STDERR_FILENO, line, sizeof line - 1);
    (void)written;
    _exit(4);
}

void *ct_malloc(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        ct_out_of_memory();
    return memory;
}

void *ct_realloc(void *memory, size_t size)
{
    void *grown = realloc(memory, size ? size : 1);
    if (!grown)
        ct_out_of_memory();
    return grown;
}

static block *add_block(ct_arena *arena, size_t size)
{
    block *b = ct_malloc(sizeof *b + size);
    b->used = 0;
    b->size = b->whole = size;
    b->next = arena->blocks;
    arena->blocks = b;
    return b;
}

/* As our things need it: they are made of pointers, integers and doubles. */
static size_t aligned(size_t size)
{
    size_t const unit = alignof(double) > alignof(void *) ? alignof(double) : alignof(void *);
    if (size > SIZE_MAX - sizeof(block) - unit)
        ct_out_of_memory();
    return (size + unit - 1) / unit * unit;
}

ct_arena *ct_arena_new(void)
{
    ct_arena *arena = ct_malloc(sizeof *arena);
    *arena = (ct_arena){.next_size = BLOCK_SIZE};
    return arena;
}

static block *block_with_room(ct_arena *arena, size_t size)
{
#ifdef CT_ARENA_DEBUG
    /* One malloc an object: the sanitizers see what a shared block would hide. */
    return add_block(arena, size);
#else
    block *b = arena->blocks;
    if (b && b->size - b->used >= size)
        return b;
    if (size >
        arena->next_size / 2) { /* a large object gets a block of its own, after the one in use */
        block *current = arena->blocks;
        block *own = add_block(arena, size);
        if (current) {
            arena->blocks = current;
            own->next = current->next;
            current->next = own;
        }
        return own;
    }
    b = add_block(arena, arena->next_size);
    if (arena->next_size < BLOCK_SIZE_MAX)
        arena->next_size *= 2;
    return b;
#endif
}

void *ct_arena_alloc(ct_arena *arena, size_t size)
{
    size_t const room = aligned(size ? size : 1);
    block *b = block_with_room(arena, room);
    void *memory = b->bytes + b->used;
    b->used += room;
    return memset(memory, 0, size);
}

/* Strings need no alignment: they are taken from the other end of the block. */
static char *take_text(ct_arena *arena, size_t size)
{
    block *b = block_with_room(arena, aligned(size));
    b->size -= size;
    return b->bytes + b->size;
}

char *ct_arena_copy(ct_arena *arena, const char *bytes, size_t size)
{
    char *copy = take_text(arena, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *ct_arena_text(ct_arena *arena, const char *text)
{
    return text ? ct_arena_copy(arena, text, strlen(text)) : NULL;
}

char *ct_arena_vprintf(ct_arena *arena, const char *format, va_list values)
{
    char usual[256]; /* most strings are short: formatted once, not twice */
    va_list again;
    va_copy(again, values);
    int const length = vsnprintf(usual, sizeof usual, format, again);
    va_end(again);
    if (length < 0)
        ct_out_of_memory();
    if ((size_t)length < sizeof usual)
        return ct_arena_copy(arena, usual, (size_t)length);
    char *text = take_text(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, values);
    return text;
}

char *ct_arena_printf(ct_arena *arena, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *text = ct_arena_vprintf(arena, format, values);
    va_end(values);
    return text;
}

void *ct_arena_own(ct_arena *arena, void *thing, void (*drop)(void *thing))
{
    owned *o = ct_new(arena, owned);
    *o = (owned){thing, drop, arena->owned};
    arena->owned = o;
    return thing;
}

static void drop_all(ct_arena *arena)
{
    for (owned *o = arena->owned; o; o = o->next)
        o->drop(o->thing);
    arena->owned = NULL;
}

void ct_arena_reset(ct_arena *arena)
{
    drop_all(arena);
    block *kept = NULL;
    for (block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        b->next = NULL;
        b->used = 0;
        b->size = b->whole;
        if (kept || b->size > BLOCK_SIZE_MAX)
            free(b);
        else
            kept = b;
    }
    arena->blocks = kept;
}

void ct_arena_free(ct_arena *arena)
{
    if (!arena)
        return;
    drop_all(arena);
    for (block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}
