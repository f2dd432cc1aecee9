"""Why there is no link: in plain words for whoever looks after the station, in `status`, in the log
and on the desk's strip. The wrong centres are real sockets and real TLS."""

import contextlib
import pathlib
import socket
import ssl
import subprocess
import threading
import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, EndToEnd
from installation import free_port


class WrongCentre:
    """A server at whose address a centre is looked for. `greet` is given each connection."""

    def __init__(self, greet):
        self.greet = greet
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.held = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self.held.append(client)
                threading.Thread(target=self._greet, args=(client,), daemon=True).start()

    def _greet(self, client):
        with contextlib.suppress(OSError):
            self.greet(client)

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for client in self.held:
            client.close()


def says_nothing(_client):
    pass


def speaks_http(client):
    client.recv(4096)
    client.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")
    client.close()


def speaks_tls(context):
    def greet(client):
        with context.wrap_socket(client, server_side=True) as tls:
            while tls.recv(4096):
                pass
    return greet


class LinkReasons(EndToEnd):
    def self_signed(self, name):
        key, certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=centre.garita",
                        "-addext", "subjectAltName=DNS:centre.garita"], check=True, capture_output=True)
        return certificate, key

    def wrong(self, greet):
        server = WrongCentre(greet)
        self.addCleanup(server.close)
        return server.address

    def tls_1_2(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.self_signed("old"))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return self.wrong(speaks_tls(context))

    def foreign(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.self_signed("foreign"))
        return self.wrong(speaks_tls(context))

    def centre_of_another_trust(self):
        """The centre's own certificate, by whoever takes no station of this country."""
        keys = pathlib.Path(self.country.centre.data) / "keys"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(keys / "centre.pem", keys / "centre.key")
        context.load_verify_locations(self.self_signed("other")[0])
        context.verify_mode = ssl.CERT_REQUIRED
        return self.wrong(speaks_tls(context))

    def serve_with(self, address):
        self.station.stop()
        self.station.log.unlink()
        self.station.start(centre=address)

    def link_at(self, address, reason):
        """What `status` says of the link once it gave this reason."""
        self.serve_with(address)
        return self.until(lambda: (link := self.station.status()[0]["link"]).get("reason") == reason and link,
                          f"the reason is {reason}", 30)

    def check_said(self, address, reason, words, state="down"):
        with self.subTest(reason):
            link = self.link_at(address, reason)
            self.assertEqual((link["state"], link["detail"]), (state, f"centre {address}: {words}"))
            self.assertEqual(self.station.log.read_text().count(words), 1, "logged once, not at every try")
            shown = Desk(self.station).log_in(OFFICER, PASSWORD).strip()["link"]
            self.assertEqual((shown["state"], shown["reason"]), (state, reason))
            self.assertIn(words, self.station.run("status").stdout)

    def test_are_said_in_plain_words(self):
        self.make_country()
        self.station = self.until_served(NORTH)
        nobody = f"127.0.0.1:{free_port()}"
        self.check_said(nobody, "connection_refused",
                        "connection refused: the machine answers, but no centre serves there")
        self.check_said("no-such-centre.invalid:7410", "name_not_found", "the name is not found (DNS)")
        self.check_said("no-port", "no_address", "a centre's address is HOST:PORT")
        self.check_said(self.wrong(speaks_http), "no_tls", "what answers there does not speak TLS")
        self.check_said(self.tls_1_2(), "tls_version", "it does not speak TLS 1.3")
        self.check_said(self.foreign(), "centre_not_trusted",
                        "its certificate is not of the authority that this machine trusts")
        self.check_said(self.wrong(says_nothing), "timed_out", "no answer in time")
        self.check_said(self.centre_of_another_trust(), "station_not_trusted",
                        "it does not take this machine's certificate", state="refused")
        self.country.centre.run("revoke", f"{NORTH}-01")
        self.check_said(f"127.0.0.1:{self.country.centre.sync_port}", "revoked", "this station was revoked",
                        state="refused")

    def test_a_station_that_is_not_served_says_so_and_one_directory_is_served_once(self):
        self.make_country()
        station = self.until_served(NORTH)
        second = station.run("serve", "--desk-port", free_port(), check=False)
        self.assertEqual(second.returncode, 3)
        self.assertIn(f"is served already, by process {station.process.pid}", second.stderr)
        station.kill()
        status = station.status()[0]
        self.assertEqual((status["serving"], status["link"]["state"], status["link"]["reason"]),
                         (False, "down", "not_serving"))
        self.assertIn("last_contact", status["link"])
        # It was in contact before: after a start it is offline, not "never in contact".
        self.country.relays[NORTH].cut()
        station.start()
        self.assertEqual(station.status()[0]["link"]["state"], "down")


if __name__ == "__main__":
    unittest.main()
