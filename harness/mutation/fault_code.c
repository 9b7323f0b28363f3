/* Faults of error codes. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "mutation/fault.h"

/* An error code is like APIG.2012: letters, a dot, four digits. Returns the number of letters, or 0
 * if it is not one. */
static size_t prefix_size(const char *code)
{
    size_t size = 0;
    while (code && isalpha((unsigned char)code[size]))
        size++;
    if (!size || code[size] != '.' || strlen(code + size) != 5)
        return 0;
    return strspn(code + size + 1, "0123456789") == 4 ? size : 0;
}

/* In the text of a row, {p} is replaced by the letters, {l} by the letters in lower case, {n} by
 * the digits. */
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

/* The last column is the status that the code belongs to: a response with that status is not
 * changed, because any code of its status may be right. */

#define ROW(fault_name, sentence, becomes, status)                                                 \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, CT_ASPECT_VALUE, ct_mutate_property,               \
            .edit = edit_code, .text = becomes, .unless_status = status                            \
    }

const ct_fault ct_code_faults[] = {
    ROW("code-of-parameter", "the error code is that of an invalid parameter", "APIG.2012", 400),
    ROW("code-of-parameter-missing", "the error code is that of a missing parameter", "APIG.2001",
        400),
    ROW("code-of-token", "the error code is that of an invalid token", "APIG.1002", 401),
    ROW("code-of-front-door",
        "the error code is that of an invalid token at the API gateway front end", "APIGW.0301",
        401),
    ROW("code-of-permission", "the error code is that of a missing permission", "APIG.1005", 403),
    ROW("code-of-quota", "the error code is that of an unknown quota", "APIG.3093", 404),
    ROW("code-of-gateway", "the error code is that of an unknown gateway", "APIG.3030", 404),
    ROW("code-of-api", "the error code is that of an unknown API", "APIG.3002", 404),
    ROW("code-of-failure", "the error code is that of an internal error", "APIG.9999", 500),
    ROW("code-of-throttle", "the error code is that of throttling", "APIG.9008", 0),
    ROW("code-of-throttle-at-door",
        "the error code is that of throttling at the API gateway front end", "APIGW.0308", 0),
    ROW("code-of-another-page", "the error code is that of another operation", "APIG.3325", 0),
    ROW("code-of-nothing", "the error code is unassigned", "APIG.0000", 0),
    ROW("code-lower-case", "the error code is in lower case", "{l}.{n}", 0),
    ROW("code-without-prefix", "the error code has no prefix", "{n}", 0),
    ROW("code-without-dot", "the error code has no dot", "{p}{n}", 0),
    ROW("code-with-hyphen", "the error code has a hyphen instead of the dot", "{p}-{n}", 0),
    ROW("code-with-five-digits", "the error code has five digits", "{p}.{n}0", 0),
    ROW("code-of-another-service", "the error code is that of another service", "VPC.{n}", 0),
    ROW("code-with-message", "the error code is followed by a message", "{p}.{n}: {n}", 0),
    ROW("code-of-success", "the error code is 0", "0", 0),
    {0},
};
