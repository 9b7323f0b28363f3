#include "lang/yaml/yaml_help.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool says(const char *text, const char *part)
{
    return text && strstr(text, part);
}

const char *ct_yaml_help(const char *problem, const char *context)
{
    static const struct {
        const char *part, *help;
    } rows[] = {
        {"scanning a tag", "write a space after a tag without a value: {a: !any }"},
        {"unknown escape", "use single quotes, in which a backslash is an ordinary character"},
        {"mapping values", "quote a string that contains ': '"},
        {"expected ',' or", "inside {...} and [...], quote a string that contains ',', '{', '}', "
                            "'[' or ']'"},
        {"start any token", "quote a string that starts with '@', '`' or '%', and indent with "
                            "spaces instead of tabs"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (says(problem, rows[i].part) || says(context, rows[i].part))
            return rows[i].help;
    return NULL;
}
