#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_SIZE = 64 << 10, REPORT_MODE = 0644, NAME_TRIES = 16 };

struct ct_outfile {
    const char *path;
    const char *folder_name; /* NULL: written to directly */
    const char *name;        /* in the folder */
    int folder;              /* -1: written to directly */
    int file;                /* -1: nothing written yet */
    int error;               /* errno of the first error; 0: none */
    char temporary[48];      /* "": no file in the folder */
    size_t used;
    char buffer[BUFFER_SIZE];
};

static void close_file(int *file)
{
    if (*file > STDERR_FILENO)
        close(*file);
    *file = -1;
}

void ct_outfile_abandon(ct_outfile *file)
{
    close_file(&file->file);
    if (*file->temporary)
        unlinkat(file->folder, file->temporary, 0);
    *file->temporary = '\0';
    close_file(&file->folder);
}

static void drop(void *file)
{
    ct_outfile_abandon(file);
}

static void name_temporary(ct_outfile *file)
{
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number)
        number = (uint64_t)getpid();
    snprintf(file->temporary, sizeof file->temporary, ".apigcheck-%016llx.tmp",
             (unsigned long long)number);
}

/* O_EXCL: never open an existing file, which could be a link to a file of another user. */
static bool make_temporary(ct_outfile *file)
{
    int const flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    for (int i = 0; i < NAME_TRIES; i++) {
        name_temporary(file);
        file->file = openat(file->folder, file->temporary, flags, REPORT_MODE);
        if (file->file >= 0)
            return true;
        if (errno != EEXIST)
            break;
    }
    file->error = errno;
    *file->temporary = '\0';
    return false;
}

/* ---- Opening ---- */

/* Names of files that are open already: renaming a file to them would break the machine. */
static bool is_device_name(const char *path)
{
    if (!strncmp(path, "/proc/", 6) || !strncmp(path, "/dev/fd/", 8))
        return true;
    return !strncmp(path, "/dev/", 5) && !strchr(path + 5, '/');
}

static bool is_stdout(const char *path)
{
    return !strcmp(path, "-") || !strcmp(path, "/dev/stdout");
}

static bool open_device(ct_outfile *file)
{
    /* Without O_NONBLOCK, opening a pipe without a reader would block forever. */
    file->file = open(file->path, O_WRONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (file->file < 0) {
        file->error = errno;
        return false;
    }
    int const flags = fcntl(file->file, F_GETFL);
    fcntl(file->file, F_SETFL, flags & ~O_NONBLOCK);
    return true;
}

static bool open_folder(ct_outfile *file)
{
    file->folder = open(file->folder_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file->folder < 0 || !make_temporary(file)) {
        file->error = errno;
        return false;
    }
    close_file(&file->file);
    unlinkat(file->folder, file->temporary, 0);
    *file->temporary = '\0';
    return true;
}

static void split_path(ct_outfile *file, ct_arena *arena)
{
    const char *slash = strrchr(file->path, '/');
    file->name = slash ? slash + 1 : file->path;
    if (!slash)
        file->folder_name = ".";
    else
        file->folder_name = slash == file->path
                                ? "/"
                                : ct_arena_copy(arena, file->path, (size_t)(slash - file->path));
}

static bool open_path(ct_outfile *file, ct_arena *arena)
{
    if (is_stdout(file->path)) {
        file->file = STDOUT_FILENO;
        return true;
    }
    struct stat facts;
    bool const is_there = !stat(file->path, &facts);
    if (is_there && S_ISDIR(facts.st_mode)) {
        file->error = EISDIR;
        return false;
    }
    if (is_device_name(file->path) || (is_there && !S_ISREG(facts.st_mode)))
        return open_device(file);
    split_path(file, arena);
    if (!*file->name) {
        file->error = *file->path ? EISDIR : ENOENT;
        return false;
    }
    return open_folder(file);
}

static bool fail(const ct_outfile *file, ct_diag *diag)
{
    ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot write '%s': %s", file->path,
            strerror(file->error));
    if (file->error == EISDIR)
        ct_hint(diag, "it is a directory: give the name of a file in it");
    else if (file->error == ENOENT && file->folder_name)
        ct_hint(diag, "the directory '%s' does not exist", file->folder_name);
    return false;
}

ct_outfile *ct_outfile_open(ct_arena *arena, const char *path, ct_diag *diag)
{
    ct_outfile *file = ct_new(arena, ct_outfile);
    file->path = ct_arena_text(arena, path);
    file->folder = file->file = -1;
    ct_arena_own(arena, file, drop);
    if (open_path(file, arena))
        return file;
    fail(file, diag);
    ct_outfile_abandon(file);
    return NULL;
}

/* ---- Writing ---- */

void ct_outfile_spoil(ct_outfile *file, int error)
{
    if (!file->error)
        file->error = error;
}

static bool flush(ct_outfile *file)
{
    if (!file->error && file->file < 0)
        make_temporary(file);
    if (file->file == STDOUT_FILENO)
        fflush(stdout); /* what was printed before comes before */
    size_t done = 0;
    while (!file->error && done < file->used) {
        ssize_t const n = write(file->file, file->buffer + done, file->used - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            file->error = errno;
    }
    file->used = 0;
    return !file->error;
}

void ct_outfile_write(ct_outfile *file, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size && !file->error) {
        size_t const room = BUFFER_SIZE - file->used;
        size_t const part = size < room ? size : room;
        memcpy(file->buffer + file->used, at, part);
        file->used += part;
        at += part;
        size -= part;
        if (file->used == BUFFER_SIZE)
            flush(file);
    }
}

void ct_outfile_text(ct_outfile *file, const char *text)
{
    ct_outfile_write(file, text, strlen(text));
}

/* ---- Publishing ---- */

bool ct_outfile_verify(ct_outfile *file, ct_outfile_check *check, const void *context,
                       ct_diag *diag)
{
    struct stat facts;
    if (!file->folder_name)
        return true;
    if (!flush(file) || fstat(file->file, &facts))
        return true; /* the commit reports it */
    size_t const size = (size_t)facts.st_size;
    void *bytes = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, file->file, 0) : NULL;
    if (bytes == MAP_FAILED) {
        ct_outfile_spoil(file, errno);
        return true;
    }
    const char *what = check(bytes ? bytes : "", size, context);
    if (bytes)
        munmap(bytes, size);
    if (!what)
        return true;
    ct_outfile_abandon(file);
    return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                   "'%s' was not written, because it is not valid: %s", file->path, what);
}

/* Some file systems cannot flush a folder and return EINVAL. */
static bool flush_folder(int folder)
{
    return !fsync(folder) || errno == EINVAL;
}

static bool publish(ct_outfile *file)
{
    struct stat facts;
    if (fsync(file->file))
        return false;
    if (renameat(file->folder, file->temporary, file->folder, file->name))
        return false;
    *file->temporary = '\0';
    /* The folder may have been moved or deleted meanwhile: then the report would not be found. */
    return flush_folder(file->folder) && !stat(file->path, &facts);
}

bool ct_outfile_commit(ct_outfile *file, ct_diag *diag)
{
    if (flush(file) && file->folder_name && !publish(file))
        file->error = errno;
    /* A file system that writes late (NFS, quotas) reports its last error on close(). */
    if (file->file > STDERR_FILENO && close(file->file) && errno != EINTR)
        ct_outfile_spoil(file, errno);
    file->file = -1;
    ct_outfile_abandon(file);
    return file->error ? fail(file, diag) : true;
}

const char *ct_outfile_path(const ct_outfile *file)
{
    return file->path;
}

const char *ct_outfile_folder(const ct_outfile *file)
{
    return file->folder_name;
}
