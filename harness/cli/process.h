/* process.h - this process among others: signals, descriptors, what it must not leave behind. */
#ifndef CT_CLI_PROCESS_H
#define CT_CLI_PROCESS_H

#include <signal.h>

/* First thing in main: descriptors 0 to 2 are open, SIGPIPE and SIGXFSZ are ignored, no core is
 * dumped, and TLS keys are logged nowhere. */
void ct_process_start(void);

/* From now on SIGINT, SIGTERM and SIGHUP are counted instead of ending the process. */
void ct_process_catch_signals(void);

/* How many came, which came first (0: none), and a descriptor that becomes readable then. */
const volatile sig_atomic_t *ct_process_stop(void);
int ct_process_signal(void);
int ct_process_wake_fd(void);

#endif
