/* Invalid files and their exact diagnostics, and valid ones that must load without any.
 *
 * A row is a file or folder two levels below mistakes/ or good/: SUBJECT/NAME. The expected
 * diagnostics are in SUBJECT/NAME.expect, byte for byte; CT_ACCEPT=1 rewrites these files.
 *
 *   SUBJECT `targets`   each file is a target
 *   SUBJECT `aimed`     each folder has a suite.yaml and the target.yaml that it is checked with
 *   any other           a case file or folder, as on the command line. operation.yaml and
 *                       requirements.yaml in the folder SUBJECT belong to its files
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "certify/profile.h"
#include "load/check.h"
#include "load/loader.h"
#include "load/target.h"

typedef struct counter {
    unsigned passed, failed, mistakes;
    bool is_accepting;
} counter;

/* ---- Names ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t const size = strlen(text), end_size = strlen(end);
    return size >= end_size && !strcmp(text + size - end_size, end);
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return !stat(path, &facts) && S_ISDIR(facts.st_mode);
}

static bool is_there(const char *path)
{
    struct stat facts;
    return !lstat(path, &facts);
}

/* "a/b.yaml" and "a/b.expect"; a folder keeps its whole name. */
static const char *expect_path(ct_arena *arena, const char *path)
{
    size_t size = strlen(path);
    if (ends_with(path, ".yaml"))
        size -= strlen(".yaml");
    else if (ends_with(path, ".yml"))
        size -= strlen(".yml");
    return ct_arena_printf(arena, "%.*s.expect", (int)size, path);
}

/* ---- The diagnostics of a row ---- */

static void read_target(ct_arena *arena, const char *path, ct_diag *diag)
{
    ct_target_fields const words = {.file = path};
    ct_target_read(arena, &words, diag);
}

static void read_aimed(ct_arena *arena, const char *folder, ct_diag *diag)
{
    const char *path = ct_arena_printf(arena, "%s/suite.yaml", folder);
    ct_target_fields const words = {.file = ct_arena_printf(arena, "%s/target.yaml", folder)};
    const ct_suite *suite = ct_load(arena, &path, 1, diag);
    const ct_target *target = ct_target_read(arena, &words, diag);
    if (suite && target)
        ct_check(suite, target, NULL, NULL, diag);
}

static void read_suite(ct_arena *arena, const char *path, ct_diag *diag)
{
    const ct_suite *suite = ct_load(arena, &path, 1, diag);
    if (suite && ct_profiles_check(arena, suite, diag) && ct_check(suite, NULL, NULL, NULL, diag))
        ct_check_about_fits(suite, diag);
}

typedef void read_fn(ct_arena *arena, const char *path, ct_diag *diag);

static read_fn *reader_of(const char *subject)
{
    return ends_with(subject, "/targets") ? read_target
           : ends_with(subject, "/aimed") ? read_aimed
                                          : read_suite;
}

/* Everything that is printed; the caller frees it. */
static char *printed(const ct_diag *diag)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        ct_out_of_memory();
    ct_diag_print(diag, out);
    fclose(out);
    return text;
}

/* ---- The comparison ---- */

static char *read_whole(const char *path)
{
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0, got;
    if (!in)
        return NULL;
    do {
        text = ct_realloc(text, size + 4097);
        got = fread(text + size, 1, 4096, in);
        size += got;
    } while (got);
    text[size] = '\0';
    fclose(in);
    return text;
}

static bool write_whole(const char *path, const char *text)
{
    FILE *out = fopen(path, "wb");
    if (!out)
        return false;
    fputs(text, out);
    return !fclose(out);
}

/* Prints both from the first line that differs. */
static void show_difference(const char *expected, const char *actual)
{
    size_t line = 0;
    for (size_t i = 0; expected[i] && expected[i] == actual[i]; i++)
        if (expected[i] == '\n')
            line = i + 1;
    printf("--- expected from here on ---\n%s--- found ---\n%s---\n", expected + line,
           actual + line);
}

static bool fail(const char *path, const char *why)
{
    printf("%s: %s\n", path, why);
    return false;
}

static bool compare(const char *path, const char *expect, const char *actual, bool is_accepting)
{
    char *expected = read_whole(expect);
    bool const is_same = expected && !strcmp(expected, actual);
    bool ok = is_same;
    if (!is_same && is_accepting)
        ok = write_whole(expect, actual) || fail(path, "its .expect cannot be written");
    else if (!expected)
        ok = fail(path, "no .expect beside it");
    else if (!is_same && !fail(path, "it says something else"))
        show_difference(expected, actual);
    free(expected);
    return ok;
}

static bool check_mistake(ct_arena *arena, const char *path, const ct_diag *diag, counter *t)
{
    if (!diag->count && !diag->warnings)
        return fail(path, "no mistake was found");
    char *actual = printed(diag);
    bool const ok = compare(path, expect_path(arena, path), actual, t->is_accepting);
    t->mistakes += diag->count + diag->warnings;
    free(actual);
    return ok;
}

static bool check_good(const char *path, const ct_diag *diag)
{
    if (!diag->count && !diag->warnings)
        return true;
    ct_diag_print(diag, stdout);
    return fail(path, "it is good");
}

/* ---- Rows and subjects ---- */

static void check_row(const char *subject, const char *path, bool is_good, counter *t)
{
    ct_arena *arena = ct_arena_new();
    ct_diag diag = {.arena = arena};
    reader_of(subject)(arena, path, &diag);
    bool const ok = is_good ? check_good(path, &diag) : check_mistake(arena, path, &diag, t);
    t->passed += ok;
    t->failed += !ok;
    ct_arena_free(arena);
}

/* Without this, an .expect file without its input would be ignored. */
static void check_expect(ct_arena *arena, const char *path, bool is_good, counter *t)
{
    const char *stem = ct_arena_printf(arena, "%.*s", (int)(strlen(path) - 7), path);
    bool const has_file = is_there(stem) || is_there(ct_arena_printf(arena, "%s.yaml", stem)) ||
                          is_there(ct_arena_printf(arena, "%s.yml", stem));
    if (has_file && !is_good)
        return;
    fail(path, is_good ? "what is good says nothing" : "nothing beside it says this");
    t->failed++;
}

static bool is_row(const char *path, const char *name)
{
    bool const is_shared = !strcmp(name, "operation.yaml") || !strcmp(name, "requirements.yaml");
    return is_folder(path) || (!is_shared && (ends_with(name, ".yaml") || ends_with(name, ".yml")));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int list(const char *folder, struct dirent ***entries)
{
    int const count = scandir(folder, entries, is_visible, by_name);
    if (count < 0) {
        fprintf(stderr, "cannot open '%s'\n", folder);
        exit(1);
    }
    return count;
}

static void check_subject(const char *subject, bool is_good, counter *t)
{
    struct dirent **entries;
    int const count = list(subject, &entries);
    ct_arena *arena = ct_arena_new();
    for (int i = 0; i < count; i++) {
        const char *path = ct_arena_printf(arena, "%s/%s", subject, entries[i]->d_name);
        if (is_row(path, entries[i]->d_name))
            check_row(subject, path, is_good, t);
        else if (ends_with(path, ".expect"))
            check_expect(arena, path, is_good, t);
        free(entries[i]);
    }
    ct_arena_free(arena);
    free(entries);
}

static void check_all(const char *folder, bool is_good, counter *t)
{
    struct dirent **entries;
    int const count = list(folder, &entries);
    ct_arena *arena = ct_arena_new();
    unsigned const before = t->passed + t->failed;
    for (int i = 0; i < count; i++) {
        const char *subject = ct_arena_printf(arena, "%s/%s", folder, entries[i]->d_name);
        if (is_folder(subject))
            check_subject(subject, is_good, t);
        free(entries[i]);
    }
    ct_arena_free(arena);
    free(entries);
    if (t->passed + t->failed == before) {
        fail(folder, "nothing was tested");
        t->failed++;
    }
}

/* ---- Files that cannot be in a repository ---- */

typedef struct special {
    const char *path, *expected;
} special;

static bool check_special(const special *row)
{
    ct_arena *arena = ct_arena_new();
    ct_diag diag = {.arena = arena};
    read_suite(arena, row->path, &diag);
    char *actual = printed(&diag);
    bool const ok = !strcmp(actual, row->expected) || fail(row->path, "it says something else");
    if (!ok)
        show_difference(row->expected, actual);
    free(actual);
    ct_arena_free(arena);
    return ok;
}

/* Pipes, broken links and missing files, in a new folder. */
static void check_specials(counter *t)
{
    static const special rows[] = {
        {"pipe.yaml",
         "apigcheck: error[cannot-read]: 'pipe.yaml' is not a regular file\n1 error\n"},
        {"link.yaml", "apigcheck: error[cannot-open]: cannot open 'link.yaml': No such file or "
                      "directory\n1 error\n"},
        {"folder",
         "apigcheck: error[cannot-open]: cannot open 'folder/200.yaml': No such file or directory\n"
         "apigcheck: error[cannot-read]: 'folder/404.yaml' is not a regular file\n2 errors\n"},
        {"gone",
         "apigcheck: error[cannot-open]: cannot open 'gone': No such file or directory\n1 error\n"},
    };
    char scratch[] = "/tmp/mistakes-XXXXXX";
    bool const is_made = mkdtemp(scratch) && !chdir(scratch) && !mkdir("folder", 0700) &&
                         !mkfifo("pipe.yaml", 0600) && !mkfifo("folder/404.yaml", 0600) &&
                         !symlink("nothing", "link.yaml") &&
                         !symlink("nothing", "folder/200.yaml") &&
                         write_whole("folder/operation.yaml",
                                     "operation: show\nrequest: {method: GET, path: /things}\n");
    for (size_t i = 0; is_made && i < sizeof rows / sizeof *rows; i++) {
        bool const ok = check_special(&rows[i]);
        t->passed += ok;
        t->failed += !ok;
    }
    t->failed += !is_made;
    static const char *const made[] = {"folder/operation.yaml", "folder/404.yaml",
                                       "folder/200.yaml", "pipe.yaml", "link.yaml"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(made[i]);
    rmdir("folder");
    rmdir(scratch);
}

/* The secrets that the targets refer to. */
static void set_environment(void)
{
    setenv("GOOD_SECRET", "a-secret-of-good-length", 1);
    setenv("SHORT_SECRET", "12345", 1);
    setenv("EMPTY_SECRET", "", 1);
    unsetenv("NO_SUCH_SECRET");
}

int main(int argc, char **argv)
{
    const char *accept = getenv("CT_ACCEPT");
    counter t = {.is_accepting = accept && !strcmp(accept, "1")};
    if (argc != 2 || chdir(argv[1])) {
        fprintf(stderr, "usage: mistakes FOLDER, with mistakes/ and good/ in it\n");
        return 1;
    }
    set_environment();
    check_all("mistakes", false, &t);
    check_all("good", true, &t);
    check_specials(&t);
    printf("%u passed, %u failed; %u errors reported\n", t.passed, t.failed, t.mistakes);
    return t.failed || !t.passed;
}
