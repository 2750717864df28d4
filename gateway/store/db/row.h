/*
 * row - reads the columns of a row from left to right into a struct.
 *
 *	struct row row = row_of(rows);
 *
 *	contact->id.n = row_number(&row);
 *	row_text(&row, contact->name, sizeof(contact->name));
 *	row_word(&row, channel_of, &contact->prefers);
 *	return row_check(&row);
 *
 * A word that no table knows makes the row broken: row_check gives FAULT_BROKEN.
 *
 * Threads: the connection's.
 */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "base/arena.h"
#include "db.h"

struct row {
	struct db_rows *rows;
	int column;
	enum fault fault;
};

static inline struct row row_of(struct db_rows *rows)
{
	return (struct row){ .rows = rows };
}

static inline int64_t row_number(struct row *row)
{
	return db_rows_number(row->rows, row->column++);
}

static inline int row_int(struct row *row)
{
	return (int)row_number(row);
}

static inline bool row_flag(struct row *row)
{
	return row_number(row) != 0;
}

/* Valid until db_rows_next. */
static inline struct str row_str(struct row *row)
{
	return db_rows_text(row->rows, row->column++);
}

static inline void row_text(struct row *row, char *into, size_t room)
{
	str_put(into, room, row_str(row));
}

/* What was bound as SEALED: opened, valid until the next one is. */
static inline struct str row_sealed_str(struct row *row, enum seal_kind kind)
{
	struct str text = STR_NONE;
	enum fault fault = db_rows_sealed(row->rows, row->column++, kind, &text);

	if (fault)
		row->fault = fault;
	return text;
}

static inline void row_sealed(struct row *row, enum seal_kind kind, char *into, size_t room)
{
	str_put(into, room, row_sealed_str(row, kind));
}

static inline void row_phone(struct row *row, char *into, size_t room)
{
	row_sealed(row, SEAL_PHONE, into, room);
}

static inline struct str row_sealed_keep(struct row *row, enum seal_kind kind, struct arena *arena)
{
	struct str kept = arena_copy(arena, row_sealed_str(row, kind));

	if (!kept.at)
		row->fault = FAULT_TOO_LARGE;
	return kept;
}

/* A copy in the arena; FAULT_TOO_LARGE when it is full. */
static inline struct str row_keep(struct row *row, struct arena *arena)
{
	struct str kept = arena_copy(arena, row_str(row));

	if (!kept.at)
		row->fault = FAULT_TOO_LARGE;
	return kept;
}

#define row_word(row, word_of, into)                               \
	do {                                                       \
		if (!word_of(row_str(row), (into)))                \
			(row)->fault = FAULT_BROKEN;               \
	} while (0)

static inline enum fault row_check(const struct row *row)
{
	return row->fault;
}

/* What a query says that found no row. */
static inline enum fault rows_or_missing(const struct db_rows *rows)
{
	enum fault fault = db_rows_fault(rows);

	if (fault)
		return fault;
	return FAULT_MISSING;
}

/* What a change says that touched no row. */
static inline enum fault changed_or_missing(enum fault fault, int64_t changed)
{
	if (!fault && changed == 0)
		fault = FAULT_MISSING;
	return fault;
}

/* A single number, of a query that always has a row. */
enum fault setting_ask_number(struct db *db, const char *sql, const struct bind *binds,
		      size_t count, int64_t *number) MUST_CHECK;

/* noun_one: the first row into a struct, or FAULT_MISSING.  noun_all: the rows, at most
 * `most`.  Both from a noun_read(struct row *, struct noun *). */
#define READER_ONE(noun)                                                                \
	static enum fault noun##_one(struct db_rows *rows, struct noun *noun)             \
	{                                                                              \
		struct noun found = { 0 };                                             \
		struct row row = row_of(rows);                                         \
                                                                                       \
		if (!db_rows_next(rows))                                                  \
			return rows_or_missing(rows);                                  \
		noun##_read(&row, &found);                                             \
		if (!row_check(&row))                                                  \
			*noun = found;                                                 \
		return row_check(&row);                                                \
	}
#define READER_ALL(noun)                                                               \
	static enum fault noun##_all(struct db_rows *rows, struct noun *items, size_t most,\
				     size_t *count)                                    \
	{                                                                              \
		size_t n = 0;                                                          \
                                                                                       \
		while (n < most && db_rows_next(rows)) {                                  \
			struct row row = row_of(rows);                                 \
                                                                                       \
			items[n] = (struct noun){ 0 };                                 \
			noun##_read(&row, &items[n++]);                                \
			if (row_check(&row))                                           \
				return row_check(&row);                                \
		}                                                                      \
		if (db_rows_fault(rows))                                                  \
			return db_rows_fault(rows);                                       \
		*count = n;                                                            \
		return FAULT_NONE;                                                     \
	}

/* The same for nouns whose texts are kept in an arena: noun_read(row, arena, noun). */
#define READER_KEPT_ONE(noun)                                                          \
	static enum fault noun##_one(struct db_rows *rows, struct arena *arena,           \
				     struct noun *noun)                                \
	{                                                                              \
		struct noun found = { 0 };                                             \
		struct row row = row_of(rows);                                         \
                                                                                       \
		if (!db_rows_next(rows))                                                  \
			return rows_or_missing(rows);                                  \
		noun##_read(&row, arena, &found);                                      \
		if (!row_check(&row))                                                  \
			*noun = found;                                                 \
		return row_check(&row);                                                \
	}
#define READER_KEPT_ALL(noun)                                                          \
	static enum fault noun##_all(struct db_rows *rows, struct arena *arena,           \
				     struct noun *items, size_t most, size_t *count)   \
	{                                                                              \
		size_t n = 0;                                                          \
                                                                                       \
		while (n < most && db_rows_next(rows)) {                                  \
			struct row row = row_of(rows);                                 \
                                                                                       \
			items[n] = (struct noun){ 0 };                                 \
			noun##_read(&row, arena, &items[n++]);                         \
			if (row_check(&row))                                           \
				return row_check(&row);                                \
		}                                                                      \
		if (db_rows_fault(rows))                                                  \
			return db_rows_fault(rows);                                       \
		*count = n;                                                            \
		return FAULT_NONE;                                                     \
	}

#endif
