#include "lang/yaml/bind.h"

#include <inttypes.h>
#include <string.h>

#include "lang/json/number.h"

bool ct_bind_fail(ct_binder *binder, const ct_yaml *node, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *what = ct_arena_vprintf(binder->diag->arena, format, values);
    va_end(values);
    return ct_fail(binder->diag, CT_E_VALUE, node->where, "%s", what);
}

static const char *kind_name(ct_yaml_kind kind)
{
    return kind == CT_YAML_SCALAR ? "a single value" : kind == CT_YAML_LIST ? "a list" : "a map";
}

bool ct_bind_expect(ct_binder *binder, const ct_yaml *node, ct_yaml_kind kind)
{
    if (node->tag)
        return ct_fail(binder->diag, CT_E_SYNTAX, node->where, "the tag '%s' has no place here",
                       node->tag);
    if (node->kind != kind)
        return ct_fail(binder->diag, CT_E_TYPE, node->where, "%s%s%sexpected %s, found %s",
                       node->key ? "'" : "", node->key ? node->key : "", node->key ? "': " : "",
                       kind_name(kind), kind_name(node->kind));
    return true;
}

static const char *nearest_key(ct_binder *binder, const char *key, const ct_field *fields)
{
    size_t count = 0;
    while (fields[count].key)
        count++;
    const char **names = ct_arena_alloc(binder->diag->arena, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].key;
    return ct_nearest(key, names);
}

static bool unknown_key(ct_binder *binder, const ct_yaml *member, const ct_field *fields)
{
    const char *near = nearest_key(binder, member->key, fields);
    ct_fail(binder->diag, CT_E_UNKNOWN, member->key_where, "unknown key '%s'", member->key);
    return near ? ct_hint(binder->diag, "did you mean '%s'?", near) : false;
}

static const ct_field *find_field(const ct_field *fields, const char *key)
{
    for (; fields->key; fields++)
        if (!strcmp(fields->key, key))
            return fields;
    return NULL;
}

/* A key that was meant, and told as unknown, is not told as missing too. */
static bool is_misspelt(ct_binder *binder, const ct_yaml *map, const ct_field *fields,
                        const char *key)
{
    for (const ct_yaml *member = map->child; member; member = member->next)
        if (!find_field(fields, member->key) && nearest_key(binder, member->key, fields) == key)
            return true;
    return false;
}

bool ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target)
{
    if (!ct_bind_expect(binder, map, CT_YAML_MAP))
        return false;
    unsigned const mistakes = binder->diag->count;
    for (const ct_yaml *member = map->child; member; member = member->next) {
        const ct_field *field = find_field(fields, member->key);
        if (!field)
            unknown_key(binder, member, fields);
        else
            field->bind(binder, member, (char *)target + field->offset);
    }
    for (const ct_field *field = fields; field->key; field++)
        if (field->is_required && !ct_yaml_get(map, field->key) &&
            !is_misspelt(binder, map, fields, field->key))
            ct_fail(binder->diag, CT_E_MISSING, map->where, "the key '%s' is missing: %s",
                    field->key, field->help);
    return binder->diag->count == mistakes;
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
    if (type == CT_YAML_UNCLEAR)
        return ct_yaml_scalar(binder->arena, node, binder->diag) != NULL;
    if (type != CT_YAML_TEXT && type != CT_YAML_NUMBER)
        return ct_bind_fail(binder, node, "expected a text, found %s; quote it if that is meant",
                            node->text);
    if (!node->size)
        return ct_bind_fail(binder, node, "expected a text, found an empty one");
    *(const char **)slot = ct_arena_copy(binder->arena, node->text, node->size);
    return true;
}

bool ct_bind_bool(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    ct_yaml_type const type = ct_yaml_scalar_type(node);
    if (type != CT_YAML_TRUE && type != CT_YAML_FALSE)
        return ct_bind_fail(binder, node, "expected true or false, found '%s'", node->text);
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
        return ct_bind_fail(binder, node, "expected a whole number above zero, found '%s'",
                            node->text);
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

bool ct_bind_duration(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    if (!ct_duration_parse(node->text, slot))
        return ct_bind_fail(binder, node,
                            "expected a duration above zero, such as 500ms, 30s or 5m, found '%s'",
                            node->text);
    return true;
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
            ok = ct_bind_fail(binder, item, "'%s' stands here twice", name->text);
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
