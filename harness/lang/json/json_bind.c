#include "lang/json/json_bind.h"

#include <string.h>
#include <time.h>

#include "base/datetime.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "lang/json/json.h"
#include "lang/json/json_writer.h"

_Static_assert(sizeof(size_t) == sizeof(uint64_t), "ct_json_field_u64 reads both");

static const char bytes_suffix[] = "_base64";

/* ---- Diagnostics ---- */

static const char *path_text(ct_json_field_reader *r)
{
    ct_buf path = CT_BUF(CT_BUF_ANY);
    for (unsigned i = 0; i < r->depth; i++) {
        if (!r->path[i].name) {
            ct_buf_printf(&path, "[%zu]", r->path[i].index);
            continue;
        }
        ct_buf_text(&path, i ? "." : "");
        ct_show_text(&path, r->path[i].name, strlen(r->path[i].name));
    }
    return ct_buf_finish(&path, r->diag->arena);
}

bool ct_json_bind_fail(ct_json_field_reader *r, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *message = ct_arena_vprintf(r->diag->arena, format, values);
    va_end(values);
    const char *path = r->depth ? path_text(r) : "";
    return ct_fail(r->diag, CT_ERR_INVALID_RESULTS, r->where, "%s%s%s%s%s%s%s", message,
                   *path ? " in '" : "", path, *path ? "'" : "", r->what ? " (" : "",
                   r->what ? r->what : "", r->what ? ")" : "");
}

bool ct_json_bind_expected(ct_json_field_reader *r, const char *expected, const json_t *found)
{
    enum { SHOWN = 60 };
    ct_buf text = CT_BUF(SHOWN);
    if (json_is_string(found)) {
        ct_buf_text(&text, "'");
        ct_show_text(&text, json_string_value(found), strnlen(json_string_value(found), SHOWN / 2));
        ct_buf_text(&text, "'");
    } else {
        ct_buf_printf(&text, "%s", ct_json_type(found));
    }
    ct_json_bind_fail(r, "expected %s, got %s", expected, ct_buf_str(&text));
    ct_buf_free(&text);
    return false;
}

/* ---- Objects and arrays ---- */

static bool enter(ct_json_field_reader *r, const char *name, size_t index)
{
    if (r->depth == CT_JSON_FIELD_DEPTH)
        return ct_json_bind_fail(r, "nested too deeply");
    r->path[r->depth].name = name;
    r->path[r->depth++].index = index;
    return true;
}

static const ct_json_field *find_field(const ct_json_field *members, const char *name, size_t size)
{
    for (const ct_json_field *m = members; m->name; m++)
        if (strlen(m->name) == size && !memcmp(m->name, name, size))
            return m;
    return NULL;
}

/* Returns true for "reason_base64" if the object has a string property "reason". */
static bool is_bytes_of_text(const json_t *object, const ct_json_field *members, const char *name)
{
    size_t const size = strlen(name), suffix = sizeof bytes_suffix - 1;
    if (size <= suffix || strcmp(name + size - suffix, bytes_suffix))
        return false;
    const ct_json_field *m = find_field(members, name, size - suffix);
    return m && m->read == ct_json_field_string && json_object_get(object, m->name);
}

static bool check_names(ct_json_field_reader *r, const json_t *object, const ct_json_field *members)
{
    const char *name;
    json_t *value;
    json_object_foreach(ct_json_iterable(object), name, value)
    {
        if (find_field(members, name, strlen(name)) || is_bytes_of_text(object, members, name))
            continue;
        return enter(r, name, 0) && ct_json_bind_fail(r, "unknown property");
    }
    return true;
}

static const json_t *bytes_of_text(ct_json_field_reader *r, const json_t *object, const char *name)
{
    return json_object_get(object, ct_arena_printf(r->arena, "%s%s", name, bytes_suffix));
}

static bool read_field(ct_json_field_reader *r, const json_t *object, const ct_json_field *m,
                       void *target)
{
    const json_t *value = json_object_get(object, m->name);
    void *slot = (char *)target + m->offset;
    if (!value)
        return !m->is_required || ct_json_bind_fail(r, "missing property '%s'", m->name);
    if (!enter(r, m->name, 0))
        return false;
    if (m->read == ct_json_field_string) {
        const char *text = ct_json_bind_exact(r, value, bytes_of_text(r, object, m->name));
        if (!text)
            return false;
        *(const char **)slot = text;
    } else if (!m->read(r, value, slot)) {
        return false;
    }
    r->depth--;
    return true;
}

bool ct_json_bind_read(ct_json_field_reader *r, const json_t *object, const ct_json_field *members,
                       void *target)
{
    if (!json_is_object(object))
        return ct_json_bind_expected(r, "an object", object);
    if (!check_names(r, object, members))
        return false;
    for (const ct_json_field *m = members; m->name; m++)
        if (!read_field(r, object, m, target))
            return false;
    return true;
}

bool ct_json_bind_each(ct_json_field_reader *r, const json_t *array, ct_json_field_fn *read,
                       void *slot)
{
    if (!json_is_array(array))
        return ct_json_bind_expected(r, "an array", array);
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (!enter(r, NULL, i) || !read(r, json_array_get(array, i), slot))
            return false;
        r->depth--;
    }
    return true;
}

bool ct_json_bind_each_of(ct_json_field_reader *r, const char *name, const json_t *array,
                          ct_json_field_fn *read, void *slot)
{
    if (!enter(r, name, 0) || !ct_json_bind_each(r, array, read, slot))
        return false;
    r->depth--;
    return true;
}

/* ---- Strings ---- */

const char *ct_json_bind_base64(ct_json_field_reader *r, const json_t *digits, size_t *size)
{
    static const char expected[] = "bytes in base64";
    ct_buf bytes = CT_BUF(CT_BUF_ANY);
    if (!json_is_string(digits)) {
        ct_json_bind_expected(r, expected, digits);
        return NULL;
    }
    bool const is_right =
        ct_base64_decode(&bytes, json_string_value(digits), json_string_length(digits));
    *size = bytes.size;
    const char *copy = is_right ? ct_arena_copy(r->arena, ct_buf_str(&bytes), bytes.size) : NULL;
    ct_buf_free(&bytes);
    if (!is_right)
        ct_json_bind_expected(r, expected, digits);
    return copy;
}

static const char *exact_bytes(ct_json_field_reader *r, const json_t *shown, const json_t *base64)
{
    size_t size;
    const char *bytes = ct_json_bind_base64(r, base64, &size);
    if (!bytes)
        return NULL;
    ct_buf visible = CT_BUF(CT_BUF_ANY);
    ct_show_bytes(&visible, bytes, size);
    bool const is_same = visible.size == json_string_length(shown) &&
                         !memcmp(ct_buf_str(&visible), json_string_value(shown), visible.size) &&
                         !memchr(bytes, '\0', size) && ct_utf8_valid_size(bytes, size) < size;
    ct_buf_free(&visible);
    if (!is_same)
        ct_json_bind_fail(r, "the base64 bytes are not those of the string");
    return is_same ? bytes : NULL;
}

const char *ct_json_bind_exact(ct_json_field_reader *r, const json_t *shown, const json_t *base64)
{
    if (!json_is_string(shown) || strlen(json_string_value(shown)) != json_string_length(shown)) {
        ct_json_bind_expected(r, "a string", shown);
        return NULL;
    }
    return base64 && !json_is_null(base64) ? exact_bytes(r, shown, base64)
                                           : ct_arena_text(r->arena, json_string_value(shown));
}

bool ct_json_field_string(ct_json_field_reader *r, const json_t *value, void *slot)
{
    *(const char **)slot = ct_json_bind_exact(r, value, NULL);
    return *(const char **)slot;
}

/* ---- Numbers and words ---- */

bool ct_json_field_bool(ct_json_field_reader *r, const json_t *value, void *slot)
{
    *(bool *)slot = json_is_true(value);
    return json_is_boolean(value) || ct_json_bind_expected(r, "true or false", value);
}

bool ct_json_field_u64(ct_json_field_reader *r, const json_t *value, void *slot)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return ct_json_bind_expected(r, "a number of at least 0", value);
    *(uint64_t *)slot = (uint64_t)json_integer_value(value);
    return true;
}

bool ct_json_field_us(ct_json_field_reader *r, const json_t *value, void *slot)
{
    static const uint64_t longest = UINT64_C(100) * 366 * 86400 * 1000000;
    if (!ct_json_field_u64(r, value, slot))
        return false;
    return *(uint64_t *)slot <= longest || ct_json_bind_fail(r, "number too large");
}

bool ct_json_field_uint(ct_json_field_reader *r, const json_t *value, void *slot)
{
    uint64_t number = 0;
    if (!ct_json_field_u64(r, value, &number))
        return false;
    if (number > UINT32_MAX)
        return ct_json_bind_fail(r, "number too large");
    *(unsigned *)slot = (unsigned)number;
    return true;
}

bool ct_json_field_time(ct_json_field_reader *r, const json_t *value, void *slot)
{
    struct tm utc = {0};
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &utc);
    unsigned ms = 0;
    for (int i = 1; rest && i < 4 && rest[0] == '.' && rest[i] >= '0' && rest[i] <= '9'; i++)
        ms = 10 * ms + (unsigned)(rest[i] - '0');
    int64_t const time = (int64_t)timegm(&utc) * 1000 + ms;
    char again[CT_TIME_TEXT];
    ct_time_text(time, again);
    bool const is_right = rest && time >= 0 && !strcmp(again, text);
    *(int64_t *)slot = time;
    return is_right || ct_json_bind_expected(r, "a time such as 2026-09-01T10:00:00.123Z", value);
}

bool ct_json_bind_word(ct_json_field_reader *r, const json_t *value, const char *(*name_of)(int i),
                       int count, const char *expected, int *word)
{
    for (*word = 0; json_is_string(value) && *word < count; ++*word) {
        const char *name = name_of(*word);
        if (name && !strcmp(name, json_string_value(value)))
            return true;
    }
    return ct_json_bind_expected(r, expected, value);
}
