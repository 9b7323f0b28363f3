/* body_text.h - whether a body can be shown as text. */
#ifndef CT_MODEL_BODY_TEXT_H
#define CT_MODEL_BODY_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/exchange.h"

/* How many of its bytes are text, all of them but for a character that the cut went through.
 * False: it is none, and all its bytes are to be told in another way. */
bool ct_body_is_text(const ct_body *body, size_t *size);

#endif
