#include "cli/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"
#include "report/progress_line.h"

void ct_terminal_print(const char *text)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_show_text(&shown, text, strlen(text));
    fputs(ct_buf_str(&shown), stdout);
    ct_buf_free(&shown);
}

static bool is_able(int fd)
{
    const char *term = getenv("TERM");
    return term && *term && strcmp(term, "dumb") && isatty(fd);
}

bool ct_terminal_has_color(FILE *out, const char *when)
{
    const char *no_color = getenv("NO_COLOR");
    if (when && strcmp(when, "auto"))
        return !strcmp(when, "always");
    return !(no_color && *no_color) && is_able(fileno(out));
}

size_t ct_terminal_columns(FILE *out)
{
    const char *set = getenv("COLUMNS");
    char *end = NULL;
    unsigned long const columns = set ? strtoul(set, &end, 10) : 0;
    struct winsize size;
    if (set && end > set && !*end && columns && columns <= UINT16_MAX)
        return columns;
    return isatty(fileno(out)) && !ioctl(fileno(out), TIOCGWINSZ, &size) ? size.ws_col : 0;
}

bool ct_terminal_has_progress(const char *when)
{
    return !(when && !strcmp(when, "never")) && is_able(STDERR_FILENO);
}

/* The process is still in the foreground here, so it may write to the terminal. The default action
 * of the signal stops it; the system ignores it if no shell could continue the process. */
static void on_stop(int number)
{
    int const before = errno;
    ssize_t const written =
        write(STDERR_FILENO, CT_PROGRESS_LINE_ERASE, sizeof CT_PROGRESS_LINE_ERASE - 1);
    (void)written;
    raise(number); /* the default action is restored by SA_RESETHAND */
    ct_terminal_erase_when_stopped();
    errno = before;
}

void ct_terminal_erase_when_stopped(void)
{
    struct sigaction before,
        action = {.sa_handler = on_stop, .sa_flags = (int)(SA_RESTART | SA_RESETHAND | SA_NODEFER)};
    sigemptyset(&action.sa_mask);
    if (!sigaction(SIGTSTP, NULL, &before) && before.sa_handler == SIG_DFL)
        sigaction(SIGTSTP, &action, NULL);
}
