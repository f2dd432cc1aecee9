"""Who is refused at the sync port, and that nothing of theirs is taken: TLS 1.2, a certificate of
another authority, a station that was revoked while it was connected and when it comes back."""

import subprocess
import unittest

from fixture import NORTH, SOUTH, EndToEnd, decision, passport


class Refusals(EndToEnd):
    def hello(self, *options):
        """What openssl says of a connection on which a first frame is sent, until the centre ends it."""
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.country.centre.sync_port}", "-quiet",
                   "-ign_eof", *options]
        client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            client.stdin.write(b"\x00\x00\x00\x09\x04\x00\x00\x00\x00\x00\x00\x00\x01")
            client.stdin.flush()
            return client.communicate(timeout=15)[0].decode(errors="replace")
        except (subprocess.TimeoutExpired, BrokenPipeError):
            client.kill()
            return client.communicate()[0].decode(errors="replace")

    def held(self, record):
        return record in [row["record"] for row in self.country.centre.json("crossings", "--json")]

    def test_only_tls_1_3_and_only_certificates_of_the_country(self):
        self.make_country()
        self.assertIn("alert protocol version", self.hello("-tls1_2"))
        key, certificate = self.folder / "foreign.key", self.folder / "foreign.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={NORTH}-01/OU=station"],
                       check=True, capture_output=True)
        # The alert may be lost when the socket goes before it was read; the end of it never is.
        said = self.hello("-tls1_3", "-cert", str(certificate), "-key", str(key))
        self.assertRegex(said, "alert|errno|reset|unexpected eof")
        # Without a certificate a frame that is no enrolment gets nothing.
        self.assertNotIn("garita", self.hello("-tls1_3"))

    def test_a_revoked_station_is_cut_off_at_once_and_stays_out(self):
        self.make_country()
        station = self.country.stations[NORTH]
        before = self.recorded(NORTH, decision("entry", passport("R0000001", "BEFORE"), granted_days=10))[0]
        self.until(lambda: self.held(before), "the record before is held")
        self.country.centre.run("revoke", f"{NORTH}-01")
        self.until(lambda: "link refused" in station.log.read_text(), "the open connection is closed", 10)
        after = self.recorded(NORTH, decision("entry", passport("R0000002", "AFTER"), granted_days=10))[0]
        other = self.recorded(SOUTH, decision("entry", passport("R0000003", "OTHER"), granted_days=10))[0]
        self.until(lambda: self.held(other), "the other post goes on")
        self.assertFalse(self.held(after))
        # Again from the start, with the session ticket gone and a new handshake.
        station.stop()
        station.start()
        marker = self.recorded(SOUTH, decision("exit", passport("R0000003", "OTHER")))[0]
        self.until(lambda: self.held(marker), "the other post goes on")
        self.assertFalse(self.held(after))
        self.assertGreater(station.status()[0]["unsent"], 0, "and nothing is lost at the post")


if __name__ == "__main__":
    unittest.main()
