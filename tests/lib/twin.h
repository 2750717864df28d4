/*
 * twin - stands in front of a connection's driver and does what a script says: one verb, at its
 * nth call, fails with a fault; everything else is the engine's own.
 *
 * After a statement that was made to fail within a transaction it is as strict as PostgreSQL,
 * whatever engine is behind: everything gives the same fault until the savepoint, or the transaction, is
 * rolled back.  A begin, a savepoint and a commit that fail leave nothing behind, as db.h says; a
 * rollback_to that fails has lost the transaction.
 *
 *	twin_on(db, (struct twin_script){ TWIN_ASK, .nth = 3, .says = FAULT_AGAIN });
 *	…
 *	twin_off(db);
 *
 * One connection at a time.  What a twin cannot make fail: db_open, which comes before it.
 */
#ifndef TESTS_LIB_TWIN_H
#define TESTS_LIB_TWIN_H

#include "store/db/db_driver.h"
#include "tests/lib/fine.h"

#define TWIN_VERBS(X)                                                                      \
	X(BEGIN, "begin") X(SAVEPOINT, "savepoint") X(RUN, "run") X(ASK, "ask") X(NEXT, "next") \
	X(RELEASE, "release") X(ROLLBACK_TO, "rollback to") X(COMMIT, "commit") X(SCRIPT, "script") \
	X(CHECK, "check") X(ORPHANS, "orphans") X(NAMES, "names") X(BACKUP, "backup")

enum twin_verb {
#define X(verb, word) TWIN_##verb,
	TWIN_VERBS(X)
#undef X
	TWIN_VERB_COUNT,
	TWIN_READING,   /* ask or next, whichever comes */
	TWIN_STATEMENT  /* ask or run */
};

struct twin_script {
	enum twin_verb verb;
	int nth;        /* from 1 */
	enum fault says;
};

static struct twin {
	const struct db_driver *real;
	struct db_driver ours;
	struct twin_script script;
	int left;
	bool is_sprung;
	enum fault failed;      /* until a rollback to the savepoint */
	enum fault lost;        /* until a rollback */
	const struct db_rows *bad;
} twin;

static inline const char *twin_word(enum twin_verb verb)
{
	static const char *const words[] = {
#define X(name, word) word,
		TWIN_VERBS(X)
#undef X
	};

	return verb < TWIN_VERB_COUNT ? words[verb] : "a statement";
}

static inline bool twin_springs(enum twin_verb verb)
{
	enum twin_verb wanted = twin.script.verb;
	bool is_it = verb == wanted || (wanted == TWIN_READING && (verb == TWIN_ASK || verb == TWIN_NEXT)) ||
		     (wanted == TWIN_STATEMENT && (verb == TWIN_ASK || verb == TWIN_RUN));

	if (!is_it || --twin.left != 0)
		return false;
	twin.is_sprung = true;
	return true;
}

/* Of what the server would not even look at. */
static inline enum fault twin_stopped(void)
{
	return twin.lost ? twin.lost : twin.failed;
}

static inline enum fault twin_fault(struct db *db, enum twin_verb verb)
{
	enum fault fault = twin_stopped();

	if (fault)
		return fault;
	if (!twin_springs(verb))
		return FAULT_NONE;
	if (db->is_begun && verb != TWIN_BEGIN && verb != TWIN_SAVEPOINT)
		twin.failed = twin.script.says;
	return twin.script.says;
}

/* A verb that may fail: its fault, or the engine's. */
#define TWIN_DOES(verb, call)                              \
	do {                                               \
		enum fault fault_ = twin_fault(db, (verb)); \
		if (fault_)                                \
			return fault_;                     \
		return (call);                             \
	} while (0)

static inline enum fault twin_run(struct db *db, const char *sql, const struct bind *binds, size_t count,
				  int64_t *changed)
{
	TWIN_DOES(TWIN_RUN, twin.real->run(db, sql, binds, count, changed));
}

static inline enum fault twin_ask(struct db *db, struct db_rows **rows, const char *sql,
				  const struct bind *binds, size_t count)
{
	enum fault fault = twin_fault(db, TWIN_ASK);

	if (!fault)
		fault = twin.real->ask(db, rows, sql, binds, count);
	if (!fault)
		(*rows)->driver = &twin.ours;
	return fault;
}

static inline bool twin_next(struct db_rows *rows)
{
	if (rows == twin.bad)
		return false;
	if (twin_springs(TWIN_NEXT)) {
		twin.bad = rows;
		return false;
	}
	return twin.real->next(rows);
}

static inline enum fault twin_rows_fault(const struct db_rows *rows)
{
	return rows == twin.bad ? twin.script.says : twin.real->fault(rows);
}

static inline void twin_done(struct db_rows *rows)
{
	if (rows == twin.bad)
		twin.bad = NULL;
	rows->driver = twin.real;
	twin.real->done(rows);
}

static inline enum fault twin_script(struct db *db, const char *sql, struct note *note)
{
	TWIN_DOES(TWIN_SCRIPT, twin.real->script(db, sql, note));
}

static inline enum fault twin_begin(struct db *db)
{
	TWIN_DOES(TWIN_BEGIN, twin.real->begin(db));
}

static inline void twin_rollback(struct db *db)
{
	twin.failed = twin.lost = FAULT_NONE;
	twin.real->rollback(db);
}

static inline enum fault twin_commit(struct db *db)
{
	enum fault fault = twin_stopped();

	if (!fault && twin_springs(TWIN_COMMIT))
		fault = twin.script.says;
	if (!fault)
		return twin.real->commit(db);
	twin_rollback(db);
	return fault;
}

static inline enum fault twin_savepoint(struct db *db)
{
	TWIN_DOES(TWIN_SAVEPOINT, twin.real->savepoint(db));
}

static inline enum fault twin_release(struct db *db)
{
	TWIN_DOES(TWIN_RELEASE, twin.real->release(db));
}

static inline void twin_rollback_to(struct db *db)
{
	if (!twin.lost && twin_springs(TWIN_ROLLBACK_TO))
		twin.lost = twin.script.says;
	if (twin.lost)
		return;
	twin.failed = FAULT_NONE;
	twin.real->rollback_to(db);
}

static inline const char *twin_message(const struct db *db)
{
	return twin.is_sprung ? "as the script says" : twin.real->message(db);
}

static inline enum fault twin_check(struct db *db, bool is_thorough, struct note *note)
{
	TWIN_DOES(TWIN_CHECK, twin.real->check(db, is_thorough, note));
}

static inline enum fault twin_orphans(struct db *db, struct note *note)
{
	TWIN_DOES(TWIN_ORPHANS, twin.real->orphans(db, note));
}

static inline enum fault twin_names(struct db *db, struct buf *into)
{
	TWIN_DOES(TWIN_NAMES, twin.real->names(db, into));
}

static inline enum fault twin_backup(struct db *db, const char *path, const struct backup_ours *ours,
				     struct note *note)
{
	TWIN_DOES(TWIN_BACKUP, twin.real->backup(db, path, ours, note));
}

static inline void twin_off(struct db *db)
{
	db->driver = twin.real;
	twin.real = NULL;
}

static inline void twin_close(struct db *db)
{
	const struct db_driver *real = twin.real;

	twin_off(db);
	real->close(db);
}

static inline void twin_on(struct db *db, struct twin_script script)
{
	assert_null(twin.real);
	assert_true(script.nth > 0 && script.says != FAULT_NONE);
	twin = (struct twin){ .real = db->driver, .ours = *db->driver, .script = script, .left = script.nth };
	twin.ours.close = twin_close;
	twin.ours.run = twin_run;
	twin.ours.ask = twin_ask;
	twin.ours.next = twin_next;
	twin.ours.fault = twin_rows_fault;
	twin.ours.done = twin_done;
	twin.ours.script = twin_script;
	twin.ours.begin = twin_begin;
	twin.ours.rollback = twin_rollback;
	twin.ours.commit = twin_commit;
	twin.ours.savepoint = twin_savepoint;
	twin.ours.release = twin_release;
	twin.ours.rollback_to = twin_rollback_to;
	twin.ours.message = twin_message;
	twin.ours.check = twin_check;
	twin.ours.orphans = twin_orphans;
	twin.ours.names = twin_names;
	twin.ours.backup = twin_backup;
	db->driver = &twin.ours;
}

#endif
