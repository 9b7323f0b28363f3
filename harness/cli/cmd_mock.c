/* apigcheck mock */
#include <errno.h>
#include <poll.h>

#include "cli/command.h"
#include "cli/mock_gateway.h"
#include "cli/process.h"

static void print_variants(void)
{
    puts("Conforming variants of the reference gateway:");
    for (const ct_variant *v = ct_variants; v->name; v++)
        printf("  %-28s %s\n", v->name, v->summary);
}

static void print_faults(void)
{
    puts("Faults of the reference gateway. A fault of a property changes each property that it "
         "applies to:");
    for (const ct_fault *fault = NULL; (fault = ct_fault_next(fault));)
        printf("  %-28s %s\n", fault->name, fault->summary);
}

const ct_help_topic ct_mock_topics[] = {
    {"variants", print_variants},
    {"faults", print_faults},
    {0},
};

int ct_cmd_mock(ct_session *session)
{
    if (session->settings.paths.count)
        ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                "mock takes no PATH (use --data for its data)");
    if (session->diag.count)
        return 2;
    ct_process_catch_signals();
    ct_server *server = ct_mock_gateway_start(&session->settings, session->arena, &session->diag);
    if (!server)
        return 2;
    printf("%s\n", ct_server_url(server));
    fflush(stdout);
    struct pollfd wake = {.fd = ct_process_wake_fd(), .events = POLLIN};
    while (!*ct_process_stop() && (poll(&wake, 1, -1) >= 0 || errno == EINTR))
        ;
    ct_server_stop(server);
    return 0; /* a signal is the only way to end it, so it is not a failure */
}
