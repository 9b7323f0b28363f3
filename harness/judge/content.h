/* content.h - responses that have no content by definition, and expectations about content. */
#ifndef CT_JUDGE_CONTENT_H
#define CT_JUDGE_CONTENT_H

#include <stdbool.h>

#include "model/exchange.h"
#include "model/suite.h"

/* Returns whether a response with this status never has content, whatever the method of its
 * request: 1xx, 204 and 304 (RFC 9110 section 6.4.1). */
bool ct_status_excludes_content(unsigned status);

/* Returns whether the expectation is about content: `json`, `at`, `text`, `bytes`, a header field
 * that describes content (Content-Type, Content-Encoding, Content-Language, Content-Length), or
 * alternatives one of which is. */
bool ct_expect_is_about_content(const ct_expect *expect);

/* Returns whether what a row says about content applies to the response of this exchange. It does
 * not where the response has no content by definition and the row is about others: a row for a
 * class and the status 1xx, 204, 304 or (with an empty body) 205, or a response to HEAD of an
 * operation with another method. */
bool ct_row_covers_content(const ct_response_row *row, const ct_operation *operation,
                           const ct_exchange *exchange);

#endif
