/*
 * create - POST Messages: judged as strictly as the provider may, accepted or
 * refused, and answered by the mishap of the hour.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "deliver.h"
#include "i18n/text/segment.h"
#include "judge.h"
#include "shape.h"

enum {
	FIELDS_MOST = 200,
	FORM_CEILING = 256 * 1024,
};

static const char *const names[] = {
	"To", "From", "FallbackFrom", "MessagingServiceSid", "Body", "*MediaUrl", "ContentSid",
	"ContentVariables", "StatusCallback", "ApplicationSid", "MaxPrice", "ProvideFeedback",
	"Attempt", "ValidityPeriod", "ForceDelivery", "ContentRetention", "AddressRetention",
	"SmartEncoded", "*PersistentAction", "TrafficType", "ShortenUrls", "ScheduleType",
	"SendAt", "SendAsMms", "RiskCheck", NULL
};

/* --- accepting --------------------------------------------------------------------- */

static void log_accepted(struct carrier *carrier, const struct record *record)
{
	json_t *line = json_object();

	json_set_str(line, "sid", str_of(record->sid));
	json_set_str(line, "to", str_of(record->to));
	json_set_str(line, "from", str_of(record->from));
	json_set_str(line, "body", buf_str(&record->text));
	if (record->callback)
		json_set_str(line, "callback", str_of(record->callback));
	json_set_number(line, "valid_for_s", (record->valid_until - record->created_at) / SECOND_MS);
	carrier_log_add(carrier->log, "accepted", line);
}

static void set_content(struct record *record, const struct form *form)
{
	struct str callback = form_get(form, "StatusCallback");

	buf_add(&record->text, form_get(form, "Body"));
	record->segments = segment_count(buf_str(&record->text)).segments;
	if (callback.size)
		record->callback = strndup(callback.at, callback.size);
	for (size_t i = 0; i < form->count; i++) {
		struct record_medium *medium;

		if (!str_is(form->fields[i].name, "MediaUrl"))
			continue;
		medium = record_add_medium(record);
		if (!medium)
			continue;
		medium->url = strndup(form->fields[i].value.at, form->fields[i].value.size);
		str_put(medium->type, sizeof(medium->type), STR("image/jpeg"));
	}
}

static void set_times(struct record *record, const struct form *form, int64_t now)
{
	int64_t valid = JUDGE_VALID_MOST;

	if (form_get(form, "ValidityPeriod").at)
		(void)!str_number(form_get(form, "ValidityPeriod"), 1, JUDGE_VALID_MOST, &valid);
	record->created_at = now;
	record->updated_at = now;
	record->valid_until = now + valid * SECOND_MS;
	record->status = form_get(form, "From").size ? JOURNEY_QUEUED : JOURNEY_ACCEPTED;
	if (form_get(form, "ScheduleType").at &&
	    date_parse_rfc3339(form_get(form, "SendAt"), &record->send_at) == FAULT_NONE) {
		record->status = JOURNEY_SCHEDULED;
		record->valid_until = record->send_at + valid * SECOND_MS;
	}
}

static const struct record *accept_form(struct carrier *carrier, const struct form *form,
					const struct mishap *mishap)
{
	bool has_media = form_get(form, "MediaUrl").at;
	struct record *record = records_add(carrier->records, has_media ? "MM" : "SM");

	str_put(record->to, sizeof(record->to), form_get(form, "To"));
	str_put(record->from, sizeof(record->from), form_get(form, "From"));
	str_put(record->service, sizeof(record->service), form_get(form, "MessagingServiceSid"));
	record->direction = RECORD_SENT;
	set_content(record, form);
	set_times(record, form, carrier_now(carrier));
	record->end = mishap->flags & MISHAP_SILENT ? JOURNEY_IS_SILENT : JOURNEY_ARRIVES;
	record->end_code = mishap->end_code;
	record->is_hidden = mishap->flags & MISHAP_HIDE;
	record->chaos = mishap->flags;
	record->chaos_for = mishap->chaos_for;
	record->copies = mishap->copies;
	log_accepted(carrier, record);
	deliver_start(carrier, record, mishap->queue_for);
	return record;
}

/* --- a request that is accepted after its sender gave up ------------------------------ */

struct late {
	struct mishap mishap;
	size_t size;
	char body[];
};

static void create_on_late(struct carrier *carrier, int64_t no, void *data)
{
	struct late *late = data;
	struct form form;
	AUTO(arena) arena;

	(void)no;
	arena_init(&arena, FORM_CEILING * 4);
	if (form_read((struct str){ late->body, late->size }, FIELDS_MOST, &arena, &form,
		      NULL) == FAULT_NONE)
		(void)accept_form(carrier, &form, &late->mishap);
	free(late);
}

static void accept_later(struct rest *rest, const struct mishap *mishap)
{
	struct str body = call_body(rest->call);
	struct late *late = calloc(1, sizeof(*late) + body.size);
	struct chore chore = { .run = create_on_late, .drop = free, .data = late };

	if (!late)
		abort();
	late->mishap = *mishap;
	late->size = body.size;
	memcpy(late->body, body.at, body.size);
	chores_add(rest->carrier->chores, mishap->delay_for, &chore);
}

/* --- answering ---------------------------------------------------------------------------- */

static void refuse_by_mishap(struct rest *rest, const struct mishap *mishap)
{
	AUTO(buf) seconds;

	buf_init(&seconds, 32);
	buf_add_number(&seconds, mishap->retry_after_for / SECOND_MS);
	if (mishap->retry_after_for)
		call_add_header(rest->call, "Retry-After", buf_text(&seconds));
	rest_refuse(rest, mishap->code, NULL);
}

static void answer(struct rest *rest, const struct mishap *mishap, const struct record *record)
{
	json_t *json;

	switch (mishap->answer) {
	case MISHAP_REFUSE:
		refuse_by_mishap(rest, mishap);
		return;
	case MISHAP_HANG:
		rest_hang(rest, mishap->delay_for);
		return;
	case MISHAP_CUT:
	case MISHAP_LATE:
		rest_cut(rest);
		return;
	case MISHAP_BAD_JSON:
		rest_answer_bytes(rest, 201, "application/json",
				  STR("{\"account_sid\": \"AC\", \"sid\": \"SM"));
		return;
	case MISHAP_NO_ID:
	case MISHAP_NONE:
		break;
	}
	json = shape_record(rest->carrier, record);
	if (mishap->answer == MISHAP_NO_ID)
		json_object_del(json, "sid");
	rest_answer(rest, 201, json);
}

static void judge_mishap(struct rest *rest, struct mishap *mishap)
{
	struct str to = form_get(&rest->form, "To");
	struct phone *phone = NULL;
	struct mishap_case request = { .request = MISHAP_CREATE, .to = to,
				       .from = form_get(&rest->form, "From"),
				       .text = form_get(&rest->form, "Body") };

	if (phone_is_number(carrier_bare(to)))
		phone = phones_need(rest->carrier->phones, carrier_bare(to));
	if (phone)
		request.tried = ++phone->tried;
	mishaps_judge(rest->carrier->mishaps, &request, mishap);
}

static void create_judged(struct rest *rest, const struct mishap *mishap)
{
	const struct record *record = NULL;
	int code;

	if (!mishap->is_accepted && mishap->answer != MISHAP_LATE) {
		answer(rest, mishap, NULL);
		return;
	}
	code = judge_message(rest->carrier, &rest->form);
	if (code) {
		rest_refuse(rest, code, NULL);
		return;
	}
	if (mishap->answer == MISHAP_LATE)
		accept_later(rest, mishap);
	else
		record = accept_form(rest->carrier, &rest->form, mishap);
	answer(rest, mishap, record);
}

/* --- a request that is held until somebody releases it -------------------------------- */

struct held {
	struct rest *rest;
	struct mishap mishap;
};

static void create_on_release(struct carrier *carrier, int64_t no, void *data)
{
	struct held held = *(struct held *)data;

	(void)carrier;
	(void)no;
	free(data);
	create_judged(held.rest, &held.mishap);
}

static void drop_held(void *data)
{
	struct held *held = data;

	rest_cut(held->rest);
	free(held);
}

static void hold(struct rest *rest, const struct mishap *mishap)
{
	struct held *held = calloc(1, sizeof(*held));
	struct chore chore = { .run = create_on_release, .drop = drop_held, .data = held };

	if (!held)
		abort();
	*held = (struct held){ rest, *mishap };
	chores_add(rest->carrier->chores, CHORE_HELD, &chore);
}

void create_run(struct rest *rest)
{
	struct mishap mishap;

	if (!rest_is_strict(rest, &rest->form, names))
		return;
	judge_mishap(rest, &mishap);
	if (mishap.is_held)
		hold(rest, &mishap);
	else
		create_judged(rest, &mishap);
}
