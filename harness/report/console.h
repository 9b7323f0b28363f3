/* console.h - what a person sees: standard output, and the progress line.
 *
 * At the end come the causes of the failures, each with the simplest case that shows it, then
 * warnings, skipped cases, notes, the paths of reports and the command that runs the failed cases
 * again; the last line is the summary. A single failure is printed in full. Lines are broken at
 * words, except commands, places and paths. There are no escapes unless colour was requested, and
 * no line starts with a string of a target or a file.
 */
#ifndef CT_REPORT_CONSOLE_H
#define CT_REPORT_CONSOLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/events.h"
#include "report/console_options.h"

/* Returns a listener that belongs to the arena. The options are copied; what they point to must
 * live as long. */
ct_listener *ct_console_open(ct_arena *arena, const ct_console_options *options);

/* Prints the summary line, after run_end. Returns false after noting that standard output could not
 * be written. */
bool ct_console_close(ct_listener *console, ct_diag *diag) CT_MUST_USE;

#endif
