/* hash.h - hashes of data that a target chose.
 *
 * SipHash-1-3 (Aumasson and Bernstein, 2012) with a random key for each process,
 * so that a target cannot prepare values that collide. Such a hash must not
 * influence the order of anything that is written or shown: it differs in the
 * next run. Not for signatures or digests of files: 64 bits are too few for these.
 * For our own names there is ct_hash_bytes() in map.h.
 */
#ifndef CT_BASE_HASH_H
#define CT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Returns the hash of `seed` followed by the bytes.
 * seed:  0, or the hash of what comes before: so hashes can be chained
 * bytes: in; `size` bytes
 * May be called by several threads at once. The key is made at the first call; a forked process has
 * the same one. */
uint64_t ct_hash_foreign(uint64_t seed, const void *bytes, size_t size);

#endif
