#include "cli/requirements_list.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/mock_gateway.h"
#include "lang/json/json.h"

/* A requirement with the cases that verify it and the faults that violate it. */
typedef struct entry {
    const ct_requirement *requirement;
    const json_t *cases, *faults; /* arrays of strings; NULL or empty: none */
    ct_arena *arena;
} entry;

static json_t *list_citing(const ct_suite *suite, const ct_requirement *r, ct_arena *arena)
{
    json_t *names = ct_json_own(arena, json_array());
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (ct_case_verifies(test_case, r))
                json_array_append_new(names, json_string(test_case->full_name));
    return names;
}

static const char *request_of(const ct_about *about, ct_arena *arena)
{
    return about->path ? ct_arena_printf(arena, "%s %s", about->method, about->path) : NULL;
}

/* Adds "POST /pets 201 at $.id" or "effect GET /pets" for each place. */
static void list_places(const ct_requirement *r, json_t *places, ct_arena *arena)
{
    for (const ct_about *about = r->about; about; about = about->next) {
        const char *request = request_of(about, arena), *part = "";
        if (about->header)
            part = ct_arena_printf(arena, " header %s", about->header);
        else if (about->at_text)
            part = ct_arena_printf(arena, " at %s", about->at_text);
        const char *text = about->is_effect
                               ? ct_arena_printf(arena, "effect %s", request)
                               : ct_arena_printf(arena, "%s%s%u%s", request ? request : "",
                                                 request ? " " : "", about->status, part);
        json_array_append_new(places, json_string(text));
    }
}

/* ---- Text ---- */

static void add_shown(ct_buf *out, const char *text)
{
    ct_show_text(out, text, strlen(text));
}

static void add_names(ct_buf *out, const json_t *names, const char *title)
{
    size_t index;
    const json_t *name;
    if (json_array_size(names))
        ct_buf_text(out, title);
    json_array_foreach(names, index, name)
    {
        ct_buf_text(out, index ? ", " : "");
        add_shown(out, json_string_value(name));
    }
}

static void write_text(ct_buf *out, const entry *o)
{
    const ct_requirement *r = o->requirement;
    ct_buf_printf(out, "%s  %s  ", r->id, ct_level_name(r->level));
    add_shown(out, r->text);
    ct_buf_text(out, "\n    source: ");
    add_shown(out, r->source);
    add_names(out, o->cases, "\n    cases: ");
    add_names(out, o->faults, "\n    faults: ");
    json_t *places = ct_json_own(o->arena, json_array());
    list_places(r, places, o->arena);
    add_names(out, places, "\n    about: ");
    if (r->not_tested) {
        ct_buf_text(out, "\n    not tested: ");
        add_shown(out, r->not_tested);
    } else if (!json_array_size(o->cases)) {
        ct_buf_text(out, "\n    no case verifies it");
    } else if (!json_array_size(o->faults)) {
        ct_buf_text(out, "\n    no fault violates it");
    }
    ct_buf_char(out, '\n');
}

/* ---- Markdown ---- */

/* Appends untrusted text as the cell of a table. Markdown syntax is escaped. */
static void add_cell(ct_buf *out, const char *text)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    add_shown(&shown, text);
    for (const char *at = ct_buf_str(&shown); *at; at++) {
        if (strchr("\\`*_[]<>|&", *at))
            ct_buf_char(out, '\\');
        ct_buf_char(out, *at);
    }
    ct_buf_free(&shown);
}

static void add_cell_of(ct_buf *out, const json_t *names)
{
    size_t index;
    const json_t *name;
    json_array_foreach(names, index, name)
    {
        ct_buf_text(out, index ? ", " : "");
        add_cell(out, json_string_value(name));
    }
}

static void write_markdown(ct_buf *out, const entry *o)
{
    const ct_requirement *r = o->requirement;
    ct_buf_text(out, "| ");
    add_cell(out, r->id);
    ct_buf_printf(out, " | %s | ", ct_level_name(r->level));
    add_cell(out, r->text);
    ct_buf_text(out, " | ");
    add_cell(out, r->source);
    ct_buf_text(out, " | ");
    if (r->not_tested) {
        ct_buf_text(out, "not tested: ");
        add_cell(out, r->not_tested);
    } else {
        add_cell_of(out, o->cases);
    }
    ct_buf_text(out, " | ");
    add_cell_of(out, o->faults);
    ct_buf_text(out, " |\n");
}

/* ---- JSON ---- */

/* With the keys of requirements.yaml; always a list. */
static json_t *show_places(const ct_requirement *r, ct_arena *arena)
{
    json_t *places = json_array();
    for (const ct_about *about = r->about; about; about = about->next) {
        const char *request = request_of(about, arena);
        json_array_append_new(places, about->is_effect
                                          ? json_pack("{s:s}", "effect", request)
                                          : json_pack("{s:s*, s:i, s:s*, s:s*}", "request", request,
                                                      "status", (int)about->status, "header",
                                                      about->header, "at", about->at_text));
    }
    return places;
}

static json_t *show(const entry *o)
{
    const ct_requirement *r = o->requirement;
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:O, s:O?, s:s?}", "id", r->id, "level",
                     ct_level_name(r->level), "text", r->text, "source", r->source, "about",
                     show_places(r, o->arena), "cases", o->cases, "proven_by", o->faults,
                     "not_tested", r->not_tested);
}

/* ---- All ---- */

static void write_all(ct_buf *out, const ct_suite *suite, const json_t *map, ct_list_style style,
                      ct_arena *arena)
{
    json_t *list = ct_json_own(arena, json_array());
    if (style == CT_LIST_MARKDOWN)
        ct_buf_text(out, "| Requirement | Level | Text | Source | Cases | Faults |\n"
                         "| --- | --- | --- | --- | --- | --- |\n");
    for (const ct_requirement *r = suite->requirements; r; r = r->next) {
        entry const o = {r, list_citing(suite, r, arena), json_object_get(map, r->id), arena};
        if (style == CT_LIST_TEXT)
            write_text(out, &o);
        else if (style == CT_LIST_MARKDOWN)
            write_markdown(out, &o);
        else
            json_array_append_new(list, show(&o));
    }
    if (style == CT_LIST_JSON) {
        ct_json_write(out, list, CT_JSON_PRETTY | CT_JSON_SHOWN);
        ct_buf_char(out, '\n');
    }
}

int ct_list_requirements(ct_session *session, const ct_suite *suite, ct_list_style style)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_requirement_map *map =
        ct_mock_gateway_map(&session->settings, suite, session->arena, &session->diag);
    if (!map)
        return 2;
    ct_arena *arena = ct_arena_new();
    if (!suite->requirements)
        fputs("apigcheck: error: the suite has no requirements.yaml\n", stderr);
    write_all(&out, suite, ct_requirement_map_json(map), style, arena);
    fwrite(ct_buf_str(&out), 1, out.size, stdout);
    ct_buf_free(&out);
    ct_arena_free(arena);
    return suite->requirements ? 0 : 2;
}
