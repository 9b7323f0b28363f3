#include "report/junit_check.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { DEPTH_MAX = 8, ATTRIBUTES_MAX = 16 };

/* A part of the text that is read. */
typedef struct span {
    const char *at;
    size_t size;
} span;

typedef struct attribute {
    span name, value;
} attribute;

typedef struct tag {
    span name;
    attribute attributes[ATTRIBUTES_MAX];
    size_t count;
    bool is_end, is_empty; /* </x>, <x/> */
} tag;

typedef struct reader {
    const char *at, *end;
    span open[DEPTH_MAX];
    size_t depth;
    ct_junit_counts all;
    ct_junit_counts suite;   /* counted since it began */
    ct_junit_counts claimed; /* by its attributes */
    unsigned children;       /* of the testcase that is open, without its properties */
    bool has_properties;     /* it began to have them */
    const char *wrong;
} reader;

static bool fail(reader *r, const char *wrong)
{
    if (!r->wrong)
        r->wrong = wrong;
    return false;
}

static bool is(span s, const char *word)
{
    return s.size == strlen(word) && !memcmp(s.at, word, s.size);
}

static bool skip(reader *r, const char *word)
{
    size_t const size = strlen(word);
    if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size))
        return false;
    r->at += size;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(reader *r)
{
    while (r->at < r->end && is_blank(*r->at))
        r->at++;
}

/* ---- Characters ---- */

/* The Char production of XML 1.0. */
static bool is_legal(int32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

static bool check_reference(reader *r)
{
    static const char *const known[] = {"&lt;", "&gt;",  "&amp;", "&quot;",
                                        "&#9;", "&#10;", "&#13;"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (skip(r, known[i]))
            return true;
    return fail(r, "it has an unknown reference");
}

/* Moves to `stop`, over legal characters and references. */
static bool read_text(reader *r, char stop, span *out)
{
    out->at = r->at;
    while (r->at < r->end && *r->at != stop) {
        if (*r->at == '<')
            return fail(r, "it has a '<' in its text");
        if (*r->at == '&') {
            if (!check_reference(r))
                return false;
        } else if (!is_legal(ct_utf8_next(&r->at, r->end))) {
            return fail(r, "it has a character that XML cannot carry");
        }
    }
    out->size = (size_t)(r->at - out->at);
    return true;
}

static bool read_cdata(reader *r)
{
    const char *close = memmem(r->at, (size_t)(r->end - r->at), "]]>", 3);
    if (!close)
        return fail(r, "a CDATA section does not end");
    while (r->at < close)
        if (!is_legal(ct_utf8_next(&r->at, r->end)))
            return fail(r, "it has a character that XML cannot carry");
    r->at = close + 3;
    return true;
}

/* ---- Tags ---- */

static bool read_name(reader *r, span *out)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";
    out->at = r->at;
    while (r->at < r->end && *r->at && strchr(letters, *r->at))
        r->at++;
    out->size = (size_t)(r->at - out->at);
    return out->size || fail(r, "a tag or an attribute has no name");
}

static const attribute *find(const tag *t, const char *name)
{
    for (size_t i = 0; i < t->count; i++)
        if (is(t->attributes[i].name, name))
            return &t->attributes[i];
    return NULL;
}

static bool read_attribute(reader *r, tag *t)
{
    if (t->count == ATTRIBUTES_MAX)
        return fail(r, "a tag has too many attributes");
    attribute *a = &t->attributes[t->count];
    if (!read_name(r, &a->name))
        return false;
    if (!skip(r, "=\""))
        return fail(r, "an attribute has no value");
    if (!read_text(r, '"', &a->value))
        return false;
    if (!skip(r, "\""))
        return fail(r, "a value does not end");
    for (size_t i = 0; i < t->count; i++)
        if (t->attributes[i].name.size == a->name.size &&
            !memcmp(t->attributes[i].name.at, a->name.at, a->name.size))
            return fail(r, "a tag has a duplicate attribute");
    t->count++;
    return true;
}

static bool read_tag(reader *r, tag *t)
{
    *t = (tag){.is_end = skip(r, "/")};
    if (!read_name(r, &t->name))
        return false;
    for (;;) {
        const char *before = r->at;
        skip_blanks(r);
        if (skip(r, ">"))
            return true;
        if (skip(r, "/>"))
            return t->is_empty = true;
        if (r->at == before || t->is_end)
            return fail(r, "a tag does not end");
        if (!read_attribute(r, t))
            return false;
    }
}

/* ---- Meaning ---- */

static bool read_count(reader *r, const tag *t, const char *name, unsigned *count)
{
    const attribute *a = find(t, name);
    if (!a || !a->value.size || a->value.size > 9)
        return fail(r, "a suite lacks a counter");
    *count = 0;
    for (size_t i = 0; i < a->value.size; i++) {
        if (a->value.at[i] < '0' || a->value.at[i] > '9')
            return fail(r, "a counter is not a number");
        *count = *count * 10 + (unsigned)(a->value.at[i] - '0');
    }
    return true;
}

static bool has_text(const tag *t, const char *name)
{
    const attribute *a = find(t, name);
    return a && a->value.size;
}

static bool begin_suite(reader *r, const tag *t)
{
    r->suite = (ct_junit_counts){0};
    r->all.suites++;
    if (!has_text(t, "name"))
        return fail(r, "a suite has no name");
    return read_count(r, t, "tests", &r->claimed.tests) &&
           read_count(r, t, "failures", &r->claimed.failures) &&
           read_count(r, t, "errors", &r->claimed.errors) &&
           read_count(r, t, "skipped", &r->claimed.skipped);
}

static bool end_suite(reader *r)
{
    r->all.tests += r->suite.tests;
    r->all.failures += r->suite.failures;
    r->all.errors += r->suite.errors;
    r->all.skipped += r->suite.skipped;
    return !memcmp(&r->suite, &r->claimed, sizeof r->suite) ||
           fail(r, "a suite's counters are not those of its testcases");
}

static bool begin_case(reader *r, const tag *t)
{
    r->suite.tests++;
    r->children = 0;
    r->has_properties = false;
    if (!has_text(t, "name") || !has_text(t, "classname") || !has_text(t, "time"))
        return fail(r, "a testcase lacks its name, classname or time");
    return true;
}

/* The extended flavour: ahead of the child, and once. */
static bool begin_properties(reader *r)
{
    if (r->has_properties || r->children)
        return fail(r, "a testcase has properties twice, or after its child");
    return r->has_properties = true;
}

static bool begin_child(reader *r, const tag *t)
{
    if (is(t->name, "properties"))
        return begin_properties(r);
    if (is(t->name, "failure"))
        r->suite.failures++;
    else if (is(t->name, "error"))
        r->suite.errors++;
    else if (is(t->name, "skipped"))
        r->suite.skipped++;
    else
        return fail(r, "a testcase has an unknown child");
    if (++r->children > 1)
        return fail(r, "a testcase has two children");
    if (!has_text(t, "message"))
        return fail(r, "a child of a testcase has no message");
    return is(t->name, "skipped") || has_text(t, "type") || fail(r, "a child has no type");
}

static bool begin_property(reader *r, const tag *t)
{
    if (!is(t->name, "property") || !has_text(t, "name") || !find(t, "value"))
        return fail(r, "properties have something else in them than names and values");
    return true;
}

/* By its parent element. */
static bool begin_element(reader *r, const tag *t)
{
    if (r->depth && is(r->open[r->depth - 1], "properties"))
        return begin_property(r, t);
    switch (r->depth) {
    case 0:
        return is(t->name, "testsuites") || fail(r, "its root is not 'testsuites'");
    case 1:
        return is(t->name, "testsuite") ? begin_suite(r, t) : fail(r, "it has no suites");
    case 2:
        return !is(t->name, "testcase") || begin_case(r, t);
    case 3:
        return !is(r->open[2], "testcase") || begin_child(r, t);
    default:
        return fail(r, "it is nested too deeply");
    }
}

static bool end_element(reader *r, span name)
{
    if (!r->depth)
        return fail(r, "an end tag has no start tag");
    span const open = r->open[--r->depth];
    if (open.size != name.size || memcmp(open.at, name.at, name.size))
        return fail(r, "its tags are not nested");
    return r->depth != 1 || end_suite(r);
}

static bool read_element(reader *r)
{
    tag t;
    if (!read_tag(r, &t))
        return false;
    if (t.is_end)
        return end_element(r, t.name);
    if (r->depth == DEPTH_MAX)
        return fail(r, "it is nested too deeply");
    if (!begin_element(r, &t))
        return false;
    r->open[r->depth++] = t.name;
    return !t.is_empty || end_element(r, t.name);
}

/* Some readers drop a whole element that has a stray text between its children. */
static bool may_have_text(const reader *r)
{
    return r->depth >= 3 && !is(r->open[r->depth - 1], "testcase") &&
           !is(r->open[r->depth - 1], "properties");
}

static bool read_between(reader *r)
{
    span text;
    if (!may_have_text(r)) {
        skip_blanks(r);
        return (r->at < r->end && *r->at == '<') || fail(r, "it has text between its elements");
    }
    return read_text(r, '<', &text);
}

static bool read_part(reader *r)
{
    if (skip(r, "<![CDATA["))
        return may_have_text(r) ? read_cdata(r) : fail(r, "it has text between its elements");
    if (skip(r, "<"))
        return read_element(r);
    return read_between(r);
}

const char *ct_junit_check(const char *text, size_t size, ct_junit_counts *counts)
{
    reader r = {.at = text, .end = text + size};
    if (!skip(&r, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        return "it does not begin as XML in UTF-8";
    do {
        if (!read_part(&r))
            return r.wrong;
    } while (r.depth && r.at < r.end);
    skip_blanks(&r);
    if (r.depth || r.at < r.end)
        return "it does not end with its root element";
    *counts = r.all;
    return NULL;
}
