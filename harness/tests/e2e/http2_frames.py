"""HTTP/2 frames (RFC 9113) as bytes, for the servers of tests."""
import struct

from checks import same

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY = 0, 1, 3, 4, 7
END_STREAM, ACK, END_HEADERS = 1, 1, 4
JSON = (b"content-type", b"application/json")


def frame(kind, flags, payload=b"", stream=1):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(
        ">I", stream) + payload


def literal(text):
    """A string of HPACK, without Huffman coding (RFC 7541 section 5.2)."""
    size = len(text)
    if size < 127:
        return bytes([size]) + text
    size -= 127
    head = b"\x7f"
    while size >= 128:
        head += bytes([size % 128 | 128])
        size //= 128
    return head + bytes([size]) + text


def block(fields):
    """Each as a literal without indexing (RFC 7541 section 6.2.2)."""
    return b"".join(b"\0" + literal(name) + literal(value) for name, value in fields)


def headers(*fields, flags=END_HEADERS, status=b"200"):
    return frame(HEADERS, flags, block([(b":status", status), *fields]))


def trailers(*fields):
    return frame(HEADERS, END_HEADERS | END_STREAM, block(fields))


def data(body=b'{"ok":true}', flags=END_STREAM):
    return frame(DATA, flags, body)


def read_exactly(connection, size):
    read = b""
    while len(read) < size:
        more = connection.recv(size - len(read))
        if not more:
            raise OSError("the connection ended")
        read += more
    return read


def read_until_headers(connection):
    same("the preface", read_exactly(connection, len(PREFACE)), PREFACE)
    while True:
        head = read_exactly(connection, 9)
        read_exactly(connection, int.from_bytes(head[:3], "big"))
        if head[3] == HEADERS:
            return
