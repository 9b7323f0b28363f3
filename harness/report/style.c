#include "report/style.h"

static const char *const colors[CT_ROLES] = {
    [CT_ROLE_GOOD] = "32",       [CT_ROLE_BAD] = "1;31",    [CT_ROLE_BROKEN] = "1;35",
    [CT_ROLE_DOUBTFUL] = "1;33", [CT_ROLE_LEFT_OUT] = "36", [CT_ROLE_PLACE] = "1",
    [CT_ROLE_ASIDE] = "2",
};

ct_role ct_role_of(ct_verdict verdict)
{
    static const ct_role roles[CT_VERDICTS] = {
        [CT_NOT_RUN] = CT_ROLE_BROKEN, [CT_SKIP] = CT_ROLE_LEFT_OUT, [CT_PASS] = CT_ROLE_GOOD,
        [CT_WARN] = CT_ROLE_DOUBTFUL,  [CT_ERROR] = CT_ROLE_BROKEN,  [CT_FAIL] = CT_ROLE_BAD,
    };
    return roles[verdict];
}

void ct_style_begin(ct_buf *out, ct_role role, bool has_color)
{
    if (has_color && colors[role])
        ct_buf_printf(out, "\033[%sm", colors[role]);
}

void ct_style_end(ct_buf *out, ct_role role, bool has_color)
{
    if (has_color && colors[role])
        ct_buf_text(out, "\033[0m");
}

void ct_style(ct_buf *out, ct_role role, bool has_color, const char *word)
{
    ct_style_begin(out, role, has_color);
    ct_buf_text(out, word);
    ct_style_end(out, role, has_color);
}
