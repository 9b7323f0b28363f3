/* URLs: user name and password are masked, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/redact/redact.h"
#include "run/runner.h"
#include "tests/rows.h"

typedef struct url_row {
    const char *url, *shown; /* `shown` NULL: nothing is masked */
} url_row;

static void assert_shown(const char *from, const char *shown, const char *expected)
{
    if (strcmp(shown, expected) != 0)
        print_error("%s\n", from);
    assert_string_equal(shown, expected);
}

static const url_row usual_urls[] = {
    {"http://u:p@h", "http://***@h"},
    {"http://u:p@h:8080/a?b=c#d", "http://***@h:8080/a?b=c#d"},
    {"https://token@h/", "https://***@h/"},
    {"HTTP://u:p@h/", "HTTP://***@h/"},
    {"socks5h://u:p@h:1080", "socks5h://***@h:1080"},
    {"http://user:@h/", "http://***@h/"},
    {"http://:p@h/", "http://***@h/"},
    /* an @ elsewhere */
    {"http://u:p%40x@127.0.0.1:1/a@b", "http://***@127.0.0.1:1/a@b"},
    {"http://u:p@h/?x=@", "http://***@h/?x=@"},
    {"http://u:p@h?x=@", "http://***@h?x=@"},
    {"http://u:p@h#a@b", "http://***@h#a@b"},
    {"http://u:p@x@h/a@b", "http://***@h/a@b"},
    {"http://user:pa:ss@h/", "http://***@h/"},
    {"http://@h/", NULL},
    {"http://h/a@b", NULL},
    {"http://h:80/a@b?c=d@e", NULL},
    {"http://h:/a@b", NULL},
    {"http://h/?x=%40", NULL},
    {"http://h/%40@", NULL},
    /* IPv6 */
    {"http://u:p@[::1]:8080/a@b", "http://***@[::1]:8080/a@b"},
    {"http://[::1]:8080/a@b", NULL},
    {"http://[fe80::1%25eth0]/a@b", NULL},
    {"[::1]:8080", NULL},
    {"u:p@[::1]:8080", "***@[::1]:8080"},
    {"http://[::1/a", NULL},
    {"http://[u:p/w@h/", "http://***@h/"},
    /* no scheme */
    {"u:p@h:1", "***@h:1"},
    {"//u:p@h", "//***@h"},
    {"u@h", "***@h"},
    {"h:3128", NULL},
    {"h", NULL},
    {"", NULL},
    {"@", NULL},
};

static const url_row odd_urls[] = {
    /* slashes that are not two */
    {"http:\\\\u:p@h", "http:\\\\***@h"},
    {"http:/\\u:p@h/", "http:/\\***@h/"},
    {"http:/u:p@h/", "http:/***@h/"},
    {"http:///u:p@h/", "http:///***@h/"},
    {"http:u:p@h", "***@h"},
    {"\\\\u:p@h", "\\\\***@h"},
    {"http://h\\u:p@x/", "http://***@x/"},
    /* an unencoded password */
    {"http://u:p/w@h/", "http://***@h/"},
    {"http://u:p?w@h/", "http://***@h/"},
    {"http://u:p#w@h/", "http://***@h/"},
    {"http://u:p w@h/", "http://***@h/"},
    {"http://u:p\"w'@h/", "http://***@h/"},
    {"u:p/w@h:1", "***@h:1"},
    {"http://u:p\xC3\xA4@h/", "http://***@h/"},
    {"http://u:p/w@x@h/", "http://***@h/"},
    /* encoded */
    {"http://u:p%2Fw@h/a@b", "http://***@h/a@b"},
    {"http://u:p%2Fw%40x@h/a@b", "http://***@h/a@b"},
    {"http://u%3Ap@h/", "http://***@h/"},
    {"http%3A%2F%2Fu%3Ap%40h%2F", "http%3A%2F%2F***%40h%2F"},
    {"http:\\/\\/u:p@h\\/", "http:\\/\\/***@h\\/"},
    /* a URL in a URL */
    {"http://h/?next=http://u:p@x/", "http://h/?next=http://***@x/"},
    {"http://h/?next=http%3A%2F%2Fu%3Ap%40x", "http://h/?next=http%3A%2F%2F***%40x"},
    {"http://a:b@h/?next=//c:d@x", "http://***@h/?next=//***@x"},
    /* twice the same */
    {"http://***@h/", NULL},
    {"http://***:***@h/", "http://***@h/"},
};

static void check_urls(ct_arena *arena, const url_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *shown = ct_mask_url(arena, rows[i].url);
        assert_shown(rows[i].url, shown, rows[i].shown ? rows[i].shown : rows[i].url);
        if (!rows[i].shown)
            assert_ptr_equal(shown, rows[i].url);
    }
}

static void masks_user_and_password(void **state)
{
    check_urls(*state, usual_urls, COUNT(usual_urls));
    assert_null(ct_mask_url(*state, NULL));
}

static void masks_user_info_of_any_parser(void **state)
{
    check_urls(*state, odd_urls, COUNT(odd_urls));
}

static void masks_urls_in_text(void **state)
{
    static const url_row rows[] = {
        {"callback=http://u:p@h/", "callback=http://***@h/"},
        {"see http://u:p@h, https://a:b@c/d@e and joe@x",
         "see http://***@h, https://***@c/d@e and joe@x"},
        {"'//u:p@h'", "'//***@h'"},
        {"user=joe@example.net", NULL},
        {"u:p@h", NULL},
        {"http://h/ and joe@example.net", NULL},
        {"http://h:80/ and joe@example.net", NULL},
        {"a//b@c", NULL},
        {"12:30:45", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *shown = ct_mask_urls(*state, rows[i].url);
        assert_shown(rows[i].url, shown, rows[i].shown ? rows[i].shown : rows[i].url);
    }
    assert_null(ct_mask_urls(*state, NULL));
}

/* Parts that a proxy may send back. */
static void finds_the_secrets_of_a_url(void **state)
{
    static const struct {
        const char *url, *text, *shown;
    } rows[] = {
        {"http://joe:pass-word@h:1", "it is pass-word", "it is ***"},
        {"http://joe:pass-word@h:1", "Basic am9lOnBhc3Mtd29yZA==", "Basic ***"},
        {"joe:pass-word@h:1", "Basic am9lOnBhc3Mtd29yZA==", "Basic ***"},
        {"http://joe:pass%2Dword@h:1", "Basic am9lOnBhc3Mtd29yZA==", "Basic ***"},
        {"http://joe:pass%2Dword@h:1", "pass-word, pass%2Dword.", "***, ***."},
        {"http://long-token@h:1", "a long-token.", "a ***."},
        {"http://h:1", "http://h:1", "http://h:1"},
        {"http://joe:abc@h", "abc", "abc"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_redactor *redactor = ct_redactor_new(*state);
        ct_run_hide_proxy(redactor, rows[i].url);
        assert_shown(rows[i].url, ct_redact_text(redactor, *state, rows[i].text), rows[i].shown);
    }
    ct_run_hide_proxy(ct_redactor_new(*state), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(masks_user_and_password),
        ROWS_TEST(masks_user_info_of_any_parser),
        ROWS_TEST(masks_urls_in_text),
        ROWS_TEST(finds_the_secrets_of_a_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
