#include "run/progress_timer.h"

enum { PAUSE_US = 100000 };

ct_beat ct_beat_new(ct_listener *listeners, const ct_run_result *run, const ct_transport *transport)
{
    uint64_t const now = ct_monotonic_us(transport);
    ct_beat beat = {.listeners = listeners,
                    .run = run,
                    .transport = transport,
                    .begin_us = now,
                    .next_us = now + PAUSE_US};
    for (const ct_listener *l = listeners; l; l = l->next)
        beat.is_felt = beat.is_felt || l->pulse;
    return beat;
}

static void count(ct_pulse *pulse, const ct_flight *flight, uint64_t now_us)
{
    uint64_t const length_us = now_us - flight->took_off_us;
    pulse->in_flight++;
    if (pulse->longest && length_us <= pulse->longest_us)
        return;
    pulse->longest = flight->result->asked;
    pulse->longest_us = length_us;
}

void ct_beat_tell(ct_beat *beat, const ct_flight *flights, size_t flight_count)
{
    uint64_t const now = beat->is_felt ? ct_monotonic_us(beat->transport) : 0;
    if (!beat->is_felt || now < beat->next_us)
        return;
    ct_pulse pulse = {.elapsed_us = now - beat->begin_us};
    for (size_t i = 0; i < flight_count; i++)
        if (flights[i].result)
            count(&pulse, &flights[i], now);
    beat->next_us = now + PAUSE_US;
    for (ct_listener *l = beat->listeners; l; l = l->next)
        if (l->pulse)
            l->pulse(l, beat->run, &pulse);
}
