/* content.h - responses that have no content by definition, and expectations about content. */
#ifndef CT_JUDGE_CONTENT_H
#define CT_JUDGE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/exchange.h"
#include "model/redact/redact.h"
#include "model/suite.h"

/* Returns whether a response with this status never has content, whatever the method of its
 * request: 1xx, 204 and 304 (RFC 9110 section 6.4.1). */
bool ct_status_excludes_content(unsigned status);

/* Returns whether the expectation is about content: `json`, `at`, `text`, `bytes`, a header field
 * that describes content (Content-Type, Content-Encoding, Content-Language, Content-Length), or
 * alternatives one of which is. */
bool ct_expect_is_about_content(const ct_expect *expect);

/* Returns what is documented for a status: the row of the status itself, or else that of its class;
 * NULL if there is none. */
const ct_response_row *ct_row_of_status(const ct_operation *operation, unsigned status);

/* Returns whether what a row says about content applies to the response of this exchange. It does
 * not where the response has no content by definition and the row is about others: a row for a
 * class and the status 1xx, 204, 304 or (with an empty body) 205, or a response to HEAD of an
 * operation with another method. */
bool ct_row_covers_content(const ct_response_row *row, const ct_operation *operation,
                           const ct_exchange *exchange);

/* A parameter of a media type, borrowed from it. */
typedef struct ct_media_parameter {
    const char *name;
    size_t name_size;
    const char *value; /* without quotes; escapes in them are left */
    size_t value_size; /* 0 also if there is no "=" */
} ct_media_parameter;

/* Reads the next parameter of a media type (RFC 9110 section 8.3.1), leniently.
 * at:        in/out; at the media type first; moved after the parameter
 * parameter: out
 * Returns false after the last one. */
bool ct_media_parameter_next(const char **at, ct_media_parameter *parameter);

/* Returns what the response shows about the encoding of a body that is not JSON or not UTF-8: "the
 * charset 'utf-16' (Content-Type) is not supported: only UTF-8 is"; NULL if it shows nothing. The
 * body has no Content-Encoding.
 * response: in
 * redactor: in; masks the charset
 * arena:    owns the text */
const char *ct_content_why_unreadable(const ct_response *response, const ct_redactor *redactor,
                                      ct_arena *arena);

#endif
