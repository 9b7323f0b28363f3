#include <string.h>

#include "tests/tidy.h"

/* How a page refers to a row. */
typedef enum naming {
    AS_KEY, /* `key`, `{key, ...}`, `key: value`, or "key:" in an example */
    AS_WORD /* anywhere in code */
} naming;

/* Tables in the code that a page must list. A table is identified by its declaration before the
 * brackets; the name of a row is its first literal. */
static const struct documented {
    const char *places, *table, *page;
    naming how;
    const char *before; /* text before each name in the page */
} documented[] = {
    {"load/*.c judge/*.c", "const ct_field ", "cases/README.md", AS_KEY, ""},
    {"judge/matcher.c", "ct_matchers[]", "cases/README.md", AS_WORD, ""},
    {"cli/command.c", "ct_commands[]", "README.md", AS_WORD, "apigcheck "},
    {"gateway/variant.c", "ct_variants[]", "harness/README.md", AS_WORD, ""},
};

/* ---- Tables ---- */

bool tidy_next_table(tidy_table *table, const char *declaration)
{
    const char *code = table->file->code;
    const char *found = code + table->at;
    while ((found = strstr(found, declaration))) {
        found += strlen(declaration);
        size_t const size = strcspn(found, "{;()");
        if (found[size] == '{' && memchr(found, '=', size)) {
            table->name = found;
            table->at = (size_t)(found - code) + size + 1;
            return true;
        }
    }
    return false;
}

static const char *literal_at(const tidy *t, const char *text)
{
    return ct_arena_copy(t->arena, text + 1, strcspn(text + 1, "\""));
}

const char *tidy_next_row(const tidy *t, tidy_table *table, unsigned *line)
{
    const char *code = table->file->code, *name = NULL;
    int depth = 0;
    for (; code[table->at]; table->at++) {
        char const c = code[table->at];
        if (c == '}' && !depth--)
            return NULL;
        if (c == '}' && !depth && name) {
            table->at++;
            return name;
        }
        depth += c == '{';
        if (c == '"' && depth == 1 && !name) {
            name = literal_at(t, table->file->text + table->at);
            *line = tidy_line(table->file, table->at);
        }
    }
    return NULL;
}

/* ---- Pages ---- */

/* The code in a page: everything else is blanked. Spans keep their quotes, which mark their ends;
 * blocks are between lines of three quotes. */
static const char *code_in(const tidy *t, const tidy_file *page)
{
    char *code = ct_arena_copy(t->arena, page->text, page->size);
    bool in_block = false, in_span = false;
    for (char *c = code; *c; c++) {
        if (!strncmp(c, "```", 3) && (c == code || c[-1] == '\n')) {
            in_block = !in_block;
            in_span = false;
            memset(c, ' ', strcspn(c, "\n"));
        } else if (*c == '`' && !in_block) {
            in_span = !in_span;
        } else if (!in_block && !in_span && *c != '\n') {
            *c = ' ';
        }
    }
    return code;
}

static bool is_part(char c)
{
    return tidy_is_word(c) || c == '-';
}

static bool is_named(const char *code, const char *name, naming how)
{
    size_t const size = strlen(name);
    for (const char *at = code; (at = strstr(at, name)); at++) {
        if ((at > code && is_part(at[-1])) || is_part(at[size]))
            continue;
        if (how == AS_WORD || strchr(":`,}", at[size]))
            return true;
    }
    return false;
}

/* ---- Both ---- */

static void judge_tables(tidy *t, const struct documented *rule, const tidy_file *file)
{
    const tidy_file *page = tidy_file_at(t, rule->page);
    const char *code = page ? code_in(t, page) : NULL;
    tidy_table table = {.file = file};
    const char *name;
    unsigned line = 0;
    while (tidy_next_table(&table, rule->table)) {
        t->looked++;
        while ((name = tidy_next_row(t, &table, &line))) {
            name = ct_arena_printf(t->arena, "%s%s", rule->before, name);
            if (code && !is_named(code, name, rule->how))
                tidy_find(t, file->path, line, "%s does not name `%s`", rule->page, name);
        }
    }
}

void tidy_documented(tidy *t)
{
    for (size_t i = 0; i < sizeof documented / sizeof *documented; i++) {
        const struct documented *rule = &documented[i];
        size_t const before = t->looked;
        for (const tidy_file *file = t->first; file; file = file->next)
            if (file->is_source && *file->place && !tidy_is_at(file->place, "tests/*") &&
                tidy_is_at(file->place, rule->places))
                judge_tables(t, rule, file);
        if (t->looked == before)
            tidy_find(t, "tidy", 0, "there is no table '%s'", rule->table);
        else if (!tidy_file_at(t, rule->page))
            tidy_note(t, rule->page, 0, "is not there, so '%s' is not compared", rule->table);
    }
}
