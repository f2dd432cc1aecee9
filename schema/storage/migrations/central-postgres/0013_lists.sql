-- Lists of raised flags, the most days over first: a page of them, and how many there are, cost what
-- they list. 1 is the kind of an open overstay, whose days over grow by themselves, or end with the day
-- on which the person probably left. What a review holds, or an exit that nobody saw, is not raised.
CREATE INDEX cases_open_stays ON cases (authorised_until, at, subject)
  WHERE known_to IS NULL AND kind = 1 AND probably_left IS NULL;
CREATE INDEX cases_left_stays ON cases ((authorised_until - probably_left / 86400000), at, subject)
  WHERE known_to IS NULL AND kind = 1 AND probably_left IS NOT NULL;
CREATE INDEX cases_others ON cases (days_over DESC, at, subject) WHERE known_to IS NULL AND kind <> 1;
CREATE INDEX cases_raised ON cases (raise_at, kind, met, ends_at)
  WHERE known_to IS NULL AND review = '' AND (met = 1 OR probably_left IS NULL OR probably_left >= raise_at);
