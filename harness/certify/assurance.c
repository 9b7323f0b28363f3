#include "certify/assurance.h"

const char *ct_assurance_name(bool is_witnessed)
{
    return is_witnessed ? "witnessed" : "self-attested";
}

const char *ct_assurance_sentence(bool is_witnessed)
{
    return is_witnessed
               ? "The owner of the signing key states that it ran the cases itself against the "
                 "endpoint, with a challenge that fixed the profile and the capabilities before "
                 "the first request. This counts only if the key is that of the authority."
               : "The owner of the signing key states that the responses came from the product. "
                 "The owner could have made them up.";
}
