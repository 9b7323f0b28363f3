/* Text in XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/junit_check.h"
#include "report/xml.h"

/* A file with the text in an attribute and in an element. */
static void put_file(ct_buf *out, const char *bytes, size_t size)
{
    static const char begin[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites><testsuite name=\"s\" tests=\"0\""
        " failures=\"0\" errors=\"0\" skipped=\"0\"";
    char text[8] = "";
    memcpy(text, bytes, size < sizeof text ? size : sizeof text - 1);
    ct_buf_text(out, begin);
    ct_xml_attribute(out, "package", text);
    ct_buf_text(out, "><system-out>");
    ct_xml_text(out, bytes, size);
    ct_buf_text(out, "</system-out></testsuite></testsuites>");
}

static void escapes_attributes(void **state)
{
    static const struct {
        const char *text, *written;
    } rows[] = {
        {"", " a=\"\""},
        {"plain 'text'", " a=\"plain 'text'\""},
        {"<a href=\"x\">&amp;", " a=\"&lt;a href=&quot;x&quot;&gt;&amp;amp;\""},
        {"\t\r\n", " a=\"&#9;&#13;&#10;\""},
        {"\001\033[31m\177", " a=\"\\x01\\x1B[31m\\x7F\""},
        {"\302\205\342\200\256", " a=\"\\x85\\u{202E}\""},
        {"\377\300\257\355\240\200", " a=\"\\xFF\\xC0\\xAF\\xED\\xA0\\x80\""},
        {"\357\277\276\357\277\277", " a=\"\\u{FFFE}\\u{FFFF}\""},
        {"\303\251\360\237\230\200", " a=\"\303\251\360\237\230\200\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_xml_attribute(&out, "a", rows[i].text);
        assert_string_equal(ct_buf_str(&out), rows[i].written);
        ct_buf_free(&out);
    }
}

static void writes_one_section_or_entities(void **state)
{
    static const struct {
        const char *text, *written;
    } rows[] = {
        {"", ""},
        {"a <b> & \"c\"\n\td", "<![CDATA[a <b> & \"c\"\n\td]]>"},
        {"]]", "<![CDATA[]]]]>"},
        {"]]\001>", "<![CDATA[]]\\x01>]]>"},
        {"x]]>y<&", "x]]&gt;y&lt;&amp;"},
        {"]]>\r\033", "]]&gt;\\r\\x1B"},
        {"\r\n", "<![CDATA[\\r\n]]>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_xml_text(&out, rows[i].text, strlen(rows[i].text));
        assert_string_equal(ct_buf_str(&out), rows[i].written);
        ct_buf_free(&out);
    }
}

/* Every pair of bytes, and random bytes: the file can always be read. */
static void accepts_any_bytes(void **state)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_junit_counts counts;
    uint32_t random = 1;
    (void)state;
    for (unsigned pair = 0; pair < 65536; pair++) {
        char const bytes[] = {(char)(pair >> 8), (char)pair};
        ct_buf_clear(&out);
        put_file(&out, bytes, sizeof bytes);
        assert_null(ct_junit_check(out.bytes, out.size, &counts));
    }
    for (unsigned round = 0; round < 2000; round++) {
        char bytes[64];
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525 + 1013904223;
            bytes[i] = random >> 31 ? "]]><&\"'["[random >> 24 & 7] : (char)(random >> 16);
        }
        ct_buf_clear(&out);
        put_file(&out, bytes, sizeof bytes);
        assert_null(ct_junit_check(out.bytes, out.size, &counts));
    }
    ct_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_attributes),
        cmocka_unit_test(writes_one_section_or_entities),
        cmocka_unit_test(accepts_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
