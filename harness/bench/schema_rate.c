/* Measures the validation of JSON Schema.
 *
 *     bench_schema [DOCUMENT SCHEMA]
 *
 * Without arguments it generates a document of about 1 MB: an array of orders,
 * and a schema with about thirty keywords. With DIRECTORY/ as the only argument
 * it writes both there, for a comparison with another validator.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/source.h"
#include "lang/json/json.h"
#include "lang/schema/schema.h"

static const char schema_text[] =
    "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"array\","
    " \"minItems\": 1, \"maxItems\": 100000, \"items\": {\"$ref\": \"#/$defs/order\"},"
    " \"$defs\": {"
    "  \"id\": {\"type\": \"string\", \"minLength\": 8, \"maxLength\": 40},"
    "  \"money\": {\"type\": \"object\", \"required\": [\"amount\", \"currency\"],"
    "   \"properties\": {\"amount\": {\"type\": \"number\", \"minimum\": 0},"
    "    \"currency\": {\"enum\": [\"EUR\", \"USD\", \"CNY\"]}}, \"additionalProperties\": false},"
    "  \"line\": {\"type\": \"object\", \"required\": [\"sku\", \"count\", \"price\"],"
    "   \"properties\": {\"sku\": {\"type\": \"string\", \"pattern\": \"^[A-Z]{3}-[0-9]+$\"},"
    "    \"count\": {\"type\": \"integer\", \"minimum\": 1, \"exclusiveMaximum\": 1000},"
    "    \"price\": {\"$ref\": \"#/$defs/money\"}}},"
    "  \"order\": {\"type\": \"object\","
    "   \"required\": [\"id\", \"status\", \"created\", \"lines\", \"total\"],"
    "   \"properties\": {\"id\": {\"$ref\": \"#/$defs/id\"},"
    "    \"status\": {\"enum\": [\"open\", \"paid\", \"sent\", \"closed\"]},"
    "    \"created\": {\"type\": \"string\", \"maxLength\": 30},"
    "    \"note\": {\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"string\", \"maxLength\": 200}]},"
    "    \"tags\": {\"type\": \"array\", \"uniqueItems\": true, \"items\": {\"type\": \"string\"}},"
    "    \"lines\": {\"type\": \"array\", \"minItems\": 1, \"items\": {\"$ref\": "
    "\"#/$defs/line\"}},"
    "    \"total\": {\"$ref\": \"#/$defs/money\"}},"
    "   \"if\": {\"properties\": {\"status\": {\"const\": \"paid\"}}},"
    "   \"then\": {\"required\": [\"paid\"]},"
    "   \"patternProperties\": {\"^x-\": true},"
    "   \"minProperties\": 5}}}";

static void add_line(ct_buf *out, unsigned i)
{
    ct_buf_printf(out,
                  "{\"sku\": \"ABC-%u\", \"count\": %u, \"price\": {\"amount\": %u.%02u, "
                  "\"currency\": \"EUR\"}}",
                  i, i % 99 + 1, i % 500, i % 100);
}

static void make_document(ct_buf *out)
{
    static const char *const states[] = {"open", "paid", "sent", "closed"};
    for (unsigned i = 0; out->size < 1 << 20; i++) {
        ct_buf_printf(out,
                      "%c{\"id\": \"order-%08u\", \"status\": \"%s\", \"created\": "
                      "\"2026-01-01T00:00:00Z\", \"note\": %s, \"tags\": [\"a\", \"b\", \"c%u\"], "
                      "\"paid\": true, \"x-trace\": %u, \"total\": {\"amount\": %u, \"currency\": "
                      "\"USD\"}, \"lines\": [",
                      i ? ',' : '[', i, states[i % 4], i % 3 ? "null" : "\"a note\"", i, i, i);
        add_line(out, i);
        ct_buf_char(out, ',');
        add_line(out, i + 7);
        ct_buf_text(out, "]}");
    }
    ct_buf_char(out, ']');
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const json_t *read_json(ct_arena *arena, const char *text, size_t size)
{
    ct_json_error error;
    const json_t *json = ct_json_read(arena, text, size, &error);
    if (!json) {
        fprintf(stderr, "bench_schema: not JSON: %s\n", error.what);
        exit(EXIT_FAILURE);
    }
    return json;
}

static void race(ct_arena *arena, const json_t *document, const json_t *schema_json)
{
    enum { ROUNDS = 50 };
    ct_diag diag = {.arena = arena};
    double const start = now_ms();
    const ct_schema *schema = ct_schema_compile(arena, schema_json, NULL, CT_NOWHERE, &diag);
    double const compiled = now_ms();
    if (!schema) {
        ct_diag_print(&diag, stderr);
        exit(EXIT_FAILURE);
    }
    double best = 1e9;
    ct_schema_verdict verdict = CT_SCHEMA_GAVE_UP;
    for (int i = 0; i < ROUNDS; i++) {
        double const before = now_ms();
        verdict = ct_schema_test(schema, document, NULL);
        double const taken = now_ms() - before;
        best = taken < best ? taken : best;
    }
    printf("compile %.3f ms, check %.3f ms at best of %d (verdict %d)\n", compiled - start, best,
           ROUNDS, (int)verdict);
}

static void write_file(ct_arena *arena, const char *folder, const char *name, const char *text)
{
    FILE *file = fopen(ct_arena_printf(arena, "%s%s", folder, name), "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
        fprintf(stderr, "bench_schema: cannot write '%s%s'\n", folder, name);
        exit(EXIT_FAILURE);
    }
}

static const json_t *read_file(ct_arena *arena, const char *path)
{
    ct_diag diag = {.arena = arena};
    const ct_source *source = ct_source_read(arena, path, &diag);
    if (!source) {
        ct_diag_print(&diag, stderr);
        exit(EXIT_FAILURE);
    }
    return read_json(arena, source->text, source->size);
}

int main(int count, char **words)
{
    ct_arena *arena = ct_arena_new();
    ct_buf document = CT_BUF(CT_BUF_ANY);
    make_document(&document);
    if (count == 2) {
        write_file(arena, words[1], "document.json", document.bytes);
        write_file(arena, words[1], "schema.json", schema_text);
    }
    if (count == 3)
        race(arena, read_file(arena, words[1]), read_file(arena, words[2]));
    else
        race(arena, read_json(arena, document.bytes, document.size),
             read_json(arena, schema_text, strlen(schema_text)));
    ct_buf_free(&document);
    ct_arena_free(arena);
    return EXIT_SUCCESS;
}
