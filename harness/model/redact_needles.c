#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "model/redact_parts.h"

enum {
    MARKS = 1 << 16, /* of the first four bytes of a needle */
    HEADS = 1 << 12,
    PLAIN_OPEN = 4,  /* bytes of a secret at the end of a text that give it away */
    BITTEN_OPEN = 8, /* ... where a part of one is innocent more often */
    BASE64_OPEN = 5, /* digits that may hold as many */
    HEX_OPEN = 8,
    SHORT = 64, /* to here, comparing anew costs less than remembering */
};

typedef struct needle {
    const char *bytes;
    size_t size;
    size_t open_size; /* at the end of a text, so much of it is enough */
    bool is_secret;   /* itself, not another's spelling */
    bool is_base64, is_hex;
    bool is_bitten;
    bool has_lead, has_trail; /* a digit before, behind holds some bits of the secret too */
    uint32_t mark;
    size_t index;
    uint32_t *again;     /* how much of the beginning stands again at each place; NULL when short */
    struct needle *next; /* that begins alike */
    uint32_t hash;       /* of all its bytes */
    struct needle *next_hashed; /* whose hash is alike: many a token begins as the others do */
} needle;

struct ct_needles {
    ct_arena *arena;
    size_t count;
    unsigned char marks[MARKS / 8];
    needle *heads[HEADS], *hashed[HEADS];
};

static uint32_t mark_of(const char *four)
{
    uint32_t word;
    memcpy(&word, four, sizeof word);
    return word * 2654435761u >> 16;
}

/* ---- Adding ---- */

/* Gusfield's Z: what makes the search linear where a needle repeats itself. */
static uint32_t *measure_again(ct_arena *arena, const char *bytes, size_t size)
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

static needle *find_same(const ct_needles *needles, const char *bytes, size_t size)
{
    uint32_t const hash = hash_of(bytes, size);
    for (needle *n = needles->hashed[hash % HEADS]; n; n = n->next_hashed)
        if (n->hash == hash && n->size == size && !memcmp(n->bytes, bytes, size))
            return n;
    return NULL;
}

static void add(ct_needles *needles, needle row)
{
    needle *same = find_same(needles, row.bytes, row.size);
    if (same) {
        if (same->open_size > row.open_size)
            same->open_size = row.open_size;
        same->is_hex |= row.is_hex;
        same->is_bitten &= row.is_bitten;
        return;
    }
    needle *n = ct_new(needles->arena, needle);
    *n = row;
    n->bytes = ct_arena_copy(needles->arena, row.bytes, row.size);
    n->mark = mark_of(n->bytes);
    n->index = needles->count++;
    if (n->size > SHORT)
        n->again = measure_again(needles->arena, n->bytes, n->size);
    n->next = needles->heads[n->mark % HEADS];
    needles->heads[n->mark % HEADS] = n;
    n->hash = hash_of(n->bytes, n->size);
    n->next_hashed = needles->hashed[n->hash % HEADS];
    needles->hashed[n->hash % HEADS] = n;
    needles->marks[n->mark / 8] |= (unsigned char)(1 << n->mark % 8);
}

/* Nearly all of a secret that shows unescaped, where its first or last bytes were taken for a part
 * of an escape around it: "100%" before "abcd\/efgh". */
static void add_bitten(ct_needles *needles, const char *bytes, size_t size, size_t bite)
{
    if (size >= bite + CT_LIMIT_SECRET_MIN)
        add(needles, (needle){.bytes = bytes + bite,
                              .size = size - bite,
                              .open_size = BITTEN_OPEN,
                              .is_bitten = true});
}

/* The bytes that may end an entity: "t;" behind "&l"; 0 when there are none. */
static size_t entity_end(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size && i < 8; i++)
        if (bytes[i] == ';')
            return i + 1;
        else if (bytes[i] != '#' && !isalnum((unsigned char)bytes[i]))
            return 0;
    return 0;
}

static void add_bitten_sides(ct_needles *needles, const char *bytes, size_t size)
{
    bool const is_hex = isxdigit((unsigned char)bytes[0]);
    if (is_hex || memchr("\"\\/'nrt", bytes[0], 7))
        add_bitten(needles, bytes, size, 1);
    if (is_hex && isxdigit((unsigned char)bytes[1]))
        add_bitten(needles, bytes, size, 2);
    if (entity_end(bytes, size))
        add_bitten(needles, bytes, size, entity_end(bytes, size));
    size_t shown_size;
    char *shown = ct_lens_look(CT_LENS_ESCAPES, bytes, size, &shown_size);
    if (shown)
        add_bitten(needles, shown, shown_size, 0);
    free(shown);
}

static void add_plain(ct_needles *needles, const char *bytes, size_t size)
{
    add(needles, (needle){.bytes = bytes, .size = size, .open_size = PLAIN_OPEN});
}

/* As it shows where escapes are undone and none were in it. */
static void add_folded(ct_needles *needles, const char *secret, size_t size)
{
    char *bytes = ct_malloc(size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = secret[i] == '+' ? ' ' : secret[i];
    add_plain(needles, bytes, size);
    free(bytes);
}

/* A secret that has escapes in itself, or something that looks so: as often undone as a text. */
static void add_unescaped(ct_needles *needles, const char *secret, size_t size)
{
    char *bytes = ct_malloc(size + 1);
    memcpy(bytes, secret, size);
    for (int layers = 0; layers <= CT_LAYERS && size >= PLAIN_OPEN; layers++) {
        add_plain(needles, bytes, size);
        add_bitten_sides(needles, bytes, size);
        bytes[size] = '.'; /* goes on like no escape: a half one at the end shows as it is */
        size_t shown;
        char *next = ct_lens_look(CT_LENS_ESCAPES, bytes, size + 1, &shown);
        if (!next)
            break;
        free(bytes);
        bytes = next;
        size = shown - 1;
    }
    free(bytes);
}

static void add_hex(ct_needles *needles, const char *secret, size_t size)
{
    char *digits = ct_malloc(2 * size);
    for (size_t i = 0; i < size; i++) {
        digits[2 * i] = "0123456789abcdef"[(unsigned char)secret[i] >> 4];
        digits[2 * i + 1] = "0123456789abcdef"[secret[i] & 15];
    }
    add(needles,
        (needle){.bytes = digits, .size = 2 * size, .open_size = HEX_OPEN, .is_hex = true});
    free(digits);
}

/* The secret behind `before` other bytes: the digits that it decides alone. */
static void add_base64(ct_needles *needles, const char *secret, size_t size, size_t before)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t const first = (8 * before + 5) / 6, bits = 8 * (before + size);
    char *digits = ct_malloc(bits / 6 - first);
    for (size_t i = first; i < bits / 6; i++) {
        size_t const byte = 6 * i / 8 - before, shift = 6 * i % 8;
        unsigned pair = (unsigned)(unsigned char)secret[byte] << 8;
        if (byte + 1 < size)
            pair |= (unsigned char)secret[byte + 1];
        digits[i - first] = letters[pair >> (10 - shift) & 63];
    }
    add(needles, (needle){.bytes = digits,
                          .size = bits / 6 - first,
                          .open_size = BASE64_OPEN,
                          .is_base64 = true,
                          .has_lead = before,
                          .has_trail = bits % 6});
    free(digits);
}

ct_needles *ct_needles_new(ct_arena *arena)
{
    ct_needles *needles = ct_new(arena, ct_needles);
    needles->arena = arena;
    return needles;
}

bool ct_needles_is_empty(const ct_needles *needles)
{
    return !needles->count;
}

void ct_needles_add(ct_needles *needles, const char *secret, size_t size)
{
    needle *same = find_same(needles, secret, size);
    if (same && same->is_secret)
        return;
    add_unescaped(needles, secret, size);
    add_folded(needles, secret, size);
    find_same(needles, secret, size)->is_secret = true;
    add_hex(needles, secret, size);
    for (size_t before = 0; before < 3; before++)
        add_base64(needles, secret, size, before);
}

/* ---- Finding ---- */

/* Where a needle's beginning was last seen, so that no byte is compared twice. */
typedef struct sighting {
    size_t begin, end;
} sighting;

typedef struct scan {
    const ct_needles *needles;
    ct_seek seek;
    const char *bytes;
    size_t size;
    sighting *seen; /* by the needle's index; NULL until one is long */
    ct_spans *found;
} scan;

static size_t compare(const scan *s, const needle *n, size_t at, size_t same)
{
    size_t const most = n->size < s->size - at ? n->size : s->size - at;
    while (same < most && n->bytes[same] == s->bytes[at + same])
        same++;
    return same;
}

static size_t compare_long(scan *s, const needle *n, size_t at)
{
    if (!s->seen) {
        size_t const room = s->needles->count * sizeof *s->seen;
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

static bool is_base64_digit(char c)
{
    return isalnum((unsigned char)c) || (c && strchr("+/-_ ", c));
}

static ct_span with_edges(const scan *s, const needle *n, ct_span span)
{
    if (n->has_lead && span.begin && is_base64_digit(s->bytes[span.begin - 1]))
        span.begin--;
    if (n->has_trail && span.end < s->size && is_base64_digit(s->bytes[span.end]))
        span.end++;
    for (int i = 0; i < 2 && n->is_base64 && span.end < s->size; i++)
        span.end += s->bytes[span.end] == '=';
    return span;
}

static bool is_sought(const scan *s, const needle *n)
{
    return s->seek == CT_SEEK_HEX ? n->is_hex : s->seek == CT_SEEK_BITTEN || !n->is_bitten;
}

static void try_here(scan *s, size_t at, uint32_t mark)
{
    for (const needle *n = s->needles->heads[mark % HEADS]; n; n = n->next) {
        if (n->mark != mark || !is_sought(s, n))
            continue;
        size_t const same = n->again ? compare_long(s, n, at) : compare(s, n, at, 0);
        bool const is_open = same < n->size && at + same == s->size;
        if (same == n->size || (is_open && same >= n->open_size))
            ct_spans_add(s->found, with_edges(s, n, (ct_span){at, at + same, is_open, false}));
    }
}

void ct_needles_find(const ct_needles *needles, ct_seek seek, const char *bytes, size_t size,
                     ct_spans *found)
{
    scan s = {.needles = needles, .seek = seek, .bytes = bytes, .size = size, .found = found};
    for (size_t at = 0; at + 4 <= size; at++) {
        uint32_t const mark = mark_of(bytes + at);
        if (needles->marks[mark / 8] >> mark % 8 & 1)
            try_here(&s, at, mark);
    }
    free(s.seen);
}
