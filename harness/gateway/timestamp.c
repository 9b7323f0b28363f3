#include "gateway/timestamp.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/datetime.h"

/* Rounds down to the second, also before 1970. */
static time_t second_of(int64_t moment_ns)
{
    int64_t const second = moment_ns / CT_NANOSECONDS;
    return (time_t)(moment_ns % CT_NANOSECONDS < 0 ? second - 1 : second);
}

const char *ct_timestamp_show_second(int64_t moment_ns, ct_arena *arena)
{
    char date[CT_TIME_TEXT];
    ct_time_text_seconds(second_of(moment_ns), date);
    return ct_arena_printf(arena, "%sZ", date);
}

const char *ct_timestamp_show(int64_t moment_ns, ct_arena *arena)
{
    char date[CT_TIME_TEXT], fraction[16];
    time_t const second = second_of(moment_ns);
    ct_time_text_seconds(second, date);
    size_t size = (size_t)snprintf(fraction, sizeof fraction, ".%09ld",
                                   (long)(moment_ns - (int64_t)second * CT_NANOSECONDS));
    while (fraction[size - 1] == '0')
        fraction[--size] = '\0';
    return ct_arena_printf(arena, "%s%sZ", date, size > 1 ? fraction : "");
}

/* `minutes` is the offset of the zone east of UTC. */
static const char *show_in_zone(int64_t moment_ns, int minutes, ct_arena *arena)
{
    const char *there =
        ct_timestamp_show(moment_ns + (int64_t)minutes * 60 * CT_NANOSECONDS, arena);
    int const far = minutes < 0 ? -minutes : minutes;
    return ct_arena_printf(arena, "%.*s%c%02d:%02d", (int)strlen(there) - 1, there,
                           minutes > 0 ? '+' : '-', far / 60, far % 60);
}

static const char *show_digits(int64_t moment_ns, int digits, ct_arena *arena)
{
    char date[CT_TIME_TEXT], fraction[16];
    time_t const second = second_of(moment_ns);
    ct_time_text_seconds(second, date);
    snprintf(fraction, sizeof fraction, "%09ld",
             (long)(moment_ns - (int64_t)second * CT_NANOSECONDS));
    return ct_arena_printf(arena, "%s.%.*sZ", date, digits, fraction);
}

const char *ct_timestamp_show_as(int64_t moment_ns, ct_clock_style style, ct_arena *arena)
{
    switch (style) {
    case CT_CLOCK_TRIMMED:
        return ct_timestamp_show(moment_ns, arena);
    case CT_CLOCK_SECONDS:
        return ct_timestamp_show_second(moment_ns, arena);
    case CT_CLOCK_MILLISECONDS:
        return show_digits(moment_ns, 3, arena);
    case CT_CLOCK_MICROSECONDS:
        return show_digits(moment_ns, 6, arena);
    case CT_CLOCK_NANOSECONDS:
        return show_digits(moment_ns, 9, arena);
    case CT_CLOCK_EAST:
        return show_in_zone(moment_ns, 480, arena);
    case CT_CLOCK_WEST:
        return show_in_zone(moment_ns, -210, arena);
    case CT_CLOCK_UNKNOWN:
        return show_in_zone(moment_ns, 0, arena);
    case CT_CLOCK_LOWER_CASE:
        break;
    }
    char *text = ct_arena_text(arena, ct_timestamp_show(moment_ns, arena));
    for (char *c = text; *c; c++)
        *c = (char)(*c == 'T' || *c == 'Z' ? *c + ('a' - 'A') : *c);
    return text;
}

bool ct_timestamp_parse(const char *text, int64_t *moment_ns)
{
    struct tm utc = {0};
    char again[CT_TIME_TEXT];
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    if (!end || *end || utc.tm_year < 70 || utc.tm_year > 361)
        return false;
    time_t const second = timegm(&utc);
    /* strptime() accepts 31 February and single digits. The time printed again must be the same. */
    ct_time_text_seconds(second, again);
    *moment_ns = (int64_t)second * CT_NANOSECONDS;
    return !strncmp(again, text, strlen(again)) && strlen(text) == strlen(again) + 1;
}
