#include "report/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct piece {
    uint64_t offset;
    size_t size;
} piece;

struct ct_spool {
    int file;
    int error; /* errno of the first trouble, 0: none */
    uint64_t end;
    piece *pieces;
    size_t count; /* of pieces that there is room for */
};

static void drop(void *thing)
{
    ct_spool *spool = thing;
    if (spool->file >= 0)
        close(spool->file);
    free(spool->pieces);
}

static const char *spool_folder(const char *folder)
{
    if (folder)
        return folder;
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

ct_spool *ct_spool_open(ct_arena *arena, const char *folder, ct_diag *diag)
{
    ct_spool *spool = ct_new(arena, ct_spool);
    folder = spool_folder(folder);
    char *path = ct_arena_printf(arena, "%s/.apigcheck-XXXXXX", folder);
    spool->file = mkostemp(path, O_CLOEXEC);
    if (spool->file < 0) {
        ct_fail(diag, CT_E_IO, CT_NOWHERE, "cannot make a temporary file in '%s': %s", folder,
                strerror(errno));
        return NULL;
    }
    unlink(path);
    return ct_arena_own(arena, spool, drop);
}

static void make_room(ct_spool *spool, size_t index)
{
    if (index < spool->count)
        return;
    size_t count = spool->count ? spool->count : 64;
    while (count <= index)
        count *= 2;
    spool->pieces = ct_realloc(spool->pieces, count * sizeof *spool->pieces);
    memset(spool->pieces + spool->count, 0, (count - spool->count) * sizeof *spool->pieces);
    spool->count = count;
}

void ct_spool_put(ct_spool *spool, size_t index, const char *bytes, size_t size)
{
    make_room(spool, index);
    spool->pieces[index] = (piece){spool->end, size};
    for (size_t done = 0; done < size && !spool->error;) {
        ssize_t const n =
            pwrite(spool->file, bytes + done, size - done, (off_t)(spool->end + done));
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            spool->error = errno;
    }
    spool->end += size;
}

size_t ct_spool_size(const ct_spool *spool, size_t index)
{
    return index < spool->count ? spool->pieces[index].size : 0;
}

int ct_spool_error(const ct_spool *spool)
{
    return spool->error;
}

/* The bytes read, 0 after trouble. */
static size_t read_part(ct_spool *spool, uint64_t offset, char *out, size_t size)
{
    ssize_t n = -1;
    while (!spool->error && n < 0) {
        n = pread(spool->file, out, size, (off_t)offset);
        if (!n)
            spool->error = EIO; /* shorter than what we wrote */
        else if (n < 0 && errno != EINTR)
            spool->error = errno;
    }
    return n > 0 ? (size_t)n : 0;
}

typedef void take_fn(void *sink, const char *bytes, size_t size);

static bool each_part(ct_spool *spool, size_t index, take_fn *take, void *sink)
{
    char part[16 << 10];
    size_t left = ct_spool_size(spool, index);
    uint64_t offset = left ? spool->pieces[index].offset : 0;
    while (left) {
        size_t const n = read_part(spool, offset, part, left < sizeof part ? left : sizeof part);
        if (!n)
            break;
        take(sink, part, n);
        offset += n;
        left -= n;
    }
    return !spool->error;
}

static void take_file(void *file, const char *bytes, size_t size)
{
    ct_outfile_write(file, bytes, size);
}

static void take_text(void *text, const char *bytes, size_t size)
{
    ct_buf_add(text, bytes, size);
}

void ct_spool_copy(ct_spool *spool, size_t index, ct_outfile *out)
{
    if (!each_part(spool, index, take_file, out))
        ct_outfile_spoil(out, spool->error);
}

bool ct_spool_read(ct_spool *spool, size_t index, ct_buf *out)
{
    return each_part(spool, index, take_text, out);
}
