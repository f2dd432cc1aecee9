"""A camera of the station's own, for which a film stands in: a document that two frames agree on goes to the
desk that waits, once; what ails the camera is in the strip, and costs nothing but the camera."""

import unittest

from desk_client import Desk
from fixture import NORTH, OFFICER, PASSWORD, EndToEnd, passport
from specimens import Traveller, draw

FIRST = Traveller("UT3310286", "CHIMALTENANGO", "EULALIA")
SECOND = Traveller("UT7720031", "ALTAGRACIA", "BENITO")
NOBODY = b"\xff\xd8\xff\xe0 a frame that cannot be read \xff\xd9"
TYPED = passport("TYP390412", "IXCHELMUTUL", "BALAM")


class StationCamera(EndToEnd):
    def make_film(self):
        """Each lies there for four frames; between them nothing does."""
        draw(self.folder / "pictures", [FIRST, SECOND])
        film = self.folder / "film.avi"
        film.write_bytes(b"RIFF....AVI " + b"00dc".join(
            [FIRST.picture.read_bytes()] * 4 + [NOBODY] * 4 + [SECOND.picture.read_bytes()] * 4 + [NOBODY] * 4))
        return film

    def serve_with(self, camera):
        self.station.stop()
        self.station.start("--camera", camera)
        self.desk = Desk(self.station).log_in(OFFICER, PASSWORD)

    def taken(self):
        """The number on the next document that the camera took, or none."""
        answer = self.desk.ask("POST", "/api/drops/next?direction=entry")
        return answer.json["document"]["document_number"] if answer.status == 201 else None

    def camera(self):
        return self.desk.strip()["camera"]

    def types_one(self):
        """What is safe whatever the camera does."""
        opened = self.desk.ask("POST", "/api/inspections?direction=entry", {"document": TYPED})
        self.assertEqual(opened.status, 201, opened.body)
        self.assertEqual(self.desk.admit(opened.json).status, 201)

    def test_documents_before_it_are_taken_once_and_its_troubles_are_its_own(self):
        film = self.make_film()
        self.make_country()
        self.station = self.until_served(NORTH)
        self.serve_with(film)
        seen = [self.until(self.taken, "a document is taken") for _ in range(2)]
        self.assertEqual(seen, [FIRST.number, SECOND.number])
        self.until(lambda: self.camera() == "ended", "the film is over")
        self.assertIsNone(self.taken(), "each was taken once")
        self.types_one()
        self.assertEqual(self.until(self.taken, "it is tried again by itself"), FIRST.number)
        self.types_one()
        self.serve_with(self.folder / "unplugged")
        self.until(lambda: self.camera() == "not_there", "it is said that there is none")
        self.types_one()
        self.assertEqual(self.desk.read(FIRST.picture.read_bytes()).status, 201, "other ways of reading go on")


if __name__ == "__main__":
    unittest.main()
