#include "report/progress_line.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "report/print.h"
#include "report/style.h"
#include "report/width.h"

enum {
    SECOND_US = 1000000, /* before that, the rate is unknown and no case is slow */
    USUAL_COLUMNS = 80,  /* of a terminal that does not say */
    NAME_COLUMNS = 12,   /* fewer are not useful */
    NAME_LIMIT = 300
};

/* ---- What it says ---- */

/* A piece of the line. */
typedef struct part {
    ct_role role;
    char text[64];
} part;

enum { POSITION, FAILED, BROKEN, LEFT, RATE, WAIT, PARTS };

static unsigned count_exercised(const ct_run_result *run)
{
    const unsigned *n = run->counts;
    return n[CT_PASS] + n[CT_WARN] + n[CT_FAIL] + n[CT_ERROR];
}

static unsigned count_done(const ct_run_result *run)
{
    return count_exercised(run) + run->counts[CT_SKIP] + run->counts[CT_NOT_RUN];
}

/* "12 s", "2:05", "1:02:05" */
static void write_length(char *out, size_t size, uint64_t seconds)
{
    unsigned long long const s = seconds % 60, m = seconds / 60 % 60, h = seconds / 3600;
    if (seconds < 60)
        snprintf(out, size, "%llu s", s);
    else if (!h)
        snprintf(out, size, "%llu:%02llu", m, s);
    else
        snprintf(out, size, "%llu:%02llu:%02llu", h, m, s);
}

static void set_speed(part *parts, const ct_run_result *run, const ct_run_progress *run_progress)
{
    uint64_t const exercised = count_exercised(run), us = run_progress->elapsed_us;
    if (!exercised || us < SECOND_US)
        return;
    uint64_t const left_us = (run->case_count - count_done(run)) * us / exercised;
    char length[32];
    write_length(length, sizeof length, (left_us + SECOND_US - 1) / SECOND_US);
    snprintf(parts[LEFT].text, sizeof parts[LEFT].text, "%s left", length);
    uint64_t const per_minute = exercised * 60 * SECOND_US / us;
    snprintf(parts[RATE].text, sizeof parts[RATE].text, per_minute < 120 ? "%llu/min" : "%llu/s",
             (unsigned long long)(per_minute < 120 ? per_minute : per_minute / 60));
}

static void set_wait(part *wait, const ct_run_progress *run_progress)
{
    char length[32];
    if (!run_progress->in_flight && run_progress->elapsed_us >= SECOND_US)
        snprintf(wait->text, sizeof wait->text, "waiting for the target");
    if (!run_progress->longest || run_progress->longest_us < SECOND_US)
        return;
    write_length(length, sizeof length, run_progress->longest_us / SECOND_US);
    if (run_progress->in_flight > 1)
        snprintf(wait->text, sizeof wait->text, "%u running, %s: ", run_progress->in_flight,
                 length);
    else
        snprintf(wait->text, sizeof wait->text, "waiting %s: ", length);
}

static void set_parts(part *parts, const ct_run_result *run, const ct_run_progress *run_progress)
{
    unsigned const failed = run->counts[CT_FAIL], broken = run->counts[CT_ERROR];
    snprintf(parts[POSITION].text, sizeof parts->text, "%u/%zu", count_done(run), run->case_count);
    if (failed)
        snprintf(parts[FAILED].text, sizeof parts->text, "%u failed", failed);
    if (broken)
        snprintf(parts[BROKEN].text, sizeof parts->text, "%u error%s", broken,
                 broken == 1 ? "" : "s");
    parts[POSITION].role = CT_ROLE_PLACE;
    parts[FAILED].role = CT_ROLE_BAD;
    parts[BROKEN].role = CT_ROLE_BROKEN;
    set_speed(parts, run, run_progress);
    set_wait(&parts[WAIT], run_progress);
}

/* If the long parts do not fit: a percentage, and failures and errors in one number. */
static void set_short_parts(part *parts, const ct_run_result *run)
{
    uint64_t const done = count_done(run), all = run->case_count ? run->case_count : 1;
    unsigned const wrong = run->counts[CT_FAIL] + run->counts[CT_ERROR];
    snprintf(parts[POSITION].text, sizeof parts->text, "%llu%%",
             (unsigned long long)(done * 100 / all));
    if (wrong)
        snprintf(parts[FAILED].text, sizeof parts->text, "%u bad", wrong);
    parts[BROKEN].text[0] = '\0';
}

/* ---- Its layout ---- */

static size_t width_of(const part *parts, int first)
{
    size_t width = 0;
    for (int i = 0; i < first; i++)
        if (parts[i].text[0])
            width += (width ? 2 : 0) + strlen(parts[i].text);
    return width;
}

static void add_part(ct_buf *out, const part *p, const char **between, bool has_color)
{
    if (!p->text[0])
        return;
    ct_buf_text(out, *between);
    ct_style(out, p->role, has_color, p->text);
    *between = "  ";
}

/* The longest running case, in the columns that are left. */
static void add_wait(ct_buf *out, const part *wait, const ct_run_progress *run_progress,
                     size_t columns)
{
    size_t const size = strlen(wait->text);
    if (!run_progress->longest && size + 2 <= columns)
        ct_buf_printf(out, "  %s", wait->text);
    if (!run_progress->longest || size + 2 + NAME_COLUMNS > columns)
        return;
    ct_buf name = CT_BUF(CT_BUF_ANY);
    ct_print_text(&name, run_progress->longest->full_name, NAME_LIMIT);
    size_t const room = columns - size - 2;
    bool const is_cut = ct_width(name.bytes, name.size) > room;
    size_t const fits = ct_width_fit(name.bytes, name.size, is_cut ? room - 3 : room);
    ct_buf_printf(out, "  %s%.*s%s", wait->text, (int)fits, ct_buf_str(&name), is_cut ? "..." : "");
    ct_buf_free(&name);
}

void ct_progress_line_text(ct_buf *out, const ct_run_result *run,
                           const ct_run_progress *run_progress, unsigned columns, bool has_color)
{
    part parts[PARTS] = {0};
    const char *between = "";
    int reported = WAIT;
    set_parts(parts, run, run_progress);
    if (width_of(parts, LEFT) > columns)
        set_short_parts(parts, run);
    while (reported && width_of(parts, reported) > columns)
        reported--;
    for (int i = 0; i < reported; i++)
        add_part(out, &parts[i], &between, has_color);
    if (reported == WAIT && parts[WAIT].text[0])
        add_wait(out, &parts[WAIT], run_progress, columns - width_of(parts, reported));
}

/* ---- Drawing ---- */

static unsigned columns_of(int fd)
{
    struct winsize size;
    return !ioctl(fd, TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : USUAL_COLUMNS;
}

/* An error is ignored: the line is not part of the result. */
static void write_all(int fd, const char *bytes, size_t size)
{
    ssize_t const written = write(fd, bytes, size);
    (void)written;
}

static bool is_in_background(int fd)
{
    pid_t const owner = tcgetpgrp(fd);
    return owner >= 0 && owner != getpgrp();
}

void ct_progress_line_draw(ct_progress_line *progress, const ct_run_result *run,
                           const ct_run_progress *run_progress)
{
    if (progress->fd < 0 || is_in_background(progress->fd))
        return;
    /* The last column stays free; and should the terminal think some character wider than we do:
     * it shall not wrap. */
    ct_buf line = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&line, "\r\033[?7l");
    ct_progress_line_text(&line, run, run_progress, columns_of(progress->fd) - 1,
                          progress->has_color);
    ct_buf_text(&line, "\033[J\r\033[?7h");
    write_all(progress->fd, line.bytes, line.size);
    ct_buf_free(&line);
    progress->is_drawn = true;
}

void ct_progress_line_erase(ct_progress_line *progress)
{
    if (progress->is_drawn && !is_in_background(progress->fd))
        write_all(progress->fd, CT_PROGRESS_LINE_ERASE, sizeof CT_PROGRESS_LINE_ERASE - 1);
    progress->is_drawn = false;
}
