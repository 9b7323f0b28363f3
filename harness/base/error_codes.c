#include "base/error_codes.h"

#include <assert.h>

const ct_error_info *ct_error_info_of(ct_error_code code)
{
#define CT_ERROR_CODE_ROW(constant, code, title, explanation) {code, title, explanation},
    static const ct_error_info rows[] = {CT_ERROR_CODES(CT_ERROR_CODE_ROW)};
#undef CT_ERROR_CODE_ROW
    assert(code < CT_ERROR_CODE_COUNT);
    return &rows[code];
}
