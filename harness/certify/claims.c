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
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ct_is_blank(names[i].value))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                    "certificate field 'predicate.apigcheck.%s' has no visible character",
                    names[i].name);
    if (!ct_program_is_known(claims->program))
        ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "the certificate was made by version '%s' of the program, which version %s does "
                "not know",
                claims->program, CT_VERSION);
    return diag->count == mistakes;
}
