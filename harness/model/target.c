#include "model/target.h"

static const char *const token_needs[] = {NULL}; /* defined by the operation's credential */
static const char *const aksk_needs[] = {"access_key", "secret_key", NULL};
static const char *const basic_needs[] = {"user", "password", NULL};

const ct_auth_kind ct_auth_kinds[CT_TARGET_AUTHS + 1] = {
    [CT_TARGET_TOKEN] = {"token", "auth-token", token_needs},
    [CT_TARGET_AKSK] = {"aksk", "auth-aksk", aksk_needs},
    [CT_TARGET_BASIC] = {"basic", "auth-basic", basic_needs},
    [CT_TARGET_AUTHS] = {0},
};
