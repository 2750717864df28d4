-- 0012 words: tables, columns and what stands in them take the names that code, API and
-- screens use.  Nothing is lost and nothing is new; a row says what it said.

-- What may have been a stop, and waits for a person: a review.
ALTER TABLE doubt RENAME TO opt_out_review;
DROP INDEX doubt_due;
DROP INDEX doubt_phone;
CREATE INDEX opt_out_review_due ON opt_out_review (wake_at) WHERE decision = 'open';
CREATE INDEX opt_out_review_phone ON opt_out_review (phone) WHERE decision = 'open';

-- When a member of staff is texted next on their own number, and was last.
ALTER TABLE staff RENAME COLUMN nudge_at TO alert_at;
ALTER TABLE staff RENAME COLUMN nudged_at TO alerted_at;
DROP INDEX staff_nudge;
CREATE INDEX staff_alert ON staff (alert_at);

-- How many answers they owe.
ALTER TABLE staff RENAME COLUMN owes TO workload;

-- The family's last message; until when the provider's list was read.
ALTER TABLE number RENAME COLUMN heard_at TO inbound_at;
ALTER TABLE line RENAME COLUMN swept_at TO polled_at;

-- The seal of a row covers its values, not the column's name: the chain stays whole.
ALTER TABLE audit RENAME COLUMN act TO command;

-- Whether the provider took it is `unknown`, as the delivery's state says.  A CHECK cannot
-- be changed in place, so the table is made anew.
CREATE TABLE rung_12 (
	promise_id BIGINT NOT NULL REFERENCES promise (id),
	no BIGINT NOT NULL,
	answer_id BIGINT NOT NULL,
	failed_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	rung TEXT NOT NULL CHECK (rung IN ('retry_later', 'other_number', 'other_channel', 'voice', 'other_guardian', 'visit')),
	next TEXT NOT NULL CHECK (next IN ('', 'retry_later', 'other_number', 'other_channel', 'voice', 'other_guardian', 'visit')),
	miss TEXT NOT NULL CHECK (miss IN ('not_reached', 'no_texts', 'stopped', 'refused', 'content', 'silence', 'unknown', 'hours')),
	why TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (promise_id, no)
);
INSERT INTO rung_12 SELECT promise_id, no, answer_id, failed_id, message_id, rung, next, CASE miss WHEN 'doubt' THEN 'unknown' ELSE miss END, why, at FROM rung;
DROP TABLE rung;
ALTER TABLE rung_12 RENAME TO rung;
UPDATE promise SET person_detail = 'unknown'
	WHERE person_detail = 'doubt' AND person_reason IN ('undelivered', 'visit');

-- The trace, and what staff were told.
UPDATE event SET what = CASE what WHEN 'message.heard' THEN 'message.inbound' ELSE 'consent.review_opened' END
	WHERE what IN ('message.heard', 'consent.doubted');
UPDATE event SET detail = replace(detail, '; heard ', '; inbound ') WHERE what = 'promise.ruled';
UPDATE event SET detail = 'unknown' WHERE what = 'message.unknown' AND detail = 'doubt';
UPDATE notice SET what = 'consent.stopped_undecided' WHERE what = 'consent.stopped_unheard';
