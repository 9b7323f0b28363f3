/* user_agent.h - the one header whose recorded value may differ from that of today's request. */
#ifndef CT_CERTIFY_USER_AGENT_H
#define CT_CERTIFY_USER_AGENT_H

#include <stdbool.h>

/* Returns whether the User-Agent is that of a program of another version: requests that do not name
 * their own User-Agent have the program's default, which contains its version.
 * recorded: the value in the record
 * today:    the value that this program sends instead
 * version:  of the program that wrote the record; NULL: any */
bool ct_user_agent_is_default(const char *recorded, const char *today, const char *version);

#endif
