#include "run/cleanup_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "lang/json/json.h"

struct ct_cleanup_log {
    ct_arena *arena;
    const char *path;
    const ct_redactor *redactor;
    int fd;
    json_t *open; /* name -> true for everything that was started and not ended */
};

/* ---- Writing ---- */

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t const written = write(fd, bytes, size);
        if (written < 0 && errno != EINTR)
            return errno;
        bytes += written > 0 ? written : 0;
        size -= written > 0 ? (size_t)written : 0;
    }
    return fdatasync(fd) ? errno : 0;
}

/* 0, or errno. Takes the line. */
static int put(ct_cleanup_log *j, json_t *line)
{
    ct_arena *scratch = ct_arena_new();
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, ct_json_own(scratch, line), CT_JSON_COMPACT);
    size_t size;
    const char *masked = ct_redact(j->redactor, scratch, text.bytes, text.size, &size);
    char *whole = ct_arena_copy(scratch, masked, size + 1);
    whole[size] = '\n';
    int const error = write_all(j->fd, whole, size + 1);
    ct_buf_free(&text);
    ct_arena_free(scratch);
    return error;
}

static const char *report(ct_cleanup_log *j, json_t *line)
{
    int const error = put(j, line);
    return error ? ct_arena_printf(j->arena, "cannot write the journal '%s': %s", j->path,
                                   strerror(error))
                 : NULL;
}

ct_cleanup_log *ct_cleanup_log_open(ct_arena *arena, const char *path, const json_t *about,
                                    const ct_redactor *redactor, ct_diag *diag)
{
    ct_cleanup_log *j = ct_new(arena, ct_cleanup_log);
    *j = (ct_cleanup_log){.arena = arena,
                          .path = path,
                          .redactor = redactor,
                          .fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600),
                          .open = ct_json_own(arena, json_object())};
    if (j->fd < 0 && errno == EEXIST) {
        ct_fail(diag, CT_ERR_LEFTOVER_JOURNAL, CT_NOWHERE, "the journal '%s' already exists", path);
        ct_hint(diag, "a run was interrupted, or its cleanup failed: run apigcheck cleanup %s",
                path);
        return NULL;
    }
    int const error = j->fd < 0 ? errno : put(j, json_pack("{s:O}", "journal", about));
    if (!error)
        return j;
    ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot write the journal '%s': %s", path,
            strerror(error));
    if (j->fd >= 0) {
        close(j->fd);
        unlink(path);
    }
    return NULL;
}

static const char *name_of(const json_t *what, ct_arena *arena)
{
    return json_is_string(what)
               ? json_string_value(what)
               : ct_arena_printf(arena, "%lld", (long long)json_integer_value(what));
}

static const char *kind_of(const json_t *what)
{
    return json_is_string(what) ? "case" : "step";
}

const char *ct_cleanup_log_start(ct_cleanup_log *j, const json_t *what)
{
    json_object_set_new(j->open, name_of(what, j->arena), json_true());
    return report(j, json_pack("{s:O}", kind_of(what), what));
}

const char *ct_cleanup_log_captured(ct_cleanup_log *j, const json_t *what, const json_t *values)
{
    return report(
        j, json_pack("{s:O, s:b, s:O*}", kind_of(what), what, "answered", 1, "captured", values));
}

const char *ct_cleanup_log_end(ct_cleanup_log *j, const json_t *what)
{
    json_object_del(j->open, name_of(what, j->arena));
    return report(j, json_pack("{s:O, s:b}", kind_of(what), what, "ended", 1));
}

bool ct_cleanup_log_close(ct_cleanup_log *j)
{
    bool const is_left = j && json_object_size(j->open);
    if (j)
        close(j->fd);
    if (j && !is_left)
        unlink(j->path);
    return !is_left;
}

const char *ct_cleanup_log_path(const ct_cleanup_log *j)
{
    return j->path;
}

/* ---- Reading ---- */

static bool take_line(ct_leftovers *left, const json_t *line, ct_arena *arena)
{
    const json_t *what = json_object_get(line, "case"), *step = json_object_get(line, "step");
    json_t *of = json_is_string(what) ? left->cases : left->steps;
    what = json_is_string(what) ? what : step;
    if (!ct_json_text(what) && !json_is_integer(what))
        return false;
    const char *name = name_of(what, arena);
    if (json_object_get(line, "ended"))
        return json_object_del(of, name) || true;
    json_t *found = json_object_get(of, name);
    if (!json_object_get(line, "answered") || !found) {
        json_object_set_new(of, name, json_object()); /* started, possibly again */
        found = json_object_get(of, name);
    }
    json_object_update(found, (json_t *)line);
    return true;
}

static bool take_first(ct_leftovers *left, const json_t *line)
{
    left->about = json_object_get(line, "journal");
    return json_is_object(left->about);
}

bool ct_cleanup_log_read(ct_arena *arena, const char *path, ct_leftovers *left, ct_diag *diag)
{
    const ct_source *source = ct_source_read(arena, path, diag);
    *left = (ct_leftovers){.steps = ct_json_own(arena, json_object()),
                           .cases = ct_json_own(arena, json_object())};
    if (!source)
        return false;
    unsigned number = 0;
    for (const char *at = source->text, *end; (end = strchr(at, '\n')); at = end + 1) {
        ct_json_error error = {0};
        const json_t *line = ct_json_read_file(arena, at, (size_t)(end - at), &error);
        if (!line || !(number++ ? take_line(left, line, arena) : take_first(left, line)))
            return ct_fail(diag, CT_ERR_INVALID_RESULTS, ct_loc_whole(source),
                           "line %u is not valid in a journal of apigcheck", number + !line);
    }
    return number || ct_fail(diag, CT_ERR_INVALID_RESULTS, ct_loc_whole(source),
                             "not a journal of apigcheck");
}
