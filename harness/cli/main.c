/* Reads the command line and calls the command. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/process.h"

static bool asks_for_help(char **argv)
{
    for (; *argv; argv++)
        if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h"))
            return true;
    return false;
}

static int call(ct_session *session, char **argv)
{
    const ct_command *command = ct_command_find(*argv, &session->diag);
    if (!command)
        return 2;
    if (asks_for_help(argv + 1)) {
        session->settings.paths = (ct_texts){(const char *[]){command->name}, 1};
        return ct_cmd_help(session);
    }
    session->words = argv + 1;
    ct_settings_read(&session->settings, command->bit, argv + 1, session->arena, &session->diag);
    return command->run(session);
}

int main(int argc, char **argv)
{
    ct_process_start();
    ct_session session = {.program = argc ? argv[0] : "apigcheck", .arena = ct_arena_new()};
    session.diag.arena = session.arena;
    int status = 0;
    if (argc < 2) {
        ct_print_usage(stderr);
        status = 2;
    } else if (!strcmp(argv[1], "--version")) {
        ct_print_version();
    } else if (asks_for_help((char *[]){argv[1], NULL})) {
        ct_print_usage(stdout);
    } else {
        status = call(&session, argv + 1);
    }
    ct_diag_print(&session.diag, stderr);
    ct_arena_free(session.arena);
    if ((fflush(stdout) || ferror(stdout)) && status != 4)
        status = 4;
    return status;
}
