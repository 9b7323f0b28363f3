#include "lang/json/json_writer.h"

#include <stdio.h>
#include <string.h>

#include "base/datetime.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "lang/json/json.h"

static void break_line(ct_json_writer *json)
{
    if (json->depth <= json->broken_depth)
        ct_buf_printf(json->out, "\n%*s", 2 * (int)json->depth, "");
}

static void begin(ct_json_writer *json, const char *name)
{
    if (json->has_member)
        ct_buf_char(json->out, ',');
    if (json->depth)
        break_line(json);
    if (name) {
        ct_json_write_string(json->out, name, strlen(name), CT_JSON_SHOWN);
        ct_buf_text(json->out, json->depth <= json->broken_depth ? ": " : ":");
    }
    json->has_member = true;
}

void ct_json_put_open(ct_json_writer *json, const char *name, char bracket)
{
    begin(json, name);
    ct_buf_char(json->out, bracket);
    json->depth++;
    json->has_member = false;
}

void ct_json_put_close(ct_json_writer *json, char bracket)
{
    bool const was_broken = json->has_member && json->depth <= json->broken_depth;
    json->depth--;
    if (was_broken)
        break_line(json);
    ct_buf_char(json->out, bracket);
    json->has_member = true;
}

void ct_json_put_string(ct_json_writer *json, const char *name, const char *text)
{
    if (text)
        ct_json_put_bytes(json, name, text, strlen(text));
}

void ct_show_bytes(ct_buf *out, const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    for (const char *at = bytes; at < end;) {
        const char *const start = at;
        if (ct_utf8_next(&at, end) == CT_UTF8_INVALID)
            ct_show_text(out, start, 1);
        else
            ct_buf_add(out, start, (size_t)(at - start));
    }
}

void ct_json_put_bytes(ct_json_writer *json, const char *name, const char *bytes, size_t size)
{
    begin(json, name);
    if (ct_utf8_valid_size(bytes, size) == size) {
        ct_json_write_string(json->out, bytes, size, CT_JSON_SHOWN);
        return;
    }
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_show_bytes(&text, bytes, size);
    ct_json_write_string(json->out, text.bytes, text.size, CT_JSON_SHOWN);
    ct_buf_free(&text);
}

void ct_json_put_exact(ct_json_writer *json, const char *name, const char *text)
{
    if (!text)
        return;
    size_t const size = strlen(text);
    ct_json_put_string(json, name, text);
    if (ct_utf8_valid_size(text, size) == size)
        return;
    char bytes_name[64];
    snprintf(bytes_name, sizeof bytes_name, "%s_base64", name);
    ct_json_put_base64(json, bytes_name, text, size);
}

void ct_json_put_base64(ct_json_writer *json, const char *name, const char *bytes, size_t size)
{
    begin(json, name);
    ct_buf_char(json->out, '"');
    ct_base64_encode(json->out, bytes, size);
    ct_buf_char(json->out, '"');
}

void ct_json_put_uint(ct_json_writer *json, const char *name, uint64_t value)
{
    begin(json, name);
    ct_buf_printf(json->out, "%llu", (unsigned long long)value);
}

void ct_json_put_time(ct_json_writer *json, const char *name, int64_t unix_ms)
{
    char text[CT_TIME_TEXT];
    ct_time_text(unix_ms < 0 ? 0 : unix_ms,
                 text); /* ct_json_field_time reads nothing before 1970 */
    begin(json, name);
    ct_buf_printf(json->out, "\"%s\"", text);
}

void ct_json_put_bool(ct_json_writer *json, const char *name, bool value)
{
    begin(json, name);
    ct_buf_text(json->out, value ? "true" : "false");
}

void ct_json_put_null(ct_json_writer *json, const char *name)
{
    ct_json_put_raw(json, name, "null");
}

void ct_json_put_raw(ct_json_writer *json, const char *name, const char *value)
{
    begin(json, name);
    ct_buf_text(json->out, value);
}
