/* Types of plain scalars by the YAML 1.2 core schema (section 10.3), and places of their strings.
 */
#include <string.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/yaml/yaml.h"

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (!strcmp(text, *words))
            return true;
    return false;
}

static size_t span(const char *text, const char *set)
{
    return strspn(text, set);
}

/* Returns true for 0x1F and 0o17. */
static bool is_radix_number(const char *text)
{
    if (text[0] != '0' || (text[1] != 'x' && text[1] != 'o') || !text[2])
        return false;
    const char *digits = text[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567";
    return !text[2 + span(text + 2, digits)];
}

/* Matches [-+]? ( . digits | digits ( . digits? )? ) ( [eE] [-+]? digits )? */
static bool is_decimal(const char *text)
{
    static const char digits[] = "0123456789";
    text += *text == '-' || *text == '+';
    size_t const whole = span(text, digits);
    text += whole;
    if (*text == '.') {
        size_t const fraction = span(text + 1, digits);
        if (!whole && !fraction)
            return false;
        text += 1 + fraction;
    } else if (!whole) {
        return false;
    }
    if (*text == 'e' || *text == 'E') {
        text++;
        text += *text == '-' || *text == '+';
        size_t const exponent = span(text, digits);
        if (!exponent)
            return false;
        text += exponent;
    }
    return !*text;
}

static bool exceeds_limits(const char *text, size_t size)
{
    const char *e = strpbrk(text, "eE");
    if (size > CT_LIMIT_NUMBER_DIGITS)
        return true;
    if (!e)
        return false;
    e++;
    e += *e == '-' || *e == '+';
    e += span(e, "0");
    return strlen(e) > 3 || (strlen(e) == 3 && strcmp(e, "400") > 0);
}

/* Returns true for scalars with different types in YAML 1.1 and 1.2, values that JSON cannot
 * express, and numbers over the limits. */
static bool is_ambiguous(const char *text, size_t size)
{
    static const char *const special[] = {".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf",
                                          "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
                                          ".NaN",  ".NAN",  NULL};
    if (is_one_of(text, special))
        return true;
    const char *digits = text + (*text == '-' || *text == '+');
    if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' && is_decimal(text))
        return true;
    if (digits[0] >= '0' && digits[0] <= '9' && strchr(digits, '_') &&
        !digits[span(digits, "0123456789_.")])
        return true;
    return is_decimal(text) && exceeds_limits(text, size);
}

ct_yaml_type ct_yaml_scalar_type(const ct_yaml *scalar)
{
    static const char *const nulls[] = {"null", "Null", "NULL", "~", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    if (scalar->is_quoted || !scalar->text)
        return CT_YAML_TEXT;
    if (is_one_of(scalar->text, nulls))
        return CT_YAML_NULL;
    if (is_one_of(scalar->text, trues))
        return CT_YAML_TRUE;
    if (is_one_of(scalar->text, falses))
        return CT_YAML_FALSE;
    if (is_ambiguous(scalar->text, scalar->size))
        return CT_YAML_AMBIGUOUS;
    if (is_radix_number(scalar->text))
        return scalar->size <= 17 ? CT_YAML_NUMBER : CT_YAML_AMBIGUOUS;
    return is_decimal(scalar->text) ? CT_YAML_NUMBER : CT_YAML_TEXT;
}

static json_t *radix_number(ct_arena *arena, const char *text)
{
    int64_t value = 0;
    int const bits = text[1] == 'x' ? 4 : 3;
    for (const char *at = text + 2; *at; at++) {
        int const digit = *at <= '9' ? *at - '0' : (*at | 0x20) - 'a' + 10;
        value = (int64_t)((uint64_t)value << bits | (unsigned)digit);
    }
    return ct_number_from_int(arena, value);
}

/* YAML allows "+1", ".5" and "1."; JSON does not. */
static json_t *decimal_number(ct_arena *arena, const char *text)
{
    ct_buf out = CT_BUF(CT_LIMIT_NUMBER_DIGITS + 8);
    if (*text == '-')
        ct_buf_char(&out, '-');
    text += *text == '-' || *text == '+';
    if (*text == '.')
        ct_buf_char(&out, '0');
    size_t const whole = span(text, "0123456789");
    ct_buf_add(&out, text, whole);
    text += whole;
    if (*text == '.' && (text[1] < '0' || text[1] > '9'))
        text++;
    ct_buf_text(&out, text);
    json_t *number = ct_number_new(arena, ct_buf_str(&out), out.size);
    ct_buf_free(&out);
    return number;
}

static void report_ambiguous(const ct_yaml *scalar, ct_diag *diag)
{
    bool const is_long = scalar->size > 40;
    ct_fail(diag, CT_ERR_AMBIGUOUS_SCALAR, scalar->where,
            "ambiguous value '%.*s%s': number or string", is_long ? 37 : 40, scalar->text,
            is_long ? "..." : "");
    if (strpbrk(scalar->text, "nN"))
        ct_hint(diag, "quote it if it is a string; JSON has no infinity and no NaN");
    else if (is_decimal(scalar->text) && exceeds_limits(scalar->text, scalar->size))
        ct_hint(diag,
                "quote it if it is a string; a number has at most %d characters and an exponent of "
                "at most %d",
                CT_LIMIT_NUMBER_DIGITS, CT_LIMIT_EXPONENT);
    else if (is_radix_number(scalar->text))
        ct_hint(diag,
                "quote it if it is a string; a hexadecimal or octal number has at most 15 digits");
    else
        ct_hint(diag, "quote it if it is a string; numbers have no leading zeros and no '_'");
}

json_t *ct_yaml_scalar(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag)
{
    switch (ct_yaml_scalar_type(scalar)) {
    case CT_YAML_NULL:
        return json_null();
    case CT_YAML_TRUE:
        return json_true();
    case CT_YAML_FALSE:
        return json_false();
    case CT_YAML_NUMBER:
        return is_radix_number(scalar->text) ? radix_number(arena, scalar->text)
                                             : decimal_number(arena, scalar->text);
    case CT_YAML_AMBIGUOUS:
        report_ambiguous(scalar, diag);
        return NULL;
    case CT_YAML_TEXT:
        break;
    }
    return ct_json_own(arena, json_stringn_nocheck(scalar->text ? scalar->text : "", scalar->size));
}

static json_t *collection_json(ct_arena *arena, const ct_yaml *node, ct_diag *diag)
{
    bool const is_map = node->kind == CT_YAML_MAP;
    json_t *value = ct_json_own(arena, is_map ? json_object() : json_array());
    bool ok = true;
    for (const ct_yaml *member = node->child; member; member = member->next) {
        json_t *inner = ct_yaml_json(arena, member, diag);
        if (!inner)
            ok = false;
        else if (is_map)
            json_object_set_nocheck(value, member->key, inner);
        else
            json_array_append(value, inner);
    }
    return ok ? value : NULL;
}

json_t *ct_yaml_json(ct_arena *arena, const ct_yaml *node, ct_diag *diag)
{
    if (node->tag) {
        ct_fail(diag, CT_ERR_MISPLACED_TAG, node->where, "tag '%s' is not allowed here", node->tag);
        return NULL;
    }
    return node->kind == CT_YAML_SCALAR ? ct_yaml_scalar(arena, node, diag)
                                        : collection_json(arena, node, diag);
}

/* Returns the offset after tags, anchors, spaces and line breaks. */
static size_t skip_properties(const char *text, size_t at)
{
    for (;;) {
        at += strspn(text + at, " \t\r\n");
        if (text[at] != '!' && text[at] != '&')
            return at;
        at += strcspn(text + at, " \t\r\n");
    }
}

/* Returns the place after the header of a block scalar. Leading empty lines are part of the string,
 * so it starts at the first of them, with the indentation of the first line with a character. */
static ct_loc block_where(ct_loc line_start, const char *text, size_t at, size_t width)
{
    at += strcspn(text + at, "\n");
    at += text[at] == '\n';
    ct_loc where = ct_loc_within(line_start, text, at, width);
    size_t const blank = strspn(text + at, " \r\n");
    size_t indent = 0;
    while (indent < blank && text[at + blank - indent - 1] == ' ')
        indent++;
    where.column = (uint16_t)(indent < UINT16_MAX ? indent + 1 : UINT16_MAX);
    return where;
}

static ct_loc text_where(const ct_yaml *scalar)
{
    size_t size;
    ct_loc line_start = scalar->where;
    const char *const line = ct_loc_line(scalar->where, &size);
    if (!line)
        return scalar->where;
    line_start.column = 1;
    const char *at = line;
    for (unsigned column = 1; column < scalar->where.column && *at; column++)
        do
            at++;
        while ((*at & 0xC0) == 0x80);
    if (*at == '*') /* an alias: the string is at its anchor */
        return scalar->where;
    size_t offset = skip_properties(line, (size_t)(at - line));
    if (line[offset] == '|' || line[offset] == '>') /* a plain scalar cannot start with these */
        return block_where(line_start, line, offset, scalar->where.width);
    offset += line[offset] == '\'' || line[offset] == '"';
    return ct_loc_within(line_start, line, offset, scalar->where.width);
}

ct_loc ct_yaml_text_where(const ct_yaml *scalar)
{
    ct_loc where = text_where(scalar);
    if (where.line != scalar->where.line) /* the width is that of the tag, in another line */
        where.width = 1;
    return where;
}

const ct_yaml *ct_yaml_parse(ct_arena *arena, const ct_source *source, ct_diag *diag)
{
    static const ct_yaml_reading plain = {0};
    return ct_yaml_parse_as(arena, source, &plain, diag);
}

const ct_yaml *ct_yaml_get(const ct_yaml *map, const char *key)
{
    if (map->kind != CT_YAML_MAP)
        return NULL;
    for (const ct_yaml *member = map->child; member; member = member->next)
        if (!strcmp(member->key, key))
            return member;
    return NULL;
}
