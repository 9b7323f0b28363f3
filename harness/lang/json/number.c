#include "lang/json/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"

/* jansson stores a real as its header and a double. A ct_number adds its text after these, so that
 * jansson's own functions find the nearest double. jansson never frees a value whose reference
 * count is (size_t)-1; the arena frees it. */
typedef struct ct_number {
    json_t json;
    double nearest;
    const char *text;
    size_t size;
} ct_number;

/* The layout of jansson's integer. */
typedef struct ct_integer {
    json_t json;
    json_int_t value;
} ct_integer;

static size_t scan_digits(const char *text, size_t size, size_t at)
{
    while (at < size && ct_is_digit(text[at]))
        at++;
    return at;
}

size_t ct_number_scan(const char *text, size_t size)
{
    size_t at = size && text[0] == '-';
    if (at == size || !ct_is_digit(text[at]))
        return 0;
    at = text[at] == '0' ? at + 1 : scan_digits(text, size, at);
    if (at + 1 < size && text[at] == '.' && ct_is_digit(text[at + 1]))
        at = scan_digits(text, size, at + 1);
    if (at < size && (text[at] == 'e' || text[at] == 'E')) {
        size_t digits = at + 1;
        if (digits < size && (text[digits] == '+' || text[digits] == '-'))
            digits++;
        if (digits < size && ct_is_digit(text[digits]))
            at = scan_digits(text, size, digits);
    }
    return at;
}

/* Reads an integer from its canonical text: no decimal point, no exponent, not "-0". */
static bool is_canonical_int(const char *text, size_t size, int64_t *value)
{
    if (size > 20 || (size == 2 && text[0] == '-' && text[1] == '0'))
        return false;
    bool const negative = text[0] == '-';
    uint64_t const limit = (uint64_t)INT64_MAX + negative;
    uint64_t sum = 0;
    for (size_t i = negative; i < size; i++) {
        if (!ct_is_digit(text[i]))
            return false;
        unsigned const digit = (unsigned)(text[i] - '0');
        if (sum > (limit - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

json_t *ct_number_from_int(ct_arena *arena, int64_t value)
{
    ct_integer *number = ct_new(arena, ct_integer);
    number->json.type = JSON_INTEGER;
    number->json.refcount = (size_t)-1;
    number->value = value;
    return &number->json;
}

json_t *ct_number_new(ct_arena *arena, const char *text, size_t size)
{
    int64_t value;
    if (is_canonical_int(text, size, &value))
        return ct_number_from_int(arena, value);
    ct_number *number = ct_new(arena, ct_number);
    char *copy = ct_arena_copy(arena, text, size);
    number->json.type = JSON_REAL;
    number->json.refcount = (size_t)-1;
    number->nearest = strtod(copy, NULL);
    number->text = copy;
    number->size = size;
    return &number->json;
}

const char *ct_number_text(const json_t *number, char scratch[CT_NUMBER_SCRATCH], size_t *size)
{
    if (json_is_real(number)) {
        const ct_number *own = (const ct_number *)(const void *)number;
        *size = own->size;
        return own->text;
    }
    *size = (size_t)snprintf(scratch, CT_NUMBER_SCRATCH, "%" JSON_INTEGER_FORMAT,
                             json_integer_value(number));
    return scratch;
}

/* A number as its significant digits d1 d2 ... dn and the power of ten of d1: no leading
 * or trailing zeros; zero has no digits. The decimal point among the digits is skipped.
 *
 * The power is the sum of the exponent as it is written, which may have millions of digits, and of
 * a shift that the place of the point makes, which is as small as the text. The sum is never
 * computed: only differences of powers matter, and a huge one may be cut. */
typedef struct decimal {
    bool is_negative;
    const char *digits;   /* from the first significant one; may include a decimal point */
    size_t count;         /* significant digits, without the point */
    int64_t shift;        /* the power of ten of the first digit, less the exponent */
    const char *exponent; /* digits without leading zeros */
    size_t exponent_size;
    bool is_exponent_negative;
} decimal;

/* Larger than any shift and any number of digits: beyond it only the sign matters. */
static const int64_t POWER_HUGE = (int64_t)1 << 56;

static void read_exponent(decimal *d, const char *text, size_t size)
{
    const char *const end = text + size;
    d->is_exponent_negative = size && *text == '-';
    if (size && (*text == '-' || *text == '+'))
        text++;
    while (text < end && *text == '0')
        text++;
    d->exponent = text;
    d->exponent_size = (size_t)(end - text);
}

static decimal read_decimal(const char *text, size_t size)
{
    decimal d = {.is_negative = text[0] == '-'};
    size_t const start = d.is_negative;
    size_t end = start;
    int64_t whole = 0; /* digits before the point */
    bool after_point = false;
    for (; end < size && text[end] != 'e' && text[end] != 'E'; end++) {
        if (text[end] == '.')
            after_point = true;
        else if (!after_point)
            whole++;
    }
    if (end < size)
        read_exponent(&d, text + end + 1, size - end - 1);
    int64_t leading = 0;
    size_t first = start;
    for (; first < end && (text[first] == '0' || text[first] == '.'); first++)
        leading += text[first] == '0';
    size_t last = end;
    while (last > first && (text[last - 1] == '0' || text[last - 1] == '.'))
        last--;
    d.digits = text + first;
    for (size_t i = first; i < last; i++)
        d.count += text[i] != '.';
    d.shift = whole - leading - 1;
    return d;
}

/* Returns the digit of the exponent at 10^place, with its sign. */
static int exponent_digit(const decimal *d, size_t place)
{
    if (place >= d->exponent_size)
        return 0;
    int const digit = d->exponent[d->exponent_size - 1 - place] - '0';
    return d->is_exponent_negative ? -digit : digit;
}

/* Returns the power of a minus that of b, limited to about POWER_HUGE: further digits cannot change
 * the sign of a difference of that size. */
static int64_t power_difference(const decimal *a, const decimal *b)
{
    size_t place = a->exponent_size > b->exponent_size ? a->exponent_size : b->exponent_size;
    int64_t difference = 0;
    while (place-- > 0) {
        difference = difference * 10 + exponent_digit(a, place) - exponent_digit(b, place);
        if (difference > POWER_HUGE || difference < -POWER_HUGE)
            return difference;
    }
    return difference + a->shift - b->shift;
}

static int64_t power_of(const decimal *d)
{
    static const decimal one = {.count = 1}; /* its power is 0 */
    return power_difference(d, &one);
}

static decimal decimal_of(const json_t *number, char scratch[CT_NUMBER_SCRATCH])
{
    size_t size;
    const char *text = ct_number_text(number, scratch, &size);
    return read_decimal(text, size);
}

/* Returns the next digit; skips a decimal point. */
static char next_digit(const char **at)
{
    if (**at == '.')
        (*at)++;
    return *(*at)++;
}

static int compare_magnitudes(const decimal *a, const decimal *b)
{
    if (!a->count || !b->count)
        return (a->count > 0) - (b->count > 0);
    int64_t const apart = power_difference(a, b);
    if (apart)
        return apart < 0 ? -1 : 1;
    const char *x = a->digits, *y = b->digits;
    size_t const common = a->count < b->count ? a->count : b->count;
    for (size_t i = 0; i < common; i++) {
        char const c = next_digit(&x), d = next_digit(&y);
        if (c != d)
            return c < d ? -1 : 1;
    }
    return (a->count > b->count) - (a->count < b->count);
}

int ct_number_compare(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b)) {
        json_int_t const x = json_integer_value(a), y = json_integer_value(b);
        return (x > y) - (x < y);
    }
    char scratch_a[CT_NUMBER_SCRATCH], scratch_b[CT_NUMBER_SCRATCH];
    decimal const x = decimal_of(a, scratch_a), y = decimal_of(b, scratch_b);
    int const sign_x = !x.count ? 0 : x.is_negative ? -1 : 1;
    int const sign_y = !y.count ? 0 : y.is_negative ? -1 : 1;
    if (sign_x != sign_y)
        return sign_x < sign_y ? -1 : 1;
    int const order = compare_magnitudes(&x, &y);
    return sign_x < 0 ? -order : order;
}

bool ct_number_is_integer(const json_t *number)
{
    if (json_is_integer(number))
        return true;
    char scratch[CT_NUMBER_SCRATCH];
    decimal const d = decimal_of(number, scratch);
    return !d.count || power_of(&d) + 1 >= (int64_t)d.count;
}

/* The state of a long division on decimal digits, of which only the remainder is kept. */
typedef struct remainder {
    unsigned char *digits; /* most significant first, `size` of them */
    const unsigned char *divisor;
    size_t size; /* the number of digits of the divisor, plus one */
} remainder;

static bool reaches_divisor(const remainder *r)
{
    return memcmp(r->digits, r->divisor, r->size) >= 0;
}

static void subtract_divisor(remainder *r)
{
    int borrow = 0;
    for (size_t i = r->size; i-- > 0;) {
        int digit = r->digits[i] - r->divisor[i] - borrow;
        borrow = digit < 0;
        r->digits[i] = (unsigned char)(borrow ? digit + 10 : digit);
    }
}

static void feed_digit(remainder *r, char digit)
{
    memmove(r->digits, r->digits + 1, r->size - 1);
    r->digits[r->size - 1] = (unsigned char)(digit - '0');
    while (reaches_divisor(r))
        subtract_divisor(r);
}

static bool divides(const decimal *divisor, const decimal *number, int64_t zeros)
{
    size_t const size = divisor->count + 1;
    unsigned char *memory = ct_malloc(2 * size);
    memset(memory, 0, 2 * size);
    const char *at = divisor->digits;
    for (size_t i = 1; i < size; i++)
        memory[size + i] = (unsigned char)(next_digit(&at) - '0');
    remainder r = {memory, memory + size, size};
    at = number->digits;
    for (size_t i = 0; i < number->count; i++)
        feed_digit(&r, next_digit(&at));
    /* Each zero removes one factor 2 and one 5 of the divisor; there are fewer than four a digit.
     */
    int64_t const useful = 4 * (int64_t)divisor->count;
    for (int64_t i = 0; i < zeros && i < useful; i++)
        feed_digit(&r, '0');
    bool is_zero = true;
    for (size_t i = 0; i < size; i++)
        is_zero = is_zero && !r.digits[i];
    free(memory);
    return is_zero;
}

bool ct_number_is_multiple(const json_t *number, const json_t *divisor)
{
    char scratch_n[CT_NUMBER_SCRATCH], scratch_d[CT_NUMBER_SCRATCH];
    decimal const n = decimal_of(number, scratch_n), d = decimal_of(divisor, scratch_d);
    if (!n.count)
        return true;
    /* Both are treated as integers without trailing zeros times a power of ten. */
    int64_t const zeros = power_difference(&n, &d) - (int64_t)n.count + (int64_t)d.count;
    if (zeros < 0)
        return false; /* without trailing zeros, n is not divisible by 10 */
    return divides(&d, &n, zeros);
}

bool ct_number_to_int(const json_t *number, int64_t *value)
{
    if (json_is_integer(number)) {
        *value = json_integer_value(number);
        return true;
    }
    char scratch[CT_NUMBER_SCRATCH];
    decimal const d = decimal_of(number, scratch);
    if (!d.count) {
        *value = 0;
        return true;
    }
    int64_t const power = power_of(&d);
    if (power > 18 || power + 1 < (int64_t)d.count)
        return false;
    char text[24];
    size_t size = 0;
    if (d.is_negative)
        text[size++] = '-';
    const char *at = d.digits;
    for (int64_t i = 0; i <= power; i++)
        text[size++] = i < (int64_t)d.count ? next_digit(&at) : '0';
    return is_canonical_int(text, size, value);
}

/* Exponents are hashed modulo a secret number, so that a target cannot choose colliding ones. */
static uint64_t hash_power(const decimal *d)
{
    uint64_t const modulus = ct_hash_foreign(0, "power", 5) >> 5 | 1;
    uint64_t sum = 0;
    for (size_t i = 0; i < d->exponent_size; i++)
        sum = (sum * 10 + (uint64_t)(d->exponent[i] - '0')) % modulus;
    if (d->is_exponent_negative && sum)
        sum = modulus - sum;
    uint64_t const shift = (uint64_t)(d->shift < 0 ? -d->shift : d->shift) % modulus;
    return (sum + (d->shift < 0 ? modulus - shift : shift)) % modulus;
}

uint64_t ct_number_hash(const json_t *number)
{
    enum { CHUNK = 64 };
    char scratch[CT_NUMBER_SCRATCH], chunk[CHUNK];
    decimal const d = decimal_of(number, scratch);
    if (!d.count)
        return ct_hash_foreign(0, "0", 1);
    uint64_t hash = hash_power(&d) * 2 + d.is_negative;
    const char *at = d.digits;
    for (size_t i = 0; i < d.count;) {
        size_t size = 0;
        for (; size < CHUNK && i < d.count; i++)
            chunk[size++] = next_digit(&at);
        hash = ct_hash_foreign(hash, chunk, size);
    }
    return hash;
}
