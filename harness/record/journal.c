#include "record/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/record.h"

enum { JOURNAL_MODE = 0644, BLOCK = 64 << 10 };

struct ct_record_journal {
    ct_listener listener;
    const ct_report_about *about;
    const char *path;
    int file;  /* -1: not open, or failed */
    int error; /* errno of the first failure; 0: none */
    bool has_all;
    ct_buf text;
};

/* ---- Writing ---- */

static void give_up(ct_record_journal *j, int error)
{
    j->error = error;
    if (j->file >= 0)
        close(j->file);
    j->file = -1;
}

static void flush(ct_record_journal *j)
{
    for (size_t done = 0; j->file >= 0 && done < j->text.size;) {
        ssize_t const n = write(j->file, j->text.bytes + done, j->text.size - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            give_up(j, errno);
    }
    ct_buf_clear(&j->text);
}

static void add_line(ct_record_journal *j, const ct_case_result *result)
{
    ct_record_line(&j->text, result);
    ct_buf_text(&j->text, ",\n");
}

static void run_begin(ct_listener *self, const ct_run_result *run)
{
    ct_record_journal *j = (ct_record_journal *)self;
    unlink(j->path); /* an older journal; never follow a link that was put there */
    j->file = open(j->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, JOURNAL_MODE);
    if (j->file < 0) {
        j->error = errno;
        return;
    }
    ct_record_journal_head(&j->text, run, j->about);
    ct_buf_char(&j->text, '\n');
    for (size_t i = 0; i < run->case_count; i++) {
        add_line(j, &run->cases[i]);
        if (j->text.size >= BLOCK)
            flush(j);
    }
    flush(j);
}

/* Of the target's own steps too. */
static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    ct_record_journal *j = (ct_record_journal *)self;
    (void)run;
    if (j->file < 0)
        return;
    add_line(j, result);
    flush(j);
}

/* Closed already: what is written next may need the descriptor. */
static void run_end(ct_listener *self, const ct_run_result *run)
{
    ct_record_journal *j = (ct_record_journal *)self;
    (void)run;
    if (j->file < 0)
        return;
    j->has_all = !close(j->file) || errno == EINTR;
    j->error = j->has_all ? 0 : errno;
    j->file = -1;
}

/* ---- Opening and closing ---- */

static void drop(void *thing)
{
    ct_record_journal *j = thing;
    if (j->file >= 0)
        close(j->file);
    ct_buf_free(&j->text);
}

static bool is_regular_or_none(const char *path)
{
    struct stat facts;
    if (!strcmp(path, "-") || !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6))
        return false;
    return stat(path, &facts) || S_ISREG(facts.st_mode);
}

ct_record_journal *ct_record_journal_new(ct_arena *arena, const char *record,
                                         const ct_report_about *about)
{
    if (!is_regular_or_none(record))
        return NULL;
    ct_record_journal *j = ct_new(arena, ct_record_journal);
    j->listener = (ct_listener){.run_begin = run_begin,
                                .before_end = case_end,
                                .case_end = case_end,
                                .run_end = run_end,
                                .wants_each_exchange = true};
    j->about = about;
    j->path = ct_arena_printf(arena, "%s" CT_JOURNAL_SUFFIX, record);
    j->file = -1;
    j->text = CT_BUF(CT_BUF_ANY);
    return ct_arena_own(arena, j, drop);
}

ct_listener *ct_record_journal_listener(ct_record_journal *journal)
{
    return &journal->listener;
}

void ct_record_journal_close(ct_record_journal *journal, bool is_record_whole, ct_diag *diag)
{
    if (journal->error)
        ct_warn(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot write the journal '%s': %s",
                journal->path, strerror(journal->error));
    if (is_record_whole)
        unlink(journal->path);
    else if (journal->has_all)
        ct_warn(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                "the results are in the journal '%s': 'apigcheck report' reads it", journal->path);
    give_up(journal, journal->error);
}

bool ct_record_journal_is_beside(ct_arena *arena, const char *record)
{
    struct stat facts;
    return !lstat(ct_arena_printf(arena, "%s" CT_JOURNAL_SUFFIX, record), &facts);
}
