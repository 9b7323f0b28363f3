#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/limits.h"
#include "base/utf8.h"

static bool read_all(int file, char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t const got = read(file, bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static const ct_source *read_file(ct_arena *arena, int file, const char *path, ct_diag *diag)
{
    struct stat facts;
    if (fstat(file, &facts)) {
        ct_fail(diag, CT_E_IO, CT_NOWHERE, "cannot read '%s': %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISREG(facts.st_mode)) {
        ct_fail(diag, CT_E_IO, CT_NOWHERE, "'%s' is not a regular file", path);
        return NULL;
    }
    if (facts.st_size > CT_LIMIT_SOURCE) {
        ct_fail(diag, CT_E_LIMIT, CT_NOWHERE, "'%s' is larger than %d MiB", path,
                CT_LIMIT_SOURCE >> 20);
        return NULL;
    }
    size_t const size = (size_t)facts.st_size;
    char *text = ct_arena_alloc(arena, size + 1);
    if (!read_all(file, text, size)) {
        ct_fail(diag, CT_E_IO, CT_NOWHERE, "cannot read '%s': it changed or broke off", path);
        return NULL;
    }
    return ct_source_text(arena, ct_arena_text(arena, path), text, size);
}

const ct_source *ct_source_read(ct_arena *arena, const char *path, ct_diag *diag)
{
    /* O_NONBLOCK: a named pipe must not make us wait before we can refuse it. */
    int const file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        ct_fail(diag, CT_E_IO, CT_NOWHERE, "cannot open '%s': %s", path, strerror(errno));
        return NULL;
    }
    const ct_source *source = read_file(arena, file, path, diag);
    close(file);
    return source;
}

const ct_source *ct_source_text(ct_arena *arena, const char *name, const char *text, size_t size)
{
    ct_source *source = ct_new(arena, ct_source);
    *source = (ct_source){name, text, size};
    return source;
}

ct_loc ct_loc_whole(const ct_source *source)
{
    return (ct_loc){.source = source};
}

static uint16_t clamp16(size_t n)
{
    return n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
}

/* The byte of the source where the place begins; NULL when there is none. */
static const char *byte_of(ct_loc where)
{
    size_t size;
    const char *at = ct_loc_line(where, &size);
    if (!at)
        return NULL;
    const char *const end = at + size;
    for (unsigned column = 1; column < where.column && at < end; column++)
        ct_utf8_next(&at, end);
    return at;
}

static bool stands_at(const ct_source *source, const char *at, const char *text, size_t size)
{
    return at && (size_t)(source->text + source->size - at) >= size && !memcmp(at, text, size);
}

/* The place of a byte behind `outer`. */
static ct_loc place_of(ct_loc outer, const char *from, const char *at)
{
    ct_loc inner = outer;
    const char *line = from;
    for (const char *c = from; c < at; c++) {
        if (*c != '\n')
            continue;
        inner.line++;
        inner.column = 1;
        line = c + 1;
    }
    inner.column = clamp16(inner.column + ct_utf8_length(line, (size_t)(at - line)));
    return inner;
}

/* Folded lines and escapes stand in the source otherwise than in the text: what is pointed at is
 * looked for by the characters in front of it. Where it cannot be found, the whole is meant. */
static ct_loc find_within(ct_loc outer, const char *text, size_t offset, size_t size)
{
    const char *const from = byte_of(outer);
    if (!from || (*from == '*' && *text != '*')) /* an alias: the text stands elsewhere */
        return outer;
    size_t const rest = (size_t)(outer.source->text + outer.source->size - from);
    size_t const wanted = 4 * (offset + size) + 512;
    size_t const window = rest < wanted ? rest : wanted;
    for (size_t before = 16; before; before /= 2) {
        size_t const start = offset > before ? offset - before : 0;
        const char *at = memmem(from, window, text + start, offset + size - start);
        if (!at && offset > start) /* what is pointed at may be a folded line break itself */
            at = memmem(from, window, text + start, offset - start);
        if (at)
            return place_of(outer, from, at + (offset - start));
    }
    return outer;
}

static ct_loc step_within(ct_loc outer, const char *text, size_t offset)
{
    ct_loc inner = outer;
    size_t line_start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            inner.line++;
            line_start = i + 1;
        }
    }
    inner.column = clamp16(outer.column + ct_utf8_length(text + line_start, offset - line_start));
    return inner;
}

/* Bytes of `width` characters. */
static size_t bytes_of(const char *text, size_t width)
{
    const char *at = text;
    while (*at && width--)
        do
            at++;
        while ((*at & 0xC0) == 0x80);
    return (size_t)(at - text);
}

ct_loc ct_loc_within(ct_loc outer, const char *text, size_t offset, size_t width)
{
    ct_loc inner = step_within(outer, text, offset);
    inner.width = clamp16(width);
    if (!outer.source || !outer.line)
        return inner;
    size_t const size = bytes_of(text + offset, width);
    if (stands_at(outer.source, byte_of(inner), text + offset, size))
        return inner;
    inner = find_within(outer, text, offset, size);
    bool const is_found = inner.line != outer.line || inner.column != outer.column;
    inner.width = is_found || !offset ? clamp16(width) : outer.width;
    return inner;
}

const char *ct_loc_line(ct_loc where, size_t *size)
{
    if (!where.source || !where.line)
        return NULL;
    const char *line = where.source->text;
    const char *const end = line + where.source->size;
    for (uint32_t n = 1; n < where.line; n++) {
        line = memchr(line, '\n', (size_t)(end - line));
        if (!line)
            return NULL;
        line++;
    }
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    if (!stop)
        stop = end;
    if (stop > line && stop[-1] == '\r')
        stop--;
    *size = (size_t)(stop - line);
    return line;
}
