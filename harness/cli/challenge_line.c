#include "cli/challenge_line.h"

#include <stdbool.h>
#include <stdio.h>

void ct_print_challenge_binding(const json_t *claims)
{
    const json_t *binding = json_object_get(claims, "challengeBinding");
    const json_t *responses = json_object_get(binding, "responses");
    const json_t *bound = json_object_get(binding, "bound");
    bool const has_challenge = json_is_string(json_object_get(claims, "challenge"));
    if (!json_is_integer(responses) || !json_is_integer(bound))
        return;
    printf("bound to %s: %lld of %lld responses\n",
           has_challenge ? "the challenge" : "this run, which has no challenge",
           (long long)json_integer_value(bound), (long long)json_integer_value(responses));
}
