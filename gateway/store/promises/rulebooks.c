#include "rulebooks.h"

#include <assert.h>
#include <stdio.h>

#include "store/db/row.h"
#include "store/people/schools.h"

static void facts_read(struct row *row, struct rulebook *book)
{
	book->version = row_int(row);
	row_text(row, book->author, sizeof(book->author));
	row_sealed(row, SEAL_NOTE, book->note, sizeof(book->note));
	book->written_at = row_number(row);
	book->published_at = row_number(row);
	book->effective_at = row_number(row);
}

static void rulebook_read(struct row *row, struct rulebook *book)
{
	facts_read(row, book);
}

READER_ALL(rulebook)

#define FACTS "version, author, note, written_at, published_at, effective_at"

enum fault rulebook_draft(struct db *db, const struct rulebook *book)
{
	assert(book->document.size && book->author[0]);
	return db_run(db, "INSERT INTO rule_book (version, state, document, author, note,"
			  " written_at, published_at, effective_at)"
			  " VALUES (0, 'draft', $1, $2, $3, $4, 0, 0) ON CONFLICT (version)"
			  " DO UPDATE SET document = excluded.document,"
			  " author = excluded.author, note = excluded.note,"
			  " written_at = excluded.written_at",
		      BINDS(SEALED(SEAL_TEXT, book->document), TEXTZ(book->author), SEALEDZ(SEAL_NOTE, book->note),
			    NUMBER(book->written_at)), NULL);
}

enum fault rulebook_publish(struct db *db, const struct rulebook *book, int *version)
{
	assert(book->document.size && version);

	int64_t last = 0;
	enum fault fault = setting_ask_number(db, "SELECT version FROM rule_book"
					  " WHERE version > 0 ORDER BY version DESC LIMIT 1", NULL, 0, &last);

	if (fault && fault != FAULT_MISSING)
		return fault;
	fault = db_run(db, "INSERT INTO rule_book (version, state, document, author, note,"
			   " written_at, published_at, effective_at)"
			   " VALUES ($1, 'published', $2, $3, $4, $5, $6, $7)",
		       BINDS(NUMBER(last + 1), SEALED(SEAL_TEXT, book->document), TEXTZ(book->author),
			     SEALEDZ(SEAL_NOTE, book->note), NUMBER(book->written_at),
			     NUMBER(book->published_at), NUMBER(book->effective_at)), NULL);
	if (!fault)
		*version = (int)last + 1;
	return fault;
}

enum fault rulebook_get(struct db *db, int version, struct arena *arena, struct rulebook *book)
{
	assert(arena && book);

	AUTO_ROWS rows = NULL;
	struct rulebook found = { .version = 0 };
	struct row row;
	enum fault fault = db_ask(db, &rows, "SELECT " FACTS ", document FROM rule_book"
					     " WHERE version = $1", BINDS(NUMBER(version)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	row = row_of(rows);
	facts_read(&row, &found);
	found.document = row_sealed_keep(&row, SEAL_TEXT, arena);
	if (!row_check(&row))
		*book = found;
	return row_check(&row);
}

enum fault rulebook_in_force(struct db *db, int64_t now, int *version)
{
	assert(version);

	int64_t found = 0;
	enum fault fault = setting_ask_number(db, "SELECT version FROM rule_book"
					  " WHERE state = 'published' AND effective_at <= $1"
					  " ORDER BY effective_at DESC, version DESC LIMIT 1",
				      BINDS(NUMBER(now)), &found);

	if (!fault)
		*version = (int)found;
	return fault;
}

static void add_version(int version, int *versions, size_t most, size_t *count)
{
	for (size_t i = 0; i < *count; i++)
		if (versions[i] == version)
			return;
	if (*count < most)
		versions[(*count)++] = version;
}

/* Two statements: of their union SQLite would read the books one by one. */
enum fault rulebook_used(struct db *db, int64_t now, int *versions, size_t most, size_t *count)
{
	assert(versions && most > 0 && count);

	AUTO_ROWS coming = NULL;
	AUTO_ROWS open = NULL;
	size_t found = 0;
	enum fault fault = db_ask(db, &coming, "SELECT version FROM rule_book"
					       " WHERE state = 'published' AND effective_at > $1"
					       " ORDER BY effective_at LIMIT $2",
				  BINDS(NUMBER(now), NUMBER(most)));

	while (!fault && db_rows_next(coming))
		add_version((int)db_rows_number(coming, 0), versions, most, &found);
	if (!fault)
		fault = db_rows_fault(coming);
	if (!fault)
		fault = db_ask_all(db, &open, "SELECT DISTINCT rule_version FROM promise"
					  " WHERE state IN ('open', 'taken', 'answered')"
					  " ORDER BY rule_version DESC LIMIT $1",
			       BINDS(NUMBER(most)));
	while (!fault && db_rows_next(open))
		add_version((int)db_rows_number(open, 0), versions, most, &found);
	if (!fault)
		*count = found;
	if (fault)
		return fault;
	return db_rows_fault(open);
}

enum fault rulebook_list(struct db *db, int64_t before, struct rulebook *books, size_t most,
			 size_t *count)
{
	assert(books && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " FACTS " FROM rule_book"
					     " WHERE version < $1 ORDER BY version DESC LIMIT $2",
				  BINDS(NUMBER(before), NUMBER(most)));

	if (fault)
		return fault;
	return rulebook_all(rows, books, most, count);
}

/* --- history ------------------------------------------------------------------------ */

static void replay_read(struct row *row, struct replay_row *replay)
{
	replay->id = row_number(row);
	replay->opened_at = row_number(row);
	replay->late_at = row_number(row);
	replay->closed_at = row_number(row);
	replay->is_closed = row_int(row);
	replay->is_known = row_int(row);
	row_text(row, replay->language, sizeof(replay->language));
	row_text(row, replay->channel, sizeof(replay->channel));
	row_text(row, replay->line, sizeof(replay->line));
	row_sealed(row, SEAL_EMAIL, replay->owner, sizeof(replay->owner));
	row_text(row, replay->school, sizeof(replay->school));
	row_sealed(row, SEAL_GROUPS, replay->groups, sizeof(replay->groups));
	replay->household.n = row_number(row);
	replay->text = row_sealed_str(row, SEAL_TEXT);
}

static enum fault find_schools(struct db *db, struct replay_row *replay)
{
	struct school schools[HOUSEHOLD_STUDENTS];
	size_t count = 0, at = 0;
	enum fault fault;

	str_put(replay->schools, sizeof(replay->schools), str_of(replay->school));
	if (replay->school[0] || replay->household.n == 0)
		return FAULT_NONE;
	fault = school_of_household(db, replay->household, schools, COUNT_OF(schools), &count);
	for (size_t i = 0; !fault && i < count; i++)
		at += (size_t)snprintf(replay->schools + at, sizeof(replay->schools) - at, "%s%s",
				       i ? "," : "", schools[i].name);
	return fault;
}

/* The text is that of the input that opened it. */
#define REPLAY                                                                        \
	"SELECT p.id, p.opened_at, p.late_at, p.closed_at,"                           \
	" CASE WHEN p.state IN ('kept', 'excused') THEN 1 ELSE 0 END, c.is_known,"    \
	" p.language, p.channel, l.number, coalesce(s.email, ''), p.school,"          \
	" coalesce(h.groups, ''), c.household_id,"                                    \
	" coalesce((SELECT m.text FROM message AS m WHERE m.promise_id = p.id"        \
	" AND m.promise_id > 0 AND m.direction = 'in' ORDER BY m.id LIMIT 1), '')"    \
	" FROM promise AS p JOIN contact AS c ON c.id = p.contact_id"                 \
	" JOIN line AS l ON l.id = p.line_id LEFT JOIN staff AS s ON s.id = p.owner_id" \
	" LEFT JOIN household AS h ON h.id = c.household_id"

enum fault rulebook_replay_walk(struct db *db, int64_t after_id, size_t most,
		       void (*each)(void *context, const struct replay_row *row), void *context)
{
	assert(most > 0 && each);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, REPLAY " WHERE p.id > $1"
				      " ORDER BY p.id LIMIT $2", BINDS(NUMBER(after_id), NUMBER(most)));

	if (fault)
		return fault;
	while (db_rows_next(rows)) {
		struct replay_row replay = { .id = 0 };
		struct row row = row_of(rows);

		replay_read(&row, &replay);
		fault = find_schools(db, &replay);
		if (fault)
			return fault;
		each(context, &replay);
	}
	return db_rows_fault(rows);
}

enum fault rulebook_replay_get(struct db *db, int64_t id,
		      void (*each)(void *context, const struct replay_row *row), void *context)
{
	assert(each);

	AUTO_ROWS rows = NULL;
	struct replay_row replay = { .id = 0 };
	struct row row;
	enum fault fault = db_ask_all(db, &rows, REPLAY " WHERE p.id = $1",
				      BINDS(NUMBER(id)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	row = row_of(rows);
	replay_read(&row, &replay);
	fault = find_schools(db, &replay);
	if (!fault)
		each(context, &replay);
	return fault;
}
