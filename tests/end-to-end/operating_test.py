"""Types every command of deploy/OPERATING.md, in its order and as it stands, in an empty folder: each ends
as the page says. What a section speaks about (a fork, a PostgreSQL) is made before it. Of the text only ports and
names of machines are changed."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import textwrap
import unittest

from fixture import BINARIES, PASSWORD, ROOT
from installation import free_port, wait_until

PAGE = ROOT / "deploy/OPERATING.md"
CLUSTER = ROOT / "tests/support/postgres_cluster/postgres-cluster"
DATABASE = "postgresql://garita@db.example/garita"
SECTIONS_LEAST = 12
COMMANDS_LEAST = 40
# These act on records that follow some that are gone. For those a post would have to drop records, which it does a
# week after the centre has read them, and no option shortens that; and on this page the post was revoked and its life
# closed before. So they are typed, and have to be understood, whatever becomes of them. What they do is in
# tests/simulation/restored_centre_test.cpp and central-sync/program/decisions_test.cpp.
WITHOUT_WHAT_THEY_NEED = (
    "garita-central adopt PASO-02-01:1:movement:201-300 ",
    "garita-central adopt PASO-02-01:1 ",
    'garita-central close PASO-02-01:1 --why "101-200 are lost" ',
    "garita-central persons separate P-AAAA P-BBBB ",
)
WRONG_USAGE = 2


def blocks(text):
    """What stands between fences, those of lists without their indentation."""
    return [textwrap.dedent(block) for _, block in re.findall(r"^( *)```sh\n(.*?)^\1```$", text, flags=re.S | re.M)]


def sections(page):
    """Headings, and the commands below each; a command may go on in a here-document or behind a backslash."""
    for part in re.split(r"^## ", page, flags=re.M)[1:]:
        heading, _, text = part.partition("\n")
        yield heading, [command for block in blocks(text) for command in commands(block)]


def commands(block):
    pattern = r"(?:.*<<'END'\n(?:.*\n)*?END\n|(?:.*\\\n)*.*\n)"
    return [command for command in re.findall(pattern, block) if command.strip()]


class Operating(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="garita-operating-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "deploy").symlink_to(ROOT / "deploy")
        # The portrait that a list of wanted persons names.
        shutil.copy(ROOT / "tests/fuzz/corpus/picture/page.png", self.folder / "caal.png")
        self.environment = dict(os.environ, PATH=f"{BINARIES}:{os.environ['PATH']}")
        self.ports = {port: str(free_port()) for port in ("7410", "7420", "7430")}
        self.address = DATABASE
        self.serving = {}
        self.understood = []
        self.addCleanup(self.stop_all)

    def stop_all(self):
        for process in self.serving.values():
            process.kill()
            process.wait()

    def stop(self, program):
        process = self.serving.pop(program)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 0, program)

    def as_here(self, command):
        for port, here in self.ports.items():
            command = re.sub(rf"\b{port}\b", here, command)
        # Two machines may have the same ports.
        command = re.sub(r"\b744[13]\b", lambda _: str(free_port()), command)
        return command.replace("centre.example:", "127.0.0.1:").replace(DATABASE, self.address)

    def typed(self, command):
        return subprocess.run(["bash", "-c", self.as_here(command)], cwd=self.folder, env=self.environment,
                              input=PASSWORD + "\n", text=True, capture_output=True, timeout=60)

    def run_command(self, command, expected=0):
        done = self.typed(command)
        self.assertEqual(done.returncode, expected, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def serve(self, command):
        words = self.as_here(command.partition("#")[0]).split()
        folder = words[words.index("--data") + 1]
        log = self.folder / f"{folder}.log"
        log.unlink(missing_ok=True)
        with log.open("w") as out:
            self.serving[folder] = subprocess.Popen(words, cwd=self.folder, env=self.environment, stdout=out,
                                                    stderr=out)
        wait_until(lambda: re.search(r"console on port|\bserves$", log.read_text(), flags=re.M),
                   f"{command}\n{log}", 30)

    def type_in(self, command):
        if re.match(r"garita-\w+ serve ", command):
            self.serve(command)
            return
        if command.startswith(WITHOUT_WHAT_THEY_NEED):
            self.understood.append(command)
            done = self.typed(command)
            self.assertNotEqual(done.returncode, WRONG_USAGE, f"{command}\n{done.stderr}")
            return
        ends = re.search(r"# ends with (\d)", command)
        self.run_command(command, int(ends[1]) if ends else 0)

    def record(self, folder, number):
        line = (self.folder / "sheet.json").read_text().replace("QZX4711K9", number).replace("line 3", number)
        (self.folder / "one.json").write_text(line)
        return self.run_command(f"garita-station record one.json --data {folder}").strip()

    def make_fork(self):
        """The station's disk is copied, and both copies go on."""
        self.record("paso02", "FK0000001")
        shutil.copytree(self.folder / "paso02", self.folder / "copy")
        for folder, letter in (("paso02", "A"), ("copy", "B")):
            last = [self.record(folder, f"F{letter}000000{i}") for i in (2, 3)][-1]
            self.assertEqual(last, "PASO-02-01:1:movement:3")
            self.run_command(f"garita-station export --data {folder} --to fork-{letter}")
        self.run_command("garita-central import fork-A/*.garita --data centre --to fork-A")
        self.run_command("garita-central import fork-B/*.garita --data centre --to fork-B", 1)

    def until_listed(self):
        """What was on paper is projected once the station has claimed since."""
        self.stop("paso01")
        self.serve("garita-station serve --data paso01 --desk-port 7420")
        # The sheet is of before the posts went live, so it is never more than held.
        held = "garita-central overstays --states pending_data --data centre"
        wait_until(lambda: "HERRERA" in self.run_command(held), "the overstay is listed", 60)

    def start_cluster(self):
        cluster = subprocess.Popen([CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(cluster.wait)
        self.addCleanup(cluster.stdin.close)
        self.addCleanup(cluster.stdout.close)
        self.address = cluster.stdout.readline().strip()

    def before(self, heading):
        if heading == "Who has stayed too long":
            self.until_listed()
        if heading == "Forks and quarantine":
            self.make_fork()
        if heading == "The centre comes back from a backup":
            self.stop("centre")
        if heading == "A second machine for the centre":
            self.start_cluster()

    def test_each_command_of_the_page_can_be_typed_as_it_stands(self):
        text = PAGE.read_text()
        self.assertEqual(len(re.findall(r"^\s*```", text, flags=re.M)), 2 * len(blocks(text)),
                         "each fence of the page begins or ends commands that are typed here")
        page = list(sections(text))
        for heading, lines in page:
            self.before(heading)
            for line in lines:
                self.type_in(line)
        self.assertEqual(len(self.understood), len(WITHOUT_WHAT_THEY_NEED), "none is left out that the page lacks")
        self.assertGreaterEqual(len(page), SECTIONS_LEAST)
        self.assertGreaterEqual(sum(len(lines) for _, lines in page), COMMANDS_LEAST)
        for program in ("centre", "paso01", "shared", "second"):
            self.stop(program)


if __name__ == "__main__":
    unittest.main()
