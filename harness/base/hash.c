#include "base/hash.h"

#include <string.h>
#include <threads.h>
#include <unistd.h>

#include "base/arena.h"

static uint64_t key[2];
static once_flag is_keyed = ONCE_FLAG_INIT;

/* getentropy() of so few bytes fails only where the kernel has no such call. */
static void make_key(void)
{
    if (getentropy(key, sizeof key))
        ct_out_of_memory();
}

static uint64_t rotate(uint64_t x, unsigned bits)
{
    return x << bits | x >> (64 - bits);
}

static void mix(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static void add_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    mix(v);
    v[0] ^= word;
}

uint64_t ct_hash_foreign(uint64_t seed, const void *bytes, size_t size)
{
    call_once(&is_keyed, make_key);
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                     key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
    const char *at = bytes;
    uint64_t word;
    add_word(v, seed);
    for (size_t left = size; left >= sizeof word; left -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        add_word(v, word);
    }
    word = (uint64_t)size << 56;
    memcpy(&word, at, size % sizeof word);
    add_word(v, word);
    v[2] ^= 0xFF;
    for (int i = 0; i < 3; i++)
        mix(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}
