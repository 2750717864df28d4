-- 0001 the main job: contacts, messages, deliveries, promises, staff, the log.
--
-- One text for SQLite and PostgreSQL: the driver spells BIGINT as INTEGER and adds
-- STRICT for SQLite.  Ids are our own, times are milliseconds UTC (0: not yet),
-- flags are 0 or 1.  State words are those of the C tables; a test compares them.

CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

CREATE TABLE contact (
	id BIGINT PRIMARY KEY,
	name TEXT NOT NULL,
	language TEXT NOT NULL,
	language_source TEXT NOT NULL CHECK (language_source IN ('default', 'recognised', 'roster', 'staff', 'told')),
	is_known BIGINT NOT NULL CHECK (is_known IN (0, 1)),
	zone TEXT NOT NULL,
	own_from BIGINT NOT NULL,
	own_to BIGINT NOT NULL,
	prefers TEXT NOT NULL CHECK (prefers IN ('sms', 'whatsapp', 'voice')),
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL
);

CREATE TABLE number (
	phone TEXT PRIMARY KEY,
	contact_id BIGINT NOT NULL REFERENCES contact (id),
	unusable_code BIGINT NOT NULL,
	unusable_at BIGINT NOT NULL,
	question TEXT NOT NULL CHECK (question IN ('none', 'language', 'answered')),
	asked_at BIGINT NOT NULL,
	asked_of BIGINT NOT NULL,
	choices TEXT NOT NULL,
	heard_at BIGINT NOT NULL,
	answered_at BIGINT NOT NULL,
	thanked_at BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX number_contact ON number (contact_id);

CREATE TABLE consent (
	phone TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'voice')),
	purpose TEXT NOT NULL CHECK (purpose IN ('emergency', 'school', 'other')),
	state TEXT NOT NULL CHECK (state IN ('granted', 'stopped')),
	changed_at BIGINT NOT NULL,
	cause TEXT NOT NULL,
	message_id BIGINT NOT NULL,
	PRIMARY KEY (phone, channel, purpose)
);

CREATE TABLE line (
	id BIGINT PRIMARY KEY,
	account TEXT NOT NULL,
	number TEXT NOT NULL,
	paused_at BIGINT NOT NULL,
	pause_reason TEXT NOT NULL,
	swept_at BIGINT NOT NULL,
	UNIQUE (account, number)
);

CREATE TABLE staff (
	id BIGINT PRIMARY KEY,
	email TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('viewer', 'liaison', 'administrator')),
	languages TEXT NOT NULL,
	phone TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	disabled_at BIGINT NOT NULL
);

CREATE TABLE token (
	hash TEXT PRIMARY KEY,
	staff_id BIGINT NOT NULL REFERENCES staff (id),
	created_at BIGINT NOT NULL
);

CREATE TABLE promise (
	id BIGINT PRIMARY KEY,
	contact_id BIGINT NOT NULL REFERENCES contact (id),
	phone TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'voice')),
	line_id BIGINT NOT NULL REFERENCES line (id),
	language TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'answered', 'kept', 'excused')),
	owner_id BIGINT NOT NULL,
	follows_id BIGINT NOT NULL,
	opened_at BIGINT NOT NULL,
	input_at BIGINT NOT NULL,
	inputs BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	late_at BIGINT NOT NULL,
	answered_at BIGINT NOT NULL,
	closed_at BIGINT NOT NULL,
	excuse TEXT NOT NULL CHECK (excuse IN ('', 'merged', 'spam', 'opted_out', 'unreachable', 'in_person', 'no_answer_needed')),
	excuse_note TEXT NOT NULL,
	excused_by BIGINT NOT NULL,
	rule TEXT NOT NULL,
	rule_version BIGINT NOT NULL,
	next_step BIGINT NOT NULL,
	wake_at BIGINT NOT NULL,
	person_at BIGINT NOT NULL,
	person_reason TEXT NOT NULL
);
CREATE INDEX promise_due ON promise (wake_at) WHERE state IN ('open', 'taken', 'answered');
CREATE INDEX promise_contact ON promise (contact_id, id);
CREATE INDEX promise_owner ON promise (owner_id) WHERE state IN ('open', 'taken', 'answered');
CREATE INDEX promise_closed ON promise (state, late_at) WHERE state IN ('kept', 'excused');

CREATE TABLE message (
	id BIGINT PRIMARY KEY,
	direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
	kind TEXT NOT NULL CHECK (kind IN ('', 'confirmation', 'acknowledgement', 'answer', 'service', 'update', 'outreach')),
	purpose TEXT NOT NULL CHECK (purpose IN ('emergency', 'school', 'other')),
	channel TEXT NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'voice')),
	contact_id BIGINT NOT NULL REFERENCES contact (id),
	phone TEXT NOT NULL,
	line_id BIGINT NOT NULL REFERENCES line (id),
	promise_id BIGINT NOT NULL,
	language TEXT NOT NULL,
	meaning TEXT NOT NULL,
	text TEXT NOT NULL,
	media_count BIGINT NOT NULL,
	segments BIGINT NOT NULL,
	author_id BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX message_phone ON message (phone, id);
CREATE INDEX message_promise ON message (promise_id, id) WHERE promise_id > 0;

CREATE TABLE provider_message (
	account TEXT NOT NULL,
	provider_id TEXT NOT NULL,
	message_id BIGINT NOT NULL REFERENCES message (id),
	no BIGINT NOT NULL,
	PRIMARY KEY (account, provider_id)
);
CREATE INDEX provider_message_ours ON provider_message (message_id, no);

CREATE TABLE delivery (
	message_id BIGINT PRIMARY KEY REFERENCES message (id),
	line_id BIGINT NOT NULL,
	phone TEXT NOT NULL,
	text_hash BIGINT NOT NULL,
	kind_rank BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'unknown', 'sent', 'suppressed', 'failed', 'delivered', 'read')),
	attempts BIGINT NOT NULL,
	tries BIGINT NOT NULL,
	not_before_at BIGINT NOT NULL,
	waits_for TEXT NOT NULL,
	claimed_at BIGINT NOT NULL,
	ended_at BIGINT NOT NULL,
	sent_at BIGINT NOT NULL,
	final_at BIGINT NOT NULL,
	error_code BIGINT NOT NULL,
	is_ambiguous BIGINT NOT NULL CHECK (is_ambiguous IN (0, 1)),
	needs_person BIGINT NOT NULL CHECK (needs_person IN (0, 1)),
	polls BIGINT NOT NULL,
	empty_lists BIGINT NOT NULL,
	look_at BIGINT NOT NULL
);
-- One range a kind: what is due, and what comes next, cost the same however many wait.
CREATE INDEX delivery_due ON delivery (line_id, kind_rank, not_before_at, message_id) WHERE state = 'queued';
CREATE INDEX delivery_open ON delivery (phone, text_hash) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_look ON delivery (look_at) WHERE state IN ('unknown', 'sent');
CREATE INDEX delivery_phone_queued ON delivery (phone) WHERE state = 'queued';
CREATE INDEX delivery_person ON delivery (message_id) WHERE needs_person = 1;

CREATE TABLE attempt (
	token TEXT PRIMARY KEY,
	message_id BIGINT NOT NULL REFERENCES message (id),
	no BIGINT NOT NULL,
	started_at BIGINT NOT NULL,
	ended_at BIGINT NOT NULL,
	outcome TEXT NOT NULL,
	told BIGINT NOT NULL,
	code BIGINT NOT NULL,
	provider_id TEXT NOT NULL
);
CREATE INDEX attempt_message ON attempt (message_id, no);

CREATE TABLE media (
	message_id BIGINT NOT NULL REFERENCES message (id),
	no BIGINT NOT NULL,
	url TEXT NOT NULL,
	type TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'failed')),
	tries BIGINT NOT NULL,
	look_at BIGINT NOT NULL,
	file TEXT NOT NULL,
	PRIMARY KEY (message_id, no)
);
CREATE INDEX media_due ON media (look_at) WHERE state = 'waiting';

CREATE TABLE orphan (
	id BIGINT PRIMARY KEY,
	account TEXT NOT NULL,
	token TEXT NOT NULL,
	provider_id TEXT NOT NULL,
	event TEXT NOT NULL,
	code BIGINT NOT NULL,
	at BIGINT NOT NULL
);

CREATE TABLE event (
	id BIGINT PRIMARY KEY,
	at BIGINT NOT NULL,
	what TEXT NOT NULL,
	actor TEXT NOT NULL,
	promise_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	contact_id BIGINT NOT NULL,
	detail TEXT NOT NULL
);
CREATE INDEX event_promise ON event (promise_id, id) WHERE promise_id > 0;
CREATE INDEX event_message ON event (message_id, id) WHERE message_id > 0;

CREATE TABLE notice (
	id BIGINT PRIMARY KEY,
	staff_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	promise_id BIGINT NOT NULL,
	what TEXT NOT NULL,
	at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL
);
CREATE INDEX notice_staff ON notice (staff_id, id);

CREATE TABLE audit (
	no BIGINT PRIMARY KEY,
	at BIGINT NOT NULL,
	actor TEXT NOT NULL,
	act TEXT NOT NULL,
	detail TEXT NOT NULL,
	mac TEXT NOT NULL
);
