#include "cli/tls_files.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/encoding.h"
#include "base/private_key.h"

enum { SIZE_MAX_BYTES = 64 << 20, BLOCK = 1 << 16 };

static const char *hex_of(ct_arena *arena, const unsigned char digest[CT_SHA256_SIZE])
{
    char hex[CT_SHA256_TEXT];
    ct_hex(digest, CT_SHA256_SIZE, hex);
    return ct_arena_text(arena, hex);
}

static bool read_all(FILE *file, ct_buf *bytes)
{
    char block[BLOCK];
    struct stat facts;
    size_t got;
    if (fstat(fileno(file), &facts) || !S_ISREG(facts.st_mode))
        return false;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        if (!ct_buf_add(bytes, block, got))
            return false;
    return !ferror(file);
}

static const char *file_digest(ct_arena *arena, const char *path)
{
    unsigned char digest[CT_SHA256_SIZE];
    ct_buf bytes = CT_BUF(SIZE_MAX_BYTES);
    FILE *file = fopen(path, "rbe");
    bool const ok = file && read_all(file, &bytes);
    if (ok)
        ct_sha256(ct_buf_str(&bytes), bytes.size, digest);
    if (file)
        fclose(file);
    ct_buf_free(&bytes);
    return ok ? hex_of(arena, digest) : NULL;
}

ct_tls_files ct_tls_files_read(ct_arena *arena, const ct_tls *tls)
{
    unsigned char digest[CT_SHA256_SIZE];
    ct_tls_files files = {0};
    if (tls && tls->ca && *tls->ca)
        files.ca_sha256 = file_digest(arena, tls->ca);
    if (tls && tls->client_cert && *tls->client_cert &&
        ct_certificate_digest(tls->client_cert, digest))
        files.client_cert_sha256 = hex_of(arena, digest);
    return files;
}
