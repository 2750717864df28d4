-- 0002 the scope of a consent, its history, and what may have been a stop.
--
-- A family that asked in its own words is asked once what it means: one more question.
-- A CHECK cannot be changed in place, so the table is made anew.

CREATE TABLE number_2 (
	phone TEXT PRIMARY KEY,
	contact_id BIGINT NOT NULL REFERENCES contact (id),
	unusable_code BIGINT NOT NULL,
	unusable_at BIGINT NOT NULL,
	question TEXT NOT NULL CHECK (question IN ('none', 'language', 'answered', 'scope')),
	asked_at BIGINT NOT NULL,
	asked_of BIGINT NOT NULL,
	choices TEXT NOT NULL,
	heard_at BIGINT NOT NULL,
	answered_at BIGINT NOT NULL,
	thanked_at BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);
INSERT INTO number_2 SELECT phone, contact_id, unusable_code, unusable_at, question, asked_at, asked_of, choices, heard_at, answered_at, thanked_at, created_at FROM number;
DROP TABLE number;
ALTER TABLE number_2 RENAME TO number;
CREATE INDEX number_contact ON number (contact_id);

-- Every change of a consent, one row a purpose; event_id is its row in the log.
CREATE TABLE consent_change (
	event_id BIGINT NOT NULL,
	phone TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'voice')),
	purpose TEXT NOT NULL CHECK (purpose IN ('emergency', 'school', 'other')),
	state TEXT NOT NULL CHECK (state IN ('granted', 'stopped')),
	at BIGINT NOT NULL,
	cause TEXT NOT NULL,
	message_id BIGINT NOT NULL,
	PRIMARY KEY (event_id, purpose)
);
CREATE INDEX consent_change_phone ON consent_change (phone, event_id);

-- A text that may have asked us to stop: a person decides by decide_by, or we stop.
CREATE TABLE doubt (
	promise_id BIGINT PRIMARY KEY REFERENCES promise (id),
	message_id BIGINT NOT NULL,
	phone TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'voice')),
	decision TEXT NOT NULL CHECK (decision IN ('open', 'stopped', 'kept')),
	opened_at BIGINT NOT NULL,
	decide_by BIGINT NOT NULL,
	wake_at BIGINT NOT NULL,
	decided_at BIGINT NOT NULL,
	decided_by TEXT NOT NULL
);
CREATE INDEX doubt_due ON doubt (wake_at) WHERE decision = 'open';
CREATE INDEX doubt_phone ON doubt (phone) WHERE decision = 'open';
