"""What plain SQL says of the same crossings: everybody who is in the country for more than 90 days."""

import sqlite3
import subprocess
import time

# :now in milliseconds. A movement that counts, by the newest of each person or by the oldest that no exit follows.
OVER = ":now - 90 * CAST(86400000 AS BIGINT)"
QUERIES = {
    "window": f"""SELECT count(*) FROM (SELECT direction, at, row_number() OVER (PARTITION BY person ORDER BY at DESC)
        AS newest FROM crossings WHERE movement = 1) AS c WHERE newest = 1 AND direction = 1 AND at < {OVER}""",
    "anti-join": f"""SELECT count(*) FROM (SELECT DISTINCT person FROM crossings e WHERE movement = 1 AND direction = 1
        AND at < {OVER} AND NOT EXISTS (SELECT 1 FROM crossings x WHERE x.person = e.person AND x.movement = 1
        AND x.direction = 2 AND x.at >= e.at)) AS open""",
}


def _sqlite(country, sql, now):
    database = sqlite3.connect(f"file:{country.data / 'centre.sqlite'}?mode=ro", uri=True)
    begun = time.process_time()
    found = database.execute(sql, {"now": now}).fetchone()[0]
    cpu = time.process_time() - begun
    database.close()
    return cpu, found


def _postgres(country, sql, now):
    address = country.cluster.of_schema(country.schema)
    before = country.cluster.cpu()
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-d", address, "-v", "ON_ERROR_STOP=1",
                           "-c", "SET max_parallel_workers_per_gather = 0", "-c", "SET work_mem = '256MB'",
                           "-c", sql.replace(":now", str(now))], capture_output=True, text=True, check=True)
    return country.cluster.cpu() - before, int(done.stdout.strip())


def timed(country, database):
    """(name, CPU seconds, how many it found) of each."""
    now = int(time.time()) * 1000
    ask = _sqlite if database == "sqlite" else _postgres
    return [(name, *ask(country, sql, now)) for name, sql in QUERIES.items()]
