#include "telnyx_read.h"

#include <assert.h>

#include "base/date.h"
#include "base/json_mend.h"
#include "telnyx_advice.h"
#include "telnyx_errors.h"
#include "telnyx_status.h"

/* A text member, or the same inside an object of that name; as it came. */
static enum fault keep_text(const json_t *object, const char *key, const char *inside,
			    struct arena *arena, struct str *into)
{
	const json_t *member = json_object_get(object, key);
	struct str text = json_is_object(member) ? json_str(member, inside) : json_str(object, key);

	*into = STR_NONE;
	if (!text.size)
		return FAULT_NONE;
	*into = arena_copy(arena, text);
	return into->at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* The sender, and of several receivers the first: ours, unless a group was written to. */
static enum fault read_names(const json_t *message, struct arena *arena, struct str *id,
			     struct str *from, struct str *to)
{
	const json_t *receivers = json_object_get(message, "to");
	enum fault fault = keep_text(message, "id", "id", arena, id);

	if (!fault)
		fault = keep_text(message, "from", "phone_number", arena, from);
	if (fault)
		return fault;
	if (!json_is_array(receivers))
		return keep_text(message, "to", "phone_number", arena, to);
	return keep_text(json_array_get(receivers, 0), "phone_number", "phone_number", arena, to);
}

static enum fault read_pictures(const json_t *message, struct arena *arena,
				struct inbound *inbound)
{
	const json_t *media = json_object_get(message, "media");
	size_t *count = &inbound->media_count;
	enum fault fault = FAULT_NONE;

	*count = 0;
	for (size_t i = 0; i < json_array_size(media) && *count < ADAPTER_MEDIA && !fault; i++) {
		const json_t *medium = json_array_get(media, i);

		fault = keep_text(medium, "url", "url", arena, &inbound->media[*count]);
		if (!fault && inbound->media[*count].size)
			fault = keep_text(medium, "content_type", "content_type", arena,
					  &inbound->media_type[(*count)++]);
	}
	inbound->media_told = (int)json_array_size(media);
	return fault;
}

static enum inbound_word opt_out_of(struct str type)
{
	static const struct {
		const char *type;
		enum inbound_word word;
	} words[] = {
		{ "STOP", INBOUND_STOP }, { "START", INBOUND_START }, { "HELP", INBOUND_HELP },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_equals_nocase(type, str_of(words[i].type)))
			return words[i].word;
	return INBOUND_NO_WORD;
}

enum fault telnyx_read_inbound(const json_t *message, struct arena *arena,
			       struct inbound *inbound, struct note *note)
{
	assert(arena && inbound);

	struct inbound found = { .channel = CHANNEL_SMS };
	enum fault fault = read_names(message, arena, &found.id, &found.from, &found.to);

	if (!fault)
		fault = read_pictures(message, arena, &found);
	if (!fault)
		fault = keep_text(message, "text", "body", arena, &found.text);
	if (fault)
		return fault_because(fault, note, "an inbound message that does not fit");
	found.opt_out_type = opt_out_of(json_str(message, "autoresponse_type"));
	*inbound = found;
	return FAULT_NONE;
}

/* For the operator: whose word it is, and what to do.  Without the provider's own document it is
 * somebody's who stands between us. */
static enum fault say_refused(const struct http_reply *reply, enum fault fault, struct note *note)
{
	AUTO_JSON *document = NULL;
	bool has_title;
	int code = 0;

	if (!json_mend_read(reply->body, &document, NULL))
		code = telnyx_errors_own(document, &has_title);
	if (!code)
		return fault_because(FAULT_STRANGER, note, "an answer %d that is not the provider's own: "
				     "look at the proxy or firewall between us and it", reply->status);
	if (!telnyx_advice(code)[0])
		return fault_because(fault, note, "%d (%d): the provider refuses it: see what "
				     "our key may in its portal", reply->status, code);
	return fault_because(fault, note, "%d (%d): %s", reply->status, code,
			     telnyx_advice(code));
}

/* {"data": {…}}; *message is borrowed from the document. */
static enum fault read_data(const struct http_reply *reply, json_t **document,
			    const json_t **message, struct note *note)
{
	enum fault fault = http_reply_fault(reply);

	if (fault == FAULT_CONFIG || fault == FAULT_INVALID)
		return say_refused(reply, fault, note);
	if (fault)
		return fault_because(fault, note, "the provider answered %d", reply->status);
	fault = json_mend_read(reply->body, document, note);
	if (fault)
		return fault;
	*message = json_object_get(*document, "data");
	return json_is_object(*message) ? FAULT_NONE :
	       fault_because(FAULT_INVALID, note, "a reply without data");
}

static int64_t created_at(const json_t *message)
{
	int64_t at = 0;

	return date_parse_rfc3339(json_str(message, "received_at"), &at) ? 0 : at;
}

enum fault telnyx_read_fetch(const struct http_reply *reply, struct arena *arena,
			     struct listed *listed, struct note *note)
{
	assert(reply && arena && listed);

	AUTO_JSON *document = NULL;
	struct listed found = { .channel = CHANNEL_SMS };
	const json_t *message;
	enum fault fault = read_data(reply, &document, &message, note);

	if (fault)
		return fault;
	fault = read_names(message, arena, &found.id, &found.from, &found.to);
	if (!fault)
		fault = keep_text(message, "text", "body", arena, &found.text);
	if (fault)
		return fault_because(fault, note, "a message that does not fit");
	if (!found.id.size || found.id.size > ADAPTER_ID)
		return fault_because(FAULT_INVALID, note, "a message without an id");
	found.is_inbound = str_is(json_str(message, "direction"), "inbound");
	found.media_count = (int)json_array_size(json_object_get(message, "media"));
	found.created_at = created_at(message);
	telnyx_status_read(message, &found.receipt);
	found.receipt.id = found.id;
	*listed = found;
	return FAULT_NONE;
}

enum fault telnyx_read_media(const struct account *account, const struct http_reply *reply,
			     struct arena *arena, struct inbound *inbound, struct note *note)
{
	assert(reply && arena && inbound);

	AUTO_JSON *document = NULL;
	struct inbound found = *inbound;
	const json_t *message;
	enum fault fault = read_data(reply, &document, &message, note);

	(void)account;
	if (fault)
		return fault;
	if (!json_is_array(json_object_get(message, "media")))
		return fault_because(FAULT_INVALID, note, "a message without a list of media");
	fault = read_pictures(message, arena, &found);
	if (fault)
		return fault_because(fault, note, "a picture's address does not fit");
	*inbound = found;
	return FAULT_NONE;
}
