#include "contacts.h"

#include <assert.h>

#include "base/buf.h"
#include "store/db/row.h"

#define CONTACT_COLUMNS                                                        \
	"id, name, language, language_source, is_known, zone, own_from, own_to," \
	" prefers, created_at, updated_at, household_id, hours_source"

static void contact_read(struct row *row, struct contact *contact)
{
	contact->id.n = row_number(row);
	row_sealed(row, SEAL_NAME, contact->name, sizeof(contact->name));
	row_text(row, contact->language, sizeof(contact->language));
	row_word(row, language_source_of, &contact->language_source);
	contact->is_known = row_flag(row);
	row_text(row, contact->zone, sizeof(contact->zone));
	contact->own_from = row_int(row);
	contact->own_to = row_int(row);
	row_word(row, channel_of, &contact->prefers);
	contact->created_at = row_number(row);
	contact->updated_at = row_number(row);
	contact->household.n = row_number(row);
	row_word(row, language_source_of, &contact->hours_source);
}

READER_ONE(contact)
READER_ALL(contact)

enum fault contact_get(struct db *db, struct contact_id id, struct contact *contact)
{
	assert(contact);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " CONTACT_COLUMNS
					     " FROM contact WHERE id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return contact_one(rows, contact);
}

enum fault contact_add(struct db *db, const struct contact *contact)
{
	assert(contact->id.n != 0 && contact->prefers < CHANNEL_COUNT);
	return db_run(db, "INSERT INTO contact (" CONTACT_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		      BINDS(NUMBER(contact->id.n), SEALEDZ(SEAL_NAME, contact->name),
			    TEXTZ(contact->language),
			    TEXTZ(language_source_word(contact->language_source)),
			    NUMBER(contact->is_known), TEXTZ(contact->zone),
			    NUMBER(contact->own_from), NUMBER(contact->own_to),
			    TEXTZ(channel_word(contact->prefers)), NUMBER(contact->created_at),
			    NUMBER(contact->updated_at), NUMBER(contact->household.n),
			    TEXTZ(language_source_word(contact->hours_source))), NULL);
}

enum fault contact_put(struct db *db, const struct contact *contact)
{
	assert(contact->id.n != 0 && contact->prefers < CHANNEL_COUNT);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE contact SET name = $1, language = $2,"
				      " language_source = $3, is_known = $4, zone = $5,"
				      " own_from = $6, own_to = $7, prefers = $8,"
				      " created_at = $9, updated_at = $10, household_id = $11,"
				      " hours_source = $12 WHERE id = $13",
		BINDS(SEALEDZ(SEAL_NAME, contact->name), TEXTZ(contact->language),
		      TEXTZ(language_source_word(contact->language_source)),
		      NUMBER(contact->is_known), TEXTZ(contact->zone),
		      NUMBER(contact->own_from), NUMBER(contact->own_to),
		      TEXTZ(channel_word(contact->prefers)), NUMBER(contact->created_at),
		      NUMBER(contact->updated_at), NUMBER(contact->household.n),
		      TEXTZ(language_source_word(contact->hours_source)),
		      NUMBER(contact->id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault contact_pattern(struct str text, struct buf *pattern)
{
	buf_init(pattern, CONTACT_PATTERN_MOST);
	buf_add_char(pattern, '%');
	for (size_t i = 0; i < text.size; i++) {
		char c = text.at[i];

		if (c == '%' || c == '_' || c == '!')
			buf_add_char(pattern, '!');
		buf_add_char(pattern, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
	}
	buf_add_char(pattern, '%');
	return buf_check(pattern, NULL);
}

bool contact_has_part(struct str whole, struct str part)
{
	for (size_t at = 0; at + part.size <= whole.size; at++)
		if (str_equals_nocase(str_slice(whole, at, part.size), part))
			return true;
	return false;
}

static enum fault ask_all(struct db *db, struct contact_id after, size_t most,
			  struct db_rows **rows)
{
	return db_ask(db, rows, "SELECT " CONTACT_COLUMNS
				" FROM contact WHERE id > $1 ORDER BY id LIMIT $2",
		      BINDS(NUMBER(after.n), NUMBER(most)));
}

static enum fault ask_matching(struct db *db, struct contact_id after, struct str text,
			       size_t most, struct db_rows **rows)
{
	AUTO(buf) pattern;
	enum fault fault = contact_pattern(text, &pattern);

	if (fault)
		return fault;
	return db_ask(db, rows,
		      "SELECT " CONTACT_COLUMNS " FROM contact WHERE id > $1"
		      " AND (lower(name) LIKE $2 ESCAPE '!' OR EXISTS (SELECT 1 FROM number"
		      " WHERE number.contact_id = contact.id AND phone LIKE $2 ESCAPE '!'))"
		      " ORDER BY id LIMIT $3",
		      BINDS(NUMBER(after.n), TEXT(buf_str(&pattern)), NUMBER(most)));
}

/* --- of a ledger whose names and numbers are sealed: SQL sees no part of them ------------ */

static enum fault has_number_like(struct db *db, struct contact_id id, struct str text, bool *has)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT phone FROM number WHERE contact_id = $1", BINDS(NUMBER(id.n)));

	while (!fault && !*has && db_rows_next(rows)) {
		struct row row = row_of(rows);

		*has = contact_has_part(row_sealed_str(&row, SEAL_PHONE), text);
		fault = row_check(&row);
	}
	if (fault)
		return fault;
	return db_rows_fault(rows);
}

static enum fault search_sealed(struct db *db, struct contact_id after, struct str text, struct contact *contacts,
				size_t most, size_t *count)
{
	AUTO_ROWS rows = NULL;
	AUTO(buf) pattern;
	size_t found = 0;
	enum fault fault = contact_pattern(text, &pattern); /* one ceiling for both ways */

	if (!fault)
		fault = db_ask(db, &rows, "SELECT " CONTACT_COLUMNS " FROM contact WHERE id > $1 ORDER BY id",
			       BINDS(NUMBER(after.n)));
	while (!fault && found < most && db_rows_next(rows)) {
		struct contact contact = { .name = "" };
		struct row row = row_of(rows);
		bool has;

		contact_read(&row, &contact);
		fault = row_check(&row);
		has = !fault && contact_has_part(str_of(contact.name), text);
		if (!fault && !has)
			fault = has_number_like(db, contact.id, text, &has);
		if (!fault && has)
			contacts[found++] = contact;
	}
	if (!fault)
		fault = db_rows_fault(rows);
	if (!fault)
		*count = found;
	return fault;
}

enum fault contact_list(struct db *db, struct contact_id after, struct str text,
			struct contact *contacts, size_t most, size_t *count)
{
	assert(contacts && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault;

	if (text.size && db_sealed_by(db))
		return search_sealed(db, after, text, contacts, most, count);
	fault = text.size ? ask_matching(db, after, text, most, &rows) :
			    ask_all(db, after, most, &rows);

	if (fault)
		return fault;
	return contact_all(rows, contacts, most, count);
}

enum fault contact_of_household(struct db *db, struct household_id id, struct contact *contacts,
			      size_t most, size_t *count)
{
	assert(contacts && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " CONTACT_COLUMNS " FROM contact"
					     " WHERE household_id = $1 AND household_id > 0"
					     " ORDER BY id LIMIT $2",
				  BINDS(NUMBER(id.n), NUMBER(most)));

	if (fault)
		return fault;
	return contact_all(rows, contacts, most, count);
}

static void zone_told_read(struct row *row, struct zone_told *zone_told)
{
	row_text(row, zone_told->name, sizeof(zone_told->name));
}

READER_ALL(zone_told)

enum fault contact_zones(struct db *db, struct zone_told *zones, size_t most, size_t *count)
{
	assert(zones && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT zone FROM contact WHERE zone <> '' UNION"
					     " SELECT zone FROM staff WHERE zone <> ''", NULL, 0);

	if (fault)
		return fault;
	return zone_told_all(rows, zones, most, count);
}
