/* ip.h - IP addresses as text. Nothing is looked up. */
#ifndef CT_HTTP_IP_H
#define CT_HTTP_IP_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ct_ip {
    size_t size; /* 4 or 16; 0: not an IP address */
    unsigned char bytes[16];
} ct_ip;

/* Reads "203.0.113.7" or "2001:db8::7", without brackets and without a zone. */
ct_ip ct_ip_read(const char *text);

bool ct_ip_is_same(const ct_ip *a, const ct_ip *b);

/* Returns whether it is in 127.0.0.0/8, or ::1. */
bool ct_ip_is_loopback(const ct_ip *address);

/* Returns whether it is not reachable from the Internet: loopback, unspecified, private (RFC 1918,
 * RFC 4193), shared (RFC 6598) or link-local (RFC 3927, RFC 4291 section 2.5.6). An IPv4 address
 * that is mapped to IPv6 counts as itself. */
bool ct_ip_is_private(const ct_ip *address);

#endif
