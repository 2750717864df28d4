/*
 * form - application/x-www-form-urlencoded, read and written.
 *
 * Threads: pure; a form belongs to its arena's owner.
 */
#ifndef WIRE_FORM_H
#define WIRE_FORM_H

#include "base/arena.h"
#include "base/buf.h"

/* Names and values are decoded, owned by the form's arena, in the order they came. */
struct form_field {
	struct str name;
	struct str value;
};

struct form {
	struct form_field *fields;
	size_t count;
	struct arena *arena;
};

/* FAULT_INVALID: a bad %-escape, a NUL (form_read); FAULT_TOO_LARGE: more than `most` fields
 * or the arena's ceiling.  Broken UTF-8 in values is kept: the signature is over
 * the bytes. */
enum fault form_read(struct str text, size_t most, struct arena *arena,
		     struct form *form, struct note *note) MUST_CHECK;
/* The same of a webhook, whose signature is over every byte: a NUL is kept. */
enum fault form_read_bytes(struct str text, size_t most, struct arena *arena,
			   struct form *form, struct note *note) MUST_CHECK;
/* First value of that name; STR_NONE when there is none. */
struct str form_get(const struct form *form, const char *name);
/* The first that says something: a provider's name may come twice, and one of them empty. */
struct str form_said(const struct form *form, const char *name);
/* Appends "name=value", with '&' in front when the buf is not empty. */
void form_add(struct buf *body, const char *name, struct str value);
/* %-encodes everything but A-Z a-z 0-9 - . _ ~ */
void form_url_add(struct buf *url, struct str text);

#endif
