#include "twilio_inbound.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 256 << 10, BASE64_LEAST = 160 };

static bool strip(struct str prefix, struct str *address)
{
	if (!str_equals_nocase(str_slice(*address, 0, prefix.size), prefix))
		return false;
	*address = str_from(*address, prefix.size);
	return true;
}

/* RCS is a text message of the same number: its STOP is one for all of them (twilio-wire.md §7). */
bool twilio_inbound_strip_channel(struct str *address)
{
	assert(address);
	(void)strip(STR("rcs:"), address);
	return strip(STR("whatsapp:"), address);
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

enum fault twilio_inbound_clean_text(struct str text, struct arena *arena, struct str *clean)
{
	assert(arena && clean);

	enum fault fault = undo_base64(&text, arena);

	if (!fault)
		*clean = text;
	return fault;
}

/* --- the form -------------------------------------------------------------- */

static bool has_picture(const struct form *form)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_starts(form->fields[i].name, STR("MediaUrl")))
			return true;
	return false;
}

static struct str first_of(const struct form *form, const char *const *names)
{
	struct str value = STR_NONE;

	for (; *names && !value.size; names++)
		value = form_said(form, *names);
	return value;
}

/* The numbers' own prefix tells; where a provider forgets it, WhatsApp's id of
 * the sender does. */
static void read_names(const struct form *form, struct inbound *inbound)
{
	static const char *const ids[] = { "MessageSid", "SmsSid", "SmsMessageSid", NULL };
	static const char *const senders[] = { "From", "ExternalUserId", "WaId", NULL };
	bool is_from, is_to;

	inbound->id = first_of(form, ids);
	inbound->from = first_of(form, senders);
	inbound->to = form_said(form, "To");
	is_from = twilio_inbound_strip_channel(&inbound->from);
	is_to = twilio_inbound_strip_channel(&inbound->to);
	if (is_from || is_to || form_said(form, "WaId").size)
		inbound->channel = CHANNEL_WHATSAPP;
}

/* What is really there, with or without gaps; NumMedia is the sender's opinion. */
static void read_media(const struct form *form, struct inbound *inbound)
{
	int64_t told = 0;

	for (int i = 0; i < ADAPTER_MEDIA && has_picture(form); i++) {
		char name[32];
		struct str url;

		snprintf(name, sizeof(name), "MediaUrl%d", i);
		url = form_said(form, name);
		if (url.size == 0)
			continue;
		inbound->media[inbound->media_count] = url;
		snprintf(name, sizeof(name), "MediaContentType%d", i);
		inbound->media_type[inbound->media_count++] = form_said(form, name);
	}
	if (str_number(form_said(form, "NumMedia"), 0, INT16_MAX, &told) == FAULT_NONE)
		inbound->media_told = (int)told;
}

/* A place on WhatsApp has no Body: what it has is told as an address of its own kind
 * (RFC 5870), which no language has to translate. */
static void add_place(const struct form *form, struct buf *text)
{
	static const char *const lines[] = { "Label", "Address" };
	struct str latitude = form_said(form, "Latitude");
	struct str longitude = form_said(form, "Longitude");

	if (!latitude.size || !longitude.size)
		return;
	buf_add_format(text, "%sgeo:%.*s,%.*s", text->size ? "\n" : "", STR_ARG(latitude),
		       STR_ARG(longitude));
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct str line = form_said(form, lines[i]);

		if (line.size)
			buf_add_char(text, '\n');
		buf_add(text, line);
	}
}

/* Each Body once, should there be several: nobody knows which of them the family wrote. */
static void add_bodies(const struct form *form, struct buf *text)
{
	struct str before = STR_NONE;

	for (size_t i = 0; i < form->count; i++) {
		struct str value = form->fields[i].value;

		if (!value.size || !str_is(form->fields[i].name, "Body") || str_equals(value, before))
			continue;
		if (text->size)
			buf_add_char(text, '\n');
		buf_add(text, value);
		before = value;
	}
}

/* The bytes of a form are fewer than its arena holds, and so are those of its Bodies. */
static enum fault read_text(const struct form *form, struct arena *arena, struct inbound *inbound)
{
	AUTO(buf) text;

	buf_init(&text, TEXT_MOST);
	add_bodies(form, &text);
	if (!text.size)
		buf_add(&text, form_said(form, "ButtonText"));
	add_place(form, &text);
	/* too long for all of it: the first Body, of which work keeps what it can */
	inbound->text = text.is_stale ? form_said(form, "Body") : arena_copy(arena, buf_str(&text));
	inbound->profile_name = form_said(form, "ProfileName");
	if (!inbound->text.at)
		return FAULT_TOO_LARGE;
	return twilio_inbound_clean_text(inbound->text, arena, &inbound->text);
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

	read_names(form, &found);
	read_media(form, &found);
	if (read_text(form, arena, &found))
		return fault_because(FAULT_TOO_LARGE, note, "Body does not fit");
	found.opt_out_type = opt_out_of(form_said(form, "OptOutType"));
	*inbound = found;
	return FAULT_NONE;
}
