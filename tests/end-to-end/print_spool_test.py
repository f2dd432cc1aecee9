"""What a desk's machine keeps of a paper that is printed, where it is set up as deploy/OPERATING.md says: a real
Chromium prints on a real CUPS. A paper stands in memory alone, and once it is printed in no spool. (What the browser
keeps of it in its own folder in memory, it may keep for as long as it likes.)"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from created import Created
from fixture import BINARIES, NORTH, OFFICER, PASSWORD, ROOT, EndToEnd
from paper_queue import PaperQueue
from specimens import Traveller, draw

PAGE = ROOT / "deploy/OPERATING.md"
IN_MEMORY = "/run/garita-desk"
PRINTED = Traveller("UT7714029", "TECUNUMAN SOLOLA", "ATANASIO")


def advised():
    """The settings and the options that OPERATING.md starts a desk's browser with."""
    line = re.search(r"^    ((?:[A-Z]+=\S+ )*)chromium (.+) https://\S+$", PAGE.read_text(), re.M)
    assert line, "OPERATING.md says how a desk's browser is started"
    return dict(setting.split("=", 1) for setting in line[1].split()), line[2].split()


class PrintSpool(EndToEnd):
    def setUp(self):
        super().setUp()
        self.memory = pathlib.Path(tempfile.mkdtemp(prefix="garita-desk-", dir="/dev/shm"))
        self.addCleanup(shutil.rmtree, self.memory)
        self.disk = self.folder / "desk"
        self.words = self.folder / "words"
        self.words.write_text("\n".join(PRINTED.words()) + "\n")

    def found(self, paper, *places):
        """Lines of what stands in clear in `places`, of the traveller or of the paper."""
        done = subprocess.run([BINARIES / "garita-clear-text", "--words", self.words, "--content", paper, *places],
                              capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return done.stdout.splitlines()[:-1]

    def display(self):
        """Where a browser that prints has its window."""
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", "-screen", "0", "1366x900x24"],
                                  pass_fds=[writing], stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        os.close(writing)
        with os.fdopen(reading) as said:
            return f":{said.readline().strip()}"

    def browser(self, station, queue):
        """A desk's browser, with `memory` for where OPERATING.md has it and everything else on `disk`."""
        def here(text):
            return text.replace(IN_MEMORY, str(self.memory))

        settings, options = advised()
        profile = next(one for one in options if one.startswith("--user-data-dir="))
        scene = self.folder / "scene.json"
        scene.write_text(json.dumps({
            "url": f"https://127.0.0.1:{station.desk_port}", "officer": OFFICER, "password": PASSWORD,
            "picture": str(PRINTED.picture), "profile": here(profile.partition("=")[2]),
            "options": [here(one) for one in options if one != profile]}))
        for folder in ("home", "tmp"):
            (self.disk / folder).mkdir()
        environment = {**queue.environment, "DISPLAY": self.display(), "HOME": str(self.disk / "home"),
                       "TMPDIR": str(self.disk / "tmp"), **{name: here(value) for name, value in settings.items()}}
        said = self.folder / "said"
        with said.open("w") as errors:
            browser = subprocess.Popen(["node", ROOT / "tests/browser/print_slip.mjs", scene], env=environment,
                                       stdin=subprocess.PIPE, stderr=errors)
        self.addCleanup(browser.wait)
        self.addCleanup(browser.kill)
        return browser

    def test_a_paper_stands_in_memory_alone_and_in_no_spool_once_it_is_printed(self):
        subprocess.run([ROOT / "schema/api/web/install"], check=True)
        draw(self.folder / "pictures", [PRINTED])
        self.make_country()
        station = self.until_served(NORTH)
        queue = PaperQueue(self.disk, self.memory)
        self.addCleanup(queue.end)
        queue.holds_jobs_back()
        browser = self.browser(station, queue)
        passed = [Created(self.disk / folder) for folder in ("home", "tmp")]

        self.until(lambda: queue.waiting() or browser.poll() is not None, "the job waits")
        self.assertIsNone(browser.poll(), (self.folder / "said").read_text())
        (waiting,) = queue.waiting()
        paper = self.folder / "paper.pdf"
        shutil.copy(waiting, paper)
        self.assertIn(PRINTED.surname, self.text_of(paper), "it is the traveller's paper")
        self.assertNotEqual(self.found(paper, queue.spool), [], "what waits in the spool is found there")
        self.assertEqual(self.found(paper, self.disk, station.data, station.log), [], "on the disk while it waits")

        queue.prints()
        self.until(queue.paper.exists, "it is printed")
        self.until(lambda: not queue.waiting(), "nothing waits")
        self.assertEqual(queue.paper.read_bytes(), paper.read_bytes())
        browser.communicate()
        self.assertEqual(browser.returncode, 0, (self.folder / "said").read_text())
        queue.end()
        self.assertEqual(self.found(paper, self.disk, station.data, station.log, queue.spool), [], "once it is printed")
        self.assertEqual([names for each in passed if (names := each.names())], [],
                         "files that were on the disk for a moment")

    def text_of(self, paper):
        text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
        return " ".join(text.split())


if __name__ == "__main__":
    unittest.main()
