/* shell.h - quotes strings as words of a command line for bash that can be copied. */
#ifndef CT_REPORT_SHELL_H
#define CT_REPORT_SHELL_H

#include <stddef.h>

#include "base/buf.h"

/* Adds the bytes as a word, or as a part of one: quoted if needed, hidden characters as $'\xNN'.
 * There is never a line break in it. */
void ct_shell_word(ct_buf *out, const char *bytes, size_t size);

/* Adds the same for a string in which secrets are masked: each mask (redact.h) becomes "$VARIABLE".
 */
void ct_shell_masked(ct_buf *out, const char *bytes, size_t size, const char *variable);

#endif
