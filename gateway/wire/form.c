#include "form.h"

#include <assert.h>
#include <string.h>

#include "escape.h"

struct form_text {
	struct str text;
	size_t most;               /* fields */
	bool keeps_nul;
};

/* Decodes to *at, which moves behind the text and a NUL.  A NUL inside is refused unless
 * whoever asked reads sizes alone: else someone behind us would see a shorter text than we
 * judged. */
static bool decode(struct str text, bool keeps_nul, char **at, struct str *decoded)
{
	const char *from = text.at;
	const char *end = from ? from + text.size : from;
	char *to = *at;

	while (from < end) {
		int c = (unsigned char)*from;

		/* Letters and digits: this loop is a third of a webhook's cost. */
		if (c > '+') {
			*to++ = *from++;
			continue;
		}
		if (c == '%')
			c = escape_byte((struct str){ from, (size_t)(end - from) });
		else if (c == '+')
			c = ' ';
		if (c < 0 || (c == 0 && !keeps_nul))
			return false;
		from += *from == '%' ? 3 : 1;
		*to++ = (char)c;
	}
	*decoded = (struct str){ *at, (size_t)(to - *at) };
	*to++ = '\0';
	*at = to;
	return true;
}

static size_t count_fields(struct str text)
{
	struct str piece;
	size_t count = 0;

	while (str_next(&text, '&', &piece))
		count += piece.size > 0;
	return count;
}

/* "name=value", "name=" and "name" are all fields. */
static bool read_field(struct str piece, bool keeps_nul, char **at, struct form_field *field)
{
	struct str name = STR_NONE;
	struct str value = piece;

	str_next(&value, '=', &name);
	return decode(name, keeps_nul, at, &field->name) &&
	       decode(value, keeps_nul, at, &field->value);
}

/* Decoded text is never longer than it was; '=' and '&' make room for the NULs,
 * the last field needs two more. */
static enum fault read_fields(const struct form_text *from, size_t count, struct form *form,
			      struct note *note)
{
	struct str text = from->text;
	struct arena *arena = form->arena;
	struct form_field *fields;
	struct str piece;
	char *at;
	size_t i = 0;

	fields = arena_take(arena, (count + 1) * sizeof(*fields));
	at = arena_take(arena, text.size + 2 * count + 1);
	if (!fields || !at)
		return fault_because(FAULT_TOO_LARGE, note, "a form of %zu bytes", text.size);
	while (str_next(&text, '&', &piece)) {
		if (piece.size == 0)
			continue;
		if (!read_field(piece, from->keeps_nul, &at, &fields[i]))
			return fault_because(FAULT_INVALID, note,
					     "field %zu of the form is not encoded well",
					     i + 1);
		i++;
	}
	*form = (struct form){ fields, count, arena };
	return FAULT_NONE;
}

static enum fault read_form(const struct form_text *text, struct arena *arena, struct form *form,
			    struct note *note)
{
	struct form found = { .arena = arena };
	size_t count = count_fields(text->text);
	enum fault fault;

	assert(arena && form);
	if (count > text->most)
		return fault_because(FAULT_TOO_LARGE, note, "a form of over %zu fields", text->most);
	fault = read_fields(text, count, &found, note);
	if (!fault)
		*form = found;
	return fault;
}

enum fault form_read(struct str text, size_t most, struct arena *arena,
		     struct form *form, struct note *note)
{
	return read_form(&(struct form_text){ text, most, false }, arena, form, note);
}

enum fault form_read_bytes(struct str text, size_t most, struct arena *arena,
			   struct form *form, struct note *note)
{
	return read_form(&(struct form_text){ text, most, true }, arena, form, note);
}

struct str form_get(const struct form *form, const char *name)
{
	assert(form && name);

	struct str wanted = str_of(name);

	for (size_t i = 0; i < form->count; i++)
		if (str_equals(form->fields[i].name, wanted))
			return form->fields[i].value;
	return STR_NONE;
}

struct str form_said(const struct form *form, const char *name)
{
	assert(form && name);
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].value.size && str_is(form->fields[i].name, name))
			return form->fields[i].value;
	return STR_NONE;
}

void form_add(struct buf *body, const char *name, struct str value)
{
	assert(body);
	assert(name);
	if (body->size)
		buf_add_char(body, '&');
	form_url_add(body, str_of(name));
	buf_add_char(body, '=');
	form_url_add(body, value);
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c));
}

void form_url_add(struct buf *url, struct str text)
{
	static const char digits[] = "0123456789ABCDEF";

	assert(url);
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.at[i];
		char escape[] = { '%', digits[c >> 4], digits[c & 15] };

		if (is_unreserved((char)c))
			buf_add_char(url, (char)c);
		else
			buf_add(url, (struct str){ escape, 3 });
	}
}
