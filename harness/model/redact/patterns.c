#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "model/redact/parts.h"

enum {
    MARKS = 1 << 16, /* of the first four bytes of a pattern */
    HEADS = 1 << 12,
    PLAIN_OPEN = 4,   /* bytes of a secret at the end of a string that give it away */
    PARTIAL_OPEN = 8, /* ... where a part of one is innocent more often */
    SHORT = 64,       /* to here, comparing anew costs less than remembering */
};

typedef struct pattern {
    const char *bytes; /* ASCII letters in lower case */
    size_t size;
    size_t open_size; /* at the end of a string, so much of it is enough */
    size_t near_size; /* anywhere, so much of it is enough */
    bool is_secret;   /* itself, not another's spelling */
    bool is_partial;
    uint32_t mark;
    size_t index;
    uint32_t *again; /* the length of the prefix that is repeated at each place; NULL: the pattern
                        is short */
    struct pattern *next;        /* with the same first bytes */
    uint32_t hash;               /* of all its bytes */
    struct pattern *next_hashed; /* with the same hash: many tokens start with the same bytes */
} pattern;

struct ct_secret_patterns {
    ct_arena *arena;
    size_t count;
    unsigned char marks[MARKS / 8];
    pattern *heads[HEADS], *hashed[HEADS];
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static char *folded(const char *bytes, size_t size)
{
    char *copy = ct_malloc(size);
    for (size_t i = 0; i < size; i++)
        copy[i] = lower(bytes[i]);
    return copy;
}

/* The same for letters of either case, and now and then for other bytes: a filter. */
static uint32_t mark_of(const char *four)
{
    uint32_t word;
    memcpy(&word, four, sizeof word);
    return (word | 0x20202020u) * 2654435761u >> 16;
}

/* ---- Adding ---- */

/* Gusfield's Z algorithm: it keeps the search linear if a pattern repeats itself. */
static uint32_t *remeasure(ct_arena *arena, const char *bytes, size_t size)
{
    uint32_t *again = ct_arena_alloc(arena, size * sizeof *again);
    size_t begin = 0, end = 0;
    for (size_t i = 1; i < size; i++) {
        size_t same = 0;
        if (i < end)
            same = again[i - begin] < end - i ? again[i - begin] : end - i;
        while (i + same < size && bytes[same] == bytes[i + same])
            same++;
        again[i] = (uint32_t)same;
        if (i + same > end) {
            begin = i;
            end = i + same;
        }
    }
    return again;
}

/* FNV-1a. */
static uint32_t hash_of(const char *bytes, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash;
}

static pattern *find_same(const ct_secret_patterns *patterns, const char *bytes, size_t size)
{
    uint32_t const hash = hash_of(bytes, size);
    for (pattern *n = patterns->hashed[hash % HEADS]; n; n = n->next_hashed)
        if (n->hash == hash && n->size == size && !memcmp(n->bytes, bytes, size))
            return n;
    return NULL;
}

static void loosen(pattern *n, const pattern *row)
{
    if (n->open_size > row->open_size)
        n->open_size = row->open_size;
    if (n->near_size > row->near_size)
        n->near_size = row->near_size;
    n->is_partial &= row->is_partial;
}

static pattern *add(ct_secret_patterns *patterns, pattern row)
{
    char *bytes = folded(row.bytes, row.size);
    pattern *n = find_same(patterns, bytes, row.size);
    if (n) {
        loosen(n, &row);
        free(bytes);
        return n;
    }
    n = ct_new(patterns->arena, pattern);
    *n = row;
    n->bytes = ct_arena_copy(patterns->arena, bytes, row.size);
    free(bytes);
    n->mark = mark_of(n->bytes);
    n->index = patterns->count++;
    if (n->size > SHORT)
        n->again = remeasure(patterns->arena, n->bytes, n->size);
    n->next = patterns->heads[n->mark % HEADS];
    patterns->heads[n->mark % HEADS] = n;
    n->hash = hash_of(n->bytes, n->size);
    n->next_hashed = patterns->hashed[n->hash % HEADS];
    patterns->hashed[n->hash % HEADS] = n;
    patterns->marks[n->mark / 8] |= (unsigned char)(1 << n->mark % 8);
    return n;
}

/* Nearly all of a secret that shows unescaped, where its first or last bytes were taken for a part
 * of an escape around it: "100%" before "abcd\/efgh". */
static void add_partial(ct_secret_patterns *patterns, const char *bytes, size_t size, size_t bite)
{
    if (size >= bite + CT_LIMIT_SECRET_MIN)
        add(patterns, (pattern){.bytes = bytes + bite,
                                .size = size - bite,
                                .open_size = PARTIAL_OPEN,
                                .near_size = size - bite,
                                .is_partial = true});
}

/* Returns the bytes that may end an entity, such as "t;" after "&l"; 0: none. */
static size_t entity_end(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size && i < 8; i++)
        if (bytes[i] == ';')
            return i + 1;
        else if (bytes[i] != '#' && !isalnum((unsigned char)bytes[i]))
            return 0;
    return 0;
}

static void add_partial_sides(ct_secret_patterns *patterns, const char *bytes, size_t size)
{
    bool const is_hex = isxdigit((unsigned char)bytes[0]);
    if (is_hex || memchr("\"\\/'nrt", bytes[0], 7))
        add_partial(patterns, bytes, size, 1);
    if (is_hex && isxdigit((unsigned char)bytes[1]))
        add_partial(patterns, bytes, size, 2);
    if (entity_end(bytes, size))
        add_partial(patterns, bytes, size, entity_end(bytes, size));
    size_t shown_size;
    char *shown = ct_redact_view_text(CT_REDACT_VIEW_ESCAPES, bytes, size, &shown_size);
    if (shown)
        add_partial(patterns, shown, shown_size, 0);
    free(shown);
}

static size_t first_size(const char *bytes, size_t size)
{
    size_t first = 1;
    while (first < size && ((unsigned char)bytes[first] & 0xC0) == 0x80)
        first++;
    return first;
}

static size_t last_size(const char *bytes, size_t size)
{
    size_t last = 1;
    while (last < size && ((unsigned char)bytes[size - last] & 0xC0) == 0x80)
        last++;
    return last;
}

/* A log, or a field that is too short, has all of a token but a character. */
static pattern *add_plain(ct_secret_patterns *patterns, const char *bytes, size_t size)
{
    size_t const first = first_size(bytes, size), last = last_size(bytes, size);
    pattern row = {.bytes = bytes, .size = size, .open_size = PLAIN_OPEN, .near_size = size};
    if (size >= last + CT_LIMIT_SECRET_MIN)
        row.near_size = size - last;
    if (size >= first + CT_LIMIT_SECRET_MIN)
        add(patterns, (pattern){.bytes = bytes + first,
                                .size = size - first,
                                .open_size = SIZE_MAX,
                                .near_size = size - first});
    return add(patterns, row);
}

/* As it appears in a view without escapes if it has none itself. */
static void add_folded(ct_secret_patterns *patterns, const char *secret, size_t size)
{
    char *bytes = ct_malloc(size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = secret[i] == '+' ? ' ' : secret[i];
    add_plain(patterns, bytes, size);
    free(bytes);
}

/* A secret that has escapes in itself, or something that looks so: as often undone as a string. */
static void add_unescaped(ct_secret_patterns *patterns, const char *secret, size_t size)
{
    char *bytes = ct_malloc(size + 1);
    memcpy(bytes, secret, size);
    for (int layers = 0; layers <= CT_LAYERS && size >= PLAIN_OPEN; layers++) {
        add_plain(patterns, bytes, size);
        add_partial_sides(patterns, bytes, size);
        bytes[size] = '.'; /* not like an escape: a half one at the end is shown as it is */
        size_t shown;
        char *next = ct_redact_view_text(CT_REDACT_VIEW_ESCAPES, bytes, size + 1, &shown);
        if (!next)
            break;
        free(bytes);
        bytes = next;
        size = shown - 1;
    }
    free(bytes);
}

/* In UTF-16, as CT_REDACT_VIEW_WIDE shows it: without NULs. */
static void add_wide(ct_secret_patterns *patterns, const char *secret, size_t size,
                     bool is_big_endian)
{
    ct_buf wide = CT_BUF(CT_BUF_ANY);
    for (const char *at = secret, *end = secret + size; at < end;) {
        uint32_t const c = (uint32_t)ct_utf8_next(&at, end);
        bool const is_pair = c >= 0x10000;
        uint32_t const units[] = {is_pair ? 0xD800 + ((c - 0x10000) >> 10) : c & 0xFFFF,
                                  0xDC00 + ((c - 0x10000) & 0x3FF)};
        for (int i = 0; i <= is_pair; i++)
            for (int byte = 0; byte < 2; byte++) {
                uint32_t const b = units[i] >> (byte != is_big_endian ? 8 : 0) & 0xFF;
                if (b)
                    ct_buf_char(&wide, (char)b);
            }
    }
    if (wide.size >= PLAIN_OPEN)
        add_plain(patterns, wide.bytes, wide.size);
    ct_buf_free(&wide);
}

ct_secret_patterns *ct_secret_patterns_new(ct_arena *arena)
{
    ct_secret_patterns *patterns = ct_new(arena, ct_secret_patterns);
    patterns->arena = arena;
    return patterns;
}

bool ct_secret_patterns_is_empty(const ct_secret_patterns *patterns)
{
    return !patterns->count;
}

void ct_secret_patterns_add(ct_secret_patterns *patterns, const char *secret, size_t size)
{
    char *bytes = folded(secret, size);
    const pattern *same = find_same(patterns, bytes, size);
    free(bytes);
    if (same && same->is_secret)
        return;
    add_unescaped(patterns, secret, size);
    add_folded(patterns, secret, size);
    add_plain(patterns, secret, size)->is_secret = true;
    if (ct_utf8_ascii_size(secret, size) == size || ct_utf8_valid_size(secret, size) < size)
        return;
    add_wide(patterns, secret, size, false);
    add_wide(patterns, secret, size, true);
}

/* ---- Finding ---- */

/* The last place of the start of each pattern, so that no byte is compared twice. */
typedef struct sighting {
    size_t begin, end;
} sighting;

typedef struct scan {
    const ct_secret_patterns *patterns;
    ct_secret_match seek;
    const char *bytes;
    size_t size;
    sighting *seen; /* by the index of the pattern; NULL until one is long */
    ct_spans *found;
} scan;

static size_t compare(const scan *s, const pattern *n, size_t at, size_t same)
{
    size_t const most = n->size < s->size - at ? n->size : s->size - at;
    while (same < most && n->bytes[same] == lower(s->bytes[at + same]))
        same++;
    return same;
}

static size_t compare_long(scan *s, const pattern *n, size_t at)
{
    if (!s->seen) {
        size_t const room = s->patterns->count * sizeof *s->seen;
        s->seen = memset(ct_malloc(room), 0, room);
    }
    sighting *seen = &s->seen[n->index];
    size_t same = 0;
    if (at < seen->end) {
        same = seen->end - at;
        uint32_t const again = n->again[at - seen->begin];
        if (again < same)
            return again;
    }
    same = compare(s, n, at, same);
    *seen = (sighting){at, at + same};
    return same;
}

static bool is_sought(const scan *s, const pattern *n)
{
    return s->seek == CT_SECRET_MATCH_PARTIAL || !n->is_partial;
}

static void try_here(scan *s, size_t at, uint32_t mark)
{
    for (const pattern *n = s->patterns->heads[mark % HEADS]; n; n = n->next) {
        if (n->mark != mark || !is_sought(s, n))
            continue;
        size_t const same = n->again ? compare_long(s, n, at) : compare(s, n, at, 0);
        bool const is_open = same < n->size && at + same == s->size;
        if (same >= n->near_size || (is_open && same >= n->open_size))
            ct_spans_add(s->found, (ct_span){at, at + same, is_open, false});
    }
}

void ct_secret_patterns_find(const ct_secret_patterns *patterns, ct_secret_match seek,
                             const char *bytes, size_t size, ct_spans *found)
{
    scan s = {.patterns = patterns, .seek = seek, .bytes = bytes, .size = size, .found = found};
    for (size_t at = 0; at + 4 <= size; at++) {
        uint32_t const mark = mark_of(bytes + at);
        if (patterns->marks[mark / 8] >> mark % 8 & 1)
            try_here(&s, at, mark);
    }
    free(s.seen);
}
