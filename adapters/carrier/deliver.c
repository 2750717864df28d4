#include "deliver.h"

#include <assert.h>

#include "dialect.h"

/* When one copy of a callback leaves. */
static int64_t wait_of(struct carrier *carrier, const struct record *record, int copy)
{
	uint64_t span = (uint64_t)(record->chaos_for > 0 ? record->chaos_for : 0) + 1;

	if (record->chaos & MISHAP_SHUFFLE)
		return (int64_t)mishaps_random(carrier->mishaps, span);
	if (record->chaos & MISHAP_DELAY)
		return record->chaos_for;
	return copy * 20;
}

static void tell(struct carrier *carrier, const struct record *record)
{
	int copies = record->chaos & MISHAP_DUPLICATE ? record->copies : 1;
	char token[TOKEN_SIZE];

	if (record->chaos & MISHAP_LOSE)
		return;
	random_token(token);
	for (int i = 0; i < copies; i++) {
		struct hook *hook = record->dialect->tell_status(carrier, record);

		if (!hook)
			return;
		hook_set_token(hook, token);
		hook_send(hook, wait_of(carrier, record, i));
	}
}

static void show_on_phone(struct carrier *carrier, const struct record *record)
{
	struct phone *phone = phones_need(carrier->phones, carrier_bare(str_of(record->to)));
	struct phone_text text = { .is_in = true, .at = carrier_now(carrier),
				   .media_count = (int)record->media_count };
	json_t *line = json_object();

	if (phone) {
		str_put(text.other, sizeof(text.other), str_of(record->from));
		str_put(text.sid, sizeof(text.sid), str_of(record->sid));
		phone_show(phone, &text, buf_str(&record->text));
	}
	json_set_str(line, "sid", str_of(record->sid));
	json_set_str(line, "to", str_of(record->to));
	json_set_str(line, "from", str_of(record->from));
	json_set_str(line, "body", buf_str(&record->text));
	carrier_log_add(carrier->log, "delivered", line);
}

static void log_status(struct carrier *carrier, const struct record *record)
{
	json_t *line = json_object();

	json_set_str(line, "sid", str_of(record->sid));
	json_set_str(line, "status", str_of(journey_word(record->status)));
	if (record->error)
		json_set_number(line, "error_code",
				refusal_code(record->dialect->id, record->error));
	carrier_log_add(carrier->log, "status", line);
}

static void set_status(struct carrier *carrier, struct record *record,
		       enum journey_status status)
{
	record->status = status;
	record->updated_at = carrier_now(carrier);
	if (status == JOURNEY_SENT)
		record->sent_at = record->updated_at;
	if (status == JOURNEY_UNDELIVERED || status == JOURNEY_FAILED)
		record->error = record->ending;
	/* The handset has it before its receipt is back. */
	if (status == JOURNEY_SENT && record->end != JOURNEY_BOUNCES)
		show_on_phone(carrier, record);
	if (journey_is_final(status))
		log_status(carrier, record);
	tell(carrier, record);
}

static void deliver_on_time(struct carrier *carrier, int64_t no, void *data);

static void step_in(struct carrier *carrier, const struct record *record, int64_t in_for)
{
	struct chore chore = { .run = deliver_on_time, .no = record->no };

	chores_add(carrier->chores, in_for, &chore);
}

/* A service picks its sender when the message leaves the hall for the queue. */
static void pick_sender(struct carrier *carrier, struct record *record)
{
	if (!record->from[0])
		str_put(record->from, sizeof(record->from),
			str_of(carrier->settings.lines[0].number));
}

/* A timer and the wall clock may differ by a hair: what was to run out does so. */
static bool is_over(const struct carrier *carrier, const struct record *record)
{
	return record->runs_out || carrier_now(carrier) >= record->valid_until;
}

static void deliver_on_time(struct carrier *carrier, int64_t no, void *data)
{
	struct record *record = records_at(carrier->records, no);
	enum journey_status next;

	(void)data;
	if (!record || journey_is_final(record->status))
		return;
	if (record->status == JOURNEY_QUEUED && is_over(carrier, record)) {
		record->ending = REFUSAL_EXPIRED;
		set_status(carrier, record, JOURNEY_FAILED);
		return;
	}
	next = journey_next(record->status, record->end);
	if (next == record->status)
		return;
	pick_sender(carrier, record);
	set_status(carrier, record, next);
	if (!journey_is_final(next))
		step_in(carrier, record, next == JOURNEY_SENT ? carrier->settings.receipt_for
							       : carrier->settings.step_for);
}

void deliver_start(struct carrier *carrier, struct record *record, int64_t queue_for)
{
	assert(carrier && record);
	assert(!journey_is_final(record->status));
	assert(queue_for >= 0);

	int64_t now = carrier_now(carrier);
	int64_t in_for = carrier->settings.step_for + queue_for;
	int64_t valid_for = record->valid_until - now;

	if (record->ending)
		record->end = record->ending == REFUSAL_OVERFLOW ? JOURNEY_BREAKS : JOURNEY_BOUNCES;
	if (record->status == JOURNEY_SCHEDULED)
		in_for = record->send_at - now;
	/* It fails when its time in the queue is over, not when its turn comes. */
	else if (in_for > valid_for) {
		record->runs_out = true;
		in_for = valid_for;
	}
	tell(carrier, record);
	step_in(carrier, record, in_for);
}

bool deliver_cancel(struct carrier *carrier, struct record *record)
{
	assert(carrier && record);
	if (!journey_may_cancel(record->status))
		return false;
	set_status(carrier, record, JOURNEY_CANCELED);
	return true;
}
