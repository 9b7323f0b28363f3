/* body_text.h - whether a body can be shown as text. */
#ifndef CT_MODEL_BODY_TEXT_H
#define CT_MODEL_BODY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/exchange.h"

/* Tests a body that may have been cut. Text is UTF-8 (RFC 3629) without a NUL; the Content-Type
 * does not count.
 * body: in; `bytes` must not be NULL
 * size: out; bytes that are text: all of them,
 * without a last character that was cut through Returns false if the body is not text: it must be
 * shown as base64. It is not masked or escaped here. */
bool ct_body_is_text(const ct_body *body, size_t *size);

#endif
