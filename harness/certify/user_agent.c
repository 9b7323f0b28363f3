#include "certify/user_agent.h"

#include <string.h>

#include "run/render.h"

bool ct_user_agent_is_default(const char *recorded, const char *today, const char *version)
{
    size_t const product = strcspn(CT_USER_AGENT, "/") + 1;
    return !strcmp(today, CT_USER_AGENT) && !strncmp(recorded, CT_USER_AGENT, product) &&
           (!version || !strcmp(recorded + product, version));
}
