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

/* {p} stands for the letters, {l} for them in lower case, {n} for the digits. */
static json_t *edit_code(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    const char *code = json_string_value(value);
    size_t const prefix = prefix_size(code);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    if (!prefix)
        return NULL;
    for (const char *at = fault->text; *at; at++) {
        bool const is_field = *at == '{';
        char const field = is_field ? at[1] : '\0';
        for (size_t i = 0; i < prefix && (field == 'p' || field == 'l'); i++)
            ct_buf_char(&text, field == 'l' ? (char)tolower((unsigned char)code[i]) : code[i]);
        if (field == 'n')
            ct_buf_text(&text, code + prefix + 1);
        if (is_field)
            at += 2;
        else
            ct_buf_char(&text, *at);
    }
    const char *wrong = ct_buf_finish(&text, arena);
    return strcmp(wrong, code) ? json_string(wrong) : NULL;
}

/* A row's status: there the code is right, even if it is another one than that of the request. */

#define ROW(fault_name, sentence, becomes, status)                                                 \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, CT_ASPECT_VALUE, ct_mutate_property,               \
            .edit = edit_code, .text = becomes, .unless_status = status                            \
    }

const ct_fault ct_code_faults[] = {
    ROW("code-of-parameter", "the code is that of a bad parameter", "APIG.2012", 400),
    ROW("code-of-parameter-missing", "the code is that of a parameter that is missing", "APIG.2001",
        400),
    ROW("code-of-token", "the code is that of a bad token", "APIG.1002", 401),
    ROW("code-of-front-door", "the code is that of a bad token at the front door", "APIGW.0301",
        401),
    ROW("code-of-permission", "the code is that of a permission that is missing", "APIG.1005", 403),
    ROW("code-of-quota", "the code is that of a quota that is not there", "APIG.3093", 404),
    ROW("code-of-gateway", "the code is that of a gateway that is not there", "APIG.3030", 404),
    ROW("code-of-api", "the code is that of an API that is not there", "APIG.3002", 404),
    ROW("code-of-failure", "the code is that of a failure inside", "APIG.9999", 500),
    ROW("code-of-throttle", "the code is that of too many requests", "APIG.9008", 0),
    ROW("code-of-throttle-at-door", "the code is that of too many requests, at the front door",
        "APIGW.0308", 0),
    ROW("code-of-another-page", "the code is that of another call", "APIG.3325", 0),
    ROW("code-of-nothing", "the code is that of nothing", "APIG.0000", 0),
    ROW("code-lower-case", "the code is in lower case", "{l}.{n}", 0),
    ROW("code-without-prefix", "the code is digits alone", "{n}", 0),
    ROW("code-without-dot", "the code has no dot", "{p}{n}", 0),
    ROW("code-with-hyphen", "the code has a hyphen for the dot", "{p}-{n}", 0),
    ROW("code-with-five-digits", "the code has five digits", "{p}.{n}0", 0),
    ROW("code-of-another-service", "the code is another service's", "VPC.{n}", 0),
    ROW("code-with-message", "the message stands behind the code", "{p}.{n}: {n}", 0),
    ROW("code-of-success", "the code is 0", "0", 0),
    {0},
};
