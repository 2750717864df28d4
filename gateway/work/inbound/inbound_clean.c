#include "inbound_clean.h"

#include <assert.h>
#include <string.h>

#include "store/db/digest.h"

enum { HASH = 32, DIGITS_LEAST = 7, DIGITS_MOST = 15, BARE_LEAST = 11, PROFILE_MOST = 128,
       URL_MOST = 2048, TYPE_MOST = 63 };

/* The word by which media_fetch.c knows that the addresses are to be asked for. */
static const struct str listed = { "list", sizeof("list") - 1 };

void inbound_clean_say(unsigned odd, struct buf *into)
{
	static const char *const words[] = {
		"it was longer than we keep and was cut", "bytes that are no text were replaced",
		"it came without an id", "its sender cannot be texted",
		"some of its pictures were not named as they should be",
		"it was sent to a number that is not configured",
		"its text is the provider's message as it came, which could not be read",
	};
	bool is_more = false;

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (!(odd & 1u << i))
			continue;
		buf_add_text(into, is_more ? "; " : "");
		buf_add_text(into, words[i]);
		is_more = true;
	}
}

/* --- text ------------------------------------------------------------------------------ */

static bool has_nul(struct str text)
{
	return text.size && memchr(text.at, '\0', text.size);
}

static size_t size_of(uint32_t rune)
{
	return rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
}

/* As much as fits into `most` bytes, at a whole character; true: there was more. */
static bool mend(struct str text, size_t most, struct buf *into)
{
	uint32_t rune;

	while (text.size) {
		bool is_whole = str_next_rune(&text, &rune);

		if (!is_whole)
			text = str_from(text, 1);
		if (!is_whole || rune == 0)
			rune = 0xfffd;
		if (into->size + size_of(rune) > most)
			return true;
		buf_add_rune(into, rune);
	}
	return false;
}

static enum fault clean_text(struct str raw, struct arena *arena, struct inbound_clean *clean)
{
	AUTO(buf) text;

	buf_init(&text, INBOUND_TEXT);
	clean->inbound.text = raw;
	if (raw.size <= INBOUND_TEXT && str_is_utf8(raw) && !has_nul(raw))
		return FAULT_NONE;
	if (!str_is_utf8(raw) || has_nul(raw))
		clean->odd |= INBOUND_MENDED;
	if (mend(raw, INBOUND_TEXT, &text))
		clean->odd |= INBOUND_CUT;
	clean->inbound.text = arena_copy(arena, buf_str(&text));
	return clean->inbound.text.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* Without what stands for broken bytes: "S?T?O?P?" is how UTF-16 arrives. */
static enum fault read_said(struct arena *arena, struct inbound_clean *clean)
{
	struct str rest = clean->inbound.text;
	AUTO(buf) said;
	uint32_t rune;

	buf_init(&said, INBOUND_TEXT);
	clean->said = rest;
	if (str_find(rest, STR("\xef\xbf\xbd")) == rest.size)
		return FAULT_NONE;
	clean->odd |= INBOUND_MENDED;
	while (str_next_rune(&rest, &rune))
		if (rune != 0xfffd)
			buf_add_rune(&said, rune);
	clean->said = arena_copy(arena, buf_str(&said));
	return clean->said.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* --- names: ids and addresses ------------------------------------------------------------ */

static bool is_tidy(struct str text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return false;
	return str_is_utf8(text);
}

static void add_hash(struct str text, struct buf *into)
{
	char hex[DIGEST_SIZE];

	digest_hex(text, hex);
	buf_add(into, str_slice(str_of(hex), 0, HASH));
}

/* Cut alone, two long names that begin alike would be one. */
static enum fault keep_name(struct str raw, size_t most, struct arena *arena, struct str *name,
			    unsigned *odd)
{
	struct str rest = raw;
	AUTO(buf) text;
	uint32_t rune;

	buf_init(&text, most);
	*name = raw;
	if (raw.size <= most && is_tidy(raw))
		return FAULT_NONE;
	while (rest.size && text.size + 4 <= most - HASH - 1) {
		if (!str_next_rune(&rest, &rune)) {
			rest = str_from(rest, 1);
			rune = '?';
		}
		buf_add_rune(&text, rune < ' ' || rune == 0x7f ? '?' : rune);
	}
	buf_add_char(&text, '~');
	add_hash(raw, &text);
	*odd |= raw.size > most ? INBOUND_CUT : INBOUND_MENDED;
	*name = arena_copy(arena, buf_str(&text));
	return name->at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* Digits, and what people put between them; a "+" that a form turned into a space counts. */
static bool read_digits(struct str raw, struct buf *digits)
{
	bool has_plus = str_starts(raw, STR(" "));

	raw = str_trim(raw);
	if (str_starts(raw, STR("+"))) {
		raw = str_from(raw, 1);
		has_plus = true;
	}
	buf_add_char(digits, '+');
	for (size_t i = 0; i < raw.size; i++) {
		if (raw.at[i] >= '0' && raw.at[i] <= '9')
			buf_add_char(digits, raw.at[i]);
		else if (!raw.at[i] || !strchr(" -.()", raw.at[i]))
			return false;
	}
	return !digits->is_stale && digits->size > DIGITS_LEAST &&
	       (has_plus || digits->size > BARE_LEAST);
}

enum fault inbound_clean_number(struct str raw, struct arena *arena, struct str *number)
{
	AUTO(buf) digits;
	unsigned odd = 0;

	assert(arena && number);
	buf_init(&digits, DIGITS_MOST + 1);
	if (!read_digits(raw, &digits))
		return keep_name(str_trim(raw), INBOUND_ADDRESS, arena, number, &odd);
	*number = arena_copy(arena, buf_str(&digits));
	return number->at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* E.164; on WhatsApp also the id of somebody who shows no number. */
static bool is_answerable(const struct inbound *inbound)
{
	struct str from = inbound->from;

	if (str_starts(from, STR("+"))) {
		for (size_t i = 1; i < from.size; i++)
			if (from.at[i] < '0' || from.at[i] > '9')
				return false;
		return from.size > DIGITS_LEAST;
	}
	if (inbound->channel != CHANNEL_WHATSAPP || from.size == 0)
		return false;
	for (size_t i = 0; i < from.size; i++)
		if (from.at[i] <= ' ' || from.at[i] > '~')
			return false;
	return str_find(from, STR("~")) == from.size;
}

/* "unknown~" and a hash of the message's id: nobody else's. */
static enum fault name_nobody(struct arena *arena, struct inbound_clean *clean)
{
	AUTO(buf) name;

	buf_init(&name, INBOUND_ADDRESS);
	buf_add_text(&name, "unknown~");
	add_hash(clean->inbound.id, &name);
	clean->inbound.from = arena_copy(arena, buf_str(&name));
	return clean->inbound.from.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

static enum fault clean_sender(const struct inbound *raw, struct arena *arena,
			       struct inbound_clean *clean)
{
	struct str *from = &clean->inbound.from;
	AUTO(buf) digits;
	enum fault fault = FAULT_NONE;

	buf_init(&digits, DIGITS_MOST + 1);
	if (str_trim(raw->from).size == 0)
		fault = name_nobody(arena, clean);
	else if (read_digits(raw->from, &digits))
		*from = arena_copy(arena, buf_str(&digits));
	else
		fault = keep_name(str_trim(raw->from), INBOUND_ADDRESS, arena, from, &clean->odd);
	if (!is_answerable(&clean->inbound))
		clean->odd |= INBOUND_UNANSWERABLE;
	return from->at ? fault : FAULT_TOO_LARGE;
}

/* The same message listed again gets the same name, and one that was heard another. */
static enum fault name_message(const struct inbound *raw, int64_t now, struct arena *arena,
			       struct str *name_of)
{
	AUTO(buf) whole;
	AUTO(buf) name;

	buf_init(&whole, 4 * INBOUND_TEXT);
	buf_init(&name, ADAPTER_ID);
	buf_add(&whole, str_slice(raw->from, 0, INBOUND_TEXT));
	buf_add_char(&whole, '\n');
	buf_add(&whole, str_slice(raw->to, 0, INBOUND_TEXT));
	buf_add_format(&whole, "\n%lld\n", (long long)(raw->stamped_at ? raw->stamped_at : now));
	buf_add(&whole, str_slice(raw->text, 0, INBOUND_TEXT));
	buf_add_text(&name, "unnamed~");
	add_hash(buf_str(&whole), &name);
	*name_of = arena_copy(arena, buf_str(&name));
	return name_of->at ? FAULT_NONE : FAULT_TOO_LARGE;
}

enum fault inbound_clean_id(const struct inbound *raw, int64_t now, struct arena *arena,
			    struct str *id)
{
	unsigned odd = 0;

	assert(raw && arena && id);
	if (str_trim(raw->id).size == 0)
		return name_message(raw, now, arena, id);
	return keep_name(str_trim(raw->id), ADAPTER_ID, arena, id, &odd);
}

/* --- pictures ------------------------------------------------------------------------------ */

static bool is_address(struct str url)
{
	for (size_t i = 0; i < url.size; i++)
		if (url.at[i] <= ' ' || url.at[i] > '~')
			return false;
	return url.size > 0 && url.size <= URL_MOST;
}

/* A word for people and for what is fetched; an odd one is only missing. */
static struct str clean_type(struct str type)
{
	type = str_trim(type);
	return type.size <= TYPE_MOST && is_tidy(type) && !str_equals(type, listed) ? type : STR_NONE;
}

static void clean_media(const struct inbound *raw, struct inbound_clean *clean)
{
	struct inbound *inbound = &clean->inbound;
	bool is_odd = raw->media_told > (int)raw->media_count;

	inbound->media_count = 0;
	for (size_t i = 0; i < raw->media_count; i++) {
		is_odd |= !is_address(raw->media[i]);
		if (!is_address(raw->media[i]))
			continue;
		inbound->media[inbound->media_count] = raw->media[i];
		inbound->media_type[inbound->media_count++] = clean_type(raw->media_type[i]);
	}
	if (raw->is_media_listed) {
		inbound->media_count = 1;
	} else if (is_odd) {
		clean->odd |= INBOUND_MEDIA_ODD;
		/* without an id of the provider's there is nobody to ask */
		if (!(clean->odd & INBOUND_UNNAMED) && raw->media_count < ADAPTER_MEDIA)
			inbound->media_count = 1;
		else
			return;
	} else {
		return;
	}
	inbound->media[0] = inbound->id;
	inbound->media_type[0] = listed;
}

enum fault inbound_clean(const struct inbound *raw, int64_t now, struct arena *arena,
			 struct inbound_clean *clean)
{
	assert(raw && arena && clean);
	assert(raw->media_count <= ADAPTER_MEDIA);

	struct inbound_clean made = { .inbound = *raw, .odd = raw->is_unread ? INBOUND_UNREAD : 0 };
	enum fault fault = inbound_clean_id(raw, now, arena, &made.inbound.id);

	if (str_trim(raw->id).size == 0)
		made.odd |= INBOUND_UNNAMED;
	else if (!str_equals(made.inbound.id, str_trim(raw->id)))
		made.odd |= INBOUND_CUT;
	if (!fault)
		fault = clean_sender(raw, arena, &made);
	if (!fault)
		fault = inbound_clean_number(raw->to, arena, &made.inbound.to);
	if (!fault)
		fault = clean_text(raw->text, arena, &made);
	if (!fault)
		fault = read_said(arena, &made);
	if (fault)
		return fault;
	if (raw->profile_name.size > PROFILE_MOST || !is_tidy(raw->profile_name))
		made.inbound.profile_name = STR_NONE;
	clean_media(raw, &made);
	*clean = made;
	return FAULT_NONE;
}
