#include <string.h>

#include "http/field_value.h"

bool ct_field_value_is_valid(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7F)
            return false;
    return true;
}

bool ct_field_value_has_edge(const char *text, size_t size)
{
    return size && (strchr(" \t", text[0]) || strchr(" \t", text[size - 1]));
}
