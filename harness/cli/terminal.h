/* terminal.h - what the terminal supports, and what the user wants of it. */
#ifndef CT_CLI_TERMINAL_H
#define CT_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Prints untrusted text on standard output. Control characters are spelled out (ct_show_text()), so
 * that the text cannot move the cursor or change the terminal. Line breaks too are spelled out.
 * text: in; any bytes but NUL; secrets must be masked before */
void ct_terminal_print(const char *text);

/* Returns whether output has colour.
 * out: the stream that is written to
 * when: of --color: "always", "never", "auto" or NULL. Automatic means: on a terminal that is not
 *       dumb, unless the environment variable NO_COLOR is set */
bool ct_terminal_has_color(FILE *out, const char *when);

/* Returns the columns of a line: those of the environment variable COLUMNS, else of the terminal,
 * else 0.
 * out: the stream that is written to */
size_t ct_terminal_columns(FILE *out);

/* Returns whether a progress line is shown on standard error.
 * when: of --progress: "never", "auto" or NULL. Automatic means: on a terminal that is not dumb */
bool ct_terminal_has_progress(const char *when);

/* From now on the progress line is erased before the process is stopped from its terminal
 * (SIGTSTP).
 */
void ct_terminal_erase_when_stopped(void);

#endif
