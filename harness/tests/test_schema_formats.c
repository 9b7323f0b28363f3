#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/diag.h"
#include "lang/schema/schema.h"

typedef struct row {
    const char *format, *text;
} row;

static const row good[] = {
    {"date-time", "1963-06-19T08:30:06.283185Z"},
    {"date-time", "1963-06-19t08:30:06z"},
    {"date-time", "1990-12-31T15:59:50.123-08:00"},
    {"date-time", "1998-12-31T23:59:60Z"},
    {"date-time", "1998-12-31T15:59:60.5-08:00"},
    {"date-time", "2000-02-29T00:00:00+23:59"},
    {"date", "2020-02-29"},
    {"date", "1963-06-19"},
    {"time", "08:30:06Z"},
    {"time", "23:59:60Z"},
    {"time", "01:29:60+01:30"},
    {"time", "23:29:60-00:30"},
    {"time", "23:20:50.52Z"},
    {"duration", "P4DT12H30M5S"},
    {"duration", "P4Y"},
    {"duration", "PT0S"},
    {"duration", "P1M"},
    {"duration", "PT1M"},
    {"duration", "P2W"},
    {"duration", "P1Y2M3D"},
    {"email", "anna@example.org"},
    {"email", "te~st@example.org"},
    {"email", "\"anna ..@ b\"@example.org"},
    {"email", "\"a\\\"b\\\\\"@example.org"},
    {"email", "anna@[127.0.0.1]"},
    {"email", "anna@[IPv6:::1]"},
    {"email", "anna@localhost"},
    {"idn-email",
     "\xEC\x8B\xA4\xEB\xA1\x80@\xEC\x8B\xA4\xEB\xA1\x80.\xED\x85\x8C\xEC\x8A\xA4\xED\x8A\xB8"},
    {"idn-email", "anna@example.org"},
    {"hostname", "www.example.org"},
    {"hostname", "xn--mnchen-3ya.de"},
    {"hostname", "3com.com"},
    {"hostname", "a"},
    {"hostname", "ab--cd.example"},
    {"hostname", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.de"},
    {"idn-hostname", "m\xC3\xBCnchen.de"},
    {"idn-hostname", "\xEC\x8B\xA4\xEB\xA1\x80.\xED\x85\x8C\xEC\x8A\xA4\xED\x8A\xB8"},
    {"idn-hostname", "xn--mnchen-3ya.de"},
    {"idn-hostname", "stra\xC3\x9F"
                     "e.de"},
    {"idn-hostname", "l\xC2\xB7l.cat"},
    {"idn-hostname", "\xCE\xB1\xCD\xB5\xCE\xB2"},
    {"idn-hostname", "\xD7\x90\xD7\xB3\xD7\x91"},
    {"idn-hostname", "\xE3\x83\xBB\xE3\x81\x81"},
    {"idn-hostname", "\xD8\xA8\xD9\xA0\xD8\xA8"},
    {"idn-hostname", "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7"},
    {"idn-hostname", "\xD8\xA8\xD9\x8A\xE2\x80\x8C\xD8\xA8\xD9\x8A"},
    {"idn-hostname", "a\xE3\x80\x82"
                     "b"},
    {"idn-hostname", "host-name.example"},
    {"ipv4", "192.168.0.1"},
    {"ipv4", "0.0.0.0"},
    {"ipv6", "::"},
    {"ipv6", "::1"},
    {"ipv6", "1::"},
    {"ipv6", "12:34:56:78:9A:bc:de:f0"},
    {"ipv6", "::ffff:192.168.0.1"},
    {"ipv6", "1:2:3:4:5:6:1.2.3.4"},
    {"ipv6", "1:2:3:4:5:6:7::"},
    {"uri", "http://foo.bar/?baz=qux#quux"},
    {"uri", "http://foo.bar/?q=Test%20URL-encoded%20stuff"},
    {"uri", "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com"},
    {"uri", "http://[2001:db8::7]:80/c=GB?objectClass?one"},
    {"uri", "http://[v1.a:b]/"},
    {"uri", "mailto:John.Doe@example.com"},
    {"uri", "urn:oasis:names:specification:docbook:dtd:xml:4.1.2"},
    {"uri", "x:"},
    {"uri-reference", "/abc"},
    {"uri-reference", ""},
    {"uri-reference", "#fragment"},
    {"uri-reference", "./a:b"},
    {"uri-reference", "//foo.bar"},
    {"iri", "http://\xC6\x92\xC3\xB8\xC3\xB8.\xC3\x9F\xC3\xA5r/?\xE2\x88\x82\xC3\xA9=q#f"},
    {"iri-reference", "/\xC3\xA2\xCF\x80"},
    {"uuid", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"},
    {"uuid", "00000000-0000-0000-0000-000000000000"},
    {"uri-template", "http://example.com/dictionary/{term:1}/{term}"},
    {"uri-template", "{+path,x}/here{?x,y*}{&z:3000}"},
    {"uri-template", "{a.b}{%20}"},
    {"uri-template", "no-variables"},
    {"json-pointer", ""},
    {"json-pointer", "/foo/bar~0/baz~1/%a"},
    {"json-pointer", "/foo//"},
    {"relative-json-pointer", "1"},
    {"relative-json-pointer", "0/foo/bar"},
    {"relative-json-pointer", "2#"},
    {"relative-json-pointer", "0+1/a"},
    {"relative-json-pointer", "120/a"},
    {"regex", "^([a-z]+)\\1$"},
    {"regex", "(?<=a+)b"},
};

static const row bad[] = {
    {"date-time", "1998-12-31T23:59:61Z"},
    {"date-time", "1998-12-31T23:58:60Z"},
    {"date-time", "1990-02-31T15:59:59Z"},
    {"date-time", "1990-12-31T15:59:59"},
    {"date-time", "1990-12-31 15:59:59Z"},
    {"date-time", "1990-12-31T15:59:59-24:00"},
    {"date-time", "1990-12-31T24:00:00Z"},
    {"date-time", "1990-12-31T15:59:59.Z"},
    {"date-time", "06/19/1963 08:30:06 PST"},
    {"date-time", "2013-350T01:01:01Z"},
    {"date-time", "1963-06-1\xE0\xA7\xAAT00:00:00Z"},
    {"date", "2020-13-01"},
    {"date", "2021-02-29"},
    {"date", "2100-02-29"},
    {"date", "2020-00-01"},
    {"date", "2020-01-00"},
    {"date", "2020-1-1"},
    {"date", "20200101"},
    {"date", "2020-01-01Z"},
    {"date", ""},
    {"time", "08:30:06"},
    {"time", "8:30:06Z"},
    {"time", "08:30Z"},
    {"time", "08:60:06Z"},
    {"time", "22:59:60Z"},
    {"time", "08:30:06+0100"},
    {"time", "08:30:06#00:20"},
    {"duration", "PT1D"},
    {"duration", "P"},
    {"duration", "P1DT"},
    {"duration", "P1YT"},
    {"duration", "P2S"},
    {"duration", "P2D1Y"},
    {"duration", "P1Y2D"},
    {"duration", "PT1H2S"},
    {"duration", "P1Y2W"},
    {"duration", "P1"},
    {"duration", "4DT12H"},
    {"duration", "P0.5Y"},
    {"email", "2962"},
    {"email", ".anna@example.org"},
    {"email", "anna.@example.org"},
    {"email", "an..na@example.org"},
    {"email", "anna@exa_mple.org"},
    {"email", "anna@[127.0.0.300]"},
    {"email", "anna@[::1]"},
    {"email", "anna@"},
    {"email", "@example.org"},
    {"email", "an na@example.org"},
    {"email", "\"an\"na\"@example.org"},
    {"email", "\"anna\\\"@example.org"},
    {"email", "\xC3\xA4nna@example.org"},
    {"email", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org"},
    {"hostname", ""},
    {"hostname", "."},
    {"hostname", "a..b"},
    {"hostname", "example.org."},
    {"hostname", "-a"},
    {"hostname", "a-"},
    {"hostname", "a_b"},
    {"hostname", "m\xC3\xBCnchen.de"},
    {"hostname", "xn--X"},
    {"hostname", "xn--"},
    {"hostname", "XN--aa---o47jg78q"},
    {"hostname", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.de"},
    {"idn-hostname", "\xE3\x80\xAE\xEC\x8B\xA4"},
    {"idn-hostname", "\xEC\x8B\xA4\xE3\x80\xAE\xEB\xA1\x80"},
    {"idn-hostname", "M\xC3\xBCnchen.de"},
    {"idn-hostname", "\xEF\xBD\x81"},
    {"idn-hostname", "a\xC2\xB7l"},
    {"idn-hostname", "\xCE\xB1\xCD\xB5S"},
    {"idn-hostname", "a\xD7\xB3"},
    {"idn-hostname", "def\xE3\x83\xBB"
                     "abc"},
    {"idn-hostname", "\xD8\xA8\xD9\xA0\xDB\xB0"},
    {"idn-hostname", "\xE0\xA4\x95\xE2\x80\x8D\xE0\xA4\xB7"},
    {"idn-hostname", "\xCC\x80hello"},
    {"idn-hostname", "a\xD7\x90"},
    {"idn-hostname", "\xD7\x90"
                     "a"},
    {"idn-hostname", "1a.\xD7\x90"},
    {"idn-hostname", "aa--\xC3\xBC"},
    {"idn-hostname", "\xE3\x80\x82"},
    {"idn-hostname", "a b"},
    {"ipv4", "127.0.0.0.1"},
    {"ipv4", "256.1.1.1"},
    {"ipv4", "127.0"},
    {"ipv4", "0x7f.0.0.1"},
    {"ipv4", "087.10.0.1"},
    {"ipv4", "1.2.3.4/8"},
    {"ipv4", "1.2.3."},
    {"ipv6", "12345::"},
    {"ipv6", "::abef%eth0"},
    {"ipv6", "1:2:3:4:5:6:7:8:9"},
    {"ipv6", "1:2:3:4:5:6:7:8::"},
    {"ipv6", "1::2::3"},
    {"ipv6", ":::1"},
    {"ipv6", ":1:2:3:4:5:6:7"},
    {"ipv6", "1:2:3:4:5:6:7:"},
    {"ipv6", "1.2.3.4::"},
    {"ipv6", "::1.2.3"},
    {"ipv6", ""},
    {"uri", "//foo.bar/?baz=qux#quux"},
    {"uri", "/abc"},
    {"uri", "http:// shouldfail.com"},
    {"uri", ":// should fail"},
    {"uri", "http://foo.bar/%zz"},
    {"uri", "http://foo.bar/<>"},
    {"uri", "http://foo.bar/a#b#c"},
    {"uri", "http://a[b]/"},
    {"uri", "http://[::1/"},
    {"uri", "http://foo:80a/"},
    {"uri", "1x://a"},
    {"uri", "http://\xC3\xA9.org"},
    {"uri-reference", "a:b c"},
    {"uri-reference", "1:b"},
    {"uri-reference", "\\\\host\\share"},
    {"uri-reference", "#frag\\ment"},
    {"iri", "/abc"},
    {"iri", "http://2001:0db8:85a3:0000:0000:8a2e:0370:7334"},
    {"iri", "http://a/\xEF\xBF\xBE"},
    {"iri-reference", "#\xC6\x92r\\gment"},
    {"uuid", "2eb8aa08aa9811eab4aa73b441d16380"},
    {"uuid", "2eb8aa08-aa98-11ea-b4ga-73b441d16380"},
    {"uuid", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380"},
    {"uri-template", "http://example.com/{term:1}/{term"},
    {"uri-template", "{}"},
    {"uri-template", "{a b}"},
    {"uri-template", "{!a}"},
    {"uri-template", "{a:0}"},
    {"uri-template", "{a:12345}"},
    {"uri-template", "a}"},
    {"uri-template", "{a..b}"},
    {"uri-template", "%zz"},
    {"json-pointer", "foo"},
    {"json-pointer", "/foo~"},
    {"json-pointer", "/foo~2"},
    {"json-pointer", "#/foo"},
    {"relative-json-pointer", "/foo"},
    {"relative-json-pointer", "01"},
    {"relative-json-pointer", "-1/a"},
    {"relative-json-pointer", "0##"},
    {"relative-json-pointer", "0+0"},
    {"relative-json-pointer", ""},
    {"regex", "^(abc]"},
    {"regex", "\\a"},
};

static bool accepts(const row *r)
{
    const ct_schema_format *format = ct_schema_format_find(r->format);
    assert_non_null(format);
    return ct_schema_format_check(format, r->text, strlen(r->text));
}

static void accepts_valid_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!accepts(&good[i]))
            fail_msg("%s: '%s'", good[i].format, good[i].text);
}

static void rejects_invalid_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (accepts(&bad[i]))
            fail_msg("%s: '%s'", bad[i].format, bad[i].text);
}

/* A NUL does not end the string, and no format allows it. */
static void is_not_ended_by_nul(void **state)
{
    static const row rows[] = {
        {"date", "2020-02-28"}, {"time", "08:30:06Z"}, {"ipv4", "1.2.3.4"},     {"ipv6", "::1"},
        {"uri", "a:b"},         {"uuid", "x"},         {"hostname", "a.b"},     {"email", "a@b"},
        {"duration", "P1D"},    {"uri-template", "a"}, {"idn-hostname", "a.b"}, {"iri", "a:b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ct_schema_format *format = ct_schema_format_find(rows[i].format);
        assert_false(ct_schema_format_check(format, rows[i].text, strlen(rows[i].text) + 1));
    }
}

static void names_match_the_table(void **state)
{
    const char *const *names = ct_schema_format_names();
    size_t count = 0;
    (void)state;
    for (; names[count]; count++)
        assert_string_equal(ct_schema_format_find(names[count])->name, names[count]);
    assert_int_equal(count, 19);
    assert_null(ct_schema_format_find("date-tme"));
    assert_string_equal(ct_nearest("date-tme", names), "date-time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_valid_values),
        cmocka_unit_test(rejects_invalid_values),
        cmocka_unit_test(is_not_ended_by_nul),
        cmocka_unit_test(names_match_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
