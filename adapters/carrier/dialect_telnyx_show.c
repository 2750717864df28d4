#include "dialect_telnyx_show.h"

#include <assert.h>
#include <openssl/evp.h>

#include "base/halt.h"
#include "dialect_telnyx_order.h"
#include "i18n/text/segment.h"

enum { SHA256_SIZE = 32 };

/* In messages; in detail records, where a message that waits is not listed at all. */
static const struct {
	const char *word;
	const char *detail;
} statuses[JOURNEY_STATUSES] = {
	[JOURNEY_SCHEDULED] = { "scheduled", "" },
	[JOURNEY_ACCEPTED] = { "queued", "" },
	[JOURNEY_QUEUED] = { "queued", "" },
	[JOURNEY_SENDING] = { "sending", "" },
	[JOURNEY_SENT] = { "sent", "sent" },
	[JOURNEY_DELIVERED] = { "delivered", "delivered" },
	[JOURNEY_UNDELIVERED] = { "delivery_failed", "failed" },
	[JOURNEY_FAILED] = { "sending_failed", "gw_reject" },
	[JOURNEY_CANCELED] = { "cancelled", "" },
	[JOURNEY_RECEIVED] = { "webhook_delivered", "received" },
	[JOURNEY_UNCONFIRMED] = { "delivery_unconfirmed", "dlr_unconfirmed" },
};

const char *dialect_telnyx_show_status(enum journey_status status)
{
	return statuses[status].word;
}

/* Empty becomes null. */
static void set_text(json_t *json, const char *key, const char *text)
{
	json_object_set_new(json, key, text && text[0] ? json_string(text) : json_null());
}

static json_t *address_json(const char *number, bool is_ours)
{
	json_t *json = json_object();

	json_set_str(json, "phone_number", str_of(number));
	json_set_str(json, "carrier", is_ours ? STR("Telnyx") : STR("Practice Wireless"));
	json_set_str(json, "line_type", is_ours ? STR("VoIP") : STR("Wireless"));
	return json;
}

static json_t *to_json(const struct record *record, bool is_inbound)
{
	json_t *list = json_array();
	json_t *json = address_json(record->to, is_inbound);

	json_set_str(json, "status", str_of(statuses[record->status].word));
	json_array_append_new(list, json);
	return list;
}

/* --- pictures ---------------------------------------------------------------------------- */

static void set_hash(json_t *json, const struct record_medium *medium)
{
	unsigned char digest[SHA256_SIZE];
	AUTO(buf) text;

	if (EVP_Digest(medium->bytes, medium->size, digest, NULL, EVP_sha256(), NULL) != 1)
		halt_because("crypto.broken", "OpenSSL computes no SHA-256");
	buf_init(&text, 2 * SHA256_SIZE + 1);
	for (size_t i = 0; i < SHA256_SIZE; i++)
		buf_add_format(&text, "%02x", digest[i]);
	json_set_str(json, "sha256", buf_str(&text));
	json_set_number(json, "size", (int64_t)medium->size);
}

/* Where a picture is on its own, or here. */
static void add_medium_url(const struct carrier *carrier, const struct record *record,
			   const struct record_medium *medium, struct buf *url)
{
	if (medium->url)
		buf_add_text(url, medium->url);
	else
		buf_add_format(url, "%s/media/%s/%s", carrier->base_url, record->sid,
			       medium->sid);
}

static json_t *media_json(const struct carrier *carrier, const struct record *record)
{
	json_t *list = json_array();
	AUTO(buf) url;

	buf_init(&url, CARRIER_URL);
	for (size_t i = 0; i < record->media_count; i++) {
		const struct record_medium *medium = &record->media[i];
		json_t *json = json_object();

		buf_clear(&url);
		add_medium_url(carrier, record, medium, &url);
		json_set_str(json, "url", buf_str(&url));
		set_text(json, "content_type",
			 record->direction == RECORD_INBOUND ? medium->type : "");
		json_object_set_new(json, "sha256", json_null());
		json_object_set_new(json, "size", json_null());
		if (medium->bytes)
			set_hash(json, medium);
		json_array_append_new(list, json);
	}
	return list;
}

/* --- a message ------------------------------------------------------------------------------ */

json_t *dialect_telnyx_show_error(enum refusal refusal, const char *detail)
{
	assert(refusal != REFUSAL_NONE);

	const char *title = refusal_text(DIALECT_TELNYX, refusal);
	json_t *json = json_object();

	json_object_set_new(json, "code",
			    json_sprintf("%d", refusal_code(DIALECT_TELNYX, refusal)));
	json_set_str(json, "title", str_of(title));
	json_set_str(json, "detail", str_of(detail ? detail : title));
	return json;
}

static json_t *errors_json(const struct record *record)
{
	json_t *list = json_array();

	if (record->error)
		json_array_append_new(list, dialect_telnyx_show_error(record->error, NULL));
	return list;
}

static void set_times(json_t *json, const struct record *record, bool is_inbound)
{
	bool has_ended = journey_is_final(record->status) && !is_inbound;
	bool waits = !record->sent_at && !has_ended;

	json_set_time(json, "received_at", record->created_at);
	json_set_time(json, "sent_at", is_inbound ? 0 : record->sent_at);
	json_set_time(json, "completed_at", has_ended ? record->updated_at : 0);
	/* Once it has left the queue nothing can expire. */
	json_set_time(json, "valid_until", waits ? record->valid_until : 0);
}

json_t *dialect_telnyx_show_message(const struct carrier *carrier, const struct record *record)
{
	assert(carrier && record);

	bool is_inbound = record->direction == RECORD_INBOUND;
	struct segment_count count = segment_count(buf_str(&record->text));
	json_t *json = json_object();

	json_set_str(json, "record_type", STR("message"));
	json_set_str(json, "direction", is_inbound ? STR("inbound") : STR("outbound"));
	json_set_str(json, "id", str_of(record->sid));
	json_set_str(json, "type", record->media_count ? STR("MMS") : STR("SMS"));
	json_set_str(json, "messaging_profile_id", STR(DIALECT_TELNYX_PROFILE));
	json_set_str(json, "organization_id", STR(DIALECT_TELNYX_ORGANIZATION));
	json_object_set_new(json, "from", address_json(record->from, !is_inbound));
	json_object_set_new(json, "to", to_json(record, is_inbound));
	json_object_set_new(json, "cc", json_array());
	json_set_str(json, "text", buf_str(&record->text));
	json_object_set_new(json, "subject", json_null());
	json_object_set_new(json, "media", media_json(carrier, record));
	set_text(json, "webhook_url", record->callback);
	set_text(json, "webhook_failover_url", record->fallback);
	json_set_str(json, "encoding",
		     count.alphabet == SEGMENT_GSM7 ? STR("GSM-7") : STR("UCS-2"));
	json_set_number(json, "parts", count.segments);
	json_object_set_new(json, "tags", json_array());
	json_object_set_new(json, "cost", json_null());
	set_times(json, record, is_inbound);
	json_object_set_new(json, "errors", errors_json(record));
	return json;
}

/* --- a detail record ----------------------------------------------------------------------- */

static json_t *codes_json(const struct record *record)
{
	json_t *list = json_array();

	if (record->error)
		json_array_append_new(list, json_sprintf("%d", refusal_code(DIALECT_TELNYX,
									    record->error)));
	return list;
}

json_t *dialect_telnyx_show_detail(const struct record *record)
{
	assert(record);

	bool is_inbound = record->direction == RECORD_INBOUND;
	json_t *json = json_object();

	json_set_str(json, "record_type", STR("message_detail_record"));
	json_set_str(json, "uuid", str_of(record->sid));
	json_set_str(json, "direction", is_inbound ? STR("inbound") : STR("outbound"));
	json_set_str(json, "cli", str_of(record->from));
	json_set_str(json, "cld", str_of(record->to));
	json_set_str(json, "status", str_of(statuses[record->status].detail));
	json_set_str(json, "message_type", record->media_count ? STR("MMS") : STR("SMS"));
	json_set_number(json, "parts", record->segments);
	json_object_set_new(json, "errors", codes_json(record));
	json_set_str(json, "profile_id", STR(DIALECT_TELNYX_PROFILE));
	set_text(json, "delivery_status_webhook_url", record->callback);
	set_text(json, "delivery_status_failover_url", record->fallback);
	json_set_time(json, "created_at", record->created_at);
	json_set_time(json, "sent_at", record->sent_at);
	json_set_time(json, "updated_at", record->updated_at);
	json_set_time(json, "completed_at",
		      journey_is_final(record->status) ? record->updated_at : 0);
	return json;
}
