#include "run/generated.h"

#include <string.h>
#include <strings.h>

#include "base/digest.h"
#include "base/encoding.h"

const char *ct_generated_uuid(ct_arena *arena, const char *seed, const char *name, bool is_hex)
{
    unsigned char digest[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(arena, CT_SHA256_TEXT);
    const char *from = ct_arena_printf(arena, "uuid %s %s", seed, name);
    ct_sha256(from, strlen(from), digest);
    digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x40);
    digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
    ct_hex(digest, 16, hex);
    return is_hex ? hex
                  : ct_arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
                                    hex + 16, hex + 20);
}

const char *ct_generated_traceparent(ct_arena *arena, const char *seed, const char *name,
                                     size_t number, bool is_cleanup)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *from = ct_arena_printf(arena, "traceparent %s %s %s %zu", seed, name,
                                       is_cleanup ? "cleanup" : "step", number);
    ct_sha256(from, strlen(from), digest);
    /* An id of zeros only is invalid. */
    digest[0] |= 1;
    digest[16] |= 1;
    ct_hex(digest, sizeof digest, hex);
    return ct_arena_printf(arena, "00-%.32s-%.16s-01", hex, hex + CT_TRACE_ID_SIZE);
}

void ct_traceparent_add(const ct_plan *plan, ct_request *request, const char *value,
                        ct_arena *arena)
{
    for (const ct_pair *pair = plan->headers; pair; pair = pair->next)
        if (!strcasecmp(pair->name, "traceparent"))
            return;
    ct_header **end = &request->headers;
    while (*end)
        end = &(*end)->next;
    *end = ct_new(arena, ct_header);
    **end = (ct_header){"traceparent", value, NULL};
}
