/* Wrong error codes: of another fault, or no codes at all. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "mutation/fault.h"

/* APIG.2012: letters, a dot, four digits. The size of the letters, or 0. */
static size_t prefix_size(const char *code)
{
    size_t size = 0;
    while (code && isalpha((unsigned char)code[size]))
        size++;
    if (!size || code[size] != '.' || strlen(code + size) != 5)
        return 0;
    return strspn(code + size + 1, "0123456789") == 4 ? size : 0;
}

/* {p} stands for the letters, {n} for the digits. A number below 0: in lower case. */
static json_t *edit_code(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    const char *code = json_string_value(value);
    size_t const prefix = prefix_size(code);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    if (!prefix)
        return NULL;
    for (const char *at = fault->text; *at; at++) {
        bool const is_prefix = !strncmp(at, "{p}", 3), is_number = !strncmp(at, "{n}", 3);
        if (is_prefix)
            ct_buf_add(&text, code, prefix);
        else if (is_number)
            ct_buf_text(&text, code + prefix + 1);
        else
            ct_buf_char(&text, *at);
        at += is_prefix || is_number ? 2 : 0;
    }
    char *wrong = ct_buf_finish(&text, arena);
    for (char *c = wrong; *c && fault->number < 0; c++)
        *c = (char)tolower((unsigned char)*c);
    return strcmp(wrong, code) ? json_string(wrong) : NULL;
}

/* A code of a status is right there, even where it is another one: `number` is that status. */
static const ct_response *mutate_code(const ct_fault *fault, const char *site,
                                      const ct_response *good, ct_arena *arena)
{
    if (fault->number > 0 && good->status == (unsigned)fault->number)
        return NULL;
    ct_fault row = *fault;
    row.number = fault->number < 0 ? -1 : 0;
    return ct_mutate_property(&row, site, good, arena);
}

const ct_fault ct_code_faults[] = {
    {.name = "code-of-parameter",
     .summary = "the code is that of a bad parameter",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.2012",
     .number = 400,
     .is_of_member = true},
    {.name = "code-of-parameter-missing",
     .summary = "the code is that of a parameter that is missing",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.2001",
     .number = 400,
     .is_of_member = true},
    {.name = "code-of-token",
     .summary = "the code is that of a bad token",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.1002",
     .number = 401,
     .is_of_member = true},
    {.name = "code-of-front-door",
     .summary = "the code is that of a bad token at the front door",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIGW.0301",
     .number = 401,
     .is_of_member = true},
    {.name = "code-of-permission",
     .summary = "the code is that of a permission that is missing",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.1005",
     .number = 403,
     .is_of_member = true},
    {.name = "code-of-quota",
     .summary = "the code is that of a quota that is not there",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.3093",
     .number = 404,
     .is_of_member = true},
    {.name = "code-of-gateway",
     .summary = "the code is that of a gateway that is not there",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.3030",
     .number = 404,
     .is_of_member = true},
    {.name = "code-of-api",
     .summary = "the code is that of an API that is not there",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.3002",
     .number = 404,
     .is_of_member = true},
    {.name = "code-of-failure",
     .summary = "the code is that of a failure inside",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.9999",
     .number = 500,
     .is_of_member = true},
    {.name = "code-of-throttle",
     .summary = "the code is that of too many requests",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.9008",
     .number = 0,
     .is_of_member = true},
    {.name = "code-of-throttle-at-door",
     .summary = "the code is that of too many requests, at the front door",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIGW.0308",
     .number = 0,
     .is_of_member = true},
    {.name = "code-of-another-page",
     .summary = "the code is that of another call",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.3325",
     .number = 0,
     .is_of_member = true},
    {.name = "code-of-nothing",
     .summary = "the code is that of nothing",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "APIG.0000",
     .number = 0,
     .is_of_member = true},
    {.name = "code-lower-case",
     .summary = "the code is in lower case",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "{p}.{n}",
     .number = -1,
     .is_of_member = true},
    {.name = "code-without-prefix",
     .summary = "the code is digits alone",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "{n}",
     .number = 0,
     .is_of_member = true},
    {.name = "code-without-dot",
     .summary = "the code has no dot",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "{p}{n}",
     .number = 0,
     .is_of_member = true},
    {.name = "code-with-hyphen",
     .summary = "the code has a hyphen for the dot",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "{p}-{n}",
     .number = 0,
     .is_of_member = true},
    {.name = "code-with-five-digits",
     .summary = "the code has five digits",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "{p}.{n}0",
     .number = 0,
     .is_of_member = true},
    {.name = "code-of-another-service",
     .summary = "the code is another service's",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "VPC.{n}",
     .number = 0,
     .is_of_member = true},
    {.name = "code-with-message",
     .summary = "the message stands behind the code",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "{p}.{n}: {n}",
     .number = 0,
     .is_of_member = true},
    {.name = "code-of-success",
     .summary = "the code is 0",
     .breaks = "{value}",
     .mutate = mutate_code,
     .edit = edit_code,
     .text = "0",
     .number = 0,
     .is_of_member = true},
    {0},
};
