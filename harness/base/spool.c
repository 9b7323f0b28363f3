#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 16 << 10 }; /* what is written and read at once */

typedef struct piece {
    uint64_t offset;
    size_t size;
} piece;

struct ct_spool {
    int file;
    int error;      /* errno of the first error; 0: none */
    uint64_t end;   /* of the file */
    ct_buf waiting; /* what comes after it */
    piece *pieces;
    size_t count;      /* of pieces that there is room for */
    char block[BLOCK]; /* the last one that was read */
    uint64_t block_start;
    size_t block_size;
};

static void drop(void *thing)
{
    ct_spool *spool = thing;
    if (spool->file >= 0)
        close(spool->file);
    free(spool->pieces);
    ct_buf_free(&spool->waiting);
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
    spool->waiting = CT_BUF(CT_BUF_ANY);
    char *path = ct_arena_printf(arena, "%s/.apigcheck-XXXXXX", folder);
    spool->file = mkostemp(path, O_CLOEXEC);
    if (spool->file < 0) {
        ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot make a temporary file in '%s': %s",
                folder, strerror(errno));
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

static void write_out(ct_spool *spool)
{
    size_t const size = spool->waiting.size;
    if (!size)
        return;
    for (size_t done = 0; done < size && !spool->error;) {
        ssize_t const n = pwrite(spool->file, spool->waiting.bytes + done, size - done,
                                 (off_t)(spool->end + done));
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            spool->error = errno;
    }
    spool->end += size;
    spool->block_size = 0; /* there may be more in it now */
    ct_buf_clear(&spool->waiting);
}

int ct_spool_error(ct_spool *spool)
{
    write_out(spool);
    return spool->error;
}

void ct_spool_put(ct_spool *spool, size_t index, const char *bytes, size_t size)
{
    make_room(spool, index);
    spool->pieces[index] = (piece){spool->end + spool->waiting.size, size};
    ct_buf_add(&spool->waiting, bytes, size);
    if (spool->waiting.size >= BLOCK)
        write_out(spool);
}

size_t ct_spool_size(const ct_spool *spool, size_t index)
{
    return index < spool->count ? spool->pieces[index].size : 0;
}

/* Pieces are read in another order than they were written, but a similar one: most are in the block
 * that was read last. */
static void read_block(ct_spool *spool, uint64_t start)
{
    ssize_t n = -1;
    while (!spool->error && n < 0) {
        n = pread(spool->file, spool->block, BLOCK, (off_t)start);
        if (n < 0 && errno != EINTR)
            spool->error = errno;
    }
    spool->block_start = start;
    spool->block_size = n > 0 ? (size_t)n : 0;
}

/* Reads as much as there is in one block; 0 bytes after an error. */
static size_t find_part(ct_spool *spool, uint64_t offset, const char **bytes)
{
    uint64_t const start = offset - offset % BLOCK;
    if (!spool->block_size || spool->block_start != start)
        read_block(spool, start);
    size_t const skipped = (size_t)(offset - start);
    *bytes = spool->block + skipped;
    if (skipped < spool->block_size)
        return spool->block_size - skipped;
    if (!spool->error)
        spool->error = EIO; /* shorter than what we wrote */
    return 0;
}

typedef void take_fn(void *sink, const char *bytes, size_t size);

static bool each_part(ct_spool *spool, size_t index, take_fn *take, void *sink)
{
    size_t left = ct_spool_size(spool, index);
    uint64_t offset = left ? spool->pieces[index].offset : 0;
    write_out(spool);
    while (left && !spool->error) {
        const char *bytes;
        size_t const found = find_part(spool, offset, &bytes);
        size_t const n = found < left ? found : left;
        take(sink, bytes, n);
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
