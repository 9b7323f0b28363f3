/* ascii.h - classes of ASCII characters.
 *
 * <ctype.h> depends on the locale and is undefined for a negative char. These take any char, and a
 * byte of a multi-byte character belongs to no class.
 */
#ifndef CT_BASE_ASCII_H
#define CT_BASE_ASCII_H

#include <stdbool.h>

/* 0-9; DIGIT of RFC 5234 appendix B.1 */
static inline bool ct_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A-Z and a-z; ALPHA of RFC 5234 */
static inline bool ct_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ct_is_letter_or_digit(char c)
{
    return ct_is_letter(c) || ct_is_digit(c);
}

/* Returns the value of a hex digit of either case, 0 to 15; -1 for any other character. */
static inline int ct_hex_value(char c)
{
    return ct_is_digit(c)         ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* A hex digit of either case; HEXDIG of RFC 5234, whose strings ignore the case. */
static inline bool ct_is_hex(char c)
{
    return ct_hex_value(c) >= 0;
}

#endif
