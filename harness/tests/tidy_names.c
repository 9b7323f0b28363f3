#include <ctype.h>
#include <string.h>

#include "tests/tidy.h"

/* ---- Names of files ---- */

/* A function without another place belongs to the file of its first argument's type. */
static const char no_names[] = "util utils misc common helper helpers core";

void tidy_names(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        for (const char *at = file->place; *at;) {
            size_t const size = strcspn(at, "/._-");
            const char *part = ct_arena_printf(t->arena, "%.*s", (int)size, at);
            if (size && tidy_is_at(part, no_names))
                tidy_find(t, file->path, 0, "'%s' says nothing of what is in it", part);
            at += size + (at[size] != '\0');
        }
    }
}

/* ---- Headers ---- */

/* "lang/json/json.h": CT_DATA_JSON_H */
static const char *guard_of(tidy *t, const tidy_file *file)
{
    char *guard = ct_arena_printf(t->arena, "CT_%s", file->place);
    for (char *c = guard; *c; c++)
        *c = tidy_is_word(*c) ? (char)toupper((unsigned char)*c) : '_';
    return guard;
}

void tidy_guards(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        if (!file->is_header)
            continue;
        const char *guard = guard_of(t, file);
        const char *wanted = ct_arena_printf(t->arena, "#ifndef %s\n#define %s\n", guard, guard);
        const char *code = file->code + strspn(file->code, " \n");
        size_t end = file->size;
        while (end && strchr(" \n", file->code[end - 1]))
            end--;
        if (strncmp(code, wanted, strlen(wanted)))
            tidy_find(t, file->path, tidy_line(file, (size_t)(code - file->code)),
                      "its guard is %s, before everything", guard);
        else if (end < 6 || strncmp(file->code + end - 6, "#endif", 6))
            tidy_find(t, file->path, tidy_line(file, end), "its guard ends before it does");
    }
}

void tidy_openings(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        const char *name = strrchr(file->path, '/') + 1;
        const char *wanted = ct_arena_printf(t->arena, "/* %s - ", name);
        if (file->is_header && strncmp(file->text, wanted, strlen(wanted)))
            tidy_find(t, file->path, 1, "a header opens with \"%s...\"", wanted);
    }
}

/* ---- Whether the file is listed ---- */

/* The CMakeLists.txt of the file's folder without its comments; "" if there is none. */
static const char *build_of(tidy *t, const tidy_file *code)
{
    const char *path = ct_arena_printf(t->arena, "harness/%s/CMakeLists.txt", code->layer);
    const tidy_file *file = tidy_file_at(t, path);
    if (!file)
        return "";
    char *build = ct_arena_text(t->arena, file->text);
    for (char *line = build; *line;) {
        size_t const size = strcspn(line, "\n"), said = strcspn(line, "#\n");
        memset(line + said, ' ', size - said);
        line += size + (line[size] == '\n');
    }
    return build;
}

/* The name of the file in its CMakeLists.txt: relative to the folder of its layer. */
static const char *listed_name(const tidy_file *file)
{
    return strchr(file->place, '/') + 1;
}

/* Whether it occurs there, with neither a letter nor a slash around it. */
static bool stands_in(const char *text, const char *words)
{
    size_t const size = strlen(words);
    for (const char *at = text; (at = strstr(at, words)); at++)
        if ((at == text || (!tidy_is_word(at[-1]) && at[-1] != '/')) && !tidy_is_word(at[size]))
            return true;
    return false;
}

static bool is_included(const tidy *t, const tidy_file *header)
{
    for (const tidy_file *file = t->first; file; file = file->next) {
        tidy_include include = {0};
        while (file->code && tidy_next_include(t, file, &include))
            if (include.is_ours && !strcmp(include.name, header->place))
                return true;
    }
    return false;
}

/* The command of CMakeLists.txt for a test, by the name of its file. */
static const struct program {
    const char *begin, *call;
} programs[] = {
    {"test_", "unit("},
    {"test_", "rows("},
    {"suite_", "suite("},
    {"fuzz_", "fuzz("},
};

/* CMakeLists.txt has - where the name of the file has _. */
static bool is_same_name(const char *called, const char *name, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (called[i] != name[i] && !(called[i] == '-' && name[i] == '_'))
            return false;
    return !tidy_is_word(called[size]) && called[size] != '-';
}

/* By ct_unit(NAME ...) and similar commands. */
static bool is_called(const char *build, const char *call, const char *name, size_t size)
{
    for (const char *at = build; (at = strstr(at, call)); at++)
        if (at > build && tidy_is_word(at[-1]) && is_same_name(at + strlen(call), name, size))
            return true;
    return false;
}

static bool is_listed(const char *build, const tidy_file *file)
{
    const char *name = strrchr(file->path, '/') + 1;
    size_t const size = strlen(name) - strlen(".c");
    if (tidy_is_at(file->place, "tests/*"))
        for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
            size_t const begin = strlen(programs[i].begin);
            if (!strncmp(name, programs[i].begin, begin) &&
                is_called(build, programs[i].call, name + begin, size - begin))
                return true;
        }
    return stands_in(build, listed_name(file));
}

/* A test program must also be run. */
static bool is_run(tidy *t, const char *build, const tidy_file *file)
{
    const char *name = strrchr(file->path, '/') + 1;
    const char *command =
        ct_arena_printf(t->arena, "COMMAND %.*s", (int)(strlen(name) - strlen(".c")), name);
    return !tidy_is_at(file->place, "tests/test_*.c") || !stands_in(build, listed_name(file)) ||
           stands_in(build, command);
}

void tidy_listed(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        const char *build = build_of(t, file);
        if (file->is_header && !is_included(t, file))
            tidy_find(t, file->path, 0, "nobody includes it");
        else if (file->is_source && !is_listed(build, file))
            tidy_find(t, file->path, 0, "harness/%s/CMakeLists.txt does not name it", file->layer);
        else if (file->is_source && !is_run(t, build, file))
            tidy_find(t, file->path, 0, "harness/%s/CMakeLists.txt does not run it", file->layer);
    }
}
