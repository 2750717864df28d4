#include "consent.h"

#include <assert.h>
#include <string.h>
#include "base/buf.h"
#include "contacts.h"
#include "store/db/row.h"
#include "store/log/events.h"

enum fault consent_get(struct db *db, struct str phone, enum channel channel,
		       enum purpose purpose, struct consent *consent)
{
	assert(phone.size && channel < CHANNEL_COUNT && purpose < PURPOSE_COUNT && consent);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT state, changed_at, cause FROM consent"
					     " WHERE phone = $1 AND channel = $2"
					     " AND purpose = $3",
				  BINDS(PHONE(phone), TEXTZ(channel_word(channel)),
					TEXTZ(purpose_word(purpose))));

	if (fault)
		return fault;
	if (!db_rows_next(rows)) {
		fault = db_rows_fault(rows);
		if (!fault)
			*consent = (struct consent){ .is_granted = purpose != PURPOSE_OTHER };
		return fault;
	}
	consent->is_stopped = str_is(db_rows_text(rows, 0), "stopped");
	consent->is_granted = !consent->is_stopped;
	consent->changed_at = db_rows_number(rows, 1);
	return consent_cause_of(db_rows_text(rows, 2), &consent->cause) ? FAULT_NONE : FAULT_BROKEN;
}

static void consent_entry_read(struct row *row, struct consent_entry *entry)
{
	row_word(row, channel_of, &entry->channel);
	row_word(row, purpose_of, &entry->purpose);
	entry->is_stopped = str_is(row_str(row), "stopped");
	entry->at = row_number(row);
	row_word(row, consent_cause_of, &entry->cause);
}

READER_ALL(consent_entry)

enum fault consent_history(struct db *db, struct str phone, struct consent_entry *entries,
			   size_t most, size_t *count)
{
	assert(entries && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT channel, purpose, state, at, cause"
					     " FROM consent_change WHERE phone = $1"
					     " ORDER BY event_id DESC LIMIT $2",
				  BINDS(PHONE(phone), NUMBER(most)));

	if (fault)
		return fault;
	return consent_entry_all(rows, entries, most, count);
}

/* The history has what changed, not what was said again. */
static enum fault entry_keep(struct db *db, const struct consent_change *change,
			     enum purpose purpose)
{
	struct consent before;
	enum fault fault = consent_get(db, change->phone, change->channel, purpose, &before);

	if (fault || (before.changed_at && before.is_stopped == change->is_stopped))
		return fault;
	return db_run(db, "INSERT INTO consent_change (event_id, phone, channel, purpose, state,"
			  " at, cause, message_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		      BINDS(NUMBER(change->event_id), PHONE(change->phone),
			    TEXTZ(channel_word(change->channel)), TEXTZ(purpose_word(purpose)),
			    TEXTZ(change->is_stopped ? "stopped" : "granted"),
			    NUMBER(change->at), TEXTZ(consent_cause_word(change->cause)), NUMBER(change->by.n)),
		      NULL);
}

static enum fault purpose_set(struct db *db, const struct consent_change *change,
			      enum purpose purpose)
{
	enum fault fault = entry_keep(db, change, purpose);

	if (fault)
		return fault;
	return db_run(db, "INSERT INTO consent (phone, channel, purpose, state, changed_at,"
			  " cause, message_id) VALUES ($1, $2, $3, $4, $5, $6, $7)"
			  " ON CONFLICT (phone, channel, purpose) DO UPDATE SET"
			  " state = excluded.state, changed_at = excluded.changed_at,"
			  " cause = excluded.cause, message_id = excluded.message_id",
		      BINDS(PHONE(change->phone), TEXTZ(channel_word(change->channel)),
			    TEXTZ(purpose_word(purpose)),
			    TEXTZ(change->is_stopped ? "stopped" : "granted"),
			    NUMBER(change->at), TEXTZ(consent_cause_word(change->cause)), NUMBER(change->by.n)),
		      NULL);
}

static enum fault trace(struct db *db, const struct consent_change *change,
			struct event *event)
{
	struct number number = { .phone = "" };
	AUTO(buf) detail;
	enum fault fault;

	buf_init(&detail, 256);
	fault = number_get(db, change->phone, &number);
	if (fault && fault != FAULT_MISSING)
		return fault;
	/* The cause is one of our own words: nothing to escape. */
	buf_add_format(&detail, "{\"channel\":\"%s\",\"cause\":\"%s\"}", channel_word(change->channel),
		       consent_cause_word(change->cause));
	event->contact = number.contact;
	event->detail = buf_str(&detail);
	return event_keep(db, event);
}

enum fault consent_set(struct db *db, const struct consent_change *change)
{
	assert(change->phone.size && change->channel < CHANNEL_COUNT && change->event_id != 0);

	struct event event = { .id = change->event_id, .at = change->at,
			       .actor = consent_cause_actor(change->cause), .message = change->by,
			       .what = change->is_stopped ? "consent.stopped" :
							    "consent.started" };
	enum fault fault = FAULT_NONE;

	for (int purpose = 0; !fault && purpose < PURPOSE_COUNT; purpose++)
		fault = purpose_set(db, change, (enum purpose)purpose);
	if (fault)
		return fault;
	return trace(db, change, &event);
}

enum fault consent_set_purpose(struct db *db, const struct consent_change *change,
			       enum purpose purpose)
{
	assert(change->phone.size && purpose < PURPOSE_COUNT && change->event_id != 0);

	struct event event = { .id = change->event_id, .at = change->at,
			       .actor = consent_cause_actor(change->cause), .message = change->by,
			       .what = "consent.scope" };
	enum fault fault = purpose_set(db, change, purpose);

	if (fault)
		return fault;
	return trace(db, change, &event);
}
