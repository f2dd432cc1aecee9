"""An enrolment over a link that swallows the answer, or of a program that is killed: whoever runs it
again gets what the first would have got, by link or by stick. And nobody else does."""

import contextlib
import json
import pathlib
import socket
import subprocess
import threading
import unittest

from fixture import NORTH, ZONE, EndToEnd, moment

# The two certificates of an answer; session tickets alone are less.
ANSWER_BYTES_MIN = 1500


class Swallowing:
    """A link to the centre that carries the handshake and the request, and keeps the answer."""

    def __init__(self, centre_port, carries_request=True):
        self.centre_port = centre_port
        self.carries_request = carries_request
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.answered = threading.Event()
        self.asked = threading.Event()
        self.client = None
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        self.client, _ = self.listener.accept()
        if not self.carries_request:
            self.client.recv(65536)
            self.asked.set()
            return
        with socket.create_connection(("127.0.0.1", self.centre_port)) as server:
            threading.Thread(target=self._up, args=(server,), daemon=True).start()
            self._down(server)

    def _down(self, server):
        kept = 0
        while data := server.recv(65536):
            if not self.asked.is_set():
                self.client.sendall(data)
                continue
            kept += len(data)
            if kept >= ANSWER_BYTES_MIN:
                self.answered.set()

    def _up(self, server):
        """The client's second word comes when it has all of the centre's greeting."""
        server.sendall(self.client.recv(65536))
        with contextlib.suppress(OSError):
            while data := self.client.recv(65536):
                self.asked.set()
                server.sendall(data)
            server.shutdown(socket.SHUT_RDWR)

    def close(self):
        for end in (self.listener, self.client):
            if end is not None:
                end.close()

    def cut(self):
        self.client.shutdown(socket.SHUT_RDWR)


class Enrolment(EndToEnd):
    def setUp(self):
        super().setUp()
        self.country.clock.set(moment(1, hour=12))
        self.country.found("ZEN")
        self.country.add_post(NORTH, ZONE)
        self.country.centre.start()
        self.station = self.country.link(NORTH)
        self.file = self.country.enrolment_file(NORTH)

    def begin(self, port):
        return subprocess.Popen(
            [str(self.station.binary), "enrol", str(self.file), "--centre", f"127.0.0.1:{port}", "--data",
             str(self.station.data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=self.country.environment)

    def swallowing(self, **options):
        link = Swallowing(self.country.centre.sync_port, **options)
        self.addCleanup(link.close)
        return link

    def request(self):
        return (pathlib.Path(self.station.data) / "request.json").read_text()

    def lose_the_answer(self):
        """The request that the centre answered, and whose answer nobody has got."""
        link = self.swallowing()
        enrolling = self.begin(link.port)
        self.assertTrue(link.answered.wait(20), "the centre has given its answer")
        link.cut()
        _, said = enrolling.communicate(timeout=20)
        self.assertEqual(enrolling.returncode, 1, said)
        self.assertIn("run enrol again when there is a link", said)
        return self.request()

    def answer_by_stick(self):
        answer = self.folder / "answer.json"
        answer.unlink(missing_ok=True)
        self.country.centre.run("enrol", "--request", self.station.data / "request.json", "--out", answer)
        return answer

    def assert_enrolled(self):
        given = json.loads(self.answer_by_stick().read_text())
        held = (pathlib.Path(self.station.data) / "keys/station.pem").read_text()
        self.assertEqual(given["station_certificate"], held, "the centre gave one certificate")
        self.station.start()
        self.until(lambda: self.station.status()[0]["link"]["state"] == "up", "the station has a link")

    def test_whose_answer_was_swallowed_is_repeated_over_the_link(self):
        asked = self.lose_the_answer()
        self.country.join(NORTH)
        self.assertEqual(self.request(), asked, "the very same request")
        self.assert_enrolled()
        self.country.join(NORTH)  # and once more does no harm

    def test_whose_answer_was_swallowed_goes_on_with_a_stick(self):
        self.lose_the_answer()
        self.assertIn("is enrolled", self.station.run("enrol", self.answer_by_stick()).stdout)
        self.country.relays[NORTH].cut()
        self.assertIn("is enrolled", self.station.run("enrol", self.file).stdout, "nobody needs to be asked")
        self.country.relays[NORTH].restore()
        self.assert_enrolled()

    def test_that_is_killed_before_or_after_the_centre_answered_goes_on(self):
        for carries_request in (False, True):
            link = self.swallowing(carries_request=carries_request)
            enrolling = self.begin(link.port)
            reached = link.answered if carries_request else link.asked
            self.assertTrue(reached.wait(20), carries_request)
            enrolling.kill()
            enrolling.communicate()
            self.assertFalse((pathlib.Path(self.station.data) / "keys/station.pem").exists())
        self.country.join(NORTH)
        self.assert_enrolled()

    def test_that_is_killed_at_any_moment_goes_on(self):
        for milliseconds in range(0, 60, 3):
            enrolling = self.begin(self.country.centre.sync_port)
            try:
                enrolling.wait(timeout=milliseconds / 1000)
            except subprocess.TimeoutExpired:
                enrolling.kill()
            _, said = enrolling.communicate()
            self.assertIn(enrolling.returncode, (0, -9), said)
        self.country.join(NORTH)
        self.assert_enrolled()

    def test_of_somebody_else_with_the_same_file_is_refused_in_words(self):
        self.lose_the_answer()
        other = self.country.data / "other"
        self.country.stations[NORTH].data, own = other, self.station.data
        done = self.station.run("enrol", self.file, "--centre", f"127.0.0.1:{self.country.centre.sync_port}",
                                check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("with other keys than this station's", done.stderr)
        self.station.data = own
        self.country.join(NORTH)


if __name__ == "__main__":
    unittest.main()
