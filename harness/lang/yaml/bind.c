#include "lang/yaml/bind.h"

#include <inttypes.h>
#include <string.h>

#include "lang/json/number.h"

bool ct_bind_fail(ct_binder *binder, const ct_yaml *node, ct_error_code code, const char *format,
                  ...)
{
    va_list values;
    va_start(values, format);
    const char *what = ct_arena_vprintf(binder->diag->arena, format, values);
    va_end(values);
    return ct_fail(binder->diag, code, node->where, "%s", what);
}

static const char *kind_name(ct_yaml_kind kind)
{
    return kind == CT_YAML_SCALAR ? "a scalar" : kind == CT_YAML_LIST ? "a list" : "a mapping";
}

bool ct_bind_expect(ct_binder *binder, const ct_yaml *node, ct_yaml_kind kind)
{
    if (node->tag)
        return ct_fail(binder->diag, CT_ERR_MISPLACED_TAG, node->where,
                       "tag '%s' is not allowed here", node->tag);
    if (node->kind != kind)
        return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "expected %s%s%s%s, got %s",
                       kind_name(kind), node->key ? " as value of '" : "",
                       node->key ? node->key : "", node->key ? "'" : "", kind_name(node->kind));
    return true;
}

static const char *const *key_names(ct_binder *binder, const ct_field *fields)
{
    size_t count = 0;
    while (fields[count].key)
        count++;
    const char **names = ct_arena_alloc(binder->diag->arena, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].key;
    return names;
}

static void report_unknown_key(ct_binder *binder, const ct_yaml *entry, const ct_field *fields)
{
    ct_fail(binder->diag, CT_ERR_UNKNOWN_KEY, entry->key_where, "unknown key '%s'", entry->key);
    ct_hint_word(binder->diag, CT_WORD_KEY, entry->key, key_names(binder, fields));
}

static const ct_field *find_field(const ct_field *fields, const char *key)
{
    for (; fields->key; fields++)
        if (!strcmp(fields->key, key))
            return fields;
    return NULL;
}

/* Returns true if an unknown key of the mapping was probably meant to be `key`. Then only the
 * unknown key is reported, because the missing one is its consequence. */
static bool is_meant(ct_binder *binder, const ct_yaml *map, const ct_field *fields, const char *key)
{
    const char *const *names = key_names(binder, fields);
    for (const ct_yaml *entry = map->child; entry; entry = entry->next) {
        const char *meant;
        if (find_field(fields, entry->key))
            continue;
        if (!ct_other_tools_help(CT_WORD_KEY, entry->key, names, &meant))
            meant = ct_nearest(entry->key, names);
        if (meant && !strcmp(meant, key))
            return true;
    }
    return false;
}

static void check_required(ct_binder *binder, const ct_yaml *map, const ct_field *fields)
{
    for (const ct_field *field = fields; field->key; field++) {
        if (!field->is_required || ct_yaml_get(map, field->key) ||
            is_meant(binder, map, fields, field->key))
            continue;
        ct_fail(binder->diag, CT_ERR_MISSING_KEY, map->where, "missing required key '%s'",
                field->key);
        ct_hint(binder->diag, "add '%s': %s", field->key, field->help);
    }
}

bool ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target)
{
    if (!ct_bind_expect(binder, map, CT_YAML_MAP))
        return false;
    unsigned const errors = binder->diag->count;
    for (const ct_yaml *entry = map->child; entry; entry = entry->next) {
        const ct_field *field = find_field(fields, entry->key);
        if (!field)
            report_unknown_key(binder, entry, fields);
        else
            field->bind(binder, entry, (char *)target + field->offset);
    }
    check_required(binder, map, fields);
    return binder->diag->count == errors;
}

bool ct_bind_knows_keys(const ct_yaml *map, const ct_field *fields)
{
    for (const ct_yaml *entry = map->child; entry; entry = entry->next)
        if (map->kind == CT_YAML_MAP && !find_field(fields, entry->key))
            return false;
    return true;
}

bool ct_names_have(const ct_name *names, const char *text)
{
    for (; names; names = names->next)
        if (!strcmp(names->text, text))
            return true;
    return false;
}

bool ct_bind_text(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    ct_yaml_type const type = ct_yaml_scalar_type(node);
    if (type == CT_YAML_AMBIGUOUS)
        return ct_yaml_scalar(binder->arena, node, binder->diag) != NULL;
    if (type != CT_YAML_TEXT && type != CT_YAML_NUMBER) {
        ct_bind_fail(binder, node, CT_ERR_WRONG_TYPE, "expected a string, got %s", node->text);
        return ct_hint(binder->diag, "quote it if it is a string: '%s'", node->text);
    }
    if (!node->size)
        return ct_bind_fail(binder, node, CT_ERR_EMPTY_VALUE,
                            "expected a string, got an empty string");
    *(const char **)slot = ct_arena_copy(binder->arena, node->text, node->size);
    return true;
}

bool ct_bind_bool(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    ct_yaml_type const type = ct_yaml_scalar_type(node);
    if (type != CT_YAML_TRUE && type != CT_YAML_FALSE)
        return ct_bind_fail(binder, node, CT_ERR_WRONG_TYPE, "expected true or false, got '%s'",
                            node->text);
    *(bool *)slot = type == CT_YAML_TRUE;
    return true;
}

bool ct_bind_uint(ct_binder *binder, const ct_yaml *node, void *slot)
{
    int64_t value = 0;
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    if (ct_yaml_scalar_type(node) != CT_YAML_NUMBER ||
        !ct_number_to_int(ct_yaml_scalar(binder->diag->arena, node, binder->diag), &value) ||
        value < 1 || value > INT32_MAX)
        return ct_bind_fail(binder, node, CT_ERR_WRONG_TYPE,
                            "expected a whole number above zero, got '%s'", node->text);
    *(unsigned *)slot = (unsigned)value;
    return true;
}

bool ct_duration_parse_long(const char *text, uint64_t *milliseconds)
{
    static const struct {
        const char *name;
        uint64_t milliseconds;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}};
    uint64_t whole = 0, thousandths = 0, weight = 100;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && whole < 1000000000; at++)
        whole = whole * 10 + (uint64_t)(*at - '0');
    if (at == text)
        return false;
    if (*at == '.' && at[1] >= '0' && at[1] <= '9')
        for (at++; *at >= '0' && *at <= '9' && weight; at++, weight /= 10)
            thousandths += (uint64_t)(*at - '0') * weight;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(at, units[i].name))
            continue;
        *milliseconds = whole * units[i].milliseconds + thousandths * units[i].milliseconds / 1000;
        return *milliseconds > 0;
    }
    return false;
}

bool ct_duration_parse(const char *text, unsigned *milliseconds)
{
    uint64_t total;
    if (!ct_duration_parse_long(text, &total) || total > UINT32_MAX)
        return false;
    *milliseconds = (unsigned)total;
    return true;
}

/* A number without a unit is the most frequent mistake. */
static bool hint_duration(ct_binder *binder, const char *text)
{
    if (*text && !text[strspn(text, "0123456789.")])
        return ct_hint(binder->diag, "add a unit, for example %ss", text);
    return ct_hint(binder->diag, "write a number above zero with a unit: 500ms, 30s, 5m, 2h");
}

bool ct_bind_duration(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    if (ct_duration_parse(node->text, slot))
        return true;
    ct_bind_fail(binder, node, CT_ERR_INVALID_DURATION, "invalid duration '%s'", node->text);
    return hint_duration(binder, node->text);
}

bool ct_bind_names(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_name **tail = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_LIST))
        return false;
    for (const ct_yaml *item = node->child; item; item = item->next) {
        ct_name *name = ct_new(binder->arena, ct_name);
        name->where = item->where;
        if (!ct_bind_text(binder, item, &name->text)) {
            ok = false;
            continue;
        }
        if (ct_names_have(*(ct_name **)slot, name->text))
            ok =
                ct_bind_fail(binder, item, CT_ERR_DUPLICATE_ID, "duplicate entry '%s'", name->text);
        *tail = name;
        tail = &name->next;
    }
    return ok;
}

bool ct_rate_parse(const char *text, unsigned *rate)
{
    size_t const digits = strspn(text, "0123456789");
    *rate = 0;
    if (!digits || digits > 6 || strcmp(text + digits, "/s"))
        return false;
    for (size_t i = 0; i < digits; i++)
        *rate = *rate * 10 + (unsigned)(text[i] - '0');
    return *rate > 0;
}
