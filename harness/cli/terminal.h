/* terminal.h - what the terminal can, and what its user wants of it. */
#ifndef CT_CLI_TERMINAL_H
#define CT_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/* Prints text that others wrote on standard output, with control characters made visible. */
void ct_terminal_print(const char *text);

/* `when` is of --color: "auto" or NULL, "always", "never". By itself colour is for a terminal that
 * is not dumb, and for those who did not set NO_COLOR. */
bool ct_terminal_has_color(FILE *out, const char *when);

/* `when` is of --progress: "auto" or NULL, "never". The line is for standard error, where that is
 * a terminal that is not dumb. */
bool ct_terminal_has_progress(const char *when);

/* From now on a process that is stopped from its terminal (SIGTSTP) takes the progress line away
 * before it stops. */
void ct_terminal_erase_when_stopped(void);

#endif
