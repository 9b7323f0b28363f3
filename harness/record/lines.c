#include "record/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

enum { BLOCK = 256 << 10 };

struct ct_lines {
    const ct_source *source;
    int file;
    uint64_t offset; /* of the next line */
    uint32_t number; /* of the last one */
    uint64_t block_start;
    size_t block_size;
    char block[BLOCK];
};

static void drop(void *thing)
{
    ct_lines *lines = thing;
    if (lines->file >= 0)
        close(lines->file);
}

static bool fail(const ct_lines *lines, ct_diag *diag, const char *why)
{
    return ct_fail(diag, CT_ERR_CANNOT_READ, ct_lines_place(lines, 0), "cannot read the file: %s",
                   why);
}

ct_lines *ct_lines_open(ct_arena *arena, const char *path, ct_diag *diag)
{
    struct stat facts;
    ct_lines *lines = ct_new(arena, ct_lines);
    ct_source *source = ct_new(arena, ct_source);
    source->name = ct_arena_text(arena, path);
    lines->source = source;
    /* Opening a pipe does not wait for its other end. */
    lines->file = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (lines->file < 0 || fstat(lines->file, &facts)) {
        ct_fail(diag, CT_ERR_CANNOT_OPEN, CT_NOWHERE, "cannot open '%s': %s", path,
                strerror(errno));
        drop(lines);
        return NULL;
    }
    ct_arena_own(arena, lines, drop);
    if (S_ISREG(facts.st_mode))
        return lines;
    ct_fail(diag, CT_ERR_CANNOT_READ, CT_NOWHERE, "cannot read '%s': it is not a regular file",
            path);
    return NULL;
}

ct_loc ct_lines_place(const ct_lines *lines, uint32_t number)
{
    return (ct_loc){.source = lines->source, .line = number};
}

/* Reads at most one block at `offset`. Returns 0 at the end of the file, -1 after noting an error.
 */
static ssize_t find_part(ct_lines *lines, uint64_t offset, const char **bytes, ct_diag *diag)
{
    bool const is_there =
        offset >= lines->block_start && offset < lines->block_start + lines->block_size;
    if (!is_there) {
        ssize_t n;
        do
            n = pread(lines->file, lines->block, BLOCK, (off_t)offset);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return fail(lines, diag, strerror(errno)) - 1;
        lines->block_start = offset;
        lines->block_size = (size_t)n;
    }
    size_t const skipped = (size_t)(offset - lines->block_start);
    *bytes = lines->block + skipped;
    return (ssize_t)(lines->block_size - skipped);
}

bool ct_lines_next(ct_lines *lines, ct_buf *text, ct_line *line, ct_diag *diag)
{
    const char *bytes, *end = NULL;
    ct_buf_clear(text);
    *line = (ct_line){.offset = lines->offset, .number = lines->number + 1};
    while (!end) {
        ssize_t const n = find_part(lines, lines->offset, &bytes, diag);
        if (n < 0 || (!n && lines->offset == line->offset))
            return false;
        line->is_torn = !n;
        if (!n)
            break;
        end = memchr(bytes, '\n', (size_t)n);
        size_t const part = end ? (size_t)(end - bytes) : (size_t)n;
        ct_buf_add(text, bytes, part);
        lines->offset += part + (end != NULL);
        if (text->size > CT_LIMIT_RECORD_LINE)
            return ct_fail(diag, CT_ERR_LIMIT_EXCEEDED, ct_lines_place(lines, line->number),
                           "a line is longer than %d MiB", CT_LIMIT_RECORD_LINE >> 20);
    }
    line->size = text->size;
    lines->number = line->number;
    return true;
}

bool ct_lines_read(ct_lines *lines, const ct_line *line, ct_buf *text, ct_diag *diag)
{
    ct_buf_clear(text);
    while (text->size < line->size) {
        const char *bytes;
        ssize_t const n = find_part(lines, line->offset + text->size, &bytes, diag);
        size_t const left = line->size - text->size;
        if (n < 0)
            return false;
        if (!n)
            return fail(lines, diag, "the file became shorter while it was read");
        ct_buf_add(text, bytes, (size_t)n < left ? (size_t)n : left);
    }
    return true;
}
