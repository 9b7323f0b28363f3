"""Servers for tests: threads of the test, on loopback, on a port that the system chooses."""
import socket
import struct
import threading


class Server:
    """Accepts connections for the duration of a with block, and hands each to serve(connection) in a
    thread of its own. `accepted` counts them."""

    def __init__(self, serve=None):
        self.serve = serve or (lambda connection: None)
        self.accepted = 0
        self.lock = threading.Lock()
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.connections = []

    def __enter__(self):
        self.listen()
        return self

    def listen(self):
        self.socket.listen(256)
        threading.Thread(target=self._accept, daemon=True).start()

    def __exit__(self, *_):
        self.close()
        with self.lock:
            for connection in self.connections:
                hang_up(connection)

    def close(self):
        """Stops listening; accepted connections continue."""
        hang_up(self.socket)

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with self.lock:
                self.accepted += 1
                self.connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.serve(connection)
        except OSError:
            pass  # the client closed the connection
        finally:
            connection.close()
            with self.lock:
                if connection in self.connections:
                    self.connections.remove(connection)


class Request:
    """One request as raw bytes."""

    def __init__(self, head, body, connection_number=0):
        self.line, *self.fields = head.split(b"\r\n")
        self.body = body
        self.connection_number = connection_number

    @property
    def method(self):
        return self.line.split(b" ")[0].decode()

    @property
    def path(self):
        return self.line.split(b" ")[1].decode()

    def values(self, name):
        """The values of all fields of that name, case-insensitive."""
        pairs = [field.split(b":", 1) for field in self.fields]
        return [value.strip().decode("latin-1") for key, value in pairs
                if key.lower() == name.lower().encode()]


def read_request(connection, before=b""):
    """(head, body, data after it), or None if the connection ended."""
    data = before
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    head, data = data.split(b"\r\n\r\n", 1)
    size = 0
    for field in head.split(b"\r\n")[1:]:
        name, value = field.split(b":", 1)
        if name.lower() == b"content-length":
            size = int(value)
    while len(data) < size:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    return head, data[:size], data[size:]


REASONS = {200: "OK", 201: "Created", 204: "No Content", 302: "Found", 400: "Bad Request",
           401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 429: "Too Many Requests",
           500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


def response(status=200, body=b'{"ok":true}', fields=(("Content-Type", "application/json"),),
           length=True):
    """The bytes of a response."""
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, '')}"]
    lines += [f"{name}: {value}" for name, value in fields]
    if length and status != 204:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


class Recorder(Server):
    """Keeps every request, and sends the bytes that reply(request) returns. With is_last the
    connection ends after the first response."""

    def __init__(self, reply=None, is_last=False):
        super().__init__(self._talk)
        self.is_last = is_last
        self.reply = reply or (lambda request: response())
        self.requests = []

    def _talk(self, connection):
        with self.lock:
            number = self.accepted
        rest = b""
        while True:
            came = read_request(connection, rest)
            if not came:
                return
            head, body, rest = came
            request = Request(head, body, number)
            with self.lock:
                self.requests.append(request)
            reply = self.reply(request)
            if reply is None:
                return
            connection.sendall(reply)
            if self.is_last:
                return


def hang_up(one):
    """Closes a socket, and wakes the thread that waits for it."""
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it was not connected
    one.close()


def reset(connection):
    """Ends a connection by RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
