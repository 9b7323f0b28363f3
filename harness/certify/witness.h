/* witness.h - witnessed runs: the authority runs `certify` itself, against the vendor's endpoint.
 *
 * Profile, suite and capabilities are fixed before the first request, because they are hashed
 * together with the challenge into the seed of all generated values. The statement names the key of
 * the witness, and exactly this key must have signed it. That the key is the authority's is known
 * only to a reader who has the authority's public key.
 */
#ifndef CT_CERTIFY_WITNESS_H
#define CT_CERTIFY_WITNESS_H

#include "certify/certificate.h"
#include "certify/dsse.h"
#include "model/target.h"

/* Computes what a witnessed run is bound to: the SHA-256 of the challenge, the name and version of
 * the profile, the paths and digests of all files of the suite, and the capabilities of the target.
 * The order of files and capabilities does not matter.
 * Returns 64 hex digits, in the arena. */
const char *ct_witness_binding(ct_arena *arena, const char *challenge, const ct_suite *suite,
                               const ct_profile *profile, const ct_target *target);

/* Reads the witness that a statement names.
 * ours: `apigcheck` of its predicate
 * Returns the id of its key, or NULL if it names none. Borrowed from `ours`. */
const char *ct_witness_of(const json_t *ours);

/* Checks that a statement which names a witness has a challenge, and one signature, by that key.
 * keys: whose signatures were found valid
 * Returns false after reporting an error; true also if the statement names no witness. */
bool ct_witness_check(const json_t *ours, const ct_dsse *dsse, const ct_key *const *keys,
                      size_t key_count, ct_diag *diag);

/* Returns whether a key, private or public, has this id.
 * id: of ct_key_id(); NULL: no key has it */
bool ct_witness_is(const char *id, const ct_key *key);

#endif
