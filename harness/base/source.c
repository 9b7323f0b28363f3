#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

enum { LINES_PER_MARK = 32 };

static size_t count_lines(const char *text, size_t size)
{
    size_t lines = 1;
    for (const char *at = text, *end = text + size; (at = memchr(at, '\n', (size_t)(end - at)));
         at++)
        lines++;
    return lines;
}

static size_t count_marks(const ct_source *source)
{
    return count_lines(source->text, source->size) / LINES_PER_MARK + 1;
}

static void mark_lines(ct_source *source, uint32_t *marks)
{
    size_t line = 0;
    source->mark_count = 0;
    const char *const end = source->text + source->size;
    for (const char *at = source->text; at; line++) {
        if (line % LINES_PER_MARK == 0)
            marks[source->mark_count++] = (uint32_t)(at - source->text);
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    source->marks = marks;
}

static void drop_text(void *thing)
{
    ct_source *source = thing;
    free((char *)source->text);
    free((uint32_t *)source->marks);
    source->text = NULL;
    source->marks = NULL;
}

/* Reads source->size bytes. */
static bool read_text(int file, ct_source *source)
{
    char *text = ct_malloc(source->size + 1);
    if (!read_all(file, text, source->size)) {
        free(text);
        return false;
    }
    text[source->size] = '\0';
    source->text = text;
    mark_lines(source, ct_malloc(count_marks(source) * sizeof *source->marks));
    return true;
}

static int64_t changed_ns(const struct stat *facts)
{
    return (int64_t)facts->st_mtim.tv_sec * 1000000000 + facts->st_mtim.tv_nsec;
}

static const ct_source *read_file(ct_arena *arena, int file, const char *path, ct_loc where,
                                  ct_diag *diag)
{
    struct stat facts;
    if (fstat(file, &facts)) {
        ct_fail(diag, CT_ERR_CANNOT_READ, where, "cannot read '%s': %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISREG(facts.st_mode)) {
        ct_fail(diag, CT_ERR_CANNOT_READ, where, "'%s' is not a regular file", path);
        return NULL;
    }
    if (facts.st_size > CT_LIMIT_SOURCE) {
        ct_fail(diag, CT_ERR_LIMIT_EXCEEDED, where, "'%s' is larger than %d MiB", path,
                CT_LIMIT_SOURCE >> 20);
        return NULL;
    }
    ct_source *source = ct_new(arena, ct_source);
    *source = (ct_source){.name = ct_arena_text(arena, path),
                          .size = (size_t)facts.st_size,
                          .is_file = true,
                          .changed_ns = changed_ns(&facts)};
    if (!read_text(file, source)) {
        ct_fail(diag, CT_ERR_FILE_CHANGED, where,
                "cannot read '%s': it changed while it was being read", path);
        return NULL;
    }
    return ct_arena_own(arena, source, drop_text);
}

/* O_NONBLOCK: opening a named pipe must not block before it is refused. */
static int open_file(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

void ct_source_unload(const ct_source *source)
{
    if (source->is_file)
        drop_text((ct_source *)source);
}

static bool is_same_file(int file, const ct_source *source)
{
    struct stat facts;
    return !fstat(file, &facts) && S_ISREG(facts.st_mode) &&
           (size_t)facts.st_size == source->size && changed_ns(&facts) == source->changed_ns;
}

/* Loads the text again if it was unloaded. Returns false if the file has changed. */
static bool reload(const ct_source *source)
{
    if (source->text || !source->is_file)
        return source->text;
    int const file = open_file(source->name);
    bool const is_there = file >= 0 && is_same_file(file, source);
    bool const is_read = is_there && read_text(file, (ct_source *)source);
    if (file >= 0)
        close(file);
    return is_read;
}

const ct_source *ct_source_read(ct_arena *arena, const char *path, ct_diag *diag)
{
    int const file = open_file(path);
    if (file < 0) {
        ct_fail(diag, CT_ERR_CANNOT_OPEN, CT_NOWHERE, "cannot open '%s': %s", path,
                strerror(errno));
        return NULL;
    }
    const ct_source *source = read_file(arena, file, path, CT_NOWHERE, diag);
    close(file);
    return source;
}

static int open_beneath(const char *folder, const char *path)
{
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    int const dir = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (dir < 0)
        return -1;
    int const file = (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
    int const error = errno;
    close(dir);
    errno = error;
    return file;
}

const ct_source *ct_source_read_beneath(ct_arena *arena, const char *folder, const char *path,
                                        ct_loc where, ct_diag *diag)
{
    int const file = open_beneath(folder, path);
    if (file < 0 && errno == EXDEV) {
        ct_fail(diag, CT_ERR_FILE_OUTSIDE_FOLDER, where, "'%s' is outside the folder '%s'", path,
                folder);
        return NULL;
    }
    if (file < 0) {
        ct_fail(diag, CT_ERR_CANNOT_OPEN, where, "cannot open '%s': %s", path, strerror(errno));
        return NULL;
    }
    const char *name = strcmp(folder, ".") ? ct_arena_printf(arena, "%s/%s", folder, path) : path;
    const ct_source *source = read_file(arena, file, name, where, diag);
    close(file);
    return source;
}

const ct_source *ct_source_text(ct_arena *arena, const char *name, const char *text, size_t size)
{
    ct_source *source = ct_new(arena, ct_source);
    *source = (ct_source){.name = name, .text = text, .size = size};
    if (size <= CT_LIMIT_SOURCE)
        mark_lines(source, ct_arena_alloc(arena, count_marks(source) * sizeof *source->marks));
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

/* The byte at a place; NULL if the place has no line. */
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

static bool is_at(const ct_source *source, const char *at, const char *text, size_t size)
{
    return at && (size_t)(source->text + source->size - at) >= size && !memcmp(at, text, size);
}

/* The place of `at`, where `outer` is the place of `from`. */
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

/* Folded lines and escapes differ between source and text: the part is searched for together with
 * up to 16 bytes before it. If it is not found, the place of the whole text is returned. */
static ct_loc find_within(ct_loc outer, const char *text, size_t offset, size_t size)
{
    const char *const from = byte_of(outer);
    if (!from || (*from == '*' && *text != '*')) /* an alias: the text is elsewhere */
        return outer;
    size_t const rest = (size_t)(outer.source->text + outer.source->size - from);
    size_t const wanted = 4 * (offset + size) + 512;
    size_t const window = rest < wanted ? rest : wanted;
    for (size_t before = 16; before; before /= 2) {
        size_t const start = offset > before ? offset - before : 0;
        const char *at = memmem(from, window, text + start, offset + size - start);
        if (!at && offset > start) /* the part may be a folded line break itself */
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

/* The number of bytes of `width` characters. */
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
    if (is_at(outer.source, byte_of(inner), text + offset, size))
        return inner;
    inner = find_within(outer, text, offset, size);
    bool const is_found = inner.line != outer.line || inner.column != outer.column;
    inner.width = is_found || !offset ? clamp16(width) : outer.width;
    return inner;
}

/* The nearest marked line at or before `line`; its number (from 0) in *marked. */
static const char *nearest_mark(const ct_source *source, uint32_t line, uint32_t *marked)
{
    size_t const mark = line / LINES_PER_MARK;
    *marked = 0;
    if (mark >= source->mark_count)
        return source->text;
    *marked = (uint32_t)mark * LINES_PER_MARK;
    return source->text + source->marks[mark];
}

const char *ct_loc_line(ct_loc where, size_t *size)
{
    if (!where.source || !where.line || !reload(where.source))
        return NULL;
    uint32_t n;
    const char *line = nearest_mark(where.source, where.line - 1, &n);
    const char *const end = where.source->text + where.source->size;
    for (; n < where.line - 1; n++) {
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
