/* hash.h - hashes of data that others chose.
 *
 * SipHash-1-3 (Aumasson and Bernstein, 2012) with a random key for each process,
 * so that colliding values cannot be prepared. Never let such a hash decide
 * the order of anything that is written or shown: it differs in the next run.
 * ct_hash_bytes() of map.h is for names of our own.
 */
#ifndef CT_BASE_HASH_H
#define CT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The hash of `seed` followed by the bytes. `seed` chains hashes: it is 0, or the hash of what
 * came before. May be called by several threads at once. */
uint64_t ct_hash_foreign(uint64_t seed, const void *bytes, size_t size);

#endif
