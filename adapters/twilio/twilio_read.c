#include "twilio_read.h"

#include <assert.h>

#include "base/date.h"
#include "twilio_advice.h"
#include "twilio_inbound.h"
#include "twilio_json.h"
#include "twilio_media.h"
#include "twilio_status.h"

enum { MEDIA_URL_MOST = 2048, CODE_LEAST = 10000 };

/* For the operator: whose word it is, and what to do.  Without the provider's own document it is
 * somebody's who stands between us. */
static enum fault say_refused(const struct http_reply *reply, enum fault fault, struct note *note)
{
	AUTO_JSON *document = NULL;
	int code = 0;

	if (!json_mend_read(reply->body, &document, NULL))
		code = twilio_json_number(document, "code");
	if (code < CODE_LEAST)
		return fault_because(FAULT_STRANGER, note, "an answer %d that is not the provider's own: "
				     "look at the proxy or firewall between us and it", reply->status);
	if (!twilio_advice(code)[0])
		return fault_because(fault, note, "%d (%d): the provider refuses it: see what "
				     "our keys may in its console", reply->status, code);
	return fault_because(fault, note, "%d (%d): %s", reply->status, code, twilio_advice(code));
}

static enum fault read_document(const struct http_reply *reply, json_t **document,
				struct note *note)
{
	enum fault fault = http_reply_fault(reply);

	if (fault == FAULT_CONFIG || fault == FAULT_INVALID)
		return say_refused(reply, fault, note);
	if (fault)
		return fault_because(fault, note, "the provider answered %d", reply->status);
	return json_mend_read(reply->body, document, note);
}

/* Copies a text member into the arena; false past its ceiling. */
static bool keep(const json_t *object, const char *key, struct arena *arena,
		 struct str *into)
{
	struct str text = json_str(object, key);

	*into = text.size ? arena_copy(arena, text) : STR_NONE;
	return text.size == 0 || into->at;
}

/* Twilio's spelling, or the one some clones prefer; 0 when it is neither. */
static int64_t instant_of(const json_t *object, const char *key)
{
	struct str text = json_str(object, key);
	int64_t at = 0;

	if (date_parse_rfc2822(text, &at) && date_parse_rfc3339(text, &at))
		return 0;
	return at;
}

/* Outbound texts stay as they are: they are compared with what we sent. */
static enum fault read_message(const json_t *message, struct arena *arena,
			       struct listed *listed)
{
	struct listed found = { .channel = CHANNEL_SMS };
	bool is_from, is_to;

	if (!keep(message, "sid", arena, &found.id) ||
	    !keep(message, "from", arena, &found.from) ||
	    !keep(message, "to", arena, &found.to) ||
	    !keep(message, "body", arena, &found.text))
		return FAULT_TOO_LARGE;
	is_from = twilio_inbound_strip_channel(&found.from);
	is_to = twilio_inbound_strip_channel(&found.to);
	if (is_from || is_to)
		found.channel = CHANNEL_WHATSAPP;
	found.is_inbound = str_equals_nocase(json_str(message, "direction"), STR("inbound"));
	found.media_count = twilio_json_number(message, "num_media");
	found.created_at = instant_of(message, "date_created");
	if (found.created_at == 0)
		found.created_at = instant_of(message, "date_sent");
	twilio_status_read(found.id, json_str(message, "status"),
			   twilio_json_number(message, "error_code"), &found.receipt);
	*listed = found;
	if (found.is_inbound)
		return twilio_inbound_clean_text(found.text, arena, &listed->text);
	return FAULT_NONE;
}

/* A request with our keys goes to our own provider only: addresses in replies
 * are relative to its host. */
static bool is_at_host(struct str address)
{
	for (size_t i = 0; i < address.size; i++)
		if (address.at[i] <= ' ' || address.at[i] > '~')
			return false;
	return str_starts(address, STR("/")) && !str_starts(address, STR("//"));
}

/* An address that leads elsewhere is refused, loudly: a page would be missing. */
static enum fault read_next(const json_t *page, struct arena *arena, struct str *next,
			    struct note *note)
{
	struct str address = json_str(page, "next_page_uri");

	if (address.size && !is_at_host(address))
		return fault_because(FAULT_INVALID, note, "next_page_uri leaves the host");
	if (!keep(page, "next_page_uri", arena, next))
		return fault_because(FAULT_TOO_LARGE, note, "a list that does not fit");
	return FAULT_NONE;
}

static enum fault read_messages(const json_t *messages, struct arena *arena,
				struct listing *listing, struct note *note)
{
	size_t size = json_array_size(messages);
	struct listing found = { .next = listing->next };

	found.items = arena_take(arena, (size + 1) * sizeof(*found.items));
	if (!found.items)
		return fault_because(FAULT_TOO_LARGE, note, "a list of %zu", size);
	for (size_t i = 0; i < size; i++) {
		const json_t *message = json_array_get(messages, i);

		if (!json_is_object(message))
			continue;
		if (read_message(message, arena, &found.items[found.count]))
			return fault_because(FAULT_TOO_LARGE, note, "a list of %zu", size);
		/* nothing to know it by, and no family's */
		if (found.items[found.count].id.size || found.items[found.count].is_inbound)
			found.count++;
	}
	*listing = found;
	return FAULT_NONE;
}

enum fault twilio_read_list(const struct http_reply *reply, struct arena *arena,
			    struct listing *listing, struct note *note)
{
	assert(reply && arena && listing);

	AUTO_JSON *page = NULL;
	struct listing found = { 0 };
	const json_t *messages;
	enum fault fault = read_document(reply, &page, note);

	if (fault)
		return fault;
	messages = json_object_get(page, "messages");
	if (!json_is_array(messages))
		return fault_because(FAULT_INVALID, note, "a list without messages");
	fault = read_next(page, arena, &found.next, note);
	if (!fault)
		fault = read_messages(messages, arena, &found, note);
	if (!fault)
		*listing = found;
	return fault;
}

enum fault twilio_read_fetch(const struct http_reply *reply, struct arena *arena,
			     struct listed *listed, struct note *note)
{
	assert(reply && arena && listed);

	AUTO_JSON *message = NULL;
	struct listed found;
	enum fault fault = read_document(reply, &message, note);

	if (fault)
		return fault;
	if (json_str(message, "sid").size == 0)
		return fault_because(FAULT_INVALID, note, "a message without sid");
	fault = read_message(message, arena, &found);
	if (fault)
		return fault_because(fault, note, "a message that does not fit");
	*listed = found;
	return FAULT_NONE;
}

/* "/…/Media/ME1.json" of the list is the description; without ".json" it is the
 * picture itself. */
static enum fault read_picture(const struct account *account, const json_t *medium,
			       struct arena *arena, struct inbound *inbound, struct note *note)
{
	AUTO(buf) url;
	struct str address = json_str(medium, "uri");
	size_t n = inbound->media_count;

	assert(n < ADAPTER_MEDIA);
	buf_init(&url, MEDIA_URL_MOST);
	if (!is_at_host(address))
		return fault_because(FAULT_INVALID, note, "a picture leaves the host");
	if (str_ends(address, STR(".json")))
		address.size -= sizeof(".json") - 1;
	buf_add(&url, twilio_media_origin(account->base_url));
	buf_add(&url, address);
	inbound->media[n] = arena_copy(arena, buf_str(&url));
	if (buf_check(&url, NULL) || !inbound->media[n].at ||
	    !keep(medium, "content_type", arena, &inbound->media_type[n]))
		return fault_because(FAULT_TOO_LARGE, note, "a picture does not fit");
	inbound->media_count++;
	return FAULT_NONE;
}

enum fault twilio_read_media(const struct account *account, const struct http_reply *reply,
			     struct arena *arena, struct inbound *inbound, struct note *note)
{
	assert(account && reply && arena && inbound);

	AUTO_JSON *page = NULL;
	struct inbound found = *inbound;
	const json_t *media;
	enum fault fault = read_document(reply, &page, note);

	if (fault)
		return fault;
	media = json_object_get(page, "media_list");
	if (!json_is_array(media))
		return fault_because(FAULT_INVALID, note, "a list without media_list");
	found.media_count = 0;
	for (size_t i = 0; i < json_array_size(media) && i < ADAPTER_MEDIA && !fault; i++)
		fault = read_picture(account, json_array_get(media, i), arena, &found, note);
	if (!fault)
		*inbound = found;
	return fault;
}
