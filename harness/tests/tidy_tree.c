#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/source.h"
#include "tests/tidy.h"

/* Files without rules: the inputs that fuzzing found. */
static const char left_out[] = "*/fuzz/corpus*";

/* ---- C without comments and literals ---- */

static size_t line_end(const char *text, size_t at)
{
    return at + strcspn(text + at, "\n");
}

static size_t comment_end(const char *text, size_t size, size_t at)
{
    const char *end = strstr(text + at + 2, "*/");
    return end ? (size_t)(end - text) + 2 : size;
}

/* After the closing quote, or the end of the line without one. */
static size_t literal_end(const char *text, size_t at)
{
    char const quote = text[at++];
    for (; text[at] && text[at] != '\n'; at++) {
        if (text[at] == quote)
            return at + 1;
        if (text[at] == '\\' && text[at + 1])
            at++;
    }
    return at;
}

static void make_blank(char *code, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (code[i] != '\n')
            code[i] = ' ';
}

static const char *code_of(ct_arena *arena, const char *text, size_t size)
{
    char *code = ct_arena_copy(arena, text, size);
    for (size_t at = 0; at < size;) {
        size_t end = at + 1;
        if (!strncmp(text + at, "/*", 2)) {
            end = comment_end(text, size, at);
            make_blank(code, at, end);
        } else if (!strncmp(text + at, "//", 2)) {
            end = line_end(text, at);
            make_blank(code, at, end);
        } else if (text[at] == '"' || text[at] == '\'') {
            end = literal_end(text, at);
            make_blank(code, at + 1, end - 1);
        }
        at = end;
    }
    return code;
}

/* ---- Files ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t const size = strlen(text), end_size = strlen(end);
    return size >= end_size && !strcmp(text + size - end_size, end);
}

static void add_file(tidy *t, const char *path)
{
    ct_diag diag = {.arena = t->arena};
    const ct_source *source = ct_source_read(t->arena, path, &diag);
    if (!source || strchr(path, '\'')) {
        tidy_find(t, path, 0, "%s", source ? "a quote in a file's name" : diag.first->message);
        return;
    }
    tidy_file *file = ct_new(t->arena, tidy_file);
    *file = (tidy_file){.path = source->name, .place = "", .layer = ""};
    file->text = source->text;
    file->size = source->size;
    if (!strncmp(path, "harness/", 8)) {
        const char *slash = strchr(path + 8, '/');
        file->place = source->name + 8;
        if (slash)
            file->layer = ct_arena_copy(t->arena, path + 8, (size_t)(slash - path - 8));
    }
    file->is_source = ends_with(path, ".c");
    file->is_header = ends_with(path, ".h");
    if (file->is_source || file->is_header)
        file->code = code_of(t->arena, file->text, file->size);
    *(t->last ? &t->last->next : &t->first) = file;
    t->last = file;
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return !lstat(path, &facts) && S_ISDIR(facts.st_mode);
}

static void add_folder(tidy *t, const char *path)
{
    struct dirent **entries = NULL;
    int const count = scandir(path, &entries, is_shown, alphasort);
    for (int i = 0; i < count; i++) {
        const char *inner = ct_arena_printf(t->arena, "%s/%s", path, entries[i]->d_name);
        if (is_folder(inner))
            add_folder(t, inner);
        else if (fnmatch(left_out, inner, 0))
            add_file(t, inner);
        free(entries[i]);
    }
    free(entries);
}

void tidy_read(tidy *t)
{
    static const char *const roots[] = {"CMakeLists.txt", "README.md", "cases", "fixtures",
                                        "harness"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        struct stat facts;
        if (is_folder(roots[i]))
            add_folder(t, roots[i]);
        else if (!stat(roots[i], &facts))
            add_file(t, roots[i]);
    }
}

/* ---- Looking around ---- */

const tidy_file *tidy_file_at(const tidy *t, const char *path)
{
    for (const tidy_file *file = t->first; file; file = file->next)
        if (!strcmp(file->path, path))
            return file;
    return NULL;
}

const tidy_file *tidy_next_code(tidy *t, const tidy_file *file)
{
    for (file = file ? file->next : t->first; file; file = file->next) {
        if (!file->code || !*file->place)
            continue;
        t->looked++;
        return file;
    }
    return NULL;
}

bool tidy_is_at(const char *place, const char *patterns)
{
    while (*patterns) {
        char pattern[128];
        size_t const size = strcspn(patterns, " ");
        snprintf(pattern, sizeof pattern, "%.*s", (int)size, patterns);
        if (!fnmatch(pattern, place, 0))
            return true;
        patterns += size + strspn(patterns + size, " ");
    }
    return false;
}

unsigned tidy_line(const tidy_file *file, size_t offset)
{
    unsigned line = 1;
    for (size_t i = 0; i < offset; i++)
        line += file->text[i] == '\n';
    return line;
}

bool tidy_is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

bool tidy_next_include(const tidy *t, const tidy_file *file, tidy_include *include)
{
    static const char word[] = "include";
    for (size_t at = include->end; at < file->size; at = line_end(file->code, at) + 1) {
        size_t i = at + strspn(file->code + at, " ");
        if (file->code[i++] != '#')
            continue;
        i += strspn(file->code + i, " ");
        if (strncmp(file->code + i, word, sizeof word - 1))
            continue;
        i += sizeof word - 1;
        i += strspn(file->code + i, " ");
        const char *name = file->text + i + 1;
        include->is_ours = file->text[i] == '"';
        include->name = ct_arena_copy(t->arena, name, strcspn(name, "\">\n"));
        include->line = tidy_line(file, at);
        include->end = line_end(file->code, at) + 1;
        return true;
    }
    return false;
}
