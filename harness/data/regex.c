#include "data/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/limits.h"
#include "base/utf8.h"

struct ct_regex {
    pcre2_code *code;
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

const ct_regex *ct_regex_compile(ct_arena *arena, const char *pattern, size_t size, int options,
                                 ct_loc where, ct_diag *diag)
{
    if (size > CT_LIMIT_PATTERN) {
        ct_fail(diag, CT_E_LIMIT, where, "the pattern is longer than %d bytes", CT_LIMIT_PATTERN);
        return NULL;
    }
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, size, pcre_options(options), &error, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR words[160];
        if (error == PCRE2_ERROR_HEAP_FAILED)
            ct_out_of_memory();
        pcre2_get_error_message(error, words, sizeof words);
        while (offset == size && size && pattern[size - 1] == '\n')
            offset = --size; /* the end of a block, not the line behind it */
        ct_fail(diag, CT_E_SYNTAX, ct_loc_within(where, pattern, offset < size ? offset : size, 1),
                "the pattern does not compile: %s", (const char *)words);
        return NULL;
    }
    ct_regex *regex = ct_new(arena, ct_regex);
    regex->code = ct_arena_own(arena, code, drop_code);
    return regex;
}

static ct_regex_answer answer_of(int result)
{
    if (result >= 0)
        return CT_REGEX_YES;
    if (result == PCRE2_ERROR_NOMEMORY)
        ct_out_of_memory();
    return result == PCRE2_ERROR_NOMATCH ? CT_REGEX_NO : CT_REGEX_GAVE_UP;
}

ct_regex_answer ct_regex_find(const ct_regex *regex, const char *text, size_t size,
                              ct_regex_part *parts, size_t count)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(regex->code, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (!data || !context)
        ct_out_of_memory();
    pcre2_set_match_limit(context, CT_LIMIT_PATTERN_STEPS);
    pcre2_set_heap_limit(context, 64 << 10); /* KiB */
    int const result = pcre2_match(regex->code, (PCRE2_SPTR)text, size, 0, 0, data, context);
    const PCRE2_SIZE *found = pcre2_get_ovector_pointer(data);
    for (size_t i = 0; i < count; i++) {
        bool const took_part = (int)i < result && found[2 * i] != PCRE2_UNSET;
        parts[i] = took_part ? (ct_regex_part){found[2 * i], found[2 * i + 1] - found[2 * i]}
                             : (ct_regex_part){0, (size_t)-1};
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return answer_of(result);
}

unsigned ct_regex_groups(const ct_regex *regex)
{
    uint32_t count = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return count;
}

const char *ct_regex_version(void)
{
    static char version[64]; /* PCRE2 copies it; it is the same for everybody */
    if (!*version)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    return version;
}
