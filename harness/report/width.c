#include "report/width.h"

#include <stdint.h>

#include "base/utf8.h"

typedef struct range {
    int32_t first, last;
    size_t columns;
} range;

/* Blocks, not single characters: what is not here is one column wide. */
static const range ranges[] = {
    {0x0300, 0x036F, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05BD, 0},   {0x0610, 0x061A, 0},
    {0x064B, 0x065F, 0},   {0x0E31, 0x0E31, 0},   {0x0E34, 0x0E3A, 0},   {0x0E47, 0x0E4E, 0},
    {0x1100, 0x115F, 2},   {0x1AB0, 0x1AFF, 0},   {0x1DC0, 0x1DFF, 0},   {0x20D0, 0x20FF, 0},
    {0x231A, 0x231B, 2},   {0x23E9, 0x23F3, 2},   {0x2614, 0x2615, 2},   {0x26A1, 0x26FF, 2},
    {0x2705, 0x2705, 2},   {0x2728, 0x2728, 2},   {0x274C, 0x274E, 2},   {0x2753, 0x2757, 2},
    {0x2795, 0x27BF, 2},   {0x2B1B, 0x2B55, 2},   {0x2E80, 0x303E, 2},   {0x3041, 0x4DBF, 2},
    {0x4E00, 0xA4CF, 2},   {0xA960, 0xA97C, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},
    {0xFE00, 0xFE0F, 0},   {0xFE10, 0xFE19, 2},   {0xFE20, 0xFE2F, 0},   {0xFE30, 0xFE6F, 2},
    {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},   {0x16FE0, 0x18DFF, 2}, {0x1B000, 0x1B2FF, 2},
    {0x1F004, 0x1F004, 2}, {0x1F0CF, 0x1F0CF, 2}, {0x1F18E, 0x1F320, 2}, {0x1F321, 0x1FAFF, 2},
    {0x20000, 0x3FFFD, 2}, {0xE0100, 0xE01EF, 0},
};

static size_t columns_of(int32_t c)
{
    size_t low = 0, high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        size_t const middle = (low + high) / 2;
        if (ranges[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sizeof ranges / sizeof *ranges && ranges[low].first <= c)
        return ranges[low].columns;
    return 1;
}

size_t ct_width(const char *text, size_t size)
{
    const char *const end = text + size;
    size_t width = 0;
    for (const char *at = text; at < end;)
        width += columns_of(ct_utf8_next(&at, end));
    return width;
}

size_t ct_width_fit(const char *text, size_t size, size_t columns)
{
    const char *const end = text + size;
    const char *at = text;
    for (size_t width = 0; at < end;) {
        const char *next = at;
        width += columns_of(ct_utf8_next(&next, end));
        if (width > columns)
            break;
        at = next;
    }
    return (size_t)(at - text);
}
