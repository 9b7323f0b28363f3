"""TLS servers with test certificates."""
import ssl

from certificates import at
from servers import Server, response, read_request

VERSIONS = {"1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2,
            "1.3": ssl.TLSVersion.TLSv1_3}


class TlsServer(Server):
    """Responds to one request for each connection, over TLS; calls then(connection) instead, if given."""

    def __init__(self, name="server", least="1.2", most="1.3", clients=None, then=None):
        super().__init__(self._talk)
        self.url = self.url.replace("http:", "https:")
        self.then = then
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # The test chooses the permitted TLS versions, not the system configuration.
        self.context.set_ciphers("DEFAULT:@SECLEVEL=0")
        self.context.load_cert_chain(at(f"{name}.pem"), at(f"{name}.key"))
        self.context.minimum_version = VERSIONS[least]
        self.context.maximum_version = VERSIONS[most]
        if clients:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(at(f"{clients}.pem"))
        self.requests = 0
        self.facts = []  # of each: head, version of TLS, protocol, the client's certificate

    def _talk(self, connection):
        try:
            with self.context.wrap_socket(connection, server_side=True) as line:
                came = read_request(line)
                if not came:
                    return
                with self.lock:
                    self.requests += 1
                    self.facts.append((came[0], line.version(), line.selected_alpn_protocol(),
                                       line.getpeercert()))
                if self.then:
                    self.then(line)
                    return
                line.sendall(response())
                line.unwrap()
        except (ssl.SSLError, ValueError):
            pass  # the test checks the message of the client
