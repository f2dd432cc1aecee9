"""An officer's telephone as second factor: the key is shown once at the centre, posts check its codes from their own list
without a link, a post that comes later is in the next list, and the directorate asks too."""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
import struct
import time
import unittest
import urllib.parse

from desk_client import Desk
from fixture import NORTH, PASSWORD, SOUTH, ZONE, EndToEnd


def code_of(uri, steps_off=0):
    """What an authenticator shows (RFC 6238)."""
    secret = urllib.parse.parse_qs(urllib.parse.urlsplit(uri).query)["secret"][0]
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps_off), hashlib.sha1).digest()
    number = struct.unpack_from(">I", digest, digest[19] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class SecondFactor(EndToEnd):
    def log_in(self, station, code=None):
        try:
            Desk(station).log_in("jefa", PASSWORD, code)
            return "in"
        except AssertionError as refused:
            return str(refused).removeprefix("log-in of jefa: ")

    def at_directorate(self, code=None):
        """The status of a log-in; the certificate's name is another test's matter."""
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.country.centre.console_port, context=anybody, timeout=30)
        body = {"officer": "jefa", "password": PASSWORD, **({"code": code} if code else {})}
        connection.request("POST", "/api/session", json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def until_listed(self, station, version):
        self.until(lambda: any(row["channel"] == "officers" and row["version"] >= version
                               for row in station.status()[0]["bulletins"]), f"officers {version} is at the post", 90)

    def test_a_code_is_asked_everywhere_and_checked_without_a_link(self):
        self.make_country()
        centre = self.country.centre
        centre.run("officer", "add", "jefa", "--roles", "supervisor,reviewer", stdin=PASSWORD + "\n")
        uri = centre.run("officer", "totp", "jefa").stdout.strip()
        north = self.country.stations[NORTH]
        self.until_listed(north, 3)
        self.country.relays[NORTH].cut()
        self.assertEqual(self.log_in(north), "401 code-asked")
        self.assertEqual(self.log_in(north, code_of(uri)), "in")
        self.assertEqual(self.log_in(north, code_of(uri, 3)), "401 wrong-code", "of later")
        self.assertEqual((self.at_directorate(), self.at_directorate(code_of(uri))), (401, 201))
        secret = uri.partition("secret=")[2].partition("&")[0]
        for place in (centre.data, north.data):
            for file in place.rglob("*"):
                content = file.read_bytes() if file.is_file() else b""
                self.assertNotIn(secret.encode(), content, file)
                self.assertNotIn(base64.b32decode(secret), content, file)
        late = f"{SOUTH}-ESTE"
        self.country.add_post(late, ZONE)
        station = self.country.link(late)
        self.country.join(late)
        station.start()
        self.until_listed(station, 4)
        self.assertEqual(self.log_in(station, code_of(uri)), "in", "a post that came since is in the next list")


if __name__ == "__main__":
    unittest.main()
