#include <string.h>

#include "base/utf8.h"
#include "tests/tidy.h"

enum { FILE_LINES = 500, FUNCTION_LINES = 60, COLUMNS = 100, PARAMETERS = 6 };

/* ---- Lines and files ---- */

/* Other pages are wrapped by their viewers, and invalid files are invalid on purpose. */
static const char blank_rules[] = "CMakeLists.txt README.md cases/*.yaml cases/*.md "
                                  "fixtures/*.yaml harness/*.md *.c *.h";

static void judge_end(tidy *t, const tidy_file *file)
{
    size_t const size = file->size;
    unsigned const last = tidy_line(file, size ? size - 1 : 0);
    if (!size)
        tidy_find(t, file->path, 0, "is empty");
    else if (file->text[size - 1] != '\n')
        tidy_find(t, file->path, last, "its last line does not end with a line break");
    else if (size > 1 && file->text[size - 2] == '\n')
        tidy_find(t, file->path, last, "blank lines at its end");
}

void tidy_blanks(tidy *t)
{
    for (const tidy_file *file = t->first; file; file = file->next) {
        if (!tidy_is_at(file->path, blank_rules))
            continue;
        t->looked++;
        judge_end(t, file);
        unsigned number = 1;
        for (const char *line = file->text; *line; number++) {
            size_t const size = strcspn(line, "\n");
            if (memchr(line, '\t', size))
                tidy_find(t, file->path, number, "a tab");
            if (size && strchr(" \t\r", line[size - 1]))
                tidy_find(t, file->path, number, "blanks at the end of the line");
            line += size + (line[size] == '\n');
        }
    }
}

void tidy_lengths(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        unsigned number = 1;
        for (const char *line = file->text; *line; number++) {
            size_t const size = strcspn(line, "\n");
            size_t const columns = ct_utf8_length(line, size);
            if (columns > COLUMNS)
                tidy_find(t, file->path, number, "%zu columns, at most %d", columns, COLUMNS);
            line += size + (line[size] == '\n');
        }
        if (number - 1 > FILE_LINES)
            tidy_find(t, file->path, 0, "%u lines, at most %d", number - 1, FILE_LINES);
    }
}

/* ---- Functions ---- */

/* Functions whose parameters an interface prescribes. */
static const struct callback {
    const char *place, *name, *why;
} callbacks[] = {
    {"gateway/server.c", "on_request", "MHD_AccessHandlerCallback of libmicrohttpd"},
};

static bool is_callback(const char *place, const char *name)
{
    for (size_t i = 0; i < sizeof callbacks / sizeof *callbacks; i++)
        if (!strcmp(callbacks[i].place, place) && !strcmp(callbacks[i].name, name))
            return true;
    return false;
}

typedef struct function {
    const char *name;
    size_t start, end; /* of its first letter and its last brace */
    unsigned parameters;
} function;

/* The opening parenthesis for `close`; 0 without one. */
static size_t opening_of(const char *code, size_t close)
{
    int depth = 0;
    for (size_t i = close + 1; i-- > 0;) {
        depth += (code[i] == ')') - (code[i] == '(');
        if (!depth)
            return i;
    }
    return 0;
}

static size_t back_over_blanks(const char *code, size_t at)
{
    while (at && strchr(" \n", code[at - 1]))
        at--;
    return at;
}

static unsigned count_parameters(const char *code, size_t open, size_t close)
{
    unsigned commas = 0;
    bool has_any = false;
    int depth = 0;
    for (size_t i = open + 1; i < close; i++) {
        depth += (code[i] == '(') - (code[i] == ')');
        commas += code[i] == ',' && !depth;
        has_any = has_any || !strchr(" \n", code[i]);
    }
    size_t const first = open + 1 + strspn(code + open + 1, " \n");
    bool const is_void =
        !strncmp(code + first, "void", 4) && back_over_blanks(code, close) == first + 4;
    return has_any && !is_void ? commas + 1 : 0;
}

/* Whether the brace at `brace` opens a function that starts at `start`; also returns its name and
 * parameters. Attributes in capitals may be between those and the brace. */
static bool read_head(tidy *t, const char *code, size_t brace, function *f)
{
    size_t close = back_over_blanks(code, brace);
    if (memchr(code + f->start, '=', brace - f->start))
        return false;
    while (close > f->start && code[close - 1] == ')') {
        size_t const open = opening_of(code, close - 1);
        size_t const name_end = back_over_blanks(code, open);
        size_t name = name_end;
        while (name > f->start && tidy_is_word(code[name - 1]))
            name--;
        if (name == name_end)
            return false;
        f->name = ct_arena_copy(t->arena, code + name, name_end - name);
        f->parameters = count_parameters(code, open, close - 1);
        if (strncmp(f->name, "CT_", 3))
            return true;
        close = back_over_blanks(code, name);
    }
    return false;
}

static size_t behind_directive(const char *code, size_t at)
{
    do
        at += strcspn(code + at, "\n") + 1;
    while (code[at - 1] == '\n' && code[at - 2] == '\\');
    return code[at - 1] ? at : at - 1;
}

static size_t closing_of(const char *code, size_t brace)
{
    int depth = 0;
    for (size_t i = brace; code[i]; i++) {
        depth += (code[i] == '{') - (code[i] == '}');
        if (!depth)
            return i;
    }
    return 0;
}

static void judge_function(tidy *t, const tidy_file *file, const function *f)
{
    unsigned const first = tidy_line(file, f->start);
    unsigned const lines = tidy_line(file, f->end) - first + 1;
    if (lines > FUNCTION_LINES)
        tidy_find(t, file->path, first, "%s has %u lines, at most %d", f->name, lines,
                  FUNCTION_LINES);
    if (is_callback(file->place, f->name))
        return;
    if (f->parameters > PARAMETERS)
        tidy_find(t, file->path, first, "%s has %u parameters, at most %d", f->name, f->parameters,
                  PARAMETERS);
    else if (f->parameters == PARAMETERS)
        tidy_note(t, file->path, first, "%s has %u parameters: is a struct missing?", f->name,
                  f->parameters);
}

/* Walks over the outermost level: directives, declarations, bodies. */
static void judge_functions(tidy *t, const tidy_file *file)
{
    const char *code = file->code;
    function f = {0};
    for (size_t at = 0; code[at];) {
        if (code[at] == '#') {
            f.start = at = behind_directive(code, at);
        } else if (code[at] == '{') {
            f.end = closing_of(code, at);
            if (!f.end) {
                tidy_find(t, file->path, tidy_line(file, at), "no brace closes this one");
                return;
            }
            if (read_head(t, code, at, &f)) {
                judge_function(t, file, &f);
                f.start = f.end + 1;
            }
            at = f.end + 1;
        } else if (code[at++] == ';') {
            f.start = at;
        }
        f.start += strspn(code + f.start, " \n");
        at = at < f.start ? f.start : at;
    }
}

void tidy_functions(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));)
        judge_functions(t, file);
}
