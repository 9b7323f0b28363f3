#include "lang/json/pointer.h"

#include <stdint.h>
#include <string.h>

bool ct_pointer_is_valid(const char *pointer, size_t size)
{
    if (size && pointer[0] != '/')
        return false;
    for (size_t i = 0; i < size; i++)
        if (pointer[i] == '~' &&
            (i + 1 == size || (pointer[i + 1] != '0' && pointer[i + 1] != '1')))
            return false;
    return true;
}

void ct_pointer_add(ct_buf *out, const char *name, size_t size)
{
    ct_buf_char(out, '/');
    for (size_t i = 0; i < size; i++) {
        if (name[i] == '~')
            ct_buf_text(out, "~0");
        else if (name[i] == '/')
            ct_buf_text(out, "~1");
        else
            ct_buf_char(out, name[i]);
    }
}

bool ct_pointer_next(const char **at, const char *end, ct_buf *name)
{
    ct_buf_clear(name);
    if (*at == end || **at != '/')
        return false;
    for (++*at; *at < end && **at != '/'; ++*at) {
        if (**at != '~') {
            ct_buf_char(name, **at);
            continue;
        }
        if (++*at == end || (**at != '0' && **at != '1'))
            return false;
        ct_buf_char(name, **at == '0' ? '~' : '/');
    }
    return true;
}

bool ct_pointer_index(const char *name, size_t size, size_t *index)
{
    if (!size || size > 18 || (name[0] == '0' && size > 1))
        return false;
    *index = 0;
    for (size_t i = 0; i < size; i++) {
        if (name[i] < '0' || name[i] > '9')
            return false;
        *index = *index * 10 + (size_t)(name[i] - '0');
    }
    return true;
}

const json_t *ct_pointer_step(const json_t *value, const char *name, size_t size)
{
    size_t index;
    if (json_is_object(value))
        return json_object_getn(value, name, size);
    if (json_is_array(value) && ct_pointer_index(name, size, &index))
        return json_array_get(value, index);
    return NULL;
}

const json_t *ct_pointer_find(const json_t *document, const char *pointer, size_t size)
{
    const char *at = pointer;
    const char *const end = pointer + size;
    ct_buf name = CT_BUF(CT_BUF_ANY);
    const json_t *value = document;
    while (value && at < end)
        value = ct_pointer_next(&at, end, &name)
                    ? ct_pointer_step(value, ct_buf_str(&name), name.size)
                    : NULL;
    ct_buf_free(&name);
    return value;
}
