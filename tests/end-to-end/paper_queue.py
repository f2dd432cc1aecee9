"""A print queue as deploy/OPERATING.md says that a desk's machine has one: CUPS's own scheduler on a socket of
its own, with what that page puts into cupsd.conf, its spool in memory, and a printer that is a file."""

import contextlib
import os
import re
import shutil
import subprocess

from fixture import ROOT, wait_until

SCHEDULER = "/usr/sbin/cupsd"
PROGRAMS = "/usr/lib/cups"
QUEUE = "paper"

# Everything else is as CUPS has it. Whoever reaches the socket may do all: it lies in the test's own folder.
LINES = """
LogLevel debug2
Listen {disk}/socket
<Location />
  Order allow,deny
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """
AccessLog {disk}/log/access_log
ErrorLog {disk}/log/error_log
PageLog {disk}/log/page_log
CacheDir {disk}/cache
StateDir {disk}/state
ServerRoot {disk}/etc
RequestRoot {spool}
TempDir {spool}/tmp
ServerBin {disk}/programs
"""
# What Chromium asks a queue: its paper. A job in PDF goes to it as it is.
DESCRIPTION = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Garita"
*Product: "(Paper)"
*ModelName: "Paper"
*ShortNickName: "Paper"
*NickName: "Paper"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Page: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
"""
# Says what it is when it is called without a job. A raw job comes as a file, any other on the standard input.
PRINTER = """#!/bin/sh
[ $# = 0 ] && {{ echo 'direct paper "Paper" "Paper"'; exit 0; }}
cat "${{6:--}}" > {paper}
"""


def advised():
    """What OPERATING.md has for cupsd.conf."""
    lines = re.findall(r"^    (Preserve\w+ .+)$", (ROOT / "deploy/OPERATING.md").read_text(), re.M)
    assert lines, "OPERATING.md says how a queue keeps nothing"
    return "\n".join(lines)


class PaperQueue:
    def __init__(self, disk, memory):
        self.disk, self.spool, self.paper = disk, memory / "spool", memory / "paper.pdf"
        for folder in ("log", "cache", "state", "etc", "programs/backend"):
            (disk / folder).mkdir(parents=True)
        (self.spool / "tmp").mkdir(parents=True)
        shutil.copytree(f"{PROGRAMS}/daemon", disk / "programs/daemon")
        printer = disk / "programs/backend/paper"
        printer.write_text(PRINTER.format(paper=self.paper))
        printer.chmod(0o700)
        places = {"disk": disk, "spool": self.spool}
        (disk / "cupsd.conf").write_text(advised() + LINES.format(**places))
        (disk / "cups-files.conf").write_text(FILES.format(**places))
        self.environment = {**os.environ, "CUPS_SERVER": str(disk / "socket")}
        self.process = subprocess.Popen([SCHEDULER, "-f", "-c", disk / "cupsd.conf", "-s", disk / "cups-files.conf"])
        wait_until(lambda: (disk / "socket").exists() or self.process.poll() is not None, "the scheduler listens")
        description = disk / "paper.ppd"
        description.write_text(DESCRIPTION)
        self.run("lpadmin", "-p", QUEUE, "-v", "paper:/", "-P", description, "-E")
        self.run("lpadmin", "-d", QUEUE)

    def run(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        return done.stdout

    def holds_jobs_back(self):
        self.run("cupsdisable", QUEUE)

    def prints(self):
        self.run("cupsenable", QUEUE)

    def waiting(self):
        """What waits in the spool, as files."""
        return [file for file in self.spool.glob("d*") if file.is_file()] if self.run("lpstat", "-o") else []

    def end(self):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
