/* print_body.h - the beginning of a body, on one line. */
#ifndef CT_REPORT_PRINT_BODY_H
#define CT_REPORT_PRINT_BODY_H

#include <stddef.h>

#include "base/buf.h"
#include "model/exchange.h"

/* Adds the beginning of a body, safe to show: JSON without the spaces between its parts, "(empty)",
 * or "(binary, 512 bytes)".
 * body:  in; masked. Nothing is added for no body
 * limit: in; bytes */
void ct_print_body_head(ct_buf *out, const ct_body *body, size_t limit);

#endif
