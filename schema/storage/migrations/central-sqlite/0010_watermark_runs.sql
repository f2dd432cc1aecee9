-- Of the steps of a watermark there are millions, since each claim may be one, and a report asks when
-- it came to be at a few moments. Within a run it never falls, so that this is looked up by the index.
CREATE TABLE watermark_steps_in_runs (
  sees           INTEGER NOT NULL,
  run            INTEGER NOT NULL,
  known_from     INTEGER NOT NULL,
  complete_until INTEGER,
  PRIMARY KEY (sees, run, known_from)
) STRICT, WITHOUT ROWID;
INSERT INTO watermark_steps_in_runs (sees, run, known_from, complete_until)
SELECT sees, sum(fell) OVER (PARTITION BY sees ORDER BY known_from), known_from, complete_until
FROM (SELECT sees, known_from, complete_until,
        CASE WHEN before IS NOT NULL AND (complete_until IS NULL OR complete_until < before)
          THEN 1 ELSE 0 END AS fell
      FROM (SELECT sees, known_from, complete_until,
              lag(complete_until) OVER (PARTITION BY sees ORDER BY known_from) AS before
            FROM watermark_steps) AS steps) AS marked;
DROP TABLE watermark_steps;
ALTER TABLE watermark_steps_in_runs RENAME TO watermark_steps;
CREATE INDEX watermark_steps_by_value ON watermark_steps (sees, run, complete_until, known_from);
