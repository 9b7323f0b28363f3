#include "certify/dsse.h"

#include <string.h>

#include "base/encoding.h"
#include "lang/json/json.h"
#include "lang/json/json_writer.h"

void ct_dsse_pae(ct_buf *out, const char *type, const char *payload, size_t size)
{
    ct_buf_printf(out, "DSSEv1 %zu %s %zu ", strlen(type), type, size);
    ct_buf_add(out, payload, size);
}

void ct_dsse_sign(ct_arena *arena, ct_dsse *dsse, const ct_key *key)
{
    ct_dsse_signature **tail = &dsse->signatures, *signature = ct_new(arena, ct_dsse_signature);
    ct_buf pae = CT_BUF(CT_BUF_ANY);
    ct_dsse_pae(&pae, dsse->type, dsse->payload, dsse->size);
    ct_key_sign(key, pae.bytes, pae.size, signature->bytes);
    ct_key_id(key, signature->key_id);
    ct_buf_free(&pae);
    while (*tail)
        tail = &(*tail)->next;
    *tail = signature;
}

bool ct_dsse_is_signed_by(const ct_dsse *dsse, const ct_key *key)
{
    ct_buf pae = CT_BUF(CT_BUF_ANY);
    bool is_signed = false;
    ct_dsse_pae(&pae, dsse->type, dsse->payload, dsse->size);
    for (const ct_dsse_signature *s = dsse->signatures; s && !is_signed; s = s->next)
        is_signed = ct_signature_holds(key, pae.bytes, pae.size, s->bytes);
    ct_buf_free(&pae);
    return is_signed;
}

void ct_dsse_write(ct_buf *out, const ct_dsse *dsse)
{
    ct_buf_text(out, "{\"payloadType\": ");
    ct_json_write_string(out, dsse->type, strlen(dsse->type), CT_JSON_COMPACT);
    ct_buf_text(out, ", \"payload\": \"");
    ct_base64_encode(out, dsse->payload, dsse->size);
    ct_buf_text(out, "\", \"signatures\": [");
    for (const ct_dsse_signature *s = dsse->signatures; s; s = s->next) {
        ct_buf_printf(out, "%s{\"keyid\": \"%s\", \"sig\": \"", s == dsse->signatures ? "" : ", ",
                      s->key_id);
        ct_base64_encode(out, s->bytes, sizeof s->bytes);
        ct_buf_text(out, "\"}");
    }
    ct_buf_text(out, "]}\n");
}

/* ---- Reading ---- */

/* DSSE lets a signer choose the alphabet of RFC 4648 section 4 or of section 5. */
static bool decode_member(ct_arena *arena, ct_buf *out, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    size_t const size = json_string_length(value);
    if (!json_is_string(value) || !size)
        return false;
    char *text = ct_arena_copy(arena, json_string_value(value), size);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)(text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i]);
    return ct_base64_decode(out, text, size);
}

static const char *read_signatures(ct_arena *arena, const json_t *list, ct_dsse *dsse)
{
    ct_dsse_signature **tail = &dsse->signatures;
    size_t index;
    const json_t *one;
    if (!json_array_size(list))
        return "the envelope has no signatures";
    if (json_array_size(list) > CT_SIGNATURES_MAX)
        return "the envelope has more than 16 signatures";
    json_array_foreach(list, index, one)
    {
        ct_dsse_signature *s = ct_new(arena, ct_dsse_signature);
        const json_t *id = json_object_get(one, "keyid");
        ct_buf bytes = CT_BUF(CT_SIGNATURE_SIZE);
        bool const is_whole = decode_member(arena, &bytes, one, "sig") &&
                              bytes.size == CT_SIGNATURE_SIZE && !bytes.is_full;
        if (is_whole)
            memcpy(s->bytes, bytes.bytes, sizeof s->bytes);
        ct_buf_free(&bytes);
        if (!is_whole || json_object_size(one) != (id ? 2 : 1) || (id && !json_is_string(id)))
            return "a signature is not an Ed25519 signature";
        if (id && json_string_length(id) == CT_SHA256_TEXT - 1)
            memcpy(s->key_id, json_string_value(id), CT_SHA256_TEXT);
        *tail = s;
        tail = &s->next;
    }
    return NULL;
}

const ct_dsse *ct_dsse_read(ct_arena *arena, const char *text, size_t size, const char **error)
{
    ct_json_error why;
    ct_dsse *dsse = ct_new(arena, ct_dsse);
    const json_t *envelope = ct_json_read_plain(arena, text, size, &why);
    const json_t *type = json_object_get(envelope, "payloadType");
    ct_buf payload = CT_BUF(CT_BUF_ANY);
    *error = NULL;
    if (!envelope)
        *error = ct_arena_printf(arena, "invalid JSON: %s", why.what);
    else if (json_object_size(envelope) != 3 || !json_is_string(type) ||
             !decode_member(arena, &payload, envelope, "payload"))
        *error = "not a DSSE envelope";
    else
        *error = read_signatures(arena, json_object_get(envelope, "signatures"), dsse);
    dsse->type = json_string_value(type);
    dsse->size = payload.size;
    dsse->payload = ct_buf_finish(&payload, arena);
    return *error ? NULL : dsse;
}
