/* private_key.h - whether a client key can be used. A door to libcrypto.
 *
 * OpenSSL asks the terminal for the pass phrase of an encrypted key, in the
 * middle of a run. So each key is tried before anything is sent.
 */
#ifndef CT_BASE_PRIVATE_KEY_H
#define CT_BASE_PRIVATE_KEY_H

typedef enum ct_private_key_state {
    CT_PRIVATE_KEY_USABLE,
    CT_PRIVATE_KEY_ENCRYPTED, /* and there is no pass phrase, or it is another one */
    CT_PRIVATE_KEY_UNREADABLE /* not the file of a private key in PEM form */
} ct_private_key_state;

/* Reads the file and forgets it. `password` NULL: there is none. Never asks for one. */
ct_private_key_state ct_private_key_try(const char *path, const char *password);

#endif
