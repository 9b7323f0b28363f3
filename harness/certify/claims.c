#include "certify/claims.h"

#include <string.h>

#include "base/utf8.h"

static bool is_space(int32_t code_point)
{
    return code_point == ' ' || code_point == 0xa0 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200f) || code_point == 0x202f ||
           code_point == 0x205f || code_point == 0x2800 || code_point == 0x3000 ||
           code_point == 0x115f || code_point == 0x1160 || code_point == 0x3164 ||
           code_point == 0xffa0;
}

bool ct_is_blank(const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        int32_t const code_point = ct_utf8_next(&text, end);
        if (!is_space(code_point) && !ct_utf8_is_hidden(code_point))
            return false;
    }
    return true;
}

/* Scripts such as Persian and Hindi need the two joiners. */
static bool is_joiner(int32_t code_point)
{
    return code_point == 0x200C || code_point == 0x200D;
}

const char *ct_name_mistake(const char *text)
{
    enum { MOST = 200 };
    const char *at = text, *end = text + strlen(text);
    if (ct_is_blank(text))
        return "has no visible character";
    if (end - text > MOST)
        return "is longer than 200 bytes";
    while (at < end) {
        int32_t const code_point = ct_utf8_next(&at, end);
        if (ct_utf8_is_hidden(code_point) && !is_joiner(code_point))
            return "has a hidden character";
    }
    return NULL;
}

/* Every version that was released. A release adds its own. */
static const char *const versions[] = {"0.1.0"};

bool ct_program_is_known(const char *version)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (!strcmp(versions[i], version))
            return true;
    return false;
}

bool ct_claims_check(const ct_claims *claims, ct_diag *diag)
{
    const struct {
        const char *name, *value;
    } names[] = {{"vendor", claims->vendor},
                 {"product", claims->product},
                 {"productVersion", claims->version}};
    unsigned const mistakes = diag->count;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *mistake = ct_name_mistake(names[i].value);
        if (mistake)
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                    "certificate field 'predicate.apigcheck.%s' %s", names[i].name, mistake);
    }
    if (claims->challenge && ct_is_blank(claims->challenge))
        ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "certificate field 'predicate.apigcheck.challenge' has no visible character");
    if (!ct_program_is_known(claims->program))
        ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "the certificate was made by version '%s' of the program, which version %s does "
                "not know",
                claims->program, CT_VERSION);
    return diag->count == mistakes;
}
