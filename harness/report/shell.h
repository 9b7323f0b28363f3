/* shell.h - texts as words of a command line that can be copied. */
#ifndef CT_REPORT_SHELL_H
#define CT_REPORT_SHELL_H

#include <stddef.h>

#include "base/buf.h"

/* Adds the bytes as a word, or as a part of one, for bash: in quotes where it needs some, hidden
 * characters visibly as $'\xNN'. Without a line break. */
void ct_shell_word(ct_buf *out, const char *bytes, size_t size);

/* The same for a text in which secrets are masked: each mask (redact.h) becomes "$VARIABLE". */
void ct_shell_masked(ct_buf *out, const char *bytes, size_t size, const char *variable);

#endif
