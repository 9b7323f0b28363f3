/* console_sample.h - what the console prints of a sample run. */
#ifndef CT_TESTS_CONSOLE_SAMPLE_H
#define CT_TESTS_CONSOLE_SAMPLE_H

#include "report/console.h"
#include "tests/report_sample.h"

/* Returns the output, in the arena of the sample. `out` of the options is not used. */
const char *sample_console(sample *s, ct_console_options options);

#endif
