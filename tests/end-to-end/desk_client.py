"""A desk's HTTP API as a browser uses it: over TLS, with a session's cookie."""

import http.client
import json
import ssl


class Answer:
    def __init__(self, status, body):
        self.status = status
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def problem(self):
        """"507 disk-full" of a problem; the status alone of anything else."""
        name = self.json.get("type", "").rpartition(":")[2] if self.body.startswith(b"{") else ""
        return f"{self.status} {name}".strip()


class Desk:
    """One officer's browser at the desk of `station` (installation.Station, serving)."""

    def __init__(self, station, timeout=60):
        authority = json.loads((station.data / "enrolment.json").read_text())["authority_certificate"]
        self.tls = ssl.create_default_context(cadata=authority)
        self.station = station
        self.timeout = timeout
        self.cookie = ""

    def ask(self, method, path, body=None, kind="application/json"):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        connection = http.client.HTTPSConnection("127.0.0.1", self.station.desk_port, timeout=self.timeout,
                                                 context=self.tls)
        try:
            headers = {"Cookie": self.cookie} if self.cookie else {}
            connection.request(method, path, body, {**headers, "Content-Type": kind})
            response = connection.getresponse()
            cookie = response.getheader("Set-Cookie")
            if cookie:
                self.cookie = cookie.split(";")[0]
            return Answer(response.status, response.read())
        finally:
            connection.close()

    def log_in(self, officer, password, code=None):
        credentials = {"officer": officer, "password": password, **({"code": code} if code else {})}
        done = self.ask("POST", "/api/session", credentials)
        if done.status != 201:
            raise AssertionError(f"log-in of {officer}: {done.problem}")
        return self

    def read(self, picture, direction="entry", kind="image/jpeg"):
        return self.ask("POST", f"/api/readings?direction={direction}", picture, kind)

    def read_zone(self, lines, direction="entry"):
        return self.read("\n".join(lines).encode(), direction, "text/plain")

    def take_photo(self, inspection, picture, kind="image/jpeg"):
        return self.ask("PUT", f"/api/inspections/{inspection['id']}/photo", picture, kind)

    def decide(self, inspection, decision, **more):
        return self.ask("POST", f"/api/inspections/{inspection['id']}/decision", {"decision": decision, **more})

    def admit(self, inspection, **more):
        grant = {"purpose": "holiday", "transport": "own_vehicle", "granted_days": 30}
        return self.decide(inspection, "admit", **{**(grant if inspection["direction"] == "entry" else {}), **more})

    def strip(self):
        return self.ask("GET", "/api/strip").json
