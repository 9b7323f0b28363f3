/* apigcheck mock */
#include <errno.h>
#include <poll.h>

#include "cli/command.h"
#include "cli/mock_gateway.h"
#include "cli/process.h"

int ct_cmd_mock(ct_session *session)
{
    if (session->settings.paths.count)
        ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                "mock takes no PATH; --data names its data");
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
    return 0; /* being stopped is how it ends */
}
