"""A station's disk that is put back from a backup: it begins one new life, and the link goes on."""

import re
import shutil
import unittest

from fixture import NORTH, EndToEnd, decision, passport


class RestoredDisk(EndToEnd):
    def enter(self, number, **more):
        return self.recorded(NORTH, decision("entry", passport(number, "RESTOREDPERSON"), **more))[0]

    def all_opened(self, incarnation):
        """The centre has read everything that the post recorded in this life of its disk."""
        journals = [journal for row in self.country.stations[NORTH].status() for journal in row["journals"]
                    if journal["incarnation"] == incarnation]
        return journals and all(journal["opened"] == journal["last"] for journal in journals)

    def restore(self, backup):
        station = self.country.stations[NORTH]
        station.stop()
        shutil.rmtree(station.data)
        shutil.copytree(backup, station.data)
        station.start()

    def incarnation(self):
        return self.country.stations[NORTH].status()[0]["incarnation"]

    def test_begins_one_new_life_for_each_time_that_it_is_restored(self):
        self.make_country()
        station = self.country.stations[NORTH]
        self.enter("RD0000001")
        self.until(lambda: self.all_opened(1), "the first record is at the centre")
        station.stop()
        backup = self.folder / "backup"
        shutil.copytree(station.data, backup)
        station.start()
        # In two lanes, so that the centre is ahead in both.
        self.enter("RD0000002", decision="refer", grounds=["document_doubt"])
        self.until(lambda: self.all_opened(1), "what the backup lacks is at the centre")

        self.restore(backup)
        self.until(lambda: self.incarnation() == 2, "the restored disk begins a new life")
        self.assertEqual(self.enter("RD0000003"), f"{NORTH}-01:2:movement:1")
        self.until(lambda: self.all_opened(2), "the new life's records reach the centre")

        self.restore(backup)
        self.until(lambda: self.incarnation() == 3, "the centre knows a life that this copy never led")
        self.assertEqual(self.enter("RD0000004"), f"{NORTH}-01:3:movement:1")
        self.until(lambda: self.all_opened(3), "and so do the next one's")
        self.assertEqual(self.incarnation(), 3, "a life ends once")
        self.assertEqual(self.country.centre.run("verify").returncode, 0)

    def test_what_it_wrote_before_it_knew_reaches_the_centre_as_a_second_branch(self):
        self.make_country()
        station = self.country.stations[NORTH]
        self.enter("FK0000001")
        self.until(lambda: self.all_opened(1), "the first record is at the centre")
        station.stop()
        backup = self.folder / "backup"
        shutil.copytree(station.data, backup)
        station.start()
        self.enter("FK0000002")
        self.enter("FK0000003")
        self.until(lambda: self.all_opened(1), "what the backup lacks is at the centre")
        self.country.relays[NORTH].cut()
        self.restore(backup)
        # No more than the centre holds of this life: nothing but its receipts tells the station.
        self.assertEqual(self.enter("FK0000004"), f"{NORTH}-01:1:movement:2")
        self.country.relays[NORTH].restore()
        self.until(lambda: self.incarnation() == 2, "the link tells that the disk was restored")
        self.enter("FK0000005")
        self.until(lambda: self.all_opened(2), "the new life goes on")
        post = self.until(lambda: [post for post in self.country.centre.status()[0]["posts"]
                                   if post["post"] == NORTH and post["quarantined"] == 1],
                          "the centre has put the second branch aside, and says so")[0]
        self.assertIn("quarantine", post["held_back_by"], "no flag is raised over it")
        self.assertEqual(station.status()[0]["unsent"], 1, "and the station does not call it sent")
        self.until(lambda: station.status()[0].get("put_aside") == 1, "it says that no receipt will come")
        self.assertIn("1 of them are on a second branch", station.run("status").stdout)
        self.until(lambda: station.status()[0].get("put_aside_at_centre") == {"waiting": 1, "decided": 0},
                   "the centre says so too")
        self.assertIn("1 records put aside at the centre wait for a person there", station.run("status").stdout)
        # Both branches are of real travellers: a person takes the second for what it is.
        second = f"{NORTH}-01:1:movement:2"
        self.country.relays[NORTH].cut()
        self.restore(backup)
        self.assertEqual(self.enter("FK0000006"), second, "the backup is put back once more")
        self.country.relays[NORTH].restore()
        self.until(lambda: self.incarnation() == 3, "and the link tells so again")
        self.until(lambda: [post for post in self.country.centre.status()[0]["posts"]
                            if post["post"] == NORTH and post["quarantined"] == 2], "a third branch is put aside")
        unnamed = self.country.centre.run("adopt", second, "--why", "which?", check=False)
        self.assertEqual((unnamed.returncode, unnamed.stdout), (3, ""))
        hashes = re.search(r"happened by --hash ([0-9a-f]{16}) ([0-9a-f]{16})$", unnamed.stderr.strip()).groups()
        numbers = [row["document"].split()[1] for row in self.country.centre.json("crossings", "--json")]
        self.assertNotIn("FK0000004", numbers)
        adopted = self.country.centre.run("adopt", second, "--hash", hashes[0], "--hash", hashes[1],
                                          "--why", "the disk was restored on 2 March").stdout.split()
        for record in adopted:
            self.assertRegex(record, r"^CENTRE-01:1:movement:\d+$")
        rows = {row["document"].split()[1]: row for row in self.country.centre.json("crossings", "--json")}
        self.assertEqual({rows[number]["record"] for number in ("FK0000004", "FK0000006")}, set(adopted))
        self.assertEqual((rows["FK0000004"]["post"], len(rows)), (NORTH, 6), "each traveller once")
        self.until(lambda: station.status()[0].get("put_aside_at_centre", {}).get("waiting") == 0,
                   "the station hears that a person has decided")
        said = station.run("status").stdout
        self.assertIn("that is over: a person at the centre has decided", said)
        self.assertNotIn("wait for a person", said)
        again = self.country.centre.run("adopt", second, "--why", "again", check=False)
        self.assertEqual((again.returncode, again.stdout), (1, ""))
        self.assertIn("was decided on at", again.stderr)
        self.assertEqual(self.country.centre.run("rebuild").returncode, 0)
        after = {row["document"].split()[1]: row["record"] for row in self.country.centre.json("crossings", "--json")}
        self.assertEqual(after, {number: row["record"] for number, row in rows.items()}, "a rebuild gives the same")


if __name__ == "__main__":
    unittest.main()
