-- 0016 line health: one family never silences another.  A line that the provider has paused
-- says why and when it is tried again; a destination that it refuses is a person's, and is
-- counted for the administrators.

-- Of a line that is paused: who or what paused it, the provider's code, and how it is tried
-- again.  Before, the provider paused with one sentence, for faults of one destination too:
-- such a line is tried again at once.
ALTER TABLE line ADD COLUMN pause_cause TEXT NOT NULL DEFAULT '' CHECK (pause_cause IN ('', 'person', 'account', 'sender', 'stranger'));
ALTER TABLE line ADD COLUMN pause_code BIGINT NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN pause_is_by_receipt BIGINT NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN probe_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN probe_for BIGINT NOT NULL DEFAULT 0;
UPDATE line SET pause_cause = CASE pause_reason
	WHEN 'the provider refuses our account or number: see hearbackctl lines' THEN 'account'
	ELSE 'person' END
	WHERE paused_at > 0;

-- What could not be delivered to a country: since administrators were last told, and whether
-- they have read the country's name.
CREATE TABLE refused_destination (
	line_id BIGINT NOT NULL REFERENCES line (id),
	code BIGINT NOT NULL,
	country TEXT NOT NULL,
	counted BIGINT NOT NULL,
	told_at BIGINT NOT NULL,
	is_named BIGINT NOT NULL,
	PRIMARY KEY (line_id, code, country)
);
CREATE INDEX refused_destination_due ON refused_destination (told_at) WHERE counted > 0;

-- What a notice says beyond its word.
ALTER TABLE notice ADD COLUMN detail TEXT NOT NULL DEFAULT '';

-- Two words more: a CHECK cannot be changed in place.
ALTER TABLE promise ADD COLUMN person_reason_14 TEXT NOT NULL DEFAULT '';
UPDATE promise SET person_reason_14 = person_reason WHERE person_reason <> '';
ALTER TABLE promise DROP COLUMN person_reason;
ALTER TABLE promise ADD COLUMN person_reason TEXT NOT NULL DEFAULT '' CHECK (person_reason IN ('', 'stopped', 'opt_out_review', 'uncovered', 'escalated', 'rule_ended', 'rule_unreadable', 'step_failed', 'answer_unsaid', 'stuck', 'undelivered', 'destination', 'no_hour', 'visit', 'put_back', 'other'));
UPDATE promise SET person_reason = person_reason_14 WHERE person_reason_14 <> '';
ALTER TABLE promise DROP COLUMN person_reason_14;

CREATE TABLE rung_14 (
	promise_id BIGINT NOT NULL REFERENCES promise (id),
	no BIGINT NOT NULL,
	answer_id BIGINT NOT NULL,
	failed_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	rung TEXT NOT NULL CHECK (rung IN ('retry_later', 'other_number', 'other_channel', 'voice', 'other_guardian', 'visit')),
	next TEXT NOT NULL CHECK (next IN ('', 'retry_later', 'other_number', 'other_channel', 'voice', 'other_guardian', 'visit')),
	miss TEXT NOT NULL CHECK (miss IN ('not_reached', 'no_texts', 'stopped', 'refused', 'destination', 'content', 'silence', 'unknown', 'hours')),
	why TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (promise_id, no)
);
INSERT INTO rung_14 SELECT promise_id, no, answer_id, failed_id, message_id, rung, next, miss, why, at FROM rung;
DROP TABLE rung;
ALTER TABLE rung_14 RENAME TO rung;
