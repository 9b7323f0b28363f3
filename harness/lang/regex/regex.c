#include "lang/regex/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

struct ct_regex {
    pcre2_code *code;
    bool has_callouts; /* otherwise the text is searched position by position */
    bool is_anchored;  /* can match only at the start of the text */
};

enum {
    HEAP_KIB = 32 << 10,    /* of one match; a backtracking point takes about 130 bytes */
    CHARACTERS_A_STEP = 32, /* that an item such as .* consumes for one step of the budget */
    STEPS_A_PLACE = 5,      /* spent at each position, without callouts */
    PLACES_UNTIL_POLL = 16  /* each position may take CT_LIMIT_PATTERN_STEPS */
};

static void drop_code(void *code)
{
    pcre2_code_free(code);
}

static uint32_t pcre_options(int options)
{
    uint32_t flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
    if (options & CT_REGEX_WHOLE)
        flags |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    if (options & CT_REGEX_DOTALL)
        flags |= PCRE2_DOTALL;
    if (options & CT_REGEX_STRICT_END)
        flags |= PCRE2_DOLLAR_ENDONLY;
    return flags;
}

/* Callouts make it possible to interrupt a match: PCRE2's own limit starts again at each position
 * of the text. They make the compiled pattern up to four times as large, so a very large pattern is
 * compiled without them and searched position by position. \G would match at each position then, so
 * a pattern with \G is rejected instead. */
static pcre2_code *compile(ct_regex *regex, const char *pattern, size_t size, int options,
                           int *error, PCRE2_SIZE *offset)
{
    uint32_t const flags = pcre_options(options);
    PCRE2_SPTR const text = (PCRE2_SPTR)pattern;
    pcre2_code *code = pcre2_compile(text, size, flags | PCRE2_AUTO_CALLOUT, error, offset, NULL);
    regex->has_callouts = code;
    if (!code && *error == PCRE2_ERROR_PATTERN_TOO_LARGE && !memmem(pattern, size, "\\G", 2))
        code = pcre2_compile(text, size, flags, error, offset, NULL);
    return code;
}

const ct_regex *ct_regex_compile(ct_arena *arena, const char *pattern, size_t size, int options,
                                 ct_loc where, ct_diag *diag)
{
    if (size > CT_LIMIT_PATTERN) {
        ct_fail(diag, CT_ERR_LIMIT_EXCEEDED, where, "the pattern is longer than %d bytes",
                CT_LIMIT_PATTERN);
        return NULL;
    }
    int error;
    PCRE2_SIZE offset;
    ct_regex *regex = ct_new(arena, ct_regex);
    pcre2_code *code = compile(regex, pattern, size, options, &error, &offset);
    if (!code) {
        PCRE2_UCHAR words[160];
        if (error == PCRE2_ERROR_HEAP_FAILED)
            ct_out_of_memory();
        pcre2_get_error_message(error, words, sizeof words);
        while (offset == size && size && pattern[size - 1] == '\n')
            offset = --size; /* the end of a block, not the line after it */
        ct_fail(diag, CT_ERR_INVALID_PATTERN,
                ct_loc_within(where, pattern, offset < size ? offset : size, 1),
                "the pattern does not compile: %s", (const char *)words);
        return NULL;
    }
    uint32_t flags = 0;
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &flags);
    regex->is_anchored = flags & PCRE2_ANCHORED;
    regex->code = ct_arena_own(arena, code, drop_code);
    return regex;
}

static ct_regex_result result_of(int result)
{
    if (result >= 0)
        return CT_REGEX_YES;
    if (result == PCRE2_ERROR_NOMEMORY)
        ct_out_of_memory();
    return result == PCRE2_ERROR_NOMATCH ? CT_REGEX_NO : CT_REGEX_GAVE_UP;
}

/* PCRE2's memory for one search: on the stack while it fits. PCRE2 starts with 20 KiB, for which
 * malloc() takes longer than most matches. */
enum { ROOM = 24 << 10 };

typedef struct room {
    alignas(max_align_t) char bytes[ROOM];
    size_t used;
} room;

static void *take_room(size_t size, void *user)
{
    room *r = user;
    size_t const unit = alignof(max_align_t);
    if (size > ROOM - r->used)
        return ct_malloc(size);
    void *memory = r->bytes + r->used;
    size_t const taken = (size + unit - 1) / unit * unit;
    r->used = taken < ROOM - r->used ? r->used + taken : ROOM;
    return memory;
}

static void give_room_back(void *memory, void *user)
{
    const room *r = user;
    uintptr_t const at = (uintptr_t)memory, begin = (uintptr_t)r->bytes;
    if (memory && (at < begin || at >= begin + ROOM))
        free(memory);
}

/* The state of one search. */
typedef struct search {
    const ct_regex *regex;
    PCRE2_SPTR text;
    size_t size;
    ct_budget *budget;
    size_t seen; /* position in the text at which the last item was tried */
    pcre2_match_data *data;
    pcre2_match_context *context;
} search;

static int on_item(pcre2_callout_block *item, void *user)
{
    search *s = user;
    size_t const at = item->current_position;
    size_t const distance = at > s->seen ? at - s->seen : s->seen - at;
    s->seen = at;
    return ct_budget_spend(s->budget, 1 + distance / CHARACTERS_A_STEP) ? 0 : PCRE2_ERROR_CALLOUT;
}

static int match(search *s, size_t from, uint32_t options)
{
    return pcre2_match(s->regex->code, s->text, s->size, from, options, s->data, s->context);
}

static bool is_tail(PCRE2_UCHAR8 byte)
{
    return (byte & 0xC0) == 0x80;
}

static int match_place_by_place(search *s)
{
    unsigned places = 0;
    for (size_t from = 0; from <= s->size; from++) {
        if (from < s->size && is_tail(s->text[from]))
            continue;
        if (++places % PLACES_UNTIL_POLL == 0)
            ct_budget_poll_soon(s->budget);
        if (!ct_budget_spend(s->budget, STEPS_A_PLACE))
            return PCRE2_ERROR_CALLOUT;
        int const result = match(s, from, PCRE2_ANCHORED | (from ? PCRE2_NO_UTF_CHECK : 0));
        if (result != PCRE2_ERROR_NOMATCH || s->regex->is_anchored)
            return result;
    }
    return PCRE2_ERROR_NOMATCH;
}

static void tell_parts(const search *s, int result, ct_regex_part *parts, size_t count)
{
    const PCRE2_SIZE *found = pcre2_get_ovector_pointer(s->data);
    for (size_t i = 0; i < count; i++) {
        bool const took_part = (int)i < result && found[2 * i] != PCRE2_UNSET;
        parts[i] = took_part ? (ct_regex_part){found[2 * i], found[2 * i + 1] - found[2 * i]}
                             : (ct_regex_part){0, (size_t)-1};
    }
}

ct_regex_result ct_regex_find(const ct_regex *regex, const char *text, size_t size,
                              ct_regex_part *parts, size_t count, ct_budget *budget)
{
    room memory;
    memory.used = 0;
    pcre2_general_context *general =
        pcre2_general_context_create(take_room, give_room_back, &memory);
    ct_budget own = ct_budget_new(NULL, NULL);
    search s = {.regex = regex,
                .text = (PCRE2_SPTR)text,
                .size = size,
                .budget = budget ? budget : &own,
                .data = pcre2_match_data_create_from_pattern(regex->code, general),
                .context = pcre2_match_context_create(general)};
    pcre2_set_match_limit(s.context, CT_LIMIT_PATTERN_STEPS);
    pcre2_set_heap_limit(s.context, HEAP_KIB);
    pcre2_set_callout(s.context, on_item, &s);
    /* PCRE2 may finish a search without a callout; such a search costs steps too. */
    int result = PCRE2_ERROR_CALLOUT;
    if (ct_budget_spend(s.budget, 1 + size / CHARACTERS_A_STEP))
        result = regex->has_callouts ? match(&s, 0, 0) : match_place_by_place(&s);
    tell_parts(&s, result, parts, count);
    pcre2_match_context_free(s.context);
    pcre2_match_data_free(s.data);
    pcre2_general_context_free(general);
    return result_of(result);
}

unsigned ct_regex_groups(const ct_regex *regex)
{
    uint32_t count = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return count;
}

const char *ct_regex_version(void)
{
    static char version[64]; /* filled by PCRE2 on the first call; its value is constant */
    if (!*version)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    return version;
}
