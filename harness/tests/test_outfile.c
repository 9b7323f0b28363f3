/* Report files, which are complete or absent, and the spool for their parts. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/spool.h"
#include "tests/report_sample.h"

static void assert_content(ct_arena *arena, const char *path, const char *text)
{
    ct_diag diag = {.arena = arena};
    const ct_source *source = ct_source_read(arena, path, &diag);
    assert_non_null(source);
    assert_string_equal(source->text, text);
}

static void replaces_the_old_file_at_once(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "r\303\251port.xml");
    file_write(path, "old");
    ct_outfile *file = ct_outfile_open(arena, path, &diag);
    assert_non_null(file);
    assert_int_equal(folder_count(folder), 1); /* no temporary file is visible during the run */
    ct_outfile_text(file, "new");
    assert_content(arena, path, "old");
    assert_true(ct_outfile_commit(file, &diag));
    assert_content(arena, path, "new");
    assert_int_equal(folder_count(folder), 1);
}

static void discards_uncommitted_files(void **state)
{
    ct_arena *arena = *state, *own = ct_arena_new();
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "report.xml");
    file_write(path, "old");
    ct_outfile *file = ct_outfile_open(own, path, &diag);
    for (int i = 0; i < 100000; i++)
        ct_outfile_text(file, "much ");
    assert_int_equal(folder_count(folder), 2);
    ct_arena_free(own);
    assert_int_equal(folder_count(folder), 1);
    assert_content(arena, path, "old");
}

static void is_never_writable_for_others(void **state)
{
    static const struct {
        mode_t mask, mode;
    } rows[] = {{0, 0644}, {022, 0644}, {002, 0644}, {077, 0600}};
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag = {.arena = arena};
        const char *path = path_in(arena, folder_new(arena), "report.xml");
        struct stat facts;
        mode_t const before = umask(rows[i].mask);
        ct_outfile *file = ct_outfile_open(arena, path, &diag);
        bool const is_written = file && ct_outfile_commit(file, &diag);
        umask(before);
        assert_true(is_written);
        assert_int_equal(stat(path, &facts), 0);
        assert_int_equal(facts.st_mode & 0777, rows[i].mode);
    }
}

static void replaces_a_link_and_not_its_target(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "link");
    const char *other = path_in(arena, folder, "other");
    file_write(other, "precious");
    assert_int_equal(symlink(other, path), 0);
    ct_outfile *file = ct_outfile_open(arena, path, &diag);
    ct_outfile_text(file, "report");
    assert_true(ct_outfile_commit(file, &diag));
    assert_content(arena, other, "precious");
    assert_content(arena, path, "report");
}

/* Bad paths are reported when they are opened, before a run. */
static void reports_a_bad_path_when_opened(void **state)
{
    static const struct {
        const char *name, *what, *hint;
    } rows[] = {
        {"", "Is a directory", "it is a directory: give the name of a file in it"},
        {"missing/report.xml", "No such file or directory", "the directory '"},
        {"file/report.xml", "Not a directory", NULL},
    };
    ct_arena *arena = *state;
    const char *folder = folder_new(arena);
    file_write(path_in(arena, folder, "file"), "");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag = {.arena = arena};
        const char *path = path_in(arena, folder, rows[i].name);
        assert_null(ct_outfile_open(arena, path, &diag));
        assert_string_equal(diag.first->message,
                            ct_arena_printf(arena, "cannot write '%s': %s", path, rows[i].what));
        if (rows[i].hint)
            assert_non_null(strstr(diag.first->help, rows[i].hint));
        assert_int_equal(diag.first->code, CT_ERR_CANNOT_WRITE);
    }
    ct_diag diag = {.arena = arena};
    assert_null(ct_outfile_open(arena, "", &diag));
    assert_string_equal(diag.first->message, "cannot write '': No such file or directory");
}

static void reports_a_deleted_folder(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    char *folder = ct_arena_printf(arena, "%s/below", folder_new(arena));
    assert_int_equal(mkdir(folder, 0700), 0);
    ct_outfile *file = ct_outfile_open(arena, path_in(arena, folder, "report.xml"), &diag);
    assert_non_null(file);
    assert_int_equal(rmdir(folder), 0);
    ct_outfile_text(file, "report");
    assert_false(ct_outfile_commit(file, &diag));
    assert_non_null(strstr(diag.first->message, "report.xml': No such file or directory"));
}

/* Renaming over a device would delete it. */
static void writes_directly_to_devices(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    struct stat facts;
    ct_outfile *file = ct_outfile_open(arena, "/dev/null", &diag);
    assert_non_null(file);
    ct_outfile_text(file, "report");
    assert_true(ct_outfile_commit(file, &diag));
    assert_int_equal(stat("/dev/null", &facts), 0);
    assert_true(S_ISCHR(facts.st_mode));

    const char *pipe_path = path_in(arena, folder_new(arena), "pipe");
    char got[8] = "";
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_null(ct_outfile_open(arena, pipe_path, &diag)); /* no reader: must not block */
    int const reader = open(pipe_path, O_RDONLY | O_NONBLOCK);
    file = ct_outfile_open(arena, pipe_path, &diag);
    assert_non_null(file);
    ct_outfile_text(file, "report");
    assert_true(ct_outfile_commit(file, &diag));
    assert_int_equal(read(reader, got, sizeof got), 6);
    assert_string_equal(got, "report");
    close(reader);
}

static void reports_a_full_device(void **state)
{
    ct_diag diag = {.arena = *state};
    ct_outfile *file = ct_outfile_open(*state, "/dev/full", &diag);
    if (!file) {
        printf("skipped: /dev/full cannot be opened\n");
        skip();
    }
    ct_outfile_text(file, "report");
    assert_false(ct_outfile_commit(file, &diag));
    assert_string_equal(diag.first->message, "cannot write '/dev/full': No space left on device");
}

static void limit_file_size(rlim_t size)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void keeps_the_old_file_when_the_disk_is_full(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "report.xml");
    file_write(path, "old");
    limit_file_size(1 << 10);
    ct_outfile *file = ct_outfile_open(arena, path, &diag);
    ct_spool *spool = ct_spool_open(arena, folder, &diag);
    for (int i = 0; i < 50000; i++)
        ct_outfile_text(file, "much ");
    bool const is_written = ct_outfile_commit(file, &diag);
    char much[32 << 10]; /* more than the write buffer */
    memset(much, 'x', sizeof much);
    ct_spool_put(spool, 0, much, sizeof much);
    limit_file_size(RLIM_INFINITY);
    assert_false(is_written);
    assert_non_null(strstr(diag.first->message, "report.xml': File too large"));
    assert_content(arena, path, "old");
    assert_int_equal(folder_count(folder), 1);
    assert_int_equal(ct_spool_error(spool), EFBIG);

    file = ct_outfile_open(arena, path, &diag);
    ct_spool_copy(spool, 0, file); /* an error of the spool is an error of the report */
    assert_false(ct_outfile_commit(file, &diag));
    assert_content(arena, path, "old");
}

static const char *finds_nothing_good(const char *bytes, size_t size, const void *context)
{
    assert_int_equal(size, 3);
    assert_memory_equal(bytes, context, size);
    return "it is no good";
}

static void publishes_no_incomplete_file(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "report.xml");
    file_write(path, "old");
    ct_outfile *file = ct_outfile_open(arena, path, &diag);
    ct_outfile_text(file, "new");
    assert_false(ct_outfile_verify(file, finds_nothing_good, "new", &diag));
    assert_non_null(strstr(diag.first->message,
                           "report.xml' was not written, because it is not valid: it is no"));
    assert_content(arena, path, "old");
    assert_int_equal(folder_count(folder), 1);
}

static void spools_in_any_order(void **state)
{
    static const size_t order[] = {7, 0, 300, 2, 1};
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena);
    ct_spool *spool = ct_spool_open(arena, folder, &diag);
    assert_int_equal(folder_count(folder), 0); /* without a name */
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *piece = ct_arena_printf(arena, "<%zu>", order[i]);
        ct_spool_put(spool, order[i], piece, strlen(piece));
    }
    ct_spool_put(spool, 2, "again", 5);
    ct_buf all = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < 1000; i++)
        assert_true(ct_spool_read(spool, i, &all));
    assert_string_equal(ct_buf_str(&all), "<0><1>again<7><300>");
    ct_buf_free(&all);

    size_t const size = 1 << 20; /* larger than any buffer */
    char *large = ct_arena_alloc(arena, size + 1);
    memset(large, 'y', size);
    ct_spool_put(spool, 3, large, size);
    const char *path = path_in(arena, folder, "large");
    ct_outfile *file = ct_outfile_open(arena, path, &diag);
    ct_spool_copy(spool, 3, file);
    assert_true(ct_outfile_commit(file, &diag));
    assert_content(arena, path, large);
}

static void reports_a_spool_without_a_folder(void **state)
{
    ct_diag diag = {.arena = *state};
    assert_null(ct_spool_open(*state, "/nowhere at all", &diag));
    assert_string_equal(diag.first->message,
                        "cannot make a temporary file in '/nowhere at all': No "
                        "such file or directory");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(replaces_the_old_file_at_once),
        TEST(discards_uncommitted_files),
        TEST(is_never_writable_for_others),
        TEST(replaces_a_link_and_not_its_target),
        TEST(reports_a_bad_path_when_opened),
        TEST(reports_a_deleted_folder),
        TEST(writes_directly_to_devices),
        TEST(reports_a_full_device),
        TEST(keeps_the_old_file_when_the_disk_is_full),
        TEST(publishes_no_incomplete_file),
        TEST(spools_in_any_order),
        TEST(reports_a_spool_without_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
