/* Rows of `each`: a list of mappings, or a .json or .csv file. */
#include <string.h>

#include "base/utf8.h"
#include "lang/csv.h"
#include "lang/json/json.h"
#include "load/loading.h"

enum { ROW_NAME_MAX = 100 };

static bool ends_with(const char *text, const char *end)
{
    size_t const size = strlen(text), end_size = strlen(end);
    return size >= end_size && !strcmp(text + size - end_size, end);
}

/* Reports show the name in brackets. */
static bool check_name(ct_binder *binder, const char *name, ct_loc where)
{
    bool ok = *name && strlen(name) <= ROW_NAME_MAX && !strpbrk(name, "[]/");
    for (const char *at = name, *end = name + strlen(name); ok && at < end;)
        ok = !ct_utf8_is_hidden(ct_utf8_next(&at, end));
    if (ok)
        return true;
    ct_fail(binder->diag, CT_ERR_INVALID_ID, where, "invalid row name '%s'", name);
    return ct_hint(binder->diag,
                   "use up to %d characters without '[', ']', '/' and control characters",
                   ROW_NAME_MAX);
}

static bool add_row(ct_binder *binder, ct_row **first, ct_row *row)
{
    ct_row **tail = first;
    for (; *tail; tail = &(*tail)->next)
        if (!strcmp((*tail)->name, row->name))
            return ct_fail(binder->diag, CT_ERR_DUPLICATE_ID, row->where, "duplicate row name '%s'",
                           row->name);
    *tail = row;
    return true;
}

/* The row's name is its variable `name`, else its number. */
static bool name_row(ct_binder *binder, ct_row *row, unsigned number)
{
    const ct_pair *pair = ct_pair_find(row->vars, "name", false);
    row->name = ct_arena_printf(binder->arena, "%u", number);
    if (!pair)
        return true;
    const json_t *value = pair->value->kind == CT_VALUE_LITERAL ? pair->value->literal : NULL;
    if (!json_is_string(value) && !json_is_number(value))
        return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, pair->where,
                       "the name of a row must be a constant string or number");
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_value_as_text(&text, value);
    row->name = ct_buf_finish(&text, binder->arena);
    return check_name(binder, row->name, pair->where);
}

static bool bind_list(ct_binder *binder, const ct_yaml *node, ct_row **rows)
{
    unsigned number = 0;
    bool ok = true;
    for (const ct_yaml *item = node->child; item; item = item->next) {
        ct_row *row = ct_new(binder->arena, ct_row);
        row->where = item->where;
        number++;
        if (!ct_bind_vars(binder, item, &row->vars)) {
            ok = false;
            continue;
        }
        if (!row->vars)
            ok = ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, item->where, "empty row");
        ok = name_row(binder, row, number) && add_row(binder, rows, row) && ok;
    }
    return ok;
}

/* ---- Files ---- */

static ct_pair *pairs_of(ct_binder *binder, const json_t *object, ct_loc where)
{
    ct_pair *first = NULL, **tail = &first;
    const char *name;
    size_t size;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(object), name, size, member)
    {
        ct_value *value = ct_new(binder->arena, ct_value);
        *value = (ct_value){.kind = CT_VALUE_LITERAL, .where = where, .literal = member};
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_value_as_text(&text, member);
        value->lexeme = ct_buf_finish(&text, binder->arena);
        ct_pair *pair = ct_new(binder->arena, ct_pair);
        ct_buf shown = CT_BUF(CT_BUF_ANY); /* with escapes for control characters */
        ct_show_text(&shown, name, size);
        *pair = (ct_pair){ct_buf_finish(&shown, binder->arena), where, value, NULL};
        *tail = pair;
        tail = &pair->next;
    }
    return first;
}

static bool check_variables(ct_binder *binder, const ct_pair *pairs, unsigned number)
{
    for (; pairs; pairs = pairs->next)
        if (!ct_variable_name_is_valid(pairs->name))
            return ct_fail(binder->diag, CT_ERR_INVALID_VARIABLE_NAME, pairs->where,
                           "invalid variable name '%s' in row %u", pairs->name, number);
    return true;
}

static bool bind_array(ct_binder *binder, const json_t *array, const ct_yaml *node, ct_row **rows)
{
    if (!json_array_size(array))
        return ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where, "'%s' has no rows",
                       node->text);
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *object = json_array_get(array, i);
        unsigned const number = (unsigned)i + 1;
        ct_row *row = ct_new(binder->arena, ct_row);
        if (!json_is_object(object) || !json_object_size(object))
            return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where,
                           "row %u of '%s' must be an object with properties", number, node->text);
        row->where = node->where;
        row->vars = pairs_of(binder, object, node->where);
        if (!check_variables(binder, row->vars, number) || !name_row(binder, row, number) ||
            !add_row(binder, rows, row))
            return false;
    }
    return true;
}

static json_t *read_json_rows(ct_binder *binder, const ct_source *source)
{
    ct_json_error error;
    json_t *value = ct_json_read_file(binder->arena, source->text, source->size, &error);
    ct_loc const where = {source, error.line, (uint16_t)(error.column & UINT16_MAX), 1};
    if (!value)
        ct_fail(binder->diag, CT_ERR_INVALID_JSON, where, "invalid JSON: %s", error.what);
    else if (!json_is_array(value))
        ct_fail(binder->diag, CT_ERR_WRONG_TYPE, ct_loc_whole(source),
                "expected an array of objects");
    return json_is_array(value) ? value : NULL;
}

static bool bind_file(ct_binder *binder, const ct_yaml *node, ct_row **rows)
{
    const char *path;
    if (!ct_bind_text(binder, node, &path))
        return false;
    bool const is_json = ends_with(path, ".json");
    if (!is_json && !ends_with(path, ".csv"))
        return ct_fail(binder->diag, CT_ERR_INVALID_FILE_NAME, node->where,
                       "a file of rows must end in .json or .csv");
    const ct_source *source =
        binder->library->file(binder->library, path, node->where, binder->diag);
    if (!source)
        return false;
    const json_t *array =
        is_json ? read_json_rows(binder, source) : ct_csv_read(binder->arena, source, binder->diag);
    return array && bind_array(binder, array, node, rows);
}

bool ct_bind_rows(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (node->tag || node->kind == CT_YAML_MAP)
        return ct_bind_expect(binder, node, CT_YAML_LIST);
    if (node->kind == CT_YAML_SCALAR)
        return bind_file(binder, node, slot);
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where, "'each' is empty");
    return bind_list(binder, node, slot);
}
