#include "certify/dsse.h"

#include <string.h>

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
    ct_base64(out, dsse->payload, dsse->size);
    ct_buf_text(out, "\", \"signatures\": [");
    for (const ct_dsse_signature *s = dsse->signatures; s; s = s->next) {
        ct_buf_printf(out, "%s{\"keyid\": \"%s\", \"sig\": \"", s == dsse->signatures ? "" : ", ",
                      s->key_id);
        ct_base64(out, s->bytes, sizeof s->bytes);
        ct_buf_text(out, "\"}");
    }
    ct_buf_text(out, "]}\n");
}

/* ---- Reading ---- */

static int value_of(char c)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(letters, c == '-' ? '+' : c == '_' ? '/' : c) : NULL;
    return at ? (int)(at - letters) : -1;
}

/* Unused bits must be 0, so that each payload has only one valid encoding. */
static bool decode(ct_buf *out, const char *text, size_t size)
{
    size_t padding = 0;
    unsigned bits = 0;
    while (padding < 2 && size > padding && text[size - 1 - padding] == '=')
        padding++;
    if (size % 4 || !size)
        return false;
    for (size_t i = 0; i < size - padding; i++) {
        int const value = value_of(text[i]);
        if (value < 0)
            return false;
        bits = bits << 6 | (unsigned)value;
        if (i % 4)
            ct_buf_char(out, (char)(bits >> (6 - 2 * (i % 4)) & 0xFF));
    }
    return !padding || !(bits & (padding == 2 ? 15U : 3U));
}

static bool decode_member(ct_buf *out, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) &&
           decode(out, json_string_value(value), json_string_length(value));
}

static const char *read_signatures(ct_arena *arena, const json_t *list, ct_dsse *dsse)
{
    ct_dsse_signature **tail = &dsse->signatures;
    size_t index;
    const json_t *one;
    if (!json_array_size(list))
        return "the envelope has no signatures";
    json_array_foreach(list, index, one)
    {
        ct_dsse_signature *s = ct_new(arena, ct_dsse_signature);
        const json_t *id = json_object_get(one, "keyid");
        ct_buf bytes = CT_BUF(CT_SIGNATURE_SIZE);
        bool const is_whole =
            decode_member(&bytes, one, "sig") && bytes.size == CT_SIGNATURE_SIZE && !bytes.is_full;
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
             !decode_member(&payload, envelope, "payload"))
        *error = "not a DSSE envelope";
    else
        *error = read_signatures(arena, json_object_get(envelope, "signatures"), dsse);
    dsse->type = json_string_value(type);
    dsse->size = payload.size;
    dsse->payload = ct_buf_finish(&payload, arena);
    return *error ? NULL : dsse;
}
