#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void grow(ct_buf *buf, size_t needed)
{
    if (needed <= buf->capacity)
        return;
    size_t capacity = buf->capacity ? buf->capacity : 256;
    while (capacity < needed)
        capacity *= 2;
    buf->bytes = ct_realloc(buf->bytes, capacity);
    buf->capacity = capacity;
}

bool ct_buf_add(ct_buf *buf, const void *bytes, size_t size)
{
    size_t const room = buf->limit - buf->size;
    bool const fits = size <= room;
    if (!fits) {
        buf->is_full = true;
        size = room;
    }
    grow(buf, buf->size + size + 1);
    if (size)
        memcpy(buf->bytes + buf->size, bytes, size);
    buf->size += size;
    buf->bytes[buf->size] = '\0';
    return fits;
}

bool ct_buf_text(ct_buf *buf, const char *text)
{
    return ct_buf_add(buf, text, strlen(text));
}

bool ct_buf_char(ct_buf *buf, char c)
{
    return ct_buf_add(buf, &c, 1);
}

bool ct_buf_printf(ct_buf *buf, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char small[256];
    va_list again;
    va_copy(again, values);
    int const length = vsnprintf(small, sizeof small, format, again);
    va_end(again);
    bool fits;
    if (length >= 0 && (size_t)length < sizeof small) {
        fits = ct_buf_add(buf, small, (size_t)length);
    } else {
        size_t const size = length < 0 ? 0 : (size_t)length;
        char *large = ct_malloc(size + 1);
        vsnprintf(large, size + 1, format, values);
        fits = ct_buf_add(buf, large, size);
        free(large);
    }
    va_end(values);
    return fits;
}

void ct_buf_clear(ct_buf *buf)
{
    buf->size = 0;
    buf->is_full = false;
    if (buf->bytes)
        buf->bytes[0] = '\0';
}

void ct_buf_free(ct_buf *buf)
{
    free(buf->bytes);
    *buf = CT_BUF(buf->limit);
}

const char *ct_buf_str(const ct_buf *buf)
{
    return buf->bytes ? buf->bytes : "";
}

char *ct_buf_keep(const ct_buf *buf, ct_arena *arena)
{
    return ct_arena_copy(arena, ct_buf_str(buf), buf->size);
}

char *ct_buf_hand_over(ct_buf *buf, ct_arena *arena)
{
    if (!buf->bytes)
        return ct_arena_copy(arena, "", 0);
    char *text = ct_arena_own(arena, buf->bytes, free);
    *buf = CT_BUF(buf->limit);
    return text;
}

char *ct_buf_finish(ct_buf *buf, ct_arena *arena)
{
    char *text = ct_buf_keep(buf, arena);
    ct_buf_free(buf);
    return text;
}
