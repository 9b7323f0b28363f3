/* What a certificate states about product and program, and the product that a waiver is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "certify/claims.h"
#include "tests/rows.h"

#define TWICE(text) text text

static void finds_blank_names(void **state)
{
    static const struct {
        const char *text;
        bool is_blank;
    } rows[] = {
        {"", true},
        {" ", true},
        {"\t\n \r", true},
        {"\x01\x7f", true},
        {"\u00a0\u2003\u3000", true},
        {"\u200b\u200d\ufeff\u2060", true},
        {"\u202e", true},
        {"\u3164\u2800", true},
        {"a", false},
        {" a ", false},
        {"0", false},
        {"\u00e9", false},
        {"\u516c\u53f8", false},
        {"\u200b-", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].text, ct_is_blank(rows[i].text) ? "blank" : "visible",
                  rows[i].is_blank ? "blank" : "visible");
}

static void knows_released_versions(void **state)
{
    static const char *const unknown[] = {"",      "0.1",    "0.1.0 ", "0.1.00", "v0.1.0",
                                          "0.0.9", "99.0.0", "0.1.1",  "latest"};
    (void)state;
    assert_true(ct_program_is_known(CT_VERSION));
    assert_true(ct_program_is_known("0.1.0"));
    for (size_t i = 0; i < COUNT(unknown); i++)
        rows_same(unknown[i], ct_program_is_known(unknown[i]) ? "known" : "unknown", "unknown");
}

static void checks_claims(void **state)
{
    static const struct {
        ct_claims claims;
        const char *reported;
    } rows[] = {
        {{.vendor = "A", .product = "P", .version = "1", .program = CT_VERSION}, ""},
        {{.vendor = "", .product = "P", .version = "1", .program = CT_VERSION},
         "certificate field 'predicate.apigcheck.vendor' has no visible character"},
        {{.vendor = "A", .product = " ", .version = "1", .program = CT_VERSION},
         "certificate field 'predicate.apigcheck.product' has no visible character"},
        {{.vendor = "A", .product = "P", .version = "\u200b", .program = CT_VERSION},
         "certificate field 'predicate.apigcheck.productVersion' has no visible character"},
        {{.vendor = "A\nVALID", .product = "P", .version = "1", .program = CT_VERSION},
         "certificate field 'predicate.apigcheck.vendor' has a hidden character"},
        {{.vendor = "A", .product = "P\u202e", .version = "1", .program = CT_VERSION},
         "certificate field 'predicate.apigcheck.product' has a hidden character"},
        {{.vendor = "\u0645\u06cc\u200c\u0631",
          .product = "P",
          .version = "1",
          .program = CT_VERSION},
         ""},
        {{.vendor = TWICE(TWICE(TWICE("0123456789012345678901234"))),
          .product = "P",
          .version = "1",
          .program = CT_VERSION},
         ""},
        {{.vendor = TWICE(TWICE(TWICE("0123456789012345678901234"))) "5",
          .product = "P",
          .version = "1",
          .program = CT_VERSION},
         "certificate field 'predicate.apigcheck.vendor' is longer than 200 bytes"},
        {{.vendor = "A", .product = "P", .version = "1", .program = CT_VERSION, .challenge = ""},
         "certificate field 'predicate.apigcheck.challenge' has no visible character"},
        {{.vendor = "A", .product = "P", .version = "1", .program = "9.9"},
         "the certificate was made by version '9.9' of the program, which version " CT_VERSION
         " does not know"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        bool const ok = ct_claims_check(&rows[i].claims, &diag);
        rows_same(rows[i].reported, diag.first ? diag.first->message : "", rows[i].reported);
        assert_int_equal(diag.count, *rows[i].reported != 0);
        assert_int_equal(ok, !*rows[i].reported);
    }
}

static void matches_the_product_of_a_waiver(void **state)
{
    static const struct {
        ct_waiver waiver;
        const char *vendor, *product;
        bool is_for;
    } rows[] = {
        {{.vendor = NULL, .product = NULL}, "A", "P", true},
        {{.vendor = NULL, .product = NULL}, NULL, NULL, true},
        {{.vendor = "A", .product = "P"}, "A", "P", true},
        {{.vendor = "A", .product = "P"}, "B", "P", false},
        {{.vendor = "A", .product = "P"}, "A", "Q", false},
        {{.vendor = "A", .product = "P"}, "a", "P", false},
        {{.vendor = "A", .product = "P"}, "A ", "P", false},
        {{.vendor = "A", .product = "P"}, "P", "A", false},
        {{.vendor = "A", .product = "P"}, NULL, "P", false},
        {{.vendor = "A", .product = "P"}, "A", NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(ct_waiver_is_for(&rows[i].waiver, rows[i].vendor, rows[i].product),
                         rows[i].is_for);
}

/* One warning for the waivers of others, one for those of every product. */
static void reports_the_scope(void **state)
{
    static const struct {
        const char *vendors; /* of the waivers: an initial, or '-' for none */
        const char *reported;
    } rows[] = {
        {"", ""},
        {"A", ""},
        {"AA", ""},
        {"B", "- warning: 1 waiver is for another vendor or product, and ignored"},
        {"ABC", "- warning: 2 waivers are for another vendor or product, and ignored"},
        {"-", "- warning: this waiver names no vendor and product, so it applies to every product"},
        {"--B",
         "- warning: 1 waiver is for another vendor or product, and ignored\n"
         "- warning: this waiver names no vendor and product, so it applies to every product"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_waivers waivers = {0};
        ct_waiver **end = &waivers.first;
        for (const char *at = rows[i].vendors; *at; at++) {
            *end = ct_new(*state, ct_waiver);
            (*end)->vendor = *at == '-' ? NULL : ct_arena_copy(*state, at, 1);
            (*end)->product = *at == '-' ? NULL : "P";
            end = &(*end)->next;
        }
        ct_waivers_report_scope(&waivers, "A", "P", &diag);
        rows_same(rows[i].vendors, rows_notes(*state, &diag), rows[i].reported);
        assert_int_equal(diag.count, 0);
    }
    ct_diag diag = {.arena = *state};
    ct_waivers_report_scope(NULL, "A", "P", &diag);
    assert_null(diag.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(finds_blank_names), ROWS_TEST(knows_released_versions),
        ROWS_TEST(checks_claims),     ROWS_TEST(matches_the_product_of_a_waiver),
        ROWS_TEST(reports_the_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
