#include "cli/help_errors.h"

#include <string.h>

enum { LINE_WIDTH = 79 };

static void list_codes(void)
{
    for (ct_error_code code = 0; code < CT_ERROR_CODE_COUNT; code++) {
        const ct_error_info *info = ct_error_info_of(code);
        printf("%-23s %s\n", info->name, info->title);
    }
    puts("\nRun 'apigcheck help errors CODE' for an explanation.");
}

/* Prints a string of several sentences in lines of at most LINE_WIDTH characters. */
static void print_wrapped(const char *text)
{
    while (strlen(text) > LINE_WIDTH) {
        size_t size = LINE_WIDTH;
        while (size && text[size] != ' ')
            size--;
        printf("%.*s\n", (int)size, text);
        text += size + 1;
    }
    puts(text);
}

bool ct_help_errors(const char *code, ct_diag *diag)
{
    const char *names[CT_ERROR_CODE_COUNT + 1] = {NULL};
    if (!code) {
        list_codes();
        return true;
    }
    for (ct_error_code i = 0; i < CT_ERROR_CODE_COUNT; i++) {
        const ct_error_info *info = ct_error_info_of(i);
        names[i] = info->name;
        if (strcmp(info->name, code) != 0)
            continue;
        printf("%s: %s\n\n", info->name, info->title);
        print_wrapped(info->explanation);
        return true;
    }
    ct_fail(diag, CT_ERR_UNKNOWN_VALUE, CT_NOWHERE, "unknown error code '%s'", code);
    ct_hint(diag, "run 'apigcheck help errors' for the list of codes");
    return ct_hint_nearest(diag, code, names);
}
