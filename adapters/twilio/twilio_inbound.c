#include "twilio_inbound.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 16000, ADDRESS_MOST = 64, MEDIA_URL_MOST = 2048, WORD_MOST = 128,
       BASE64_LEAST = 160 };

bool twilio_inbound_strip_channel(struct str *address)
{
	struct str prefix = STR("whatsapp:");

	assert(address);
	if (!str_starts(*address, prefix))
		return false;
	*address = str_from(*address, prefix.size);
	return true;
}

/* --- what the family wrote ------------------------------------------------ */

static bool is_base64(struct str text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789+/";
	size_t end = text.size;

	if (text.size < BASE64_LEAST || text.size % 4)
		return false;
	for (int i = 0; i < 2 && text.at[end - 1] == '='; i++)
		end--;
	for (size_t i = 0; i < end; i++)
		if (!memchr(letters, text.at[i], sizeof(letters) - 1))
			return false;
	return true;
}

/* Text as people write it: no control characters but tab and line ends. */
static bool is_prose(struct str text)
{
	uint32_t rune;

	while (text.size) {
		if (!str_next_rune(&text, &rune))
			return false;
		if (rune == 127 ||
		    (rune < ' ' && rune != '\n' && rune != '\r' && rune != '\t'))
			return false;
	}
	return true;
}

/* Some carriers hand over long texts in base64 (twilio-wire.md §3.2).  Only what
 * is clean, long and turns into prose is undone: "hahahaha…" is not. */
static enum fault undo_base64(struct str *text, struct arena *arena)
{
	unsigned char *bytes;
	struct str plain;
	int size;

	if (!is_base64(*text))
		return FAULT_NONE;
	bytes = arena_take(arena, text->size / 4 * 3 + 1);
	if (!bytes)
		return FAULT_TOO_LARGE;
	size = EVP_DecodeBlock(bytes, (const unsigned char *)text->at, (int)text->size);
	if (size < 0)
		return FAULT_NONE;
	for (size_t i = text->size; text->at[i - 1] == '='; i--)
		size--;
	plain = (struct str){ (const char *)bytes, (size_t)size };
	if (is_prose(plain))
		*text = plain;
	return FAULT_NONE;
}

/* Broken bytes cost their place, never the message. */
static enum fault mend_utf8(struct str *text, struct arena *arena)
{
	AUTO(buf) clean;
	struct str rest = *text;
	uint32_t rune;

	buf_init(&clean, text->size * 3 + 1);
	if (str_is_utf8(*text))
		return FAULT_NONE;
	while (rest.size) {
		if (str_next_rune(&rest, &rune)) {
			buf_add_rune(&clean, rune);
		} else {
			buf_add_rune(&clean, 0xfffd);
			rest = str_from(rest, 1);
		}
	}
	rest = arena_copy(arena, buf_str(&clean));
	if (!rest.at)
		return FAULT_TOO_LARGE;
	*text = rest;
	return FAULT_NONE;
}

enum fault twilio_inbound_clean_text(struct str text, struct arena *arena, struct str *clean)
{
	assert(arena && clean);

	enum fault fault = undo_base64(&text, arena);

	if (!fault)
		fault = mend_utf8(&text, arena);
	if (!fault)
		*clean = text;
	return fault;
}

/* --- the form -------------------------------------------------------------- */

static bool is_graphic(struct str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.at[i] <= ' ' || text.at[i] > '~')
			return false;
	return true;
}

/* An id, a number, an address on the web: printable ASCII without spaces. */
static enum fault read_name(const struct form *form, const char *name, size_t most,
			    struct str *into, struct note *note)
{
	struct str value = form_get(form, name);

	if (value.size > most || !is_graphic(value))
		return fault_because(FAULT_INVALID, note, "%s is too long or not ASCII",
				     name);
	*into = value;
	return FAULT_NONE;
}

static enum fault read_names(const struct form *form, struct inbound *inbound,
			     struct note *note)
{
	const struct {
		const char *name;
		size_t most;
		struct str *into;
		bool is_needed;
	} names[] = {
		{ "SmsSid",     ADAPTER_ID,   &inbound->id,          false },
		{ "MessageSid", ADAPTER_ID,   &inbound->id,          false },
		{ "From",       ADDRESS_MOST, &inbound->from,        true },
		{ "To",         ADDRESS_MOST, &inbound->to,          true },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct str value = STR_NONE;
		enum fault fault;

		fault = read_name(form, names[i].name, names[i].most, &value, note);
		if (fault)
			return fault;
		if (value.size)
			*names[i].into = value;
		else if (names[i].is_needed)
			return fault_because(FAULT_INVALID, note, "%s is missing",
					     names[i].name);
	}
	if (inbound->id.size == 0)
		return fault_because(FAULT_INVALID, note, "MessageSid is missing");
	return FAULT_NONE;
}

/* The numbers' own prefix tells; where a provider forgets it, WhatsApp's id of
 * the sender does.  A prefix with nothing behind it names nobody. */
static enum fault read_channel(const struct form *form, struct inbound *inbound,
			       struct note *note)
{
	bool is_from = twilio_inbound_strip_channel(&inbound->from);
	bool is_to = twilio_inbound_strip_channel(&inbound->to);

	if (is_from || is_to || form_get(form, "WaId").size)
		inbound->channel = CHANNEL_WHATSAPP;
	if (inbound->from.size == 0 || inbound->to.size == 0)
		return fault_because(FAULT_INVALID, note, "From or To is only a prefix");
	return FAULT_NONE;
}

/* Counts what is really there: NumMedia is only the sender's opinion. */
static enum fault read_media(const struct form *form, struct inbound *inbound,
			     struct note *note)
{
	for (size_t i = 0; i < ADAPTER_MEDIA; i++) {
		char name[32];
		struct str url = STR_NONE;
		enum fault fault;

		snprintf(name, sizeof(name), "MediaUrl%zu", i);
		fault = read_name(form, name, MEDIA_URL_MOST, &url, note);
		if (fault)
			return fault;
		if (url.size == 0)
			break;
		inbound->media[i] = url;
		snprintf(name, sizeof(name), "MediaContentType%zu", i);
		fault = read_name(form, name, WORD_MOST, &inbound->media_type[i], note);
		if (fault)
			return fault;
		inbound->media_count = i + 1;
	}
	return FAULT_NONE;
}

static bool has_field(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_is(form->fields[i].name, name))
			return true;
	return false;
}

static enum fault read_text(const struct form *form, struct arena *arena,
			    struct inbound *inbound, struct note *note)
{
	struct str text = form_get(form, "Body");
	struct str profile = form_get(form, "ProfileName");

	if (!has_field(form, "Body") && inbound->media_count == 0)
		return fault_because(FAULT_INVALID, note, "neither Body nor media");
	if (text.size > TEXT_MOST)
		return fault_because(FAULT_INVALID, note, "Body is over %d bytes",
				     TEXT_MOST);
	if (profile.size <= WORD_MOST && str_is_utf8(profile))
		inbound->profile_name = profile;
	if (twilio_inbound_clean_text(text, arena, &inbound->text))
		return fault_because(FAULT_TOO_LARGE, note, "Body does not fit");
	return FAULT_NONE;
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

enum fault twilio_inbound_interpret(const struct form *form, struct arena *arena,
			    struct inbound *inbound, struct note *note)
{
	assert(form && arena && inbound);

	struct inbound found = { .channel = CHANNEL_SMS };
	enum fault fault = read_names(form, &found, note);

	if (!fault)
		fault = read_channel(form, &found, note);
	if (!fault)
		fault = read_media(form, &found, note);
	if (!fault)
		fault = read_text(form, arena, &found, note);
	if (fault)
		return fault;
	found.opt_out_type = opt_out_of(form_get(form, "OptOutType"));
	*inbound = found;
	return FAULT_NONE;
}
