#include "http/ip.h"

#include <arpa/inet.h>
#include <string.h>

ct_ip ct_ip_read(const char *text)
{
    ct_ip address = {0};
    if (inet_pton(AF_INET, text, address.bytes) == 1)
        address.size = 4;
    else if (inet_pton(AF_INET6, text, address.bytes) == 1)
        address.size = 16;
    return address;
}

bool ct_ip_is_same(const ct_ip *a, const ct_ip *b)
{
    return a->size == b->size && !memcmp(a->bytes, b->bytes, a->size);
}

bool ct_ip_is_loopback(const ct_ip *address)
{
    ct_ip const one = ct_ip_read("::1");
    return address->size == 4 ? address->bytes[0] == 127 : ct_ip_is_same(address, &one);
}
