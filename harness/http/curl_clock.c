/* When things happened: the times of an exchange, and its timeout.
 *
 * libcurl learns of bytes when it is called, and we may be busy judging before we call it. So a
 * timeout counts only the time in which we looked after the connection, which libcurl's own would
 * not do; and what waited in a socket is dated to when it came, which the kernel knows. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "http/curl_transfer.h"

enum {
    LATE_US = 20000,        /* away for so long, we ask when it was that something came */
    MISSED_US = 200000,     /* away for so long, a timeout does not count it */
    NEWS_GRACE_US = 500000, /* past its end, for an answer of which more comes right now */
    PAST_TIMEOUT_US = 5000  /* the kernel's dates are as rough as its ticks */
};

/* Far enough, and still something can be added. */
static const uint64_t NEVER_US = UINT64_MAX / 2;

static uint64_t now_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

int64_t ct_clock_unix_ms(void)
{
    return (int64_t)(now_us(CLOCK_REALTIME) / 1000);
}

void ct_clock_start(ct_transfer *c)
{
    c->started_us = now_us(CLOCK_MONOTONIC);
    c->deadline_us =
        c->request->timeout_ms ? c->started_us + (uint64_t)c->request->timeout_ms * 1000 : NEVER_US;
    c->missed_us = c->quiet_us = c->first_quiet_us = 0;
    c->has_news = c->is_done = false;
}

/* How long ago the last segment came on the call's connection; 0 when that is not known. */
static uint64_t quiet_us(const ct_transfer *c)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    if (!c->is_written || c->fd < 0 || getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &info, &size))
        return 0;
    uint32_t const data = info.tcpi_last_data_recv, ack = info.tcpi_last_ack_recv;
    uint64_t const quiet = (uint64_t)(data < ack ? data : ack) * 1000;
    return quiet >= LATE_US ? quiet : 0;
}

void ct_clock_expect(ct_clock *clock, unsigned milliseconds)
{
    clock->due_us = now_us(CLOCK_MONOTONIC) + (uint64_t)milliseconds * 1000;
}

void ct_clock_wake(ct_clock *clock)
{
    uint64_t const now = now_us(CLOCK_MONOTONIC);
    clock->due_us = now < clock->due_us ? now : clock->due_us;
}

void ct_clock_begin(ct_clock *clock, ct_transfer *calls)
{
    uint64_t const now = now_us(CLOCK_MONOTONIC), away_since = clock->due_us;
    bool const is_late = now - clock->pumped_us >= LATE_US;
    clock->pumped_us = clock->due_us = now;
    for (ct_transfer *c = calls; c; c = c->next) {
        if (!c->request || c->is_done)
            continue;
        c->has_news = false;
        c->quiet_us = is_late ? quiet_us(c) : 0;
        uint64_t const from = c->started_us > away_since ? c->started_us : away_since;
        if (now >= from + MISSED_US) {
            c->missed_us += now - from;
            c->deadline_us += now - from;
        }
    }
}

void ct_clock_news(ct_transfer *c)
{
    if (now_us(CLOCK_MONOTONIC) - c->clock->pumped_us >= LATE_US)
        c->quiet_us = quiet_us(c);
    if (!c->head.size && !c->body.size)
        c->first_quiet_us = c->quiet_us;
    c->has_news = true;
}

bool ct_clock_is_over(const ct_transfer *c)
{
    return c->clock->pumped_us >= c->deadline_us + (c->has_news ? NEWS_GRACE_US : 0);
}

unsigned ct_clock_left_ms(const ct_transfer *calls, unsigned most)
{
    uint64_t const now = now_us(CLOCK_MONOTONIC);
    for (const ct_transfer *c = calls; c; c = c->next) {
        if (!c->request || c->is_done || c->is_starved)
            continue;
        uint64_t const left_ms = c->deadline_us > now ? (c->deadline_us - now) / 1000 + 1 : 0;
        most = left_ms < most ? (unsigned)left_ms : most;
    }
    return most;
}

static uint64_t time_of(ct_transfer *c, CURLINFO info)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(c->easy, info, &microseconds);
    return microseconds > 0 ? (uint64_t)microseconds : 0;
}

/* Not earlier than the phase before it. */
static uint64_t earlier(uint64_t us, uint64_t by, uint64_t least)
{
    uint64_t const at = us > by ? us - by : 0;
    return us && at < least ? least : at;
}

void ct_clock_note(ct_transfer *c, CURLcode result)
{
    ct_exchange *x = c->exchange;
    if (result)
        c->quiet_us = 0; /* a failure has no moment but this one */
    int64_t const received_at = ct_clock_unix_ms() - (int64_t)c->quiet_us / 1000;
    /* The kernel's dates are rough, and the clock of the system can be set back. */
    x->received_at = received_at < x->started_at ? x->started_at : received_at;
    x->name_us = time_of(c, CURLINFO_NAMELOOKUP_TIME_T);
    x->connect_us = time_of(c, CURLINFO_CONNECT_TIME_T);
    x->tls_us = time_of(c, CURLINFO_APPCONNECT_TIME_T);
    x->sent_us = time_of(c, CURLINFO_PRETRANSFER_TIME_T);
    x->first_byte_us =
        earlier(time_of(c, CURLINFO_STARTTRANSFER_TIME_T), c->first_quiet_us, x->sent_us);
    x->elapsed_us = result == CURLE_OPERATION_TIMEDOUT
                        ? now_us(CLOCK_MONOTONIC) - c->started_us
                        : earlier(time_of(c, CURLINFO_TOTAL_TIME_T), c->quiet_us, x->first_byte_us);
}

bool ct_clock_came_too_late(const ct_transfer *c)
{
    return c->quiet_us && c->request->timeout_ms &&
           c->exchange->elapsed_us > (uint64_t)c->request->timeout_ms * 1000 + PAST_TIMEOUT_US;
}
