/* Builds the tree from libyaml's events. yaml_scalar.c interprets the scalars. */
#include "lang/yaml/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/yaml/yaml_characters.h"
#include "lang/yaml/yaml_help.h"

typedef struct parser {
    ct_arena *arena;
    const ct_source *source;
    ct_diag *diag;
    yaml_parser_t yaml;
    json_t *anchors; /* name -> index in `anchored` */
    struct ct_yaml **anchored;
    size_t anchors_size;
    unsigned nodes, aliased;
    unsigned depth;
    const ct_yaml_reading *reading;
    unsigned place;      /* of the next node, in the terms of reading->place */
    size_t seen_index;   /* characters up to `seen`, as libyaml counts them */
    const char *seen;    /* the character `seen_index` in the source */
    const ct_yaml *root; /* as far as it was read */
    ct_arena *element;   /* memory of the element that is visited */
    bool is_each_next;   /* the next list is the one whose elements are visited */
    unsigned reported;   /* errors of visits */
    unsigned errors;     /* of the diag before this file */
    bool gave_up;        /* a syntax error was reported; further errors would be its consequences */
    size_t mark;         /* bytes of a byte order mark, which libyaml does not get */
} parser;

static ct_loc place(const parser *p, yaml_mark_t start, yaml_mark_t end)
{
    size_t const width =
        end.line == start.line && end.column > start.column ? end.column - start.column : 1;
    size_t const column = start.column + (p->mark && !start.line) + 1;
    return (ct_loc){
        .source = p->source,
        .line = (uint32_t)(start.line + 1),
        .column = column < UINT16_MAX ? (uint16_t)column : UINT16_MAX,
        .width = width < UINT16_MAX ? (uint16_t)width : UINT16_MAX,
    };
}

static void *give_up(parser *p, ct_error_code code, ct_loc where, const char *message)
{
    if (!p->gave_up)
        ct_fail(p->diag, code, where, "%s", message);
    p->gave_up = true;
    return NULL;
}

static void *invalid(parser *p, ct_loc where, const char *message)
{
    return give_up(p, CT_ERR_INVALID_YAML, where, message);
}

static void *too_large(parser *p, ct_loc where, const char *message)
{
    return give_up(p, CT_ERR_LIMIT_EXCEEDED, where, message);
}

/* For an invalid character libyaml reports only the offset. */
static ct_loc problem_place(const parser *p)
{
    yaml_mark_t const mark = p->yaml.problem_mark;
    if (p->yaml.error != YAML_READER_ERROR)
        return place(p, mark, mark);
    return ct_yaml_place_of_byte(p->source, p->yaml.problem_offset + p->mark);
}

/* "while parsing a flow mapping that starts at 2:10" */
static void note_context(parser *p)
{
    yaml_mark_t const start = p->yaml.context_mark;
    if (p->yaml.context && start.line < p->yaml.problem_mark.line)
        ct_note(p->diag, "%s that starts at %zu:%zu", p->yaml.context, start.line + 1,
                start.column + 1);
    else if (p->yaml.context)
        ct_note(p->diag, "%s", p->yaml.context);
}

static void not_yaml(parser *p)
{
    if (p->gave_up)
        return;
    invalid(p, problem_place(p),
            ct_arena_printf(p->diag->arena, "invalid YAML: %s", p->yaml.problem));
    note_context(p);
    const char *help = ct_yaml_help(p->yaml.problem, p->yaml.context);
    if (help)
        ct_hint(p->diag, "%s", help);
}

static bool next_event(parser *p, yaml_event_t *event)
{
    if (yaml_parser_parse(&p->yaml, event))
        return true;
    if (p->yaml.error == YAML_MEMORY_ERROR || !p->yaml.problem)
        ct_out_of_memory(); /* libyaml reports some of them without a code */
    not_yaml(p);
    return false;
}

static ct_yaml *new_node(parser *p, ct_yaml_kind kind, ct_loc where, const yaml_char_t *tag)
{
    if (++p->nodes > CT_LIMIT_YAML_NODES)
        return too_large(p, where, "the file has too many values");
    ct_yaml *node = ct_new(p->arena, ct_yaml);
    node->kind = kind;
    node->where = where;
    node->weight = 1;
    if (!tag)
        return node;
    node->tag = ct_arena_text(p->arena, (const char *)tag);
    if (where.width == 1) /* its value is in another line */
        node->where.width = (uint16_t)ct_utf8_length(node->tag, strlen(node->tag));
    return node;
}

static bool check_text(parser *p, const char *text, size_t size, ct_loc where, const char *what)
{
    unsigned control;
    return !ct_yaml_find_control(text, size, &control) ||
           ct_fail(p->diag, CT_ERR_CONTROL_CHARACTER, where, "control character U+%04X in a %s",
                   control, what);
}

/* Returns the kind of place of the value of a key, or of an element. */
static unsigned place_below(const parser *p, unsigned place, const char *key)
{
    return !p->reading->place || place == CT_YAML_CONTROLS_ALLOWED ? place
                                                                   : p->reading->place(place, key);
}

/* Scalars with a tag are accepted if they have escapes: the code of the tag checks them. */
static void check_controls(parser *p, const ct_yaml *node, ct_loc where, unsigned place)
{
    bool const is_allowed =
        p->reading->place && node->has_escape && (node->tag || place == CT_YAML_CONTROLS_ALLOWED);
    if (!node->has_control)
        return;
    if (node->kind == CT_YAML_SCALAR && !is_allowed)
        check_text(p, node->text, node->size, where, "string");
    for (const ct_yaml *child = node->child; child; child = child->next)
        check_controls(p, child, child->where, place_below(p, place, child->key));
}

/* Converts a character index of libyaml to a position in bytes. Indexes must not decrease. */
static const char *seek(parser *p, size_t index)
{
    while (p->seen_index < index) {
        p->seen_index++;
        do
            p->seen++;
        while ((*p->seen & 0xC0) == 0x80);
    }
    return p->seen;
}

/* Returns true if the scalar has an escape other than \\ and \". */
static bool has_escape(parser *p, const yaml_event_t *event)
{
    if (event->data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        return false;
    const char *at = seek(p, event->start_mark.index);
    const char *const end = seek(p, event->end_mark.index);
    while ((at = memchr(at, '\\', (size_t)(end - at))) && (at[1] == '\\' || at[1] == '"'))
        at += 2;
    return at;
}

static ct_yaml *read_scalar(parser *p, const yaml_event_t *event)
{
    unsigned control;
    ct_yaml *node = new_node(p, CT_YAML_SCALAR, place(p, event->start_mark, event->end_mark),
                             event->data.scalar.tag);
    if (!node)
        return NULL;
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->has_escape = has_escape(p, event);
    node->size = event->data.scalar.length;
    node->text = ct_arena_copy(p->arena, (const char *)event->data.scalar.value, node->size);
    node->has_control = ct_yaml_find_control(node->text, node->size, &control);
    check_controls(p, node, node->where, p->place);
    if (node->size || node->is_quoted)
        return node;
    if (node->tag) {
        node->text = NULL;
    } else {
        ct_fail(p->diag, CT_ERR_EMPTY_VALUE, node->where, "empty value");
        ct_hint(p->diag, "write null, or '' for an empty string");
    }
    return node;
}

static void remember_anchor(parser *p, const yaml_char_t *name, ct_yaml *node)
{
    if (!name)
        return;
    size_t const index = p->anchors_size++;
    if ((index & (index + 1)) == 0) { /* grown when the size reaches a power of two */
        ct_yaml **more = ct_arena_alloc(p->arena, 2 * (index + 1) * sizeof *more);
        if (index)
            memcpy(more, p->anchored, index * sizeof *more);
        p->anchored = more;
    }
    p->anchored[index] = node;
    json_object_set_new_nocheck(p->anchors, (const char *)name, json_integer((json_int_t)index));
}

static ct_yaml *read_alias(parser *p, const yaml_event_t *event)
{
    ct_loc const where = place(p, event->start_mark, event->end_mark);
    const char *name = (const char *)event->data.alias.anchor;
    const json_t *index = json_object_get(p->anchors, name);
    if (!index) {
        ct_fail(p->diag, CT_ERR_INVALID_YAML, where, "undefined anchor '&%s'", name);
        return NULL;
    }
    const ct_yaml *target = p->anchored[json_integer_value(index)];
    if (!target->weight || p->depth + target->height > CT_LIMIT_YAML_DEPTH)
        return too_large(p, where, "the alias contains itself or is nested too deeply");
    p->aliased += target->weight;
    if (p->aliased > CT_LIMIT_YAML_ALIASED)
        return too_large(p, where, "the aliases of the file expand to too many values");
    ct_yaml *node = ct_new(p->arena, ct_yaml);
    *node = *target; /* its children are shared, and never changed */
    node->where = where;
    node->next = NULL;
    node->key = NULL;
    check_controls(p, node, where, p->place); /* they may be allowed only at the anchor */
    return node;
}

static ct_yaml *read_node(parser *p, const yaml_event_t *event);

typedef struct collection {
    ct_yaml *node;
    ct_yaml **tail;
    unsigned weight; /* becomes the node's when it is complete */
    json_t *seen;    /* keys, once there are many */
} collection;

static void add_child(collection *c, ct_yaml *child)
{
    *c->tail = child;
    c->tail = &child->next;
    c->node->count++;
    c->weight += child->weight;
    c->node->has_control = c->node->has_control || child->has_control;
    if (child->height >= c->node->height)
        c->node->height = child->height + 1;
}

typedef void read_fn(parser *p, const yaml_event_t *event, void *state);

/* Calls `read` with each event before `end`. Returns false after a syntax error. */
static bool read_members(parser *p, yaml_event_type_t end, read_fn *read, void *state)
{
    for (bool done = false; !done && !p->gave_up;) {
        yaml_event_t event;
        if (!next_event(p, &event))
            return false;
        done = event.type == end;
        if (!done)
            read(p, &event, state);
        yaml_event_delete(&event);
    }
    return !p->gave_up;
}

static void read_element(parser *p, const yaml_event_t *event, void *state)
{
    collection *list = state;
    ct_yaml *child = read_node(p, event);
    if (child)
        add_child(list, child);
}

static bool has_errors(const parser *p)
{
    return p->diag->count != p->errors + p->reported;
}

static void drop_arena(void *arena)
{
    ct_arena_free(arena);
}

/* Keeps the nodes of an element with anchors, because later elements may have aliases to them. */
static void end_element(parser *p, size_t anchors)
{
    if (p->anchors_size == anchors) {
        ct_arena_reset(p->element);
        return;
    }
    ct_arena_own(p->arena, p->element, drop_arena);
    p->element = ct_arena_new();
}

static void visit_element(parser *p, const yaml_event_t *event, void *state)
{
    collection *list = state;
    ct_arena *outer = p->arena;
    size_t const anchors = p->anchors_size;
    p->arena = p->element;
    const ct_yaml *child = read_node(p, event);
    p->arena = outer;
    if (child && !has_errors(p)) {
        unsigned const before = p->diag->count;
        list->node->count++;
        p->reading->visit(p->reading->user, p->root, child);
        p->reported += p->diag->count - before;
    }
    end_element(p, anchors);
}

/* Returns true if `value` is the list of the root whose elements are visited. */
static bool is_each(const parser *p, const char *key, const yaml_event_t *value)
{
    return p->reading->key && p->depth == 1 && value->type == YAML_SEQUENCE_START_EVENT &&
           !value->data.sequence_start.tag && !value->data.sequence_start.anchor &&
           !strcmp(key, p->reading->key);
}

static const char *key_text(parser *p, const yaml_event_t *event)
{
    ct_loc const where = place(p, event->start_mark, event->end_mark);
    if (event->type != YAML_SCALAR_EVENT || event->data.scalar.tag || event->data.scalar.anchor)
        return invalid(p, where, "a key must be a scalar without tag and anchor");
    bool const is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const char *text = (const char *)event->data.scalar.value;
    if (is_plain && !strcmp(text, "<<"))
        return invalid(p, where, "merge keys ('<<') are not part of YAML 1.2");
    if (is_plain && !*text)
        return invalid(p, where, "empty key");
    size_t const size = event->data.scalar.length;
    if (check_text(p, text, size, where, "key"))
        return ct_arena_copy(p->arena, text, size);
    ct_buf shown = CT_BUF(CT_BUF_ANY); /* escaped, so that it differs from other keys */
    ct_show_text(&shown, text, size);
    return ct_buf_finish(&shown, p->arena);
}

/* Uses a hash table for mappings with many keys, where a linear search takes too long. */
static bool is_duplicate(collection *map, const char *key)
{
    enum { MANY = 12 };
    if (map->node->count < MANY)
        return ct_yaml_get(map->node, key);
    if (!map->seen) {
        map->seen = json_object();
        for (const ct_yaml *m = map->node->child; m; m = m->next)
            json_object_set_new_nocheck(map->seen, m->key, json_true());
    }
    if (json_object_get(map->seen, key))
        return true;
    json_object_set_new_nocheck(map->seen, key, json_true());
    return false;
}

static void report_duplicate(parser *p, const ct_yaml *map, const char *key, ct_loc where)
{
    ct_loc const first = ct_yaml_get(map, key)->key_where;
    ct_fail(p->diag, CT_ERR_DUPLICATE_KEY, where, "duplicate key '%s'", key);
    ct_note_place(p->diag, "first defined", first);
}

static void read_member(parser *p, const yaml_event_t *event, void *state)
{
    collection *map = state;
    ct_loc const where = place(p, event->start_mark, event->end_mark);
    const char *key = key_text(p, event);
    if (!key)
        return;
    if (is_duplicate(map, key))
        report_duplicate(p, map->node, key, where);
    yaml_event_t value;
    if (!next_event(p, &value))
        return;
    p->is_each_next = is_each(p, key, &value);
    if (p->is_each_next)
        p->root = map->node;
    unsigned const outer = p->place;
    p->place = place_below(p, outer, key);
    ct_yaml *child = read_node(p, &value);
    p->place = outer;
    yaml_event_delete(&value);
    if (!child)
        return;
    child->key = key;
    child->key_where = where;
    add_child(map, child);
}

static ct_yaml *read_collection(parser *p, ct_yaml *node, const yaml_char_t *anchor)
{
    bool const is_map = node->kind == CT_YAML_MAP;
    if (++p->depth > CT_LIMIT_YAML_DEPTH)
        return too_large(p, node->where, "nested too deeply");
    collection c = {node, &node->child, 1, NULL};
    node->weight = 0; /* marks it as incomplete, so that an alias to it from inside is rejected */
    remember_anchor(p, anchor, node);
    read_fn *read = is_map ? read_member : p->is_each_next ? visit_element : read_element;
    unsigned const outer = p->place;
    p->is_each_next = false;
    if (!is_map)
        p->place = place_below(p, outer, NULL);
    bool const ok =
        read_members(p, is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT, read, &c);
    json_decref(c.seen);
    node->weight = c.weight;
    p->place = outer;
    p->depth--;
    return ok ? node : NULL;
}

static ct_yaml *read_node(parser *p, const yaml_event_t *event)
{
    ct_loc const where = place(p, event->start_mark, event->end_mark);
    ct_yaml *node;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node = read_scalar(p, event);
        if (node)
            remember_anchor(p, event->data.scalar.anchor, node);
        return node;
    case YAML_ALIAS_EVENT:
        return read_alias(p, event);
    case YAML_SEQUENCE_START_EVENT:
        node = new_node(p, CT_YAML_LIST, where, event->data.sequence_start.tag);
        return node ? read_collection(p, node, event->data.sequence_start.anchor) : NULL;
    case YAML_MAPPING_START_EVENT:
        node = new_node(p, CT_YAML_MAP, where, event->data.mapping_start.tag);
        return node ? read_collection(p, node, event->data.mapping_start.anchor) : NULL;
    default:
        return invalid(p, where, "invalid YAML");
    }
}

typedef struct stream {
    ct_yaml *root;
    unsigned documents;
} stream;

static void read_document(parser *p, const yaml_event_t *event, void *state)
{
    stream *s = state;
    ct_loc const where = place(p, event->start_mark, event->end_mark);
    switch (event->type) {
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (s->documents++)
            invalid(p, where, "a file must have only one YAML document");
        break;
    default:
        s->root = read_node(p, event);
    }
}

const ct_yaml *ct_yaml_parse_as(ct_arena *arena, const ct_source *source,
                                const ct_yaml_reading *reading, ct_diag *diag)
{
    if (!ct_yaml_check_characters(source, diag))
        return NULL;
    parser p = {.arena = arena,
                .source = source,
                .diag = diag,
                .anchors = json_object(),
                .reading = reading,
                .element = reading->key ? ct_arena_new() : NULL,
                .errors = diag->count};
    stream s = {0};
    if (!yaml_parser_initialize(&p.yaml))
        ct_out_of_memory();
    yaml_parser_set_encoding(&p.yaml, YAML_UTF8_ENCODING);
    p.mark = source->size >= 3 && !memcmp(source->text, "\xEF\xBB\xBF", 3) ? 3 : 0;
    p.seen = source->text + p.mark;
    yaml_parser_set_input_string(&p.yaml, (const unsigned char *)source->text + p.mark,
                                 source->size - p.mark);
    read_members(&p, YAML_STREAM_END_EVENT, read_document, &s);
    yaml_parser_delete(&p.yaml);
    json_decref(p.anchors);
    ct_arena_free(p.element);
    if (!s.root && !has_errors(&p))
        ct_fail(diag, CT_ERR_INVALID_YAML, ct_loc_whole(source), "the file is empty");
    return has_errors(&p) ? NULL : s.root;
}

const char *ct_yaml_version(void)
{
    return yaml_get_version_string();
}
