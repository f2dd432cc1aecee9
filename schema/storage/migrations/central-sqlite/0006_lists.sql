-- Lists of raised flags, the most days over first: a page of them, and how many there are, cost what
-- they list. 1 is the kind of an open overstay, whose days over grow by themselves.
CREATE INDEX cases_open_stays ON cases (authorised_until, at, subject) WHERE known_to IS NULL AND kind = 1;
CREATE INDEX cases_others ON cases (days_over DESC, at, subject) WHERE known_to IS NULL AND kind <> 1;
CREATE INDEX cases_raised ON cases (raise_at, kind, met) WHERE known_to IS NULL;
