#include "record/record_digest.h"

#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"

enum { DIGITS = CT_SHA256_TEXT - 1 };

/* The text before and after the digits. */
static const char line_before[] = ",\"sha256\":\"", line_after[] = "\"}";
static const char head_before[] = ",\n  \"sha256\": \"",
                  head_after[] = "\",\n" CT_RECORD_CASES "\n";

static void digest_of(const char *text, size_t size, char hex[CT_SHA256_TEXT])
{
    unsigned char digest[CT_SHA256_SIZE];
    ct_sha256(text, size, digest);
    ct_hex(digest, sizeof digest, hex);
}

void ct_record_put_digest(ct_json_writer *json, size_t start)
{
    char hex[CT_SHA256_TEXT];
    digest_of(ct_buf_str(json->out) + start, json->out->size - start, hex);
    ct_json_put_string(json, "sha256", hex);
}

/* *covered: the size of what the digest is about. */
static bool check(ct_json_field_reader *reader, const char *text, size_t size, const char *before,
                  const char *after, size_t *covered)
{
    size_t const ahead = strlen(before), behind = strlen(after), tail = ahead + DIGITS + behind;
    char hex[CT_SHA256_TEXT];
    *covered = size > tail ? size - tail : 0;
    if (!*covered || memcmp(text + *covered, before, ahead) != 0 ||
        memcmp(text + size - behind, after, behind) != 0)
        return ct_json_bind_fail(reader, "the digest ('sha256') at its end is missing");
    digest_of(text, *covered, hex);
    return !memcmp(text + *covered + ahead, hex, DIGITS) ||
           ct_json_bind_fail(reader, "it was changed: the digest ('sha256') does not match");
}

bool ct_record_check_line(ct_json_field_reader *reader, ct_buf *line)
{
    size_t covered;
    if (!check(reader, ct_buf_str(line), line->size, line_before, line_after, &covered))
        return false;
    line->bytes[covered] = '}';
    line->bytes[covered + 1] = '\0';
    line->size = covered + 1;
    return true;
}

bool ct_record_check_head(ct_json_field_reader *reader, const char *text, size_t size)
{
    size_t covered;
    return check(reader, text, size, head_before, head_after, &covered);
}
