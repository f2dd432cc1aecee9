"""Digital seals at the desk: believed by the certificates of the folder that `serve --trust` names,
by nobody's without it; a forged one is said to be invalid."""

import subprocess
import unittest

from desk_client import Desk
from fixture import BINARIES, NORTH, OFFICER, PASSWORD, EndToEnd


class SealedDocuments(EndToEnd):
    def seal_in(self, desk, picture):
        """The verdict on the one seal, and the codes of what is found against the document."""
        read = desk.read(picture.read_bytes(), kind="image/x-portable-graymap")
        self.assertEqual(read.status, 201, read.body)
        barcodes = read.json["reading"]["barcodes"]
        self.assertEqual([barcode["kind"] for barcode in barcodes], ["vds"])
        self.assertEqual(barcodes[0]["seal"]["signer"], "UTTS5B")
        codes = {finding["code"] for finding in read.json["findings"]}
        return barcodes[0]["seal"]["verdict"], "seal_invalid" in codes

    def test_a_seal_is_believed_by_its_signers_certificate_in_the_trust_folder_alone(self):
        subprocess.run([BINARIES / "garita-sealed-visa", "--out", self.folder / "seals"], check=True)
        sealed, forged = self.folder / "seals/sealed.pgm", self.folder / "seals/forged.pgm"
        self.make_country()
        station = self.until_served(NORTH)
        without = Desk(station).log_in(OFFICER, PASSWORD)
        self.assertEqual(self.seal_in(without, sealed), ("unknown_signer", False))
        self.assertEqual(self.seal_in(without, forged), ("unknown_signer", False), "nobody can tell")

        station.stop()
        (self.folder / "seals/trust/notes.txt").write_text("not a certificate")
        station.start("--trust", self.folder / "seals/trust")
        self.assertIn("notes.txt: this is no certificate", station.log.read_text())
        trusting = Desk(station).log_in(OFFICER, PASSWORD)
        self.assertEqual(self.seal_in(trusting, sealed), ("valid", False))
        self.assertEqual(self.seal_in(trusting, forged), ("invalid", True))

    def test_a_trust_folder_that_is_not_there_is_wrong_usage(self):
        self.make_country()
        station = self.until_served(NORTH)
        station.stop()
        started = station.run("serve", "--desk-port", station.desk_port, "--trust", self.folder / "none", check=False)
        self.assertEqual(started.returncode, 2)
        self.assertIn("--trust", started.stderr)


if __name__ == "__main__":
    unittest.main()
