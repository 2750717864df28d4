#include "dialect_telnyx_order.h"

#include <assert.h>

#include "base/date.h"
#include "judge.h"

enum { FIELDS_MOST = 64, SCHEDULE_LEAST = 5, SCHEDULE_DAYS = 5,
       QUEUE_HOURS = 4 };

/* --- JSON into fields ------------------------------------------------------------------- */

static enum fault add_field(struct form *form, const char *name, struct str value,
			    struct note *note)
{
	struct form_field *field = &form->fields[form->count];

	if (form->count == FIELDS_MOST)
		return fault_because(FAULT_TOO_LARGE, note, "more than %d values", FIELDS_MOST);
	field->name = arena_copy(form->arena, str_of(name));
	field->value = arena_copy(form->arena, value);
	if (!field->name.at || !field->value.at)
		return fault_because(FAULT_TOO_LARGE, note, "the object is too large");
	form->count++;
	return FAULT_NONE;
}

static struct str text_of(const json_t *value)
{
	return (struct str){ json_string_value(value), json_string_length(value) };
}

static enum fault add_value(struct form *form, const char *name, const json_t *value,
			    struct note *note)
{
	if (json_is_null(value))
		return FAULT_NONE;
	if (json_is_boolean(value))
		return add_field(form, name, json_is_true(value) ? STR("true") : STR("false"),
				 note);
	if (json_is_string(value))
		return add_field(form, name, text_of(value), note);
	return fault_because(FAULT_INVALID, note, "a value has the wrong type");
}

static enum fault add_member(struct form *form, const char *name, const json_t *value,
			     struct note *note)
{
	enum fault fault = FAULT_NONE;
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return add_value(form, name, value, note);
	json_array_foreach(value, i, item) {
		if (!json_is_string(item))
			return fault_because(FAULT_INVALID, note, "a list holds texts");
		fault = add_value(form, name, item, note);
		if (fault)
			break;
	}
	return fault;
}

enum fault dialect_telnyx_order_read(struct str body, struct arena *arena, struct form *form,
				     struct note *note)
{
	AUTO_JSON *json = NULL;
	enum fault fault = json_read(body, &json, note);
	const char *name;
	json_t *value;

	assert(arena && form);
	if (fault)
		return fault;
	if (!json_is_object(json))
		return fault_because(FAULT_INVALID, note, "the body must be an object");
	*form = (struct form){ .arena = arena };
	form->fields = arena_take(arena, FIELDS_MOST * sizeof(*form->fields));
	if (!form->fields)
		return fault_because(FAULT_TOO_LARGE, note, "the object is too large");
	json_object_foreach(json, name, value) {
		fault = add_member(form, name, value, note);
		if (fault)
			return fault;
	}
	return FAULT_NONE;
}

/* --- is it acceptable? -------------------------------------------------------------------- */

static enum refusal judge_addresses(struct carrier *carrier, const struct form *form)
{
	struct str to = form_get(form, "to");
	struct str from = form_get(form, "from");
	struct str profile = form_get(form, "messaging_profile_id");

	if (!to.size)
		return REFUSAL_NO_TO;
	if (!from.size && !profile.size)
		return REFUSAL_NO_FROM;
	if (!phone_is_number(to) || to.size >= RECORD_ADDRESS)
		return REFUSAL_TO_INVALID;
	if (profile.size && !str_is(profile, DIALECT_TELNYX_PROFILE))
		return REFUSAL_FROM_OTHERS;
	if (from.size && !phone_is_number(from))
		return REFUSAL_FROM_INVALID;
	return from.size && !carrier_line(carrier, from) ? REFUSAL_FROM_OTHERS : REFUSAL_NONE;
}

static enum refusal judge_content(const struct form *form)
{
	struct str text = form_get(form, "text");
	int media;
	enum refusal refusal = judge_media(form, "media_urls", &media);

	if (refusal)
		return refusal;
	return text.size || media ? judge_text(text) : REFUSAL_NO_CONTENT;
}

static const struct judge_words words[] = {
	{ "type", { "SMS", "MMS" } },
	{ "encoding", { "auto", "gsm7", "ucs2" } },
	{ "auto_detect", { "true", "false" } },
	{ "use_profile_webhooks", { "true", "false" } },
};

static enum refusal judge_urls(const struct form *form)
{
	static const char *const names[] = { "webhook_url", "webhook_failover_url" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str url = form_get(form, names[i]);

		if (url.at && !carrier_is_url(url))
			return REFUSAL_CALLBACK;
	}
	return REFUSAL_NONE;
}

static enum refusal judge_schedule(const struct form *form, int64_t now)
{
	struct str send_at = form_get(form, "send_at");
	int64_t at;

	if (!send_at.at)
		return REFUSAL_NONE;
	if (date_parse_rfc3339(send_at, &at))
		return REFUSAL_BAD_SEND_AT;
	if (at < now + SCHEDULE_LEAST * MINUTE_MS || at > now + SCHEDULE_DAYS * DAY_MS)
		return REFUSAL_FAR_SEND_AT;
	return REFUSAL_NONE;
}

enum refusal dialect_telnyx_order_judge(struct carrier *carrier, const struct form *form)
{
	assert(carrier && form);

	enum refusal refusal = judge_addresses(carrier, form);
	const struct phone *phone = phones_find(carrier->phones, form_get(form, "to"));

	if (!refusal)
		refusal = judge_content(form);
	if (!refusal)
		refusal = judge_each_word(form, words, COUNT_OF(words));
	if (!refusal)
		refusal = judge_urls(form);
	if (!refusal)
		refusal = judge_schedule(form, carrier_now(carrier));
	if (!refusal && phone && phone_has_stopped(phone, STR(DIALECT_TELNYX_PROFILE)))
		refusal = REFUSAL_STOPPED;
	return refusal;
}

void dialect_telnyx_order_schedule(struct record *record, const struct form *form)
{
	assert(record && form);

	struct str send_at = form_get(form, "send_at");

	record->status = JOURNEY_QUEUED;
	record->valid_until = record->created_at + QUEUE_HOURS * HOUR_MS;
	if (!send_at.size || date_parse_rfc3339(send_at, &record->send_at))
		return;
	record->status = JOURNEY_SCHEDULED;
	record->valid_until = record->send_at + QUEUE_HOURS * HOUR_MS;
}
