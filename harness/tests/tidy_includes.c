#include <stdlib.h>
#include <string.h>

#include "tests/tidy.h"

/* The layers that each layer may include. Forward declarations are always allowed. */
static const struct layer {
    const char *folder, *may_include;
} layers[] = {
    {"base", "base"},
    {"lang", "base lang"},
    {"model", "base lang model"},
    {"triage", "base lang model judge triage"},
    {"judge", "base lang model judge"},
    {"load", "base lang model judge load"},
    {"http", "base lang model http"},
    {"run", "base lang model triage judge http run"},
    {"record", "base lang model triage record"},
    {"report", "base lang model triage record report"},
    {"gateway", "base lang model http gateway"},
    {"mutation", "base lang model triage judge load http run gateway mutation"},
    {"certify", "base lang model judge load http run record triage certify"},
    {"cli",
     "base lang model triage judge load http run record report gateway mutation certify cli"},
    {"tests", "*"},
    {"bench", "*"},
};

/* The places that may include a header. Each library has one; code without access to the headers of
 * clocks, networks and files cannot use them, and no row gives it to the judge. */
static const struct door {
    const char *headers, *places, *why;
} doors[] = {
    {"yaml.h", "lang/yaml/yaml*.c", "libyaml has its door in lang/yaml/yaml.c"},
    {"pcre2.h", "lang/regex/regex.c", "PCRE2 has its door in lang/regex/regex.c"},
    {"idn2.h unictype.h", "lang/schema/idna.c",
     "libidn2 and libunistring have their door in lang/schema/idna.c"},
    {"uniwidth.h", "report/width.c",
     "the widths of libunistring have their door in report/width.c"},
    {"openssl/*",
     "base/digest.c base/encoding.c certify/ed25519.c base/private_key.c http/curl_tls.c",
     "libcrypto has its doors in base/digest.c, base/encoding.c, certify/ed25519.c and "
     "base/private_key.c, libssl "
     "in "
     "http/curl_tls.c"},
    {"curl/*", "http/curl.c http/curl_*.c http/curl_transfer.h tests/* bench/*",
     "libcurl has its door in http/curl.c"},
    {"microhttpd.h", "gateway/server.c", "libmicrohttpd has its door in gateway/server.c"},
    {"cmocka.h", "tests/*", "cmocka is for tests"},
    {"jansson.h",
     "lang/* model/* triage/* judge/* load/* http/* run/* gateway/* mutation/* record/* report/* "
     "certify/* cli/* tests/* bench/*",
     "base knows C and nothing else"},
    {"time.h sys/time.h",
     "base/datetime.c lang/json/json_bind.c http/* run/* gateway/* mutation/* record/* report/* "
     "cli/* tests/* bench/*",
     "no clock here"},
    {"sys/socket.h netdb.h netinet/* arpa/* poll.h sys/un.h",
     "http/* run/* gateway/* mutation/* cli/* tests/* bench/*", "no network here"},
    {"unistd.h fcntl.h dirent.h sys/stat.h sys/mman.h",
     "base/* certify/ed25519.c load/* http/* run/* gateway/* mutation/* record/* report/* "
     "certify/* cli/* tests/* bench/*",
     "no files here"},
    {"stdio.h",
     "base/* lang/* load/* http/* run/* gateway/* mutation/* record/* report/* certify/* cli/* "
     "tests/* bench/*",
     "no files here"},
    {"locale.h", "tests/*", "what we read and write is the same everywhere"},
};

/* ---- Layers: what each file includes ---- */

static const struct layer *find_layer(const char *folder)
{
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (!strcmp(layers[i].folder, folder))
            return &layers[i];
    return NULL;
}

static bool may_include(const char *layer, const char *place)
{
    const struct layer *rule = find_layer(layer);
    const char *slash = strchr(place, '/');
    char folder[64];
    if (!rule || !slash || (size_t)(slash - place) >= sizeof folder)
        return false;
    memcpy(folder, place, (size_t)(slash - place));
    folder[slash - place] = '\0';
    return tidy_is_at(folder, rule->may_include);
}

static void judge_include(tidy *t, const tidy_file *file, const tidy_include *include)
{
    const char *name = include->name;
    const tidy_file *other = tidy_file_at(t, ct_arena_printf(t->arena, "harness/%s", name));
    if (!strchr(name, '/'))
        tidy_find(t, file->path, include->line, "an include says its layer: \"%s/%s\"", file->layer,
                  name);
    else if (!other)
        tidy_find(t, file->path, include->line, "there is no harness/%s", name);
    else if (!other->is_header)
        tidy_find(t, file->path, include->line, "only headers are included, not %s", name);
    else if (!may_include(file->layer, name))
        tidy_find(t, file->path, include->line,
                  "this layer may not include that one: %s may include %s, not %s", file->layer,
                  find_layer(file->layer)->may_include, name);
}

void tidy_layers(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        tidy_include include = {0};
        if (!find_layer(file->layer)) {
            tidy_find(t, file->path, 0, "no row in the table of layers");
            continue;
        }
        while (tidy_next_include(t, file, &include))
            if (include.is_ours)
                judge_include(t, file, &include);
    }
}

/* ---- Reach: what the compiler reads for each file ---- */

/* "json.o: harness/lang/json/json.c harness/lang/json/json.h \ ..." */
static void judge_rule(tidy *t, char *rule)
{
    char *rest = NULL;
    strtok_r(rule, " \\\n", &rest); /* json.o: */
    const char *path = strtok_r(NULL, " \\\n", &rest);
    const tidy_file *file = path ? tidy_file_at(t, path) : NULL;
    if (!file)
        return;
    while ((path = strtok_r(NULL, " \\\n", &rest))) {
        if (strncmp(path, "harness/", 8) || strstr(path, "/../"))
            tidy_find(t, file->path, 0, "the compiler goes astray from here, to %s", path);
        else if (!may_include(file->layer, path + 8))
            tidy_find(t, file->path, 0, "the compiler reaches %s from here, this layer may not",
                      path + 8);
    }
}

/* A rule ends at a line that does not end with a backslash. */
static void judge_rules(tidy *t, char *rules)
{
    while (*rules) {
        char *end = rules + strcspn(rules, "\n");
        while (*end && end > rules && end[-1] == '\\')
            end += 1 + strcspn(end + 1, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        judge_rule(t, rules);
        rules = next;
    }
}

/* "harness/a/b.c:3:10: fatal error: ..."; compilers word the rest differently. */
static void tell_errors(tidy *t, const char *errors)
{
    while (*errors) {
        int const size = (int)strcspn(errors, "\n");
        const char *line = ct_arena_printf(t->arena, "%.*s", size, errors);
        const char *colon = strchr(line, ':');
        if (colon && strstr(line, "error: "))
            tidy_find(t, ct_arena_copy(t->arena, line, (size_t)(colon - line)),
                      (unsigned)strtoul(colon + 1, NULL, 10), "the compiler stops here");
        errors += size + (errors[size] == '\n');
    }
}

void tidy_reach(tidy *t)
{
    const char *compiler = getenv("CC");
    const char *command =
        ct_arena_printf(t->arena, "%s -MM -D_GNU_SOURCE -DCT_VERSION='\"0\"' -Iharness",
                        compiler && *compiler ? compiler : "cc");
    unsigned const before = t->findings;
    bool is_fine;
    command = tidy_command(t, command, false);
    const char *rules =
        tidy_output(t, ct_arena_printf(t->arena, "%s 2>/dev/null", command), &is_fine);
    judge_rules(t, ct_arena_text(t->arena, rules));
    if (is_fine)
        return;
    tell_errors(t,
                tidy_output(t, ct_arena_printf(t->arena, "%s 2>&1 >/dev/null", command), &is_fine));
    if (t->findings == before)
        tidy_find(t, "tidy", 0, "the compiler fails and does not say why: %.60s ...", command);
}

/* ---- Circles ---- */

typedef struct trail {
    const tidy_file *file;
    const struct trail *before;
} trail;

static void tell_circle(tidy *t, const trail *end, unsigned line)
{
    const char *way = end->file->place;
    for (const trail *at = end->before; at; at = at->before) {
        way = ct_arena_printf(t->arena, "%s > %s", at->file->place, way);
        if (at->file == end->file)
            break;
    }
    tidy_find(t, end->before->file->path, line, "headers in a circle: %s", way);
}

static bool is_on(const trail *way, const tidy_file *file)
{
    while (way && way->file != file)
        way = way->before;
    return way;
}

/* Each circle is reported once, from its header that sorts first. */
static void follow(tidy *t, const tidy_file *start, const trail *way)
{
    tidy_include include = {0};
    while (tidy_next_include(t, way->file, &include)) {
        const char *path = ct_arena_printf(t->arena, "harness/%s", include.name);
        const tidy_file *file = include.is_ours ? tidy_file_at(t, path) : NULL;
        trail const step = {file, way};
        if (!file || strcmp(file->path, start->path) < 0)
            continue;
        if (file == start)
            tell_circle(t, &step, include.line);
        else if (!is_on(way, file))
            follow(t, start, &step);
    }
}

void tidy_circles(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));)
        if (file->is_header)
            follow(t, file, &(trail){file, NULL});
}

/* ---- Doors ---- */

void tidy_doors(tidy *t)
{
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));) {
        tidy_include include = {0};
        while (tidy_next_include(t, file, &include)) {
            for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
                if (!include.is_ours && tidy_is_at(include.name, doors[i].headers) &&
                    !tidy_is_at(file->place, doors[i].places))
                    tidy_find(t, file->path, include.line, "<%s>: %s", include.name, doors[i].why);
        }
    }
}
