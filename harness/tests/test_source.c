/* Locations in a text, and their excerpts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/source.h"
#include "base/utf8.h"
#include "tests/rows.h"

static const ct_source *source_of(ct_arena *arena, const char *text)
{
    return ct_source_text(arena, "row", text, strlen(text));
}

static void moves_inward(void **state)
{
    static const struct {
        unsigned line, column;
        const char *text;
        size_t offset, width;
        const char *place;
    } rows[] = {
        {1, 1, "abc", 0, 1, "1:1"},
        {3, 5, "abc", 2, 2, "3:7+2"},
        {3, 5, "abc", 3, 1, "3:8"},
        {3, 5, "é😀c", 6, 1, "3:7"},
        {3, 5,
         "\xFF\xFF"
         "c",
         2, 1, "3:7"},
        {3, 5, "a\tc", 2, 1, "3:7"},
        {3, 5, "a\nbc", 1, 1, "3:6"},
        {3, 5, "a\nbc", 2, 1, "4:5"}, /* the text is indented like its first line */
        {3, 5, "a\nbc", 3, 1, "4:6"},
        {3, 5, "a\n\n\né", 4, 1, "6:5"},
        {1, 1, "a\r\nb", 3, 1, "2:1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_loc outer = rows_loc(*state, rows[i].text, rows[i].line, rows[i].column);
        outer.width = 9;
        ct_loc const inner = ct_loc_within(outer, rows[i].text, rows[i].offset, rows[i].width);
        assert_ptr_equal(inner.source, outer.source);
        rows_same(rows[i].text, rows_place(*state, inner), rows[i].place);
    }
}

/* If it is not found, the location is the whole text. */
static void finds_escaped_text(void **state)
{
    static const struct {
        const char *source;
        unsigned column;
        const char *text;
        size_t offset, width;
        const char *place;
    } rows[] = {
        {"\"a\\tb$(x\"", 2, "a\tb$(x", 3, 2, "1:6+2"},
        {"  é\n  y$(z", 3, "é y$(z", 4, 2, "2:4+2"},
        {"'it''s $(x'", 2, "it's $(x", 5, 2, "1:8+2"},
        {"*a", 1, "x$(y", 1, 2, "1:1+9"},
        {"abc", 1, "xyz", 1, 1, "1:1+9"},
        {"abc", 1, "xyz", 0, 1, "1:1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_loc const outer = {source_of(*state, rows[i].source), 1, (uint16_t)rows[i].column, 9};
        ct_loc const inner = ct_loc_within(outer, rows[i].text, rows[i].offset, rows[i].width);
        rows_same(rows[i].source, rows_place(*state, inner), rows[i].place);
    }
}

static void ends_at_the_last_representable_column(void **state)
{
    char *text = ct_arena_printf(*state, "%70000s", "");
    ct_loc const outer = {source_of(*state, text), 1, 1, 1};
    ct_loc const inner = ct_loc_within(outer, text, 70000, 100000);
    assert_int_equal(inner.column, UINT16_MAX);
    assert_int_equal(inner.width, UINT16_MAX);
}

static void finds_lines(void **state)
{
    static const struct {
        const char *text;
        unsigned line;
        const char *found;
    } rows[] = {
        {"a\nbc\n", 1, "a"},    {"a\nbc\n", 2, "bc"}, {"a\nbc\n", 3, ""},     {"a\nbc\n", 4, NULL},
        {"a\r\nbc", 1, "a"},    {"a\r\nbc", 2, "bc"}, {"a\r\nbc\r", 2, "bc"}, {"", 1, ""},
        {"a\rb\nc", 1, "a\rb"}, {"a", 0, NULL},       {"\n\n\n", 3, ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t size = 0;
        ct_loc const where = {source_of(*state, rows[i].text), rows[i].line, 1, 1};
        const char *line = ct_loc_line(where, &size);
        rows_same(rows[i].text, line ? ct_arena_copy(*state, line, size) : NULL, rows[i].found);
    }
    assert_null(ct_loc_line(CT_NOWHERE, &(size_t){0}));
}

static void names_locations(void **state)
{
    const ct_source *source = ct_source_text(*state, "a\n.yaml", "x", 1);
    const struct {
        ct_loc where;
        const char *name;
    } rows[] = {
        {CT_NOWHERE, ""},
        {ct_loc_whole(source), "a\\n.yaml"},
        {{source, 3, 7, 2}, "a\\n.yaml:3:7"},
        {{source, 3, 0, 0}, "a\\n.yaml:3:1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_loc_name(rows[i].where, &out);
        rows_same("name", ct_buf_finish(&out, *state), rows[i].name);
    }
}

typedef struct shown {
    const char *text;
    unsigned line, column, width;
    const char *shown;
} shown;

static void check_shown(ct_arena *arena, const shown *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_loc const where = {source_of(arena, rows[i].text), rows[i].line,
                              (uint16_t)rows[i].column, (uint16_t)rows[i].width};
        ct_loc_show(where, &out);
        rows_same(rows[i].text, ct_buf_finish(&out, arena), rows[i].shown);
    }
}

static void underlines_the_location(void **state)
{
    static const shown rows[] = {
        {"abc", 1, 1, 1, "    1 | abc\n      | ^\n"},
        {"abc", 1, 2, 2, "    1 | abc\n      |  ^^\n"},
        {"abc", 1, 0, 0, "    1 | abc\n      | ^\n"},
        {"abc", 1, 3, 9, "    1 | abc\n      |   ^\n"}, /* not beyond the line */
        {"abc", 1, 4, 1, "    1 | abc\n      |    ^\n"},
        {"abc", 1, 6, 1, "    1 | abc\n      |      ^\n"},
        {"", 1, 1, 1, "    1 | \n      | ^\n"},
        {"a\n\nbc\r\n", 3, 2, 1, "    3 | bc\n      |  ^\n"},
        {"abc", 0, 1, 1, ""},
        {"abc", 2, 1, 1, ""},
        {"\tab", 1, 2, 1, "    1 |  ab\n      |  ^\n"},
        {"a\t\tb", 1, 4, 1, "    1 | a  b\n      |    ^\n"},
        {"é😀c", 1, 3, 1, "    1 | é😀c\n      |   ^\n"},
        {"é😀c", 1, 1, 2, "    1 | é😀c\n      | ^^\n"},
        {"\x1B[31mx", 1, 6, 1, "    1 | \\x1B[31mx\n      |         ^\n"},
        {"a\x1B"
         "b",
         1, 2, 1, "    1 | a\\x1Bb\n      |  ^^^^\n"},
        {"\xE2\x80\xAEx", 1, 2, 1, "    1 | \\u{202E}x\n      |         ^\n"},
        {"\xC2\x85x", 1, 2, 1, "    1 | \\x85x\n      |     ^\n"},
        {"\xFFx", 1, 2, 1, "    1 | \\xFFx\n      |     ^\n"},
    };
    check_shown(*state, rows, COUNT(rows));
}

/* `count` digits, so that a column can be read off: "12345678901234..." */
static char *ruler(ct_arena *arena, size_t count)
{
    char *text = ct_arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count; i++)
        text[i] = (char)('0' + (i + 1) % 10);
    return text;
}

static void shows_a_part_of_a_long_line(void **state)
{
    static const struct {
        size_t size;
        unsigned column, width;
        size_t begin, end; /* of what is shown */
        const char *before, *after;
        unsigned indent, carets;
    } rows[] = {
        {160, 1, 1, 0, 160, "", "", 0, 1},
        {161, 1, 1, 0, 160, "", "...", 0, 1},
        {300, 140, 3, 0, 160, "", "...", 139, 3},
        {300, 141, 5, 101, 261, "...", "...", 42, 5}, /* starts near the location */
        {1000, 500, 1, 460, 620, "...", "...", 42, 1},
        {1000, 1000, 1, 960, 1000, "...", "", 42, 1},
        {60000, 50000, 2, 49960, 50120, "...", "...", 42, 2},
        {1000, 500, 900, 460, 620, "...", "...", 42, 121},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *line = ruler(*state, rows[i].size);
        char *carets = ct_arena_alloc(*state, rows[i].carets + 1);
        memset(carets, '^', rows[i].carets);
        const char *expected =
            ct_arena_printf(*state, "    1 | %s%.*s%s\n      | %*s%s\n", rows[i].before,
                            (int)(rows[i].end - rows[i].begin), line + rows[i].begin, rows[i].after,
                            (int)rows[i].indent, "", carets);
        shown const row = {line, 1, rows[i].column, rows[i].width, expected};
        check_shown(*state, &row, 1);
    }
}

static void shows_lines_with_long_numbers(void **state)
{
    char *text = ct_arena_alloc(*state, 100003);
    memset(text, '\n', 99999);
    memcpy(text + 99999, "abc", 3);
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_loc_show((ct_loc){source_of(*state, text), 100000, 2, 1}, &out);
    rows_same("line 100000", ct_buf_finish(&out, *state), "100000 | abc\n       |  ^\n");
}

static void shows_strings_on_one_line(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *shown;
    } rows[] = {
        {"", 0, ""},
        {"plain 'text'\\", 13, "plain 'text'\\"},
        {"a\nb\tc\r", 6, "a\\nb\\tc\\r"},
        {"\0\x01\x1B[0m\x7F", 7, "\\x00\\x01\\x1B[0m\\x7F"},
        {"é€😀", 9, "é€😀"},
        {"\xC2\x80\xC2\x9F\xC2\xA0\xC2\xAD", 8, "\\x80\\x9F\xC2\xA0\\xAD"},
        {"\xE2\x80\x8B\xE2\x80\x8F\xE2\x80\xA8", 9, "\\u{200B}\\u{200F}\\u{2028}"},
        {"\xE2\x80\xAA\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9", 12,
         "\\u{202A}\\u{202E}\\u{2066}\\u{2069}"},
        {"\xEF\xBB\xBF\xEF\xBF\xBE\xEF\xB7\x90", 9, "\\u{FEFF}\\u{FFFE}\\u{FDD0}"},
        {"\xF3\xA0\x81\x81\xF0\x9F\xBF\xBF", 8, "\\u{E0041}\\u{1FFFF}"},
        {"\xF4\x8F\xBF\xBF", 4, "\\u{10FFFF}"},
        {"\xD8\x9C\xE1\xA0\x8E", 5, "\\u{061C}\\u{180E}"},
        {"\x80\xC3\xFF", 3, "\\x80\\xC3\\xFF"},
        {"\xED\xA0\x80", 3, "\\xED\\xA0\\x80"},
        {"\xC0\x80\xF5", 3, "\\xC0\\x80\\xF5"},
        {"\xE2\x82", 2, "\\xE2\\x82"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_show_text(&out, rows[i].bytes, rows[i].size);
        rows_same(rows[i].shown, ct_buf_finish(&out, *state), rows[i].shown);
    }
}

static void knows_valid_utf8(void **state)
{
    static const struct {
        const char *bytes;
        size_t valid, length;
    } rows[] = {
        {"", 0, 0},
        {"abc", 3, 3},
        {"\xC2\x80\xDF\xBF", 4, 2},
        {"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF", 12, 4},
        {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 8, 2},
        {"a\x80", 1, 2},
        {"a\xC1\x80", 1, 3},
        {"a\xE0\x9F\xBF", 1, 4},
        {"a\xED\xA0\x80", 1, 4},
        {"a\xF0\x8F\xBF\xBF", 1, 5},
        {"a\xF4\x90\x80\x80", 1, 5},
        {"a\xF8\x88\x80\x80\x80", 1, 6},
        {"a\xE2\x82", 1, 3},
        {"é\xFFé", 2, 3},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t const size = strlen(rows[i].bytes);
        assert_int_equal(ct_utf8_valid_size(rows[i].bytes, size), rows[i].valid);
        assert_int_equal(ct_utf8_length(rows[i].bytes, size), rows[i].length);
    }
}

static void encodes_what_it_decodes(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        size_t const size = ct_utf8_encode(c, bytes);
        const char *at = bytes;
        bool const is_surrogate = c >= 0xD800 && c <= 0xDFFF;
        int32_t const again = ct_utf8_next(&at, bytes + size);
        assert_int_equal(again, is_surrogate ? CT_UTF8_INVALID : (int32_t)c);
        assert_ptr_equal(at, bytes + (is_surrogate ? 1 : size));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(moves_inward),
        ROWS_TEST(finds_escaped_text),
        ROWS_TEST(ends_at_the_last_representable_column),
        ROWS_TEST(finds_lines),
        ROWS_TEST(names_locations),
        ROWS_TEST(underlines_the_location),
        ROWS_TEST(shows_a_part_of_a_long_line),
        ROWS_TEST(shows_lines_with_long_numbers),
        ROWS_TEST(shows_strings_on_one_line),
        ROWS_TEST(knows_valid_utf8),
        ROWS_TEST(encodes_what_it_decodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
