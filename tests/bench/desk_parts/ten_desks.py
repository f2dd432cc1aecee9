"""Ten officers at the desks of one station, to whom travellers come whether or not one is free."""

import queue
import random
import threading
import time

from desk_client import Desk
from installation import Failed

DESKS = 10


class TenDesks:
    """Times in seconds: from a traveller's coming to the answer to their picture, from the decision to its answer."""

    def __init__(self, station, officers, password):
        self.desks = [Desk(station).log_in(officer, password) for officer in officers]
        self.answered, self.decided = [], []
        self.faults = []
        self.coming = queue.Queue()

    def _meets(self, desk, came, picture):
        read = desk.read(picture)
        if read.status != 201:
            raise Failed(f"a picture was answered with {read.problem}")
        self.answered.append(time.monotonic() - came)
        inspection = read.json
        if any("admit" in question["for"] for question in inspection["questions"]):
            desk.ask("DELETE", f"/api/inspections/{inspection['id']}", {"reason": "only read"})
            return
        began = time.monotonic()
        decided = desk.admit(inspection)
        if decided.status != 201:
            raise Failed(f"a decision was answered with {decided.problem}")
        self.decided.append(time.monotonic() - began)

    def _works(self, desk):
        while (one := self.coming.get()) is not None:
            try:
                self._meets(desk, *one)
            except (Failed, OSError) as fault:
                self.faults.append(str(fault))

    def work(self, pictures, an_hour):
        """They come at random, so many an hour on the mean."""
        chance = random.Random(7)
        threads = [threading.Thread(target=self._works, args=(desk,)) for desk in self.desks]
        for thread in threads:
            thread.start()
        due = time.monotonic()
        for picture in pictures:
            due += chance.expovariate(an_hour / 3600)
            time.sleep(max(0, due - time.monotonic()))
            self.coming.put((due, picture.read_bytes()))
        for _ in threads:
            self.coming.put(None)
        for thread in threads:
            thread.join()
        if self.faults:
            raise Failed(f"{len(self.faults)} travellers were not served: {self.faults[0]}")
