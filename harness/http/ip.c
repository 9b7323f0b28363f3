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

static bool is_private_v4(const unsigned char *b)
{
    return b[0] == 0 || b[0] == 10 || b[0] == 127 || (b[0] == 100 && (b[1] & 0xc0) == 64) ||
           (b[0] == 169 && b[1] == 254) || (b[0] == 172 && (b[1] & 0xf0) == 16) ||
           (b[0] == 192 && b[1] == 168);
}

bool ct_ip_is_private(const ct_ip *address)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    const unsigned char *b = address->bytes;
    ct_ip const unspecified = ct_ip_read("::");
    if (address->size == 4)
        return is_private_v4(b);
    if (!memcmp(b, mapped, sizeof mapped))
        return is_private_v4(b + sizeof mapped);
    return ct_ip_is_loopback(address) || ct_ip_is_same(address, &unspecified) ||
           (b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}
