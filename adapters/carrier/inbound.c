#include "inbound.h"

#include <assert.h>
#include <ctype.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/memory.h"
#include "dialect.h"
#include "document.h"
#include "i18n/text/segment.h"
#include "webhook.h"

enum { TEXT_MOST = 1600, MEDIUM_MOST = 128 * 1024 };

/* --- media ------------------------------------------------------------------ */

static void set_bytes(struct record_medium *medium, struct str base64)
{
	int padding = (str_ends(base64, STR("=")) ? 1 : 0) + (str_ends(base64, STR("==")) ? 1 : 0);
	char *bytes = memory_array(char, base64.size / 4 * 3 + 4);
	int size;

	size = EVP_DecodeBlock((unsigned char *)bytes, (const unsigned char *)base64.at,
			       (int)base64.size);
	medium->bytes = bytes;
	medium->size = size > padding ? (size_t)(size - padding) : 0;
}

static void add_medium(struct record *record, const json_t *json)
{
	struct record_medium *medium = record_add_medium(record);
	struct str type = json_is_object(json) ? json_str(json, "type") : STR_NONE;

	if (!medium)
		return;
	str_put(medium->type, sizeof(medium->type), type.size ? type : STR("image/jpeg"));
	if (json_is_string(json))
		medium->url = memory_text(str_of(json_string_value(json)));
	else
		set_bytes(medium, json_str(json, "data"));
}

/* It becomes a header when the medium is fetched. */
static bool is_type(struct str type)
{
	for (size_t i = 0; i < type.size; i++)
		if ((unsigned char)type.at[i] <= ' ' || (unsigned char)type.at[i] > '~')
			return false;
	return true;
}

/* Whole groups of four, '=' nowhere but at the end. */
static bool is_base64(struct str text)
{
	size_t plain = text.size;

	if (!text.size || text.size % 4)
		return false;
	while (plain > text.size - 2 && text.at[plain - 1] == '=')
		plain--;
	for (size_t i = 0; i < plain; i++)
		if (!isalnum((unsigned char)text.at[i]) && text.at[i] != '+' && text.at[i] != '/')
			return false;
	return true;
}

static bool is_medium(const json_t *json)
{
	struct str data = json_str(json, "data");

	if (json_is_string(json))
		return carrier_is_url(str_of(json_string_value(json)));
	return is_base64(data) && data.size <= MEDIUM_MOST && is_type(json_str(json, "type"));
}

static enum fault check_media(const json_t *media, struct note *note)
{
	const json_t *item;
	size_t i;

	if (json_array_size(media) > RECORD_MEDIA)
		return fault_because(FAULT_INVALID, note, "at most %d media", RECORD_MEDIA);
	json_array_foreach(media, i, item)
		if (!is_medium(item))
			return fault_because(FAULT_INVALID, note,
					     "a medium is an address or {\"type\", \"data\"}, "
					     "data in base64, at most %d bytes", MEDIUM_MOST);
	return FAULT_NONE;
}

/* --- the record --------------------------------------------------------------- */

static void set_address(char into[RECORD_ADDRESS], struct str number, bool is_whatsapp)
{
	AUTO(buf) address;

	buf_init(&address, RECORD_ADDRESS);
	buf_add_text(&address, is_whatsapp ? "whatsapp:" : "");
	buf_add(&address, number);
	str_put(into, RECORD_ADDRESS, buf_str(&address));
}

static struct record *add_record(struct carrier *carrier, const struct inbound *inbound)
{
	const struct dialect *dialect = carrier->settings.dialect;
	struct record *record = records_add(carrier->records,
					    dialect->kinds[json_array_size(inbound->media) > 0]);
	const json_t *item;
	size_t i;

	record->dialect = dialect;
	set_address(record->from, inbound->phone, inbound->is_whatsapp);
	set_address(record->to, inbound->line, inbound->is_whatsapp);
	buf_add(&record->text, inbound->text);
	record->direction = RECORD_INBOUND;
	record->status = JOURNEY_RECEIVED;
	record->segments = segment_count(inbound->text).segments;
	record->created_at = carrier_now(carrier);
	record->sent_at = record->created_at;
	record->updated_at = record->created_at;
	json_array_foreach(inbound->media, i, item)
		add_medium(record, item);
	return record;
}

static void log_record(struct carrier *carrier, const char *event, const struct record *record)
{
	json_t *line = json_object();

	json_set_str(line, "sid", str_of(record->sid));
	json_set_str(line, "to", str_of(record->to));
	json_set_str(line, "from", str_of(record->from));
	json_set_str(line, "body", buf_str(&record->text));
	if (record->media_count)
		json_set_number(line, "media", (int64_t)record->media_count);
	carrier_log_add(carrier->log, event, line);
}

static void show_on_phone(struct carrier *carrier, struct phone *phone,
			  const struct record *record, bool is_in)
{
	struct phone_text text = { .is_in = is_in, .at = carrier_now(carrier),
				   .media_count = (int)record->media_count };

	str_put(text.other, sizeof(text.other), str_of(is_in ? record->from : record->to));
	str_put(text.sid, sizeof(text.sid), str_of(record->sid));
	phone_show(phone, &text, buf_str(&record->text));
}

/* --- what the provider and the customer say back ------------------------------------ */

/* As much of it as a message may say, and no half of a character. */
static struct str cut(struct str text)
{
	struct str rest = text;
	uint32_t rune;

	for (int i = 0; i < TEXT_MOST && rest.size; i++)
		if (!str_next_rune(&rest, &rune))
			rest = str_from(rest, 1);
	return str_slice(text, 0, text.size - rest.size);
}

/* A text that needs no POST: it is on record and on the screen at once. */
static void say_back(struct carrier *carrier, const char *line, const char *address,
		     struct str text)
{
	const struct dialect *dialect = carrier->settings.dialect;
	struct phone *phone = phones_find(carrier->phones, carrier_bare(str_of(address)));
	struct record *record = records_add(carrier->records, dialect->kinds[0]);

	text = cut(text);
	record->dialect = dialect;
	str_put(record->from, sizeof(record->from), str_of(line));
	str_put(record->to, sizeof(record->to), str_of(address));
	buf_add(&record->text, text);
	record->direction = RECORD_REPLIED;
	record->status = JOURNEY_DELIVERED;
	record->segments = segment_count(text).segments;
	record->created_at = carrier_now(carrier);
	record->sent_at = record->created_at;
	record->updated_at = record->created_at;
	log_record(carrier, "reply", record);
	if (phone)
		show_on_phone(carrier, phone, record, true);
}

/* The provider's own handling of STOP; it answers only when something changes. */
static void obey(struct carrier *carrier, struct phone *phone, const struct record *record,
		 enum opt_out_word word)
{
	struct str line = record->dialect->scope(carrier_bare(str_of(record->to)));
	bool says = word == OPT_OUT_HELP;

	if (carrier->settings.opt_out == OPT_OUT_OFF || word == OPT_OUT_NO_WORD)
		return;
	if (word == OPT_OUT_STOP)
		says = phone_stop(phone, line);
	else if (word == OPT_OUT_START)
		says = phone_start(phone, line);
	if (says)
		say_back(carrier, record->to, record->from, str_of(opt_out_reply(word)));
}

enum fault inbound_take(struct carrier *carrier, const struct inbound *inbound,
			const struct record **record, struct note *note)
{
	assert(carrier && inbound && record);

	struct inbound taken = *inbound;
	enum opt_out_word word = opt_out_read(carrier->settings.dialect->id, inbound->text);
	struct phone *phone;
	struct record *added;

	if (!taken.line.size && carrier->settings.line_count)
		taken.line = str_of(carrier->settings.lines[0].number);
	if (!phone_is_number(taken.phone))
		return fault_because(FAULT_INVALID, note, "a phone is + and 8 to 15 digits");
	if (!carrier_line(carrier, taken.line))
		return fault_because(FAULT_MISSING, note, "the carrier has no such line");
	if (!taken.text.size && !json_array_size(taken.media))
		return fault_because(FAULT_INVALID, note, "a text or media, please");
	if (segment_count(taken.text).characters > TEXT_MOST || !str_is_utf8(taken.text))
		return fault_because(FAULT_INVALID, note,
				     "a text is UTF-8 of at most %d characters", TEXT_MOST);
	if (check_media(taken.media, note))
		return FAULT_INVALID;
	phone = phones_need(carrier->phones, taken.phone);
	if (!phone)
		return fault_because(FAULT_FULL, note, "%d phones are enough", PHONES_MAX);
	added = add_record(carrier, &taken);
	log_record(carrier, "inbound", added);
	show_on_phone(carrier, phone, added, false);
	obey(carrier, phone, added, word);
	webhook_send(carrier, added, word);
	*record = added;
	return FAULT_NONE;
}

struct answering {
	struct carrier *carrier;
	char line[RECORD_ADDRESS];
	char phone[RECORD_ADDRESS];
};

static void say_answer(void *data, struct str text)
{
	struct answering *answering = data;

	say_back(answering->carrier, answering->line, answering->phone, text);
}

int inbound_on_answer(struct carrier *carrier, int64_t no, const struct http_reply *reply)
{
	assert(carrier && reply);

	const struct record *record = records_at(carrier->records, no);
	struct answering answering = { .carrier = carrier };
	int code;

	if (!record)
		return 0;
	memcpy(answering.line, record->to, sizeof(answering.line));
	memcpy(answering.phone, record->from, sizeof(answering.phone));
	code = document_read(reply->content_type, reply->body, say_answer, &answering);
	if (code) {
		json_t *line = json_object();

		json_set_str(line, "sid", str_of(record->sid));
		json_set_number(line, "code", code);
		carrier_log_add(carrier->log, "bad_answer", line);
	}
	return code;
}
