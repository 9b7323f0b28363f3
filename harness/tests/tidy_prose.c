#include <string.h>
#include <strings.h>

#include "tests/tidy.h"

/* Words that texts do not use, and the usual term. */
static const struct dialect {
    const char *phrase, *term;
} dialect[] = {
    {"nobody", "name the actor"},
    {"somebody", "name the actor"},
    {"whoever", "name the actor"},
    {"so often", "N times"},
    {"so long as", "while"},
    {"so many", "a number and its unit"},
    {"is no", "is not a, or invalid"},
    {"is none", "is not one, or there is no"},
    {"are none", "are not any, or there are no"},
    {"there stands", "is in"},
    {"stands", "is, appears"},
    {"tells", "prints, reports, states"},
    {"tell", "print, report, state"},
    {"told", "printed, reported"},
    {"says so", "is reported"},
    {"what came", "the response"},
    {"came back", "was received"},
    {"comes back", "is received"},
    {"takes away", "deletes"},
    {"taken away", "deleted"},
    {"take away", "delete"},
    {"no longer there", "gone"},
    {"not there", "missing, not found"},
    {"behind", "after"},
    {"trouble", "error"},
    {"remark", "note"},
    {"remarks", "notes"},
    {"granted", "accepted"},
    {"blank", "space"},
    {"blanks", "spaces"},
    {"a text", "a string"},
    {"texts", "strings"},
    {"quirk", "behavioural fault"},
    {"flaw", "request fault"},
    {"stake", "requirement map"},
    {"veil", "redaction"},
    {"flight", "case run"},
    {"tally", "counter"},
    {"campaign", "mutation run"},
    {"survivors", "survived"},
    {"caught", "killed"},
    {"obligation", "requirement"},
    {"obligations", "requirements"},
    {"who asks", "authentication"},
    {"who is trusted", "CA certificates"},
    {"exercised", "skipped"},
    {"begun", "started"},
    {"in front of", "before"},
};

/* Phrases in which such words are fine, whether they start it or follow its first word. */
static const char *const idioms[] = {
    "there is no",      "there is none", "there are none", "is no longer",
    "is not there yet", "in flight",     "stands for",
};

/* Where such a word is the term of a standard, a name of the format, or meant literally. */
static const struct allowed {
    const char *phrase, *places, *why;
} allowed[] = {
    {"remark",
     "cases/README.md cases/list-bound-apps/* fixtures/gateway/*.yaml fixtures/targets/*.yaml "
     "fixtures/schemas/*",
     "a field of the API, and of the record"},
    {"remark",
     "harness/gateway/bindings.c harness/gateway/gateway_data.c harness/gateway/objects.c",
     "a field of the API"},
    {"remarks", "harness/gateway/respond.c", "a field of a response"},
    {"remarks", "harness/report/html/*", "a class of the page"},
    {"trouble", "harness/report/html/*", "a class of the page"},
    {"texts", "fixtures/schemas/results.schema.json harness/report/html/*", "a name in code"},
    {"caught", "harness/mutation/mutation_report_json.c harness/report/html/mutants.js",
     "a key of prove --json"},
    {"granted", "cases/requirements.yaml", "permissions are granted"},
    {"blanks", "cases/bind-credentials/400-bad-request.yaml", "the id of a row"},
    {"is no", "cases/bind-credentials/401-unauthorized.yaml", "the value of a token"},
    {"nobody", "harness/http/signer.c", "the input of a hash"},
    {"somebody", "fixtures/gateway/tokens.yaml", "the name of a user"},
    {"obligation", "cases/README.md cases/requirements.yaml fixtures/schemas/*", "a key"},
};

static bool is_text(const tidy_file *file, size_t at)
{
    return !file->code || (file->code[at] == ' ' && file->text[at] != ' ');
}

static bool is_part_of_word(char c)
{
    return tidy_is_word(c) || c == '-';
}

static bool is_phrase(const tidy_file *file, size_t at, const char *phrase)
{
    size_t const size = strlen(phrase);
    return !strncasecmp(file->text + at, phrase, size) && is_text(file, at) &&
           (!at || !is_part_of_word(file->text[at - 1])) && !is_part_of_word(file->text[at + size]);
}

static bool is_idiom(const tidy_file *file, size_t at)
{
    for (size_t i = 0; i < sizeof idioms / sizeof *idioms; i++) {
        const char *inside = strchr(idioms[i], ' ');
        size_t const size = strlen(idioms[i]), before = (size_t)(inside + 1 - idioms[i]);
        if (!strncasecmp(file->text + at, idioms[i], size) ||
            (at >= before && !strncasecmp(file->text + at - before, idioms[i], size)))
            return true;
    }
    return false;
}

static bool is_allowed(const tidy_file *file, size_t at, const char *phrase)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (!strcmp(allowed[i].phrase, phrase) && tidy_is_at(file->path, allowed[i].places))
            return true;
    return is_idiom(file, at);
}

static void look_for_dialect(tidy *t, const tidy_file *file)
{
    for (size_t at = 0; at < file->size; at++)
        for (size_t i = 0; i < sizeof dialect / sizeof *dialect; i++)
            if (is_phrase(file, at, dialect[i].phrase) && !is_allowed(file, at, dialect[i].phrase))
                tidy_find(t, file->path, tidy_line(file, at), "'%s': use the usual term: %s",
                          dialect[i].phrase, dialect[i].term);
}

void tidy_prose(tidy *t)
{
    for (const tidy_file *file = t->first; file; file = file->next)
        if (!tidy_is_at(file->path, "harness/tests/* harness/bench/*")) {
            t->looked++;
            look_for_dialect(t, file);
        }
}
