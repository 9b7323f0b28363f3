#include "gateway/route.h"

#include <string.h>

#include "base/ascii.h"

/* %00 is not decoded: a NUL would end the string and hide the rest of it. */
static const char *decode(const char *text, size_t size, char blank, ct_arena *arena)
{
    char *out = ct_arena_alloc(arena, size + 1), *end = out;
    for (size_t i = 0; i < size; i++) {
        int const high = text[i] == '%' && i + 2 < size ? ct_hex_value(text[i + 1]) : -1;
        int const low = high >= 0 ? ct_hex_value(text[i + 2]) : -1;
        *end++ = text[i] == blank ? ' ' : text[i];
        if (low < 0 || high + low == 0)
            continue;
        end[-1] = (char)(high * 16 + low);
        i += 2;
    }
    return out;
}

static ct_parameter *new_parameter(ct_arena *arena, const char *name, const char *value)
{
    ct_parameter *parameter = ct_new(arena, ct_parameter);
    parameter->name = name;
    parameter->value = value;
    return parameter;
}

bool ct_route_match(const char *template, const char *target, const ct_parameter **parameters,
                    ct_arena *arena)
{
    ct_parameter *first = NULL, **tail = &first;
    while (*template == '/' && *target == '/') {
        size_t const wanted = strcspn(++template, "/"), given = strcspn(++target, "/?");
        if (template[0] == '{' && given) {
            *tail = new_parameter(arena, ct_arena_copy(arena, template + 1, wanted - 2),
                                  decode(target, given, '\0', arena));
            tail = &(*tail)->next;
        } else if (wanted != given || memcmp(template, target, given)) {
            return false;
        }
        template += wanted;
        target += given;
    }
    *parameters = first;
    return !*template && (!*target || *target == '?');
}

const ct_parameter *ct_route_query(const char *target, ct_arena *arena)
{
    ct_parameter *first = NULL, **tail = &first;
    const char *at = strchr(target, '?');
    while (at && *at) {
        size_t const size = strcspn(++at, "&"), name = strcspn(at, "=&");
        size_t const value = name < size ? name + 1 : size;
        *tail = new_parameter(arena, decode(at, name, '+', arena),
                              decode(at + value, size - value, '+', arena));
        tail = &(*tail)->next;
        at += size;
    }
    return first;
}

const char *ct_parameter_find(const ct_parameter *parameters, const char *name)
{
    while (parameters && strcmp(parameters->name, name))
        parameters = parameters->next;
    return parameters ? parameters->value : NULL;
}
