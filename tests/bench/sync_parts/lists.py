"""Long lists on their way down: whole on a stick, and over 64 kbit/s with a round trip of 600 ms."""

import base64
import datetime
import os
import random
import subprocess
import time

from installation import Failed
from sync_parts.bad_link import PostBehind, until
from sync_parts.link import KBIT, Link
from sync_parts.measuring import asked, at_most, row

STATION_MIB_MAX = 150
CHANGED = 100
WATCHED_SECONDS = 60
SURNAMES = """AGUILAR ALVAREZ AMAYA ARCE BARRIOS BELTRAN CABRERA CALDERON CAMPOS CASTILLO CHAVEZ CORTEZ CRUZ
DELGADO DIAZ ESCOBAR ESTRADA FLORES FUENTES GARCIA GOMEZ GONZALEZ GUERRA GUZMAN HERNANDEZ HERRERA IBARRA
JIMENEZ LARA LOPEZ MARTINEZ MEDINA MEJIA MENDOZA MOLINA MORALES NAVARRO OCHOA ORTIZ PADILLA PENA PEREZ PINEDA
QUIROZ RAMIREZ REYES RIVAS RIVERA RODRIGUEZ ROMERO ROSALES RUIZ SALAZAR SANCHEZ SANTOS SOTO TORRES VALLE VARGAS
VASQUEZ VEGA VELASQUEZ ZELAYA""".split()
GIVEN = """ALBERTO ANA ANTONIO BEATRIZ BLANCA CARLOS CARMEN CLAUDIA DANIEL DAVID DIANA EDGAR ELENA ERICK FATIMA
FRANCISCO GABRIEL GLORIA HECTOR INES JAVIER JORGE JOSE JUAN JULIA KAREN LAURA LUCIA LUIS MANUEL MARIA MARIO MARTA
MIGUEL MONICA NOE OLGA OSCAR PABLO PATRICIA PEDRO RAFAEL ROSA SARA SILVIA SOFIA TERESA VICTOR WALTER YESENIA""".split()
ORDERS = ["Detain and call the duty officer", "To the second line", "Inform quietly", "Keep the document"]
STATES = "GTM SLV HND NIC MEX CRI PAN DOM COL VEN".split()


def alert(chance, number):
    state = chance.choice(STATES)
    document = f"{state},{chance.choice('ABCDEFGH')}{chance.randrange(10**7):07d}" if number % 3 == 0 else ","
    surnames = f"{chance.choice(SURNAMES)} {chance.choice(SURNAMES)}"
    given = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}"
    born = f"{chance.randint(1940, 2008)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return f"A-{number:07d},{document},{surnames},{given},{born},{state},{chance.choice(ORDERS)}\n"


def write_alerts(file, count, changed=0):
    """The last `changed` rows are others than without."""
    chance = random.Random(11)
    with file.open("w") as out:
        out.write("reference,issuer,number,surname,given_names,birth_date,nationality,instruction\n")
        for number in range(count):
            if number == count - changed:
                chance.seed(12)
            out.write(alert(chance, number))


def write_stays(file, count):
    """Keyed hashes, which do not shrink, the day of entry, and until when each may stay."""
    chance = random.Random(13)
    with file.open("w") as out:
        out.write("reference,entered,until,sealed_key\n")
        for _ in range(count):
            reference = base64.urlsafe_b64encode(chance.randbytes(16)).decode().rstrip("=")
            entered = datetime.date(2026, 1, 1) + datetime.timedelta(days=chance.randint(0, 360))
            until = entered + datetime.timedelta(days=chance.randint(1, 90))
            out.write(f"{reference},{entered},{until},\n")


def measured(command):
    """Seconds, CPU seconds and the most memory in MiB of a program that must end well."""
    began = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{command[1]} ended with {process.returncode}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def version_held(station, channel):
    rows = asked(station.data / "station.db", "SELECT version FROM bulletin WHERE channel = ?", (channel,))
    return rows[0][0] if rows else 0


def bytes_held(station):
    """Of what is on its way: sections that are kept, as they are on the disk, and parts of the next."""
    rows = asked(station.data / "station.db",
                 "SELECT (SELECT coalesce(sum(length(signed_sealed)), 0) FROM bulletin_section) + "
                 "(SELECT coalesce(sum(size), 0) FROM bulletin_part)")
    return rows[0][0]


def down_bytes(link):
    return link.counts()["down"]["delivered_bytes"]


def whole_by_link(post, binaries):
    """Bytes of the lists that are durable at the post after a minute, a second of it."""
    with Link(binaries) as link:
        post.start_behind(link)
        first = until(lambda: bytes_held(post.station) > 0, 60)
        time.sleep(WATCHED_SECONDS)
        held, seconds = bytes_held(post.station), time.monotonic() - first
        carried = down_bytes(link)
        post.end()
    row("a long list comes over 64 kbit/s", f"{held / seconds:.0f} bytes/s",
        f"the link carried {carried / seconds:.0f} of {KBIT * 125}", f"{held / seconds / (KBIT * 125):.2f}")
    return held / seconds


def by_stick(post, binaries, sizes, rate):
    """The lists that the centre writes beside an enrolment, taken by a station."""
    post.country.add_post("PASO-SUR", "America/Guatemala")
    files = sorted(post.country.data.glob("PASO-SUR*-lists-*.garita"))
    if not files:
        raise Failed("the enrolment left no lists beside its file")
    seconds, cpu, memory = measured([binaries / "garita-station", "import", "--data", post.station.data, *files])
    stick = sum(file.stat().st_size for file in files)
    row(f"{sizes} on a stick", f"{stick / 1e6:.1f} MB", f"over 64 kbit/s at that rate: {stick / rate / 3600:.1f} h")
    row(f"{sizes}: taken by the station", f"{seconds:.0f} s", f"{cpu:.0f} s of CPU")
    row(f"{sizes}: most memory of the station", f"{memory:.0f} MiB", "-", at_most(memory, STATION_MIB_MAX, 0))


def change_by_link(post, binaries, listed, version):
    with Link(binaries) as link:
        began = time.monotonic()
        post.start_behind(link)
        took = until(lambda: version_held(post.station, "alerts") == version, 600) - began
        carried = down_bytes(link)
        post.end()
    row(f"{CHANGED} of {listed} alerts are others: in force at the post", f"{took:.0f} s",
        "from the start of both programs", f"{carried / 1e3:.1f} kB came down")


def lists(folder, binaries, options):
    post = PostBehind(folder / "country", binaries)
    try:
        post.end()
        listed, stays = options.listed, options.listed * 2 // 3
        for changed in (0, CHANGED):
            write_alerts(folder / f"alerts-{changed}.csv", listed, changed)
        write_stays(folder / "stays.csv", stays)
        seconds, cpu, memory = measured([binaries / "garita-central", "bulletin", "publish", "alerts",
                                         folder / "alerts-0.csv", "--data", post.centre.data])
        row(f"{listed} alerts: published", f"{seconds:.0f} s", f"{cpu:.0f} s of CPU, {memory:.0f} MiB")
        post.country.publish("open-stays", folder / "stays.csv")
        rate = whole_by_link(post, binaries)
        by_stick(post, binaries, f"{listed} alerts and {stays} open stays", rate)
        post.country.publish("alerts", folder / f"alerts-{CHANGED}.csv")
        change_by_link(post, binaries, listed, version_held(post.station, "alerts") + 1)
    finally:
        post.close()
