/* What a witnessed run is bound to, and whose signature it needs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "certify/assurance.h"
#include "certify/witness.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "tests/rows.h"

/* ---- The binding ---- */

/* A run; lists are separated by commas, and a file is "path=content". */
typedef struct run {
    const char *challenge, *name, *version, *files, *capabilities;
} run;

static const char *next_of(ct_arena *arena, const char **list)
{
    size_t const size = strcspn(*list, ",");
    const char *word = size ? ct_arena_copy(arena, *list, size) : NULL;
    *list += size + ((*list)[size] == ',');
    return word;
}

static const ct_source *source_of(ct_arena *arena, const char *file)
{
    size_t const size = strcspn(file, "=");
    ct_source *source = ct_new(arena, ct_source);
    source->name = ct_arena_printf(arena, "cases/%.*s", (int)size, file);
    source->text = file + size + 1;
    source->size = strlen(source->text);
    return source;
}

static const char *bind(ct_arena *arena, const run *r)
{
    ct_suite suite = {.root = "cases"};
    ct_target target = {0};
    ct_profile const profile = {
        .name = r->name, .version = r->version, .source = source_of(arena, "profiles/core.yaml=p")};
    ct_file **file = &suite.files;
    ct_name **name = &target.capabilities;
    const char *word, *files = r->files, *capabilities = r->capabilities;
    while ((word = next_of(arena, &files))) {
        *file = ct_new(arena, ct_file);
        (*file)->source = source_of(arena, word);
        file = &(*file)->next;
    }
    while ((word = next_of(arena, &capabilities))) {
        *name = ct_new(arena, ct_name);
        (*name)->text = word;
        name = &(*name)->next;
    }
    return ct_witness_binding(arena, r->challenge, &suite, &profile, &target);
}

static const run basis = {"c", "core", "1", "a.yaml=x,b.yaml=y", "list,unbind"};

static void ignores_orders(void **state)
{
    static const run rows[] = {
        {"c", "core", "1", "b.yaml=y,a.yaml=x", "list,unbind"},
        {"c", "core", "1", "a.yaml=x,b.yaml=y", "unbind,list"},
        {"c", "core", "1", "a.yaml=x,b.yaml=y", "unbind,list,unbind"},
        {"c", "core", "1", "a.yaml=x,b.yaml=y,profiles/core.yaml=p", "list,unbind"},
    };
    const char *expected = bind(*state, &basis);
    assert_int_equal(strlen(expected), 64);
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].files, bind(*state, &rows[i]), expected);
}

/* All of them differ from each other. */
static void covers_what_is_fixed(void **state)
{
    static const run rows[] = {
        {"c", "core", "1", "a.yaml=x,b.yaml=y", "list,unbind"},
        {"d", "core", "1", "a.yaml=x,b.yaml=y", "list,unbind"},
        {"c", "full", "1", "a.yaml=x,b.yaml=y", "list,unbind"},
        {"c", "core", "2", "a.yaml=x,b.yaml=y", "list,unbind"},
        {"c", "core", "1", "a.yaml=z,b.yaml=y", "list,unbind"},
        {"c", "core", "1", "a.yaml=y,b.yaml=x", "list,unbind"},
        {"c", "core", "1", "a.yaml=x,c.yaml=y", "list,unbind"},
        {"c", "core", "1", "a.yaml=x", "list,unbind"},
        {"c", "core", "1", "a.yaml=x,b.yaml=y", "list"},
        {"c", "core", "1", "a.yaml=x,b.yaml=y", ""},
        {"c", "core", "1", "a.yaml=x,b.yaml=y", "list unbind"},
        {"c", "core", "1", "a.yaml=x,b.yaml=y", "list\",\"unbind"},
        {"c\"{", "core", "1", "a.yaml=x,b.yaml=y", "list,unbind"},
        {"c", "core1", "", "a.yaml=x,b.yaml=y", "list,unbind"},
    };
    const char *bindings[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        bindings[i] = bind(*state, &rows[i]);
        for (size_t k = 0; k < i; k++)
            if (!strcmp(bindings[i], bindings[k]))
                fail_msg("rows %zu and %zu have the same binding", i, k);
    }
}

static void seeds_with_the_binding(void **state)
{
    ct_claims const own = {.challenge = "c", .nonce = "01"};
    ct_claims const witnessed = {.challenge = "c", .nonce = "01", .witness = "k", .binding = "b"};
    rows_same("self-attested", ct_claims_seed(*state, &own),
              ct_certificate_seed(*state, "c", "01"));
    rows_same("witnessed", ct_claims_seed(*state, &witnessed),
              ct_certificate_seed(*state, "b", "01"));
}

/* ---- The key ---- */

/* The public key of RFC 8032 section 7.1, test 1, and the SHA-256 of its SubjectPublicKeyInfo. */
static const char public_pem[] = "-----BEGIN PUBLIC KEY-----\n"
                                 "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                 "-----END PUBLIC KEY-----\n";
#define ID "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9"

static const ct_key *read_key(ct_arena *arena)
{
    ct_diag diag = {.arena = arena};
    const char *path = ct_arena_printf(arena, "/tmp/test_witness-%d.pem", (int)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(public_pem, file) >= 0);
    assert_int_equal(fclose(file), 0);
    const ct_key *key = ct_key_read_public(arena, path, &diag);
    unlink(path);
    assert_non_null(key);
    return key;
}

static void requires_the_signature_of_the_witness(void **state)
{
#define UNSIGNED "- the certificate is not signed by the witness that it names, key "
    static const struct {
        const char *ours;
        unsigned signatures;
        const char *witness, *notes;
    } rows[] = {
        {"{'challenge': 'c', 'witness': {'keyid': '" ID "'}}", 1, ID, ""},
        {"{'challenge': 'c', 'witness': {'keyid': '" ID "'}}", 2, ID,
         "- the certificate is witnessed, but has other signatures than that of the witness"},
        {"{'challenge': 'c', 'witness': {'keyid': 'x'}}", 1, "x", UNSIGNED "x"},
        {"{'challenge': 'c', 'witness': {'keyid': ''}}", 1, "", UNSIGNED},
        {"{'challenge': null, 'witness': {'keyid': '" ID "'}}", 1, ID,
         "- the certificate is witnessed, but has no challenge"},
        {"{'challenge': ' ', 'witness': {'keyid': '" ID "'}}", 1, ID,
         "- the certificate is witnessed, but has no challenge"},
        {"{'challenge': 'c', 'witness': null}", 2, NULL, ""},
        {"{'challenge': 'c', 'witness': {'keyid': 1}}", 1, NULL, ""},
        {"{}", 1, NULL, ""},
    };
    const ct_key *key = read_key(*state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_dsse_signature second = {0}, first = {.next = rows[i].signatures > 1 ? &second : NULL};
        ct_dsse const dsse = {.signatures = &first};
        const json_t *ours = rows_json(*state, rows[i].ours);
        bool const ok = ct_witness_check(ours, &dsse, &key, 1, &diag);
        rows_same(rows[i].ours, rows_notes(*state, &diag), rows[i].notes);
        rows_same(rows[i].ours, ct_witness_of(ours), rows[i].witness);
        assert_int_equal(ok, !*rows[i].notes);
    }
    assert_true(ct_witness_is(ID, key));
    assert_false(ct_witness_is(NULL, key));
}

static void says_what_it_proves(void **state)
{
    (void)state;
    rows_same("word", ct_assurance_name(true), "witnessed");
    rows_same("word", ct_assurance_name(false), "self-attested");
    assert_non_null(
        strstr(ct_assurance_sentence(true), "only if the key is that of the authority"));
    assert_non_null(strstr(ct_assurance_sentence(false), "could have made them up"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(ignores_orders),         ROWS_TEST(covers_what_is_fixed),
        ROWS_TEST(seeds_with_the_binding), ROWS_TEST(requires_the_signature_of_the_witness),
        ROWS_TEST(says_what_it_proves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
