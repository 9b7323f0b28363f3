/* DSSE: the signed bytes, writing and reading an envelope, invalid envelopes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "certify/dsse.h"
#include "lang/json/json.h"
#include "tests/rows.h"

/* Keys for tests: the seeds of RFC 8032 section 7.1, tests 1 and 2. */
#define PRIVATE_PEM(base64) "-----BEGIN PRIVATE KEY-----\n" base64 "\n-----END PRIVATE KEY-----\n"
#define PUBLIC_PEM(base64) "-----BEGIN PUBLIC KEY-----\n" base64 "\n-----END PUBLIC KEY-----\n"
#define TWICE(text) text text
#define FIRST_SEED "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
#define FIRST_POINT "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
static const char first_private[] = PRIVATE_PEM(FIRST_SEED);
static const char first_public[] = PUBLIC_PEM(FIRST_POINT);
static const char second_private[] =
    PRIVATE_PEM("MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7");

static const char *key_file(ct_arena *arena, const char *text, mode_t mode)
{
    static unsigned count;
    const char *path = ct_arena_printf(arena, "/tmp/test_seal-%d-%u.pem", (int)getpid(), ++count);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static ct_key *read_key(ct_arena *arena, const char *text, bool is_private, mode_t mode,
                        ct_diag *diag)
{
    const char *path = key_file(arena, text, mode);
    ct_key *key =
        is_private ? ct_key_read_private(arena, path, diag) : ct_key_read_public(arena, path, diag);
    unlink(path);
    return key;
}

/* The example of the DSSE specification. */
static void encodes_lengths_before_values(void **state)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_dsse_pae(&out, "http://example.com/HelloWorld", "hello world", 11);
    rows_same("PAE", ct_buf_finish(&out, *state),
              "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
}

/* RFC 8032 section 7.1, test 1: the empty message. */
static void signs_as_the_standard_does(void **state)
{
    ct_diag diag = {.arena = *state};
    unsigned char signature[CT_SIGNATURE_SIZE];
    char hex[2 * CT_SIGNATURE_SIZE + 1];
    const ct_key *key = read_key(*state, first_private, true, 0600, &diag);
    assert_non_null(key);
    ct_key_sign(key, "", 0, signature);
    ct_hex(signature, sizeof signature, hex);
    rows_same("test 1", hex,
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e"
              "39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    key = read_key(*state, first_public, false, 0644, &diag);
    assert_true(ct_signature_holds(key, "", 0, signature));
    assert_false(ct_signature_holds(key, "x", 1, signature));
    signature[5] ^= 1;
    assert_false(ct_signature_holds(key, "", 0, signature));
}

static void signs_and_reads_back(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_key *first = read_key(*state, first_private, true, 0600, &diag);
    const ct_key *second = read_key(*state, second_private, true, 0400, &diag);
    for (size_t size = 1; size < 8; size++) {
        ct_dsse dsse = {.type = CT_DSSE_PAYLOAD_TYPE, .payload = "\xff\x00{}ab\x01", .size = size};
        ct_buf out = CT_BUF(CT_BUF_ANY);
        const char *error;
        ct_dsse_sign(*state, &dsse, first);
        ct_dsse_write(&out, &dsse);
        const ct_dsse *read = ct_dsse_read(*state, out.bytes, out.size, &error);
        ct_buf_free(&out);
        assert_null(error);
        assert_int_equal(read->size, size);
        assert_memory_equal(read->payload, dsse.payload, size);
        assert_true(ct_dsse_is_signed_by(read, first));
        assert_false(ct_dsse_is_signed_by(read, second));
        ct_dsse more = *read;
        ct_dsse_sign(*state, &more, second);
        assert_true(ct_dsse_is_signed_by(&more, first) && ct_dsse_is_signed_by(&more, second));
        more.type = "text/plain";
        assert_false(ct_dsse_is_signed_by(&more, first));
    }
}

#define SIG                                                                                        \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"                                                  \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="

static void rejects_invalid_envelopes(void **state)
{
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': [{'sig': '" SIG "'}]}", NULL},
        {"{'payloadType': 'a', 'payload': '-_-_', 'signatures': [{'sig': '" SIG "'}]}", NULL},
        {"", "invalid JSON: unexpected end of the text"},
        {"{'payloadType': 'a\\u0000; junk', 'payload': 'YQ==', 'signatures': [{'sig': '" SIG "'}]}",
         "invalid JSON: NUL character in a string"},
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': [{'sig': '" SIG
         "', 'keyid': 'a\\u0000'}]}",
         "invalid JSON: NUL character in a string"},
        {"{'payloadType\\u0000': 'a'}", "invalid JSON: NUL character in a string"},
        {"[]", "not a DSSE envelope"},
        {"{'payloadType': 'a', 'payloadType': 'a'}", "invalid JSON: duplicate property name"},
        {"{'payloadType': 'a', 'payload': 'YQ', 'signatures': [{'sig': '" SIG "'}]}",
         "not a DSSE envelope"},
        {"{'payloadType': 'a', 'payload': 'YR==', 'signatures': [{'sig': '" SIG "'}]}",
         "not a DSSE envelope"},
        {"{'payloadType': 'a', 'payload': 'YQ==YQ==', 'signatures': [{'sig': '" SIG "'}]}",
         "not a DSSE envelope"},
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': [], 'more': 1}",
         "not a DSSE envelope"},
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': []}",
         "the envelope has no signatures"},
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': [{'sig': 'YQ=='}]}",
         "a signature is not an Ed25519 signature"},
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': [{'sig': '" SIG "', 'x': 1}]}",
         "a signature is not an Ed25519 signature"},
        {"{'payloadType': 'a', 'payload': 'YQ==', 'signatures': [{'sig': '" SIG "', 'keyid': 1}]}",
         "a signature is not an Ed25519 signature"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *text = rows_quoted(*state, rows[i].text);
        const char *error;
        const ct_dsse *dsse = ct_dsse_read(*state, text, strlen(text), &error);
        assert_int_equal(dsse == NULL, error != NULL);
        rows_same(rows[i].text, error, rows[i].error);
    }
}

static void rejects_keys(void **state)
{
    static const struct {
        const char *text;
        bool is_private;
        mode_t mode;
        const char *reported;
    } rows[] = {
        {first_private, true, 0640, "other users have access to the private key"},
        {first_private, true, 0604, "other users have access to the private key"},
        {first_public, true, 0600, "is not a private Ed25519 key"},
        {first_private, false, 0600, "is not a public Ed25519 key"},
        {"", false, 0600, "is not a public Ed25519 key"},
        {TWICE(PUBLIC_PEM(FIRST_POINT)), false, 0600, "contains several PEM blocks"},
        {"notes\n" PUBLIC_PEM(FIRST_POINT) "-----BEGIN X-----\n", false, 0600,
         "contains several PEM blocks"},
        {TWICE(PRIVATE_PEM(FIRST_SEED)), true, 0600, "contains several PEM blocks"},
        {PRIVATE_PEM(FIRST_SEED) PUBLIC_PEM(FIRST_POINT), true, 0600,
         "contains several PEM blocks"},
        {PUBLIC_PEM("MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), false, 0644,
         "low-order point"}, /* order 4 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA="), false, 0644,
         "low-order point"}, /* order 4, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), false, 0644,
         "low-order point"}, /* order 1 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA="), false, 0644,
         "low-order point"}, /* order 1, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAJuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU="), false, 0644,
         "low-order point"}, /* order 8 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAJuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/IU="), false, 0644,
         "low-order point"}, /* order 8, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAxxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA3o="), false, 0644,
         "low-order point"}, /* order 8 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEAxxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA/o="), false, 0644,
         "low-order point"}, /* order 8, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA7P///////////////////////////////////////38="), false, 0644,
         "low-order point"}, /* order 2 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA7P////////////////////////////////////////8="), false, 0644,
         "low-order point"}, /* order 2, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA7f///////////////////////////////////////38="), false, 0644,
         "canonical"}, /* p */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA7f////////////////////////////////////////8="), false, 0644,
         "canonical"}, /* p, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA7v///////////////////////////////////////38="), false, 0644,
         "canonical"}, /* p + 1 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA7v////////////////////////////////////////8="), false, 0644,
         "canonical"}, /* p + 1, sign bit */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA/////////////////////////////////////////38="), false, 0644,
         "canonical"}, /* 2^255 - 1 */
        {PUBLIC_PEM("MCowBQYDK2VwAyEA//////////////////////////////////////////8="), false, 0644,
         "canonical"}, /* 2^255 - 1, sign bit */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        assert_null(read_key(*state, rows[i].text, rows[i].is_private, rows[i].mode, &diag));
        assert_non_null(strstr(diag.first->message, rows[i].reported));
    }
}

/* A published envelope, if it exists. */
static void reads_the_test_vector(void **state)
{
    ct_diag diag = {.arena = *state};
    const char *error;
    const char *folder = CT_SHARED "/reference/vectors";
    const ct_source *text =
        ct_source_read(*state, ct_arena_printf(*state, "%s/dsse-envelope.json", folder), &diag);
    if (!text) {
        printf("skipped: no %s\n", folder);
        skip();
    }
    const ct_dsse *dsse = ct_dsse_read(*state, text->text, text->size, &error);
    const ct_key *key =
        ct_key_read_public(*state, ct_arena_printf(*state, "%s/dsse-public.pem", folder), &diag);
    const ct_source *payload =
        ct_source_read(*state, ct_arena_printf(*state, "%s/dsse-payload.json", folder), &diag);
    assert_non_null(dsse);
    assert_non_null(key);
    assert_non_null(payload);
    assert_int_equal(dsse->size, payload->size);
    assert_memory_equal(dsse->payload, payload->text, payload->size);
    assert_true(ct_dsse_is_signed_by(dsse, key));
    char id[CT_SHA256_TEXT];
    ct_key_id(key, id);
    rows_same("key id", dsse->signatures->key_id, id);
    ct_dsse changed = *dsse;
    changed.size--;
    assert_false(ct_dsse_is_signed_by(&changed, key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(encodes_lengths_before_values),
        ROWS_TEST(signs_as_the_standard_does),
        ROWS_TEST(signs_and_reads_back),
        ROWS_TEST(rejects_invalid_envelopes),
        ROWS_TEST(rejects_keys),
        ROWS_TEST(reads_the_test_vector),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
