#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "tests/tidy.h"

/* Functions that only these places may call. */
static const struct banned {
    const char *functions, *places, *why;
} banned[] = {
    {"strcpy strcat sprintf vsprintf strncpy strncat", "",
     "it does not know how much room there is: snprintf, ct_buf, ct_arena_printf"},
    {"gets scanf sscanf fscanf", "", "it does not know how much room there is"},
    {"strtok", "", "it keeps a state for the whole process: strtok_r, strcspn"},
    {"atoi atol atoll atof", "", "it cannot tell a number from none: strtol and its end pointer"},
    /* that test shows that reports are the same with a decimal comma */
    {"setlocale", "tests/test_junit.c", "what we read and write is the same everywhere"},
    {"system", "", "no shell"},
    {"popen", "tests/*", "no shell"},
    {"alloca", "", "nothing limits the stack that it takes"},
    {"json_real json_real_set", "", "it loses digits: lang/json/number.h"},
    {"json_loads json_loadb json_loadf json_load_file json_load_callback", "",
     "it loses digits and places: ct_json_read"},
    {"json_dumps json_dumpb json_dumpf json_dump_file", "",
     "it writes 1.1000000000000001: ct_json_write"},
    {"json_equal", "", "1 and 1.0 are one number: ct_json_equal"},
    {"json_deep_copy", "", "it loses digits: ct_json_copy"},
    {"malloc calloc realloc reallocarray strdup strndup asprintf vasprintf",
     "base/arena.c bench/* tests/failing_alloc.c",
     "memory comes from an arena, or from ct_malloc, which cannot fail"},
    {"exit _exit abort quick_exit", "base/arena.c cli/* tests/* bench/*",
     "who calls decides what ends"},
    {"printf vprintf puts putchar", "cli/* report/console.c tests/* bench/*",
     "the console is for commands and the console report"},
    {"time clock_gettime gettimeofday timespec_get clock",
     "http/* run/* gateway/server.c cli/* tests/* bench/*",
     "no clock here: a run can be judged again later"},
    {"fopen freopen open openat opendir socket connect getenv getaddrinfo getrandom",
     "base/* lang/* load/* http/* run/* gateway/* mutation/* record/* report/* certify/* cli/* "
     "tests/* bench/*",
     "judge and model are pure: no network, no files, no environment"},
    {"rand random srand drand48", "", "what is generated comes from the run's seed"},
};

/* ---- Calls ---- */

static bool is_member(const char *code, size_t at)
{
    while (at && code[at - 1] == ' ')
        at--;
    return at && (code[at - 1] == '.' || (at > 1 && !strncmp(code + at - 2, "->", 2)));
}

static void judge_call(tidy *t, const tidy_file *file, size_t at, const char *name)
{
    for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
        if (tidy_is_at(name, banned[i].functions) && !tidy_is_at(file->place, banned[i].places))
            tidy_find(t, file->path, tidy_line(file, at), "%s: %s", name, banned[i].why);
}

/* A word before a parenthesis that is not a struct member. */
static void judge_calls(tidy *t, const tidy_file *file)
{
    const char *code = file->code;
    for (size_t at = 0; code[at];) {
        size_t end = at;
        while (tidy_is_word(code[end]))
            end++;
        if (end == at) {
            at++;
            continue;
        }
        if (code[end + strspn(code + end, " \n")] == '(' && end - at < 24 && !is_member(code, at)) {
            char name[24];
            memcpy(name, code + at, end - at);
            name[end - at] = '\0';
            judge_call(t, file, at, name);
        }
        at = end;
    }
}

void tidy_calls(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));)
        judge_calls(t, file);
}

/* ---- Marks of things undone ---- */

/* In two halves, so that this file contains none. */
static const struct mark {
    const char *halves[2];
    bool in_any_case;
} marks[] = {
    {{"TO", "DO"}, false}, {{"FIX", "ME"}, false},          {{"X", "XX"}, false},
    {{"HA", "CK"}, false}, {{"not imple", "mented"}, true},
};

static bool is_mark(const char *text, size_t at, const struct mark *mark)
{
    size_t const first = strlen(mark->halves[0]), second = strlen(mark->halves[1]);
    int (*compare)(const char *, const char *, size_t) = mark->in_any_case ? strncasecmp : strncmp;
    return !compare(text + at, mark->halves[0], first) &&
           !compare(text + at + first, mark->halves[1], second) &&
           (!at || !tidy_is_word(text[at - 1])) && !tidy_is_word(text[at + first + second]);
}

static void look_for_marks(tidy *t, const tidy_file *file)
{
    for (size_t at = 0; at < file->size; at++)
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (is_mark(file->text, at, &marks[i]))
                tidy_find(t, file->path, tidy_line(file, at), "something is left to do: %s%s",
                          marks[i].halves[0], marks[i].halves[1]);
}

void tidy_undone(tidy *t)
{
    for (const tidy_file *file = t->first; file; file = file->next) {
        t->looked++;
        look_for_marks(t, file);
    }
}

/* ---- Ids of requirements ---- */

/* A word such as BIND-CREATED: the prefix, and a capital letter after its hyphen. */
static void look_for_ids(tidy *t, const tidy_file *file, const char *prefix)
{
    size_t const size = strlen(prefix);
    for (const char *at = file->text; (at = strstr(at, prefix)); at += size)
        if ((at == file->text || !(tidy_is_word(at[-1]) || at[-1] == '-')) &&
            isupper((unsigned char)at[size]))
            tidy_find(t, file->path, tidy_line(file, (size_t)(at - file->text)),
                      "%s... is an id of cases/requirements.yaml: say it in a data file", prefix);
}

/* A change of the requirements must not require a change of the code. Tests may name ids. */
void tidy_ids(tidy *t)
{
    static const char row[] = "- id: ";
    const tidy_file *contract = tidy_file_at(t, "cases/requirements.yaml");
    const char *prefixes[16] = {""};
    size_t count = 0;
    for (const char *at = contract ? contract->text : ""; (at = strstr(at, row)) && count < 16;) {
        at += strlen(row);
        const char *prefix = ct_arena_printf(t->arena, "%.*s-", (int)strcspn(at, "-\n"), at);
        size_t known = 0;
        while (known < count && strcmp(prefixes[known], prefix))
            known++;
        if (known == count)
            prefixes[count++] = prefix;
    }
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));)
        for (size_t i = 0; i < count && !tidy_is_at(file->place, "tests/* bench/*"); i++)
            look_for_ids(t, file, prefixes[i]);
}
