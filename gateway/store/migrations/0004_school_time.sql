-- 0004 school time: closures of school, staff weeks, absences.

-- One row a calendar: the district's ('') or one school's.
CREATE TABLE calendar (
	school TEXT PRIMARY KEY,
	imported_at BIGINT NOT NULL,
	imported_by TEXT NOT NULL,
	until_at BIGINT NOT NULL
);

CREATE TABLE closure (
	school TEXT NOT NULL REFERENCES calendar (school),
	from_at BIGINT NOT NULL,
	to_at BIGINT NOT NULL,
	summary TEXT NOT NULL,
	is_all_day BIGINT NOT NULL CHECK (is_all_day IN (0, 1)),
	PRIMARY KEY (school, from_at, to_at, summary)
);

-- Empty: the district's; 0: no limit.
ALTER TABLE staff ADD COLUMN week TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN capacity BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN schools TEXT NOT NULL DEFAULT '';
-- When the next text to their own number is due (never: the largest number), and when
-- the last one was.
ALTER TABLE staff ADD COLUMN nudge_at BIGINT NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE staff ADD COLUMN nudged_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX staff_nudge ON staff (nudge_at);

-- wake_at: its beginning, then its end, then never (the largest number).
CREATE TABLE absence (
	id BIGINT PRIMARY KEY,
	staff_id BIGINT NOT NULL REFERENCES staff (id),
	from_at BIGINT NOT NULL,
	to_at BIGINT NOT NULL,
	reason TEXT NOT NULL,
	wake_at BIGINT NOT NULL
);
CREATE INDEX absence_staff ON absence (staff_id, to_at);
CREATE INDEX absence_wake ON absence (wake_at);
