"""Plays the exercise day of deploy/demo/country with the real programs and tells it as a story.

    deploy/demo/play.py [--once] [--fresh]

deploy/run builds first and then calls this. The country lies in build/demo and is kept; a day can
be played only once, so --once and --fresh begin a new one. Exits 0 only if every step did what
country/day.tsv expects.
"""

import argparse
import datetime
import json
import pathlib
import secrets
import shutil
import subprocess
import sys
import time
import tomllib

from installation import ROOT, Country, Failed, wait_until

HERE = pathlib.Path(__file__).resolve().parent
COUNTRY = HERE / "country"
BINARIES = ROOT / "build/release/bin"
DATA = ROOT / "build/demo"
RAISED = ("probable", "confirmed")
HELD = ("due", "pending_data")
EVERY_STATE = "open,due,pending_data,probable,confirmed,cleared"
LOCAL = datetime.timezone(datetime.timedelta(hours=-6))


def table(file):
    """Rows of a tab-separated file as dictionaries; lines with # are comments."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:]]


class Story:
    """Prints what happens, and remembers whether all of it was as expected."""

    def __init__(self):
        self.failures = []
        self.started = time.monotonic()

    def chapter(self, title):
        print(f"\n== {title}", flush=True)

    def say(self, text):
        print(f"   {text}", flush=True)

    def fail(self, text):
        self.failures.append(text)
        print(f"   FAILED: {text}", flush=True)


class Day:
    def __init__(self, story):
        self.story = story
        self.settings = tomllib.loads((COUNTRY / "country.toml").read_text())
        self.travellers = {row["id"]: row for row in table(COUNTRY / "travellers.tsv")}
        ports = {"sync": self.settings["ports"]["sync"], "directorate": self.settings["ports"]["directorate"]}
        for post in self.settings["post"]:
            ports[post["code"]] = post["desk_port"]
        self.country = Country(DATA / "country", BINARIES, ports)
        self.pictures = DATA / "pictures"
        self.recorded = 0
        self.refused = 0
        self.records = []

    def moment(self, day, clock):
        hour, minute = map(int, clock.split(":"))
        first = self.settings["day_one"]
        return datetime.datetime(first.year, first.month, first.day, hour, minute, tzinfo=LOCAL) + \
            datetime.timedelta(days=int(day) - 1)

    # -- before the first traveller

    def draw(self):
        self.story.chapter("Documents")
        done = subprocess.run([BINARIES / "garita-specimen", "--batch", COUNTRY / "travellers.tsv",
                               "--out", self.pictures], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"garita-specimen: {done.stderr.strip()}")
        count = len(list(self.pictures.iterdir()))
        invented = len({name.split("-")[0] for name in self.travellers})
        self.story.say(f"{invented} travellers were invented and their documents "
                       f"photographed: {count} pictures in {self.pictures.relative_to(ROOT)}.")

    def found(self):
        country, story = self.country, self.story
        story.chapter("A country")
        country.clock.set(self.moment(1, "06:00"))
        country.found(self.settings["code"])
        country.publish("policies", COUNTRY / "policies.toml")
        country.publish("alerts", COUNTRY / "alerts.csv")
        country.appoint_protection_unit()
        password = secrets.token_urlsafe(9)
        for officer in table(COUNTRY / "officers.tsv"):
            country.centre.run("officer", "add", officer["id"], "--name", officer["name"],
                               "--roles", officer["roles"], stdin=password + "\n")
        (DATA / "password").write_text(password + "\n")
        (DATA / "password").chmod(0o600)
        for post in self.settings["post"]:
            country.add_post(post["code"], post["zone"], post["border"], ",".join(post["directions"]))
        story.say(f"{self.settings['name']} has a centre with its own certificate authority, "
                  f"{len(self.settings['post'])} land posts, stay policies and an alert list.")
        self.link()
        country.centre.start()
        for code, station in country.stations.items():
            country.join(code)
            station.start()
            story.say(f"{code}: made its own key, enrolled over TLS 1.3, holds alerts and policies.")
        country.made()

    def link(self):
        for post in self.settings["post"]:
            self.country.link(post["code"])

    # -- the day

    def play(self):
        day = None
        steps = table(COUNTRY / "day.tsv")
        for step in steps:
            if step["day"] != day:
                day = step["day"]
                date = self.moment(day, "12:00").strftime("%-d %B")
                told = any(s["story"] != "-" for s in steps if s["day"] == day)
                if told:
                    self.story.chapter(f"Day {day}, {date}")
                self.end_of_day(day)
            self.country.clock.set(self.moment(step["day"], step["time"]))
            getattr(self, f"do_{step['do']}")(step)

    def end_of_day(self, day):
        """Midnight passes for everyone: posts say that they are complete."""
        self.country.clock.set(self.moment(day, "00:30"))

    def tell(self, step, text):
        told = f" {step['story']}" if step["story"] != "-" else ""
        if told:
            self.story.say(f"{step['time']} {step['post'] if step['post'] != '-' else 'centre'}:{told} [{text}]")

    def decision(self, step):
        made = {"direction": step["do"], "decision": step["decision"],
                "picture": str(self.pictures / f"{step['traveller']}.jpg")}
        if step["days"] != "-":
            made["granted_days"] = int(step["days"])
        if step["more"] != "-":
            made.update(json.loads(step["more"]))
        return made

    def cross(self, step):
        station = self.country.stations[step["post"]]
        done = station.record(self.decision(step), check=False)
        record = done.stdout.strip()
        if step["expect"] == "recorded":
            if done.returncode != 0 or not record:
                return self.story.fail(f"day {step['day']} {step['do']} of {step['traveller']}: "
                                       f"{done.stderr.strip()}")
            self.recorded += 1
            self.records.append(record)
            return self.tell(step, record)
        if done.returncode == 0 or record:
            return self.story.fail(f"day {step['day']} {step['do']} of {step['traveller']} should "
                                   "have been refused and was recorded")
        self.refused += 1
        self.tell(step, done.stderr.strip().splitlines()[-1])

    do_entry = cross
    do_exit = cross

    def do_cut(self, step):
        self.settle()
        self.country.relays[step["post"]].cut()
        self.tell(step, "link cut")

    def do_restore(self, step):
        station = self.country.stations[step["post"]]
        waiting = station.status()[0]["unsent"]
        began = time.monotonic()
        self.country.relays[step["post"]].restore()
        self.settle()
        self.tell(step, f"{waiting} records received and confirmed {time.monotonic() - began:.1f} s "
                        "after the link came back")

    def settle(self):
        """Waits until the centre has read everything that linked posts have recorded."""
        linked = [code for code, relay in self.country.relays.items() if relay.up]

        def done():
            rows = [self.country.stations[code].status()[0] for code in linked]
            return all(journal["opened"] == journal["last"] for row in rows
                       for journal in row["journals"])
        wait_until(done, "the centre has read what the posts recorded")

    def flag_of(self, traveller):
        row = self.travellers[traveller]
        number = row["document_number"]
        for flag in self.country.centre.overstays("--states", EVERY_STATE):
            if flag.get("document", "").endswith(number) and flag["flag"].startswith("OVERSTAY"):
                return flag
        return None

    def do_look(self, step):
        def fits():
            flag = self.flag_of(step["traveller"])
            state = flag["state"] if flag else None
            if step["expect"] == "held":
                cut = [code for code, relay in self.country.relays.items() if not relay.up]
                return flag if state in HELD and flag["blocking_posts"] == cut else None
            if step["expect"] == "raised":
                return flag if state in RAISED else None
            return self.never_raised(step["traveller"], flag)
        row = self.travellers[step["traveller"]]
        name = f"{row['surname']}, {row['given_names']}"
        try:
            flag = wait_until(fits, f"the flag of {name} is {step['expect']}", 30)
        except Failed as failed:
            return self.story.fail(f"day {step['day']}: {failed}; it is {self.flag_of(step['traveller'])}")
        self.tell(step, f"{name}: {self.in_words(flag)}")

    @staticmethod
    def in_words(flag):
        if flag.get("state") in HELD:
            return f"{flag['state']}, waits for {', '.join(flag['blocking_posts'])}"
        if flag.get("state") in RAISED:
            return f"{flag['state']}, {flag['days_over']} days over, known complete until {flag['watermark']}"
        return "never raised: " + " → ".join(flag["history"])

    def never_raised(self, traveller, flag):
        """The history of the person's flags, once it has ended without ever having been raised."""
        if flag and flag["state"] != "cleared":
            return None
        number = self.travellers[traveller]["document_number"]
        person = next((row["person"] for row in self.country.centre.overstays("--states", EVERY_STATE)
                       if row.get("document", "").endswith(number)), None)
        who = person or next(record for step, record in self.seen if step == traveller)
        report = self.country.centre.json("explain", "--json", who)[0]
        states = [event["state"] for event in report["history"]]
        if any(state in RAISED for state in states):
            raise Failed(f"a flag was raised that late data took back: {states}")
        ended = report["stays"] and not report["stays"][0]["open"]
        return {"history": states or ["no flag"]} if ended else None

    @property
    def seen(self):
        """(traveller, record) of what was recorded, in order."""
        crossings = [step for step in table(COUNTRY / "day.tsv")
                     if step["do"] in ("entry", "exit") and step["expect"] == "recorded"]
        return list(zip((step["traveller"] for step in crossings), self.records))

    # -- after it

    def finish(self):
        story, country = self.story, self.country
        self.settle()
        story.chapter("What the centre says")
        for flag in country.centre.overstays():
            story.say(f"{flag['flag']} {flag['state']}: {flag['name']} ({flag['nationality']}), due out "
                      f"{flag['authorised_until']}, {flag['days_over']} days over")
        still = [flag for flag in country.centre.overstays() if flag["flag"] == "OVERSTAY_OPEN"]
        if len(still) != 1:
            story.fail(f"one person is over and still here, but the list has {len(still)}")
        verified = country.centre.run("verify", check=False)
        story.say(f"verify: {verified.stdout.strip().splitlines()[-1] if verified.stdout.strip() else 'ok'}")
        if verified.returncode != 0:
            story.fail(f"verify: {verified.stderr.strip()}")
        status = country.centre.status()[0]
        held = sum(journal["held"] for post in status["posts"] for station in post["stations"]
                   for journal in station["journals"])
        last = sum(journal["last"] for station in country.stations.values()
                   for journal in station.status()[0]["journals"])
        story.say(f"{self.recorded} decisions recorded from pictures, {self.refused} rightly not taken; "
                  f"{held} of {last} journal entries at the centre; {status['persons']} persons, "
                  f"{status['stays_open']} stays open, {status['quarantined']} in quarantine.")
        if held != last:
            story.fail("the journals at the posts and at the centre differ")

    def serve(self):
        self.story.chapter("Serving, until Ctrl-C")
        password = (DATA / "password").read_text().strip()
        for post in self.settings["post"]:
            self.story.say(f"{post['name']}: https://127.0.0.1:{self.country.ports[post['code']]}/")
        self.story.say(f"Directorate: https://127.0.0.1:{self.country.ports['directorate']}/")
        officers = ", ".join(f"{row['id']} ({row['roles']}, {row['where']})" for row in table(COUNTRY / "officers.tsv"))
        self.story.say(f"Log in as {officers}; password {password}")
        self.story.say(f"Pictures to try: {self.pictures.relative_to(ROOT)}. The certificates are the demo "
                       "country's own, so the browser will ask.")
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            print()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--once", action="store_true", help="play, serve nothing")
    parser.add_argument("--fresh", action="store_true", help="begin a new country")
    chosen = parser.parse_args()
    played = DATA / "played"
    begin = chosen.fresh or chosen.once or not played.exists()
    if begin:
        shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True, exist_ok=True)
    story = Story()
    day = Day(story)
    try:
        if begin:
            day.draw()
            day.found()
            day.play()
            day.finish()
            if not story.failures:
                played.write_text("the exercise day was played in this country\n")
        else:
            story.say("The day was played before in build/demo; --fresh plays it again.")
            day.link()
            day.country.start()
        took = f"{time.monotonic() - story.started:.0f} s"
        print(f"\nEvery step did what it should ({took})." if not story.failures
              else f"\n{len(story.failures)} steps failed ({took}).", flush=True)
        if not chosen.once:
            day.serve()
        day.country.stop()
    except Failed as failed:
        story.fail(str(failed))
    finally:
        day.country.kill_all()
    return 1 if story.failures else 0


if __name__ == "__main__":
    sys.exit(main())
