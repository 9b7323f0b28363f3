/* The table of error codes: its names, and that tests raise every code. */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"

/* Codes that no test raises, each with the reason. */
static const struct {
    ct_error_code code;
    const char *reason;
} not_raised[] = {
    {CT_ERR_FILE_CHANGED, "needs a write between two system calls of the reader"},
    {CT_ERR_INTERNAL_ERROR, "needs a process without memory, or a crash of a trial"},
    {CT_ERR_SECRET_IN_EVIDENCE, "needs a secret that masking overlooks"},
};

/* The number of uses of each code in the files below tests/, and of its constant in the sources. */
static unsigned raised[CT_ERROR_CODE_COUNT], used[CT_ERROR_CODE_COUNT];

static const char *const constants[] = {
#define CONSTANT(name, code, title, explanation) "CT_ERR_" #name,
    CT_ERROR_CODES(CONSTANT)
#undef CONSTANT
};

static bool ends_with(const char *text, const char *end)
{
    size_t const size = strlen(text), end_size = strlen(end);
    return size >= end_size && !strcmp(text + size - end_size, end);
}

/* A whole word: CT_ERR_INVALID_JSON is not in CT_ERR_INVALID_JSONPATH. */
static bool has_word(const char *text, const char *word)
{
    size_t const size = strlen(word);
    for (const char *at = text; (at = strstr(at, word)); at += size)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at[size]) || !at[size])
            return true;
    return false;
}

/* "error[unknown-key]" or "warning[unknown-key]". */
static bool has_printed(const char *text, const char *name)
{
    char error[64], warning[64];
    snprintf(error, sizeof error, "error[%s]", name);
    snprintf(warning, sizeof warning, "warning[%s]", name);
    return strstr(text, error) || strstr(text, warning);
}

static int visit(const char *path, const struct stat *facts, int type, struct FTW *place)
{
    (void)facts;
    (void)place;
    bool const is_test = strstr(path, "/tests/");
    bool const is_expected = is_test && (ends_with(path, ".expect") || ends_with(path, ".py"));
    bool const is_source = ends_with(path, ".c") && !ends_with(path, "/test_error_codes.c");
    if (type != FTW_F || (!is_expected && !is_source))
        return 0;
    ct_arena *arena = ct_arena_new();
    ct_diag diag = {.arena = arena};
    const ct_source *source = ct_source_read(arena, path, &diag);
    assert_non_null(source);
    const char *text = source->text;
    for (ct_error_code code = 0; code < CT_ERROR_CODE_COUNT; code++) {
        raised[code] += is_expected && has_printed(text, ct_error_info_of(code)->name);
        raised[code] += is_test && is_source && !ends_with(path, "/test_diag.c") &&
                        has_word(text, constants[code]);
        used[code] += !is_test && is_source && has_word(text, constants[code]);
    }
    ct_arena_free(arena);
    return 0;
}

static int read_sources(void **state)
{
    (void)state;
    return nftw(CT_HARNESS, visit, 16, FTW_PHYS);
}

static const char *reason_of(ct_error_code code)
{
    for (size_t i = 0; i < sizeof not_raised / sizeof *not_raised; i++)
        if (not_raised[i].code == code)
            return not_raised[i].reason;
    return NULL;
}

static void every_code_is_raised_by_the_program(void **state)
{
    (void)state;
    for (ct_error_code code = 0; code < CT_ERROR_CODE_COUNT; code++)
        if (!used[code])
            fail_msg("%s: nothing raises it", constants[code]);
}

static void every_code_is_raised_by_a_test(void **state)
{
    unsigned missing = 0;
    (void)state;
    for (ct_error_code code = 0; code < CT_ERROR_CODE_COUNT; code++) {
        const char *reason = reason_of(code);
        bool const is_wrong = !raised[code] == !reason;
        if (is_wrong)
            print_error("%s: %s\n", ct_error_info_of(code)->name,
                        reason ? "a test raises it" : "no test raises it");
        missing += is_wrong;
    }
    assert_int_equal(missing, 0);
}

/* The constant UNKNOWN_KEY belongs to the name "unknown-key". */
static void names_match_the_constants(void **state)
{
    (void)state;
    for (ct_error_code code = 0; code < CT_ERROR_CODE_COUNT; code++) {
        const char *constant = constants[code] + strlen("CT_ERR_");
        const char *name = ct_error_info_of(code)->name;
        assert_int_equal(strlen(name), strlen(constant));
        for (size_t i = 0; name[i]; i++)
            assert_int_equal(constant[i], name[i] == '-' ? '_' : name[i] - 'a' + 'A');
    }
}

static void explanations_are_sentences(void **state)
{
    (void)state;
    for (ct_error_code code = 0; code < CT_ERROR_CODE_COUNT; code++) {
        const ct_error_info *info = ct_error_info_of(code);
        const char *const texts[] = {info->title, info->explanation};
        for (size_t i = 0; i < 2; i++) {
            assert_true(strchr("'ABCDEFGHIJKLMNOPQRSTUVWXYZ", *texts[i]));
            assert_true(ends_with(texts[i], ".") || ends_with(texts[i], ".'"));
            assert_null(strstr(texts[i], "  "));
        }
        assert_true(strlen(info->title) <= 90);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_raised_by_the_program),
        cmocka_unit_test(every_code_is_raised_by_a_test),
        cmocka_unit_test(names_match_the_constants),
        cmocka_unit_test(explanations_are_sentences),
    };
    return cmocka_run_group_tests(tests, read_sources, NULL);
}
