#include "db_pgsql_rows.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "db_pgsql_session.h"

enum { NAME_SIZE = 24, ROWS_PER_LOOK = 256 };
/* As every server numbers them (pg_type.dat). */
enum { TYPE_INT8 = 20, TYPE_TEXT = 25 };

struct answer {
	struct db_rows rows;
	struct db_pgsql *pgsql;
	struct db_pgsql_result result;
	enum fault fault;
	int seen;
};

static struct answer *answer_of(struct db_rows *rows)
{
	return container_of(rows, struct answer, rows);
}

/* --- binding ---------------------------------------------------------------------------- */

struct bound {
	size_t count;
	char *mended[BINDS_MOST];   /* NULL: bound as it is */
	Oid types[BINDS_MOST];
	const char *values[BINDS_MOST];
	int sizes[BINDS_MOST];
	int formats[BINDS_MOST];
	unsigned char numbers[BINDS_MOST][8];
};

/* Most significant first, as the wire has it. */
static void put_number(int64_t number, unsigned char into[8])
{
	for (int i = 0; i < 8; i++)
		into[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
}

/* The server takes no NUL and nothing that is no UTF-8, and refuses the whole row.  A family's words
 * are not lost for one stray byte: U+FFFD stands for it, in whatever is asked for, too. */
static struct str mend(struct bound *bound, size_t i, struct str text)
{
	AUTO(buf) whole;
	uint32_t rune;

	buf_init(&whole, 3 * text.size);
	if (str_is_utf8(text) && (!text.size || !memchr(text.at, 0, text.size)))
		return text;
	while (text.size) {
		bool is_rune = str_next_rune(&text, &rune);

		buf_add_rune(&whole, is_rune && rune ? rune : 0xfffd);
		if (!is_rune)
			text = str_from(text, 1);
	}
	bound->mended[i] = memory_text(buf_str(&whole));
	return (struct str){ bound->mended[i], whole.size };
}

static void bound_done(struct bound *bound)
{
	for (size_t i = 0; i < bound->count; i++)
		free(bound->mended[i]);
}

static void bind(struct bound *bound, const struct bind *binds, size_t count)
{
	assert(count <= BINDS_MOST);
	bound->count = count;
	for (size_t i = 0; i < count; i++) {
		bound->formats[i] = 1;
		bound->mended[i] = NULL;
		if (binds[i].type == BIND_NUMBER) {
			put_number(binds[i].number, bound->numbers[i]);
			bound->types[i] = TYPE_INT8;
			bound->values[i] = (const char *)bound->numbers[i];
			bound->sizes[i] = 8;
		} else { /* no address would be NULL, and we have no NULLs */
			struct str text = mend(bound, i, binds[i].text);

			bound->types[i] = TYPE_TEXT;
			bound->values[i] = text.at ? text.at : "";
			bound->sizes[i] = (int)text.size;
		}
	}
}

static struct db_pgsql_call call_of(const char *sql, const struct bound *bound, size_t count)
{
	return (struct db_pgsql_call){ .sql = sql, .count = (int)count, .types = bound->types,
				       .values = bound->values, .sizes = bound->sizes,
				       .formats = bound->formats };
}

/* --- names ------------------------------------------------------------------------------- */

/* The slot of a text, or the empty one where it belongs; its number is the name. */
static size_t slot_of(const struct db_pgsql *pgsql, const char *sql)
{
	size_t i = (size_t)(((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15)) >> 32) % DB_PGSQL_SLOTS;

	while (pgsql->statements[i] && pgsql->statements[i] != sql)
		i = (i + 1) % DB_PGSQL_SLOTS;
	return i;
}

/* Leaves the call unnamed behind a pooler, and when the session knows enough. */
static enum fault find_name(struct db_pgsql *pgsql, struct db_pgsql_call *call, char name[NAME_SIZE])
{
	size_t slot = slot_of(pgsql, call->sql);
	enum fault fault;

	if (pgsql->address.is_pooled || (!pgsql->statements[slot] && pgsql->kept >= DB_PGSQL_SLOTS * 3 / 4))
		return FAULT_NONE;
	snprintf(name, NAME_SIZE, "s%zu", slot);
	call->name = name;
	if (pgsql->statements[slot])
		return FAULT_NONE;
	fault = db_pgsql_link_prepare(&pgsql->link, call, pgsql->patience);
	if (fault)
		return fault;
	pgsql->statements[slot] = call->sql;
	pgsql->kept++;
	return FAULT_NONE;
}

/* --- running ------------------------------------------------------------------------------ */

/* The time may be up before the statement begins: then nothing is sent, and the transaction goes on. */
static bool is_over(const struct db_pgsql_patience *patience)
{
	return (patience->stop && atomic_load(patience->stop)) ||
	       (patience->until_us && clock_stopwatch_us() > patience->until_us);
}

/* *is_known: the server has taken the text, and refused to carry it out. */
static enum fault carry_out(struct db_pgsql *pgsql, struct db_pgsql_call call, struct db_pgsql_result *result,
			    bool *is_known)
{
	char name[NAME_SIZE];
	enum fault fault = db_pgsql_session_ready(pgsql);

	*is_known = false;
	if (fault)
		return fault;
	if (is_over(&pgsql->patience)) {
		snprintf(pgsql->link.message, sizeof(pgsql->link.message), "the time for it is over");
		return FAULT_AGAIN;
	}
	fault = find_name(pgsql, &call, name);
	if (!fault) {
		fault = db_pgsql_link_run(&pgsql->link, &call, pgsql->patience, result);
		*is_known = call.name && db_pgsql_link_is_up(&pgsql->link);
	}
	return db_pgsql_session_after(pgsql, fault);
}

enum fault db_pgsql_rows_run(struct db_pgsql *pgsql, const char *sql, const struct bind *binds, size_t count,
			     int64_t *changed)
{
	AUTO(bound) bound;
	struct db_pgsql_result result;
	enum fault fault;
	bool is_known;

	bind(&bound, binds, count);
	db_pgsql_result_init(&result);
	fault = carry_out(pgsql, call_of(sql, &bound, count), &result, &is_known);
	if (!fault && changed)
		*changed = result.changed;
	db_pgsql_result_done(&result);
	return fault;
}

/* As in SQLite a text that is wrong is told at once, and what goes wrong with its rows by them.
 * A question outside a transaction whose connection went down is asked once more. */
enum fault db_pgsql_rows_ask(struct db *db, struct db_rows **rows, const char *sql,
			     const struct bind *binds, size_t count)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	struct answer *answer = memory_new(struct answer);
	AUTO(bound) bound;
	bool is_known;

	bind(&bound, binds, count);
	answer->rows.driver = &db_pgsql_driver;
	answer->pgsql = pgsql;
	for (int tries = 0; tries < 2; tries++) {
		db_pgsql_result_init(&answer->result);
		answer->fault = carry_out(pgsql, call_of(sql, &bound, count), &answer->result, &is_known);
		if (!answer->fault || is_known || pgsql->is_open || db_pgsql_link_is_up(&pgsql->link))
			break;
		db_pgsql_result_done(&answer->result);
	}
	if (answer->fault && !is_known) {
		enum fault fault = answer->fault;

		db_pgsql_rows_done(&answer->rows);
		return fault;
	}
	*rows = &answer->rows;
	return FAULT_NONE;
}

/* Rows that came before a fault are none: the list is not told as a short one.  The limit holds
 * for whoever goes through a long list, too. */
bool db_pgsql_rows_next(struct db_rows *rows)
{
	struct answer *answer = answer_of(rows);

	if (!answer->fault && ++answer->seen % ROWS_PER_LOOK == 0 && is_over(&answer->pgsql->patience))
		answer->fault = FAULT_AGAIN;
	return !answer->fault && db_pgsql_result_next(&answer->result);
}

int64_t db_pgsql_rows_number(struct db_rows *rows, int column)
{
	return db_pgsql_result_number(&answer_of(rows)->result, column);
}

struct str db_pgsql_rows_text(struct db_rows *rows, int column)
{
	return db_pgsql_result_text(&answer_of(rows)->result, column);
}

enum fault db_pgsql_rows_fault(const struct db_rows *rows)
{
	return container_of(rows, const struct answer, rows)->fault;
}

void db_pgsql_rows_done(struct db_rows *rows)
{
	struct answer *answer = answer_of(rows);

	db_pgsql_result_done(&answer->result);
	free(answer);
}
