/* Evaluates a JSONPath on a document. */
#include "lang/path/path.h"

#include <string.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "lang/path/path_run.h"

/* A document that was read is never deeper, but one that was built may be. Each level counts twice:
 * a descendant segment first visits a node, then its children. */
enum { LEVELS_MAX = 2 * CT_LIMIT_JSON_DEPTH + 2 };

typedef struct walk {
    path_run *run;
    path_finds *finds;
    unsigned level;
} walk;

bool ct_path_give_up(path_run *run, const char *why)
{
    if (!run->gave_up)
        run->gave_up = why;
    return false;
}

bool ct_path_spend(path_run *run, size_t steps)
{
    if (!ct_budget_spend(run->budget, steps))
        return ct_path_give_up(run, run->budget->stopped);
    return !run->gave_up;
}

/* Iterates over the children of a node. */
typedef struct children {
    const json_t *parent;
    size_t seen;
    void *member; /* jansson's iterator, for an object */
    const json_t *value;
} children;

static bool next_child(children *c)
{
    if (json_is_array(c->parent)) {
        c->value = json_array_get(c->parent, c->seen++);
        return c->value != NULL;
    }
    json_t *object = ct_json_iterable(c->parent);
    c->member = c->seen++ ? json_object_iter_next(object, c->member) : json_object_iter(object);
    c->value = c->member ? json_object_iter_value(c->member) : NULL;
    return c->value != NULL;
}

/* A step on the path to the current node, on the stack. Only hits get a place in the arena, because
 * most of the visited nodes are not hits. */
typedef struct trail {
    struct trail *parent; /* NULL for the first node */
    const json_t *value;
    const char *name; /* as in a ct_path_place */
    size_t size;
    const ct_path_place *kept; /* the place in the arena, or NULL; shared by all hits below */
} trail;

static trail step_to_child(const children *c, trail *parent)
{
    trail child = {.parent = parent, .value = c->value, .size = c->seen - 1};
    if (c->member) {
        child.name = json_object_iter_key(c->member);
        child.size = json_object_iter_key_len(c->member);
    }
    return child;
}

static const ct_path_place *keep_place(ct_arena *arena, trail *node)
{
    if (!node->parent || node->kept)
        return node->kept;
    ct_path_place *place = ct_new(arena, ct_path_place);
    *place = (ct_path_place){keep_place(arena, node->parent), node->name, node->size};
    return node->kept = place;
}

/* The functions below return false when the evaluation ends: it found enough, or gave up. */
static bool visit(walk *w, const path_segment *segment, trail *node);

static bool take(walk *w, trail *node)
{
    path_finds *finds = w->finds;
    finds->count++;
    finds->last = node->value;
    if (finds->hits) {
        if (finds->count > CT_LIMIT_PATH_NODES)
            return ct_path_give_up(w->run, "the path selects too many nodes");
        ct_path_hit const hit = {node->value, keep_place(finds->arena, node)};
        ct_buf_add(finds->hits, &hit, sizeof hit);
    }
    return finds->count < finds->enough;
}

static bool take_name(walk *w, const path_segment *next, trail *node, const path_name *name)
{
    const json_t *value = json_object_getn(node->value, name->bytes, name->size);
    trail child = {node, value, name->bytes, name->size, NULL};
    return !value || visit(w, next, &child);
}

static bool take_index(walk *w, const path_segment *next, trail *node, int64_t index)
{
    int64_t const size = (int64_t)json_array_size(node->value);
    size_t const at = (size_t)(index < 0 ? index + size : index);
    const json_t *value = json_array_get(node->value, at);
    trail child = {node, value, NULL, at, NULL};
    return !value || visit(w, next, &child);
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* Returns a bound of a slice (RFC 9535 section 2.3.4.2.2). */
static int64_t slice_bound(int64_t bound, int64_t size, int64_t step)
{
    int64_t const place = bound < 0 ? bound + size : bound;
    return step < 0 ? clamp(place, -1, size - 1) : clamp(place, 0, size);
}

static bool take_slice(walk *w, const path_segment *next, trail *node, const path_slice *s)
{
    int64_t const size = (int64_t)json_array_size(node->value), step = s->step;
    int64_t const first = s->has_start ? s->start : step < 0 ? size - 1 : 0;
    int64_t const behind = s->has_end ? s->end : step < 0 ? -size - 1 : size;
    int64_t const end = slice_bound(behind, size, step);
    if (!step)
        return true;
    for (int64_t i = slice_bound(first, size, step); step < 0 ? i > end : i < end; i += step)
        if (!take_index(w, next, node, i))
            return false;
    return true;
}

static bool take_children(walk *w, const path_segment *next, trail *node, const path_test *filter)
{
    for (children c = {.parent = node->value}; next_child(&c);) {
        trail child = step_to_child(&c, node);
        if (!ct_path_spend(w->run, 1))
            return false;
        bool const is_wanted = !filter || ct_path_test(w->run, filter, c.value);
        if (w->run->gave_up || (is_wanted && !visit(w, next, &child)))
            return false;
    }
    return true;
}

static bool apply(walk *w, const path_selector *selector, const path_segment *next, trail *node)
{
    switch (selector->kind) {
    case PATH_NAME:
        return take_name(w, next, node, &selector->name);
    case PATH_INDEX:
        return take_index(w, next, node, selector->index);
    case PATH_SLICE:
        return take_slice(w, next, node, &selector->slice);
    case PATH_WILDCARD:
        return take_children(w, next, node, NULL);
    case PATH_FILTER:
        break;
    }
    return take_children(w, next, node, selector->filter);
}

static bool apply_all(walk *w, const path_segment *segment, trail *node)
{
    for (const path_selector *s = segment->selectors; s; s = s->next)
        if (!ct_path_spend(w->run, 1) || !apply(w, s, segment->next, node))
            return false;
    return true;
}

static bool deeper(walk *w)
{
    return ++w->level <= LEVELS_MAX || ct_path_give_up(w->run, "the document is nested too deep");
}

/* Applies a segment to a node and all its descendants, parents first. Scalars are skipped, because
 * they have no children to select. */
static bool descend(walk *w, const path_segment *segment, trail *node)
{
    if (!deeper(w) || !apply_all(w, segment, node))
        return false;
    for (children c = {.parent = node->value}; next_child(&c);) {
        trail child = step_to_child(&c, node);
        if (!ct_path_spend(w->run, 1))
            return false;
        bool const is_leaf = !json_is_array(c.value) && !json_is_object(c.value);
        if (!is_leaf && !descend(w, segment, &child))
            return false;
    }
    w->level--;
    return true;
}

static bool visit(walk *w, const path_segment *segment, trail *node)
{
    if (!ct_path_spend(w->run, 1))
        return false;
    if (!segment)
        return take(w, node);
    if (segment->is_descendant)
        return descend(w, segment, node);
    if (!deeper(w) || !apply_all(w, segment, node))
        return false;
    w->level--;
    return true;
}

void ct_path_find(path_run *run, const path_query *query, const json_t *current, path_finds *finds)
{
    walk w = {run, finds, 0};
    trail start = {.value = query->is_relative ? current : run->root};
    visit(&w, query->segments, &start);
}

bool ct_path_select(const ct_path *path, const json_t *document, ct_arena *arena, ct_budget *budget,
                    ct_path_nodes *nodes)
{
    ct_budget own = ct_budget_new(NULL, NULL);
    path_run run = {.root = document, .budget = budget ? budget : &own};
    ct_buf hits = CT_BUF(CT_BUF_ANY);
    path_finds finds = {.enough = SIZE_MAX, .hits = &hits, .arena = arena};
    ct_path_find(&run, &path->query, document, &finds);
    ct_arena_free(run.pattern.arena);
    *nodes = (ct_path_nodes){.gave_up = run.gave_up};
    if (!run.gave_up && finds.count) {
        nodes->count = finds.count;
        nodes->hits = memcpy(ct_arena_alloc(arena, hits.size), hits.bytes, hits.size);
    }
    ct_buf_free(&hits);
    return !run.gave_up;
}

static void write_name(ct_buf *out, const char *name, size_t size)
{
    static const char controls[] = "btn\0fr"; /* from U+0008 on */
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)name[i];
        if (c == '\'' || c == '\\')
            ct_buf_printf(out, "\\%c", c);
        else if (c >= 0x20)
            ct_buf_char(out, (char)c);
        else if (c >= 8 && c <= 13 && c != 11)
            ct_buf_printf(out, "\\%c", controls[c - 8]);
        else
            ct_buf_printf(out, "\\u%04x", c);
    }
}

/* A place is a chain from the node to the root, but is written from the root. */
static void write_steps(ct_buf *out, const ct_path_place *place)
{
    if (!place)
        return;
    write_steps(out, place->parent);
    if (!place->name) {
        ct_buf_printf(out, "[%zu]", place->size);
        return;
    }
    ct_buf_text(out, "['");
    write_name(out, place->name, place->size);
    ct_buf_text(out, "']");
}

void ct_path_write_place(ct_buf *out, const ct_path_place *place)
{
    ct_buf_char(out, '$');
    write_steps(out, place);
}

const ct_path_place *ct_path_singular_place(const ct_path *path, ct_arena *arena)
{
    const ct_path_place *place = NULL;
    if (!ct_path_is_singular(path))
        return NULL;
    for (const path_segment *s = path->query.segments; s; s = s->next) {
        const path_selector *selector = s->selectors;
        bool const is_name = selector->kind == PATH_NAME;
        if (!is_name && selector->index < 0)
            return NULL;
        ct_path_place *next = ct_new(arena, ct_path_place);
        next->parent = place;
        next->name = is_name ? selector->name.bytes : NULL;
        next->size = is_name ? selector->name.size : (size_t)selector->index;
        place = next;
    }
    return place;
}
