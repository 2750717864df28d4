#include "shape.h"

#include <assert.h>

#include "base/date.h"
#include "wire/call.h"

static void set_date(json_t *json, const char *key, int64_t at)
{
	char text[DATE_SIZE];

	date_rfc2822(at, text);
	json_object_set_new(json, key, at ? json_string(text) : json_null());
}

/* Empty becomes null. */
static void set_text(json_t *json, const char *key, struct str text)
{
	if (text.size)
		json_set_str(json, key, text);
	else
		json_object_set_new(json, key, json_null());
}

static void set_count(json_t *json, const char *key, long long count)
{
	json_object_set_new(json, key, json_sprintf("%lld", count));
}

static void set_error(json_t *json, enum refusal error)
{
	int code = refusal_code(DIALECT_TWILIO, error);

	json_object_set_new(json, "error_code", code ? json_integer(code) : json_null());
	json_object_set_new(json, "error_message",
			    code ? json_string(refusal_text(DIALECT_TWILIO, error))
				 : json_null());
}

static void set_addresses(const struct carrier *carrier, json_t *json,
			  const struct record *record)
{
	const char *account = carrier->settings.account_sid;
	json_t *more = json_object();

	json_object_set_new(json, "uri",
			    json_sprintf("/2010-04-01/Accounts/%s/Messages/%s.json", account,
					 record->sid));
	json_object_set_new(more, "media",
			    json_sprintf("/2010-04-01/Accounts/%s/Messages/%s/Media.json",
					 account, record->sid));
	json_object_set_new(json, "subresource_uris", more);
}

json_t *shape_record(const struct carrier *carrier, const struct record *record)
{
	assert(carrier && record);

	static const char *const directions[] = { "inbound", "outbound-api", "outbound-reply" };
	bool is_waiting = record->service[0] && !record->from[0];
	json_t *json = json_object();

	json_set_str(json, "account_sid", str_of(carrier->settings.account_sid));
	json_set_str(json, "api_version", STR("2010-04-01"));
	json_set_str(json, "body", buf_str(&record->text));
	set_date(json, "date_created", record->created_at);
	set_date(json, "date_sent", record->sent_at);
	set_date(json, "date_updated", record->updated_at);
	json_set_str(json, "direction", str_of(directions[record->direction]));
	set_error(json, record->error);
	set_text(json, "from", str_of(record->from));
	set_text(json, "messaging_service_sid", str_of(record->service));
	set_count(json, "num_media", record_media_left(record));
	set_count(json, "num_segments", is_waiting ? 0 : record->segments);
	json_object_set_new(json, "price", json_null());
	json_set_str(json, "price_unit", STR("USD"));
	json_set_str(json, "sid", str_of(record->sid));
	json_set_str(json, "status", str_of(journey_word(record->status)));
	json_set_str(json, "to", str_of(record->to));
	set_addresses(carrier, json, record);
	return json;
}

json_t *shape_medium(const struct carrier *carrier, const struct record *record,
		     const struct record_medium *medium)
{
	json_t *json = json_object();

	assert(carrier && record && medium);
	json_set_str(json, "account_sid", str_of(carrier->settings.account_sid));
	json_set_str(json, "content_type", str_of(medium->type));
	set_date(json, "date_created", record->created_at);
	set_date(json, "date_updated", record->updated_at);
	json_set_str(json, "parent_sid", str_of(record->sid));
	json_set_str(json, "sid", str_of(medium->sid));
	json_object_set_new(json, "uri",
			    json_sprintf("/2010-04-01/Accounts/%s/Messages/%s/Media/%s.json",
					 carrier->settings.account_sid, record->sid,
					 medium->sid));
	return json;
}

json_t *shape_page(const struct shape_page *page)
{
	assert(page);

	json_t *json = json_object();
	int64_t start = page->page * page->page_size;
	int64_t count = (int64_t)json_array_size(page->items);

	json_set_str(json, "first_page_uri", page->first);
	json_set_number(json, "end", count ? start + count - 1 : start);
	set_text(json, "previous_page_uri", page->previous);
	json_object_set_new(json, page->key, page->items);
	json_set_str(json, "uri", page->uri);
	json_set_number(json, "page_size", page->page_size);
	json_set_number(json, "start", start);
	set_text(json, "next_page_uri", page->next);
	json_set_number(json, "page", page->page);
	return json;
}

void shape_lines(struct rest *rest)
{
	assert(rest && rest->carrier);

	const struct carrier_settings *settings = &rest->carrier->settings;
	struct shape_page page = { .key = "incoming_phone_numbers", .items = json_array(),
				   .page_size = 50, .uri = call_target(rest->call),
				   .first = call_target(rest->call) };

	for (size_t i = 0; i < settings->line_count; i++) {
		json_t *json = json_object();

		json_object_set_new(json, "sid", json_sprintf("PN%032zx", i + 1));
		json_set_str(json, "account_sid", str_of(settings->account_sid));
		json_set_str(json, "phone_number", str_of(settings->lines[i].number));
		json_set_str(json, "sms_url", str_of(settings->lines[i].webhook));
		json_set_str(json, "sms_method", STR("POST"));
		json_set_str(json, "sms_fallback_url", str_of(settings->lines[i].fallback));
		json_array_append_new(page.items, json);
	}
	rest_answer(rest, 200, shape_page(&page));
}
