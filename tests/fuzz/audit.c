#include "fuzz.h"

#include "store/db/digest.h"
#include "store/db/migrate.h"
#include "store/db/setting.h"
#include "store/log/audit.h"

enum { ROWS = 4 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
static const struct str key = { "an audit key of 32 bytes or more", 32 };
static struct db *db;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct note note = { .text = "" };

	(void)argc;
	(void)argv;
	assert(!db_open("sqlite:/fuzz", DB_SCRATCH, &db, &note) && !migrate_run(db, 1, &note));
	assert(!db_begin(db));
	for (int i = 0; i < ROWS; i++) {
		struct audit_row row = { .at = 1000 + i, .actor = "staff:1", .command = "promise.answer",
					 .detail = STR("{\"promise\":\"7\"}") };

		assert(!audit_add(db, key, &row));
	}
	assert(!db_commit(db));
	return 0;
}

/* --- all that the chain is made of, in one text --------------------------------------------- */

static void add_cell(struct buf *into, struct str cell)
{
	buf_add_number(into, (int64_t)cell.size);
	buf_add_char(into, ':');
	buf_add(into, cell);
}

static void spell(struct buf *into)
{
	static const char ask[] = "SELECT no, at, actor, command, detail, mac FROM audit ORDER BY no";
	char anchor[256] = "";
	AUTO_ROWS rows = NULL;

	assert(!db_ask(db, &rows, ask, NULL, 0));
	while (db_rows_next(rows)) {
		buf_add_format(into, "%lld %lld ", (long long)db_rows_number(rows, 0),
			       (long long)db_rows_number(rows, 1));
		for (int i = 2; i < 6; i++)
			add_cell(into, db_rows_text(rows, i));
		buf_add_char(into, '\n');
	}
	assert(!db_rows_fault(rows));
	(void)setting_get(db, "audit.anchor", anchor, sizeof(anchor));
	buf_add_text(into, anchor);
}

/* --- what somebody who may write the ledger does ---------------------------------------------- */

/* What the ledger's own checks refuse has not happened. */
static void change(const unsigned char *act, struct str text)
{
	int64_t no = act[1] % (ROWS + 2), other = act[2] % (ROWS + 2);
	enum fault fault = FAULT_NONE;

	switch (act[0] % 10) {
	case 0:
		fault = db_run(db, "UPDATE audit SET actor = $1 WHERE no = $2", BINDS(TEXT(text), NUMBER(no)), NULL);
		break;
	case 1:
		fault = db_run(db, "UPDATE audit SET command = $1 WHERE no = $2", BINDS(TEXT(text), NUMBER(no)), NULL);
		break;
	case 2:
		fault = db_run(db, "UPDATE audit SET detail = $1 WHERE no = $2", BINDS(TEXT(text), NUMBER(no)), NULL);
		break;
	case 3:
		fault = db_run(db, "UPDATE audit SET mac = $1 WHERE no = $2", BINDS(TEXT(text), NUMBER(no)), NULL);
		break;
	case 4:
		fault = db_run(db, "UPDATE audit SET at = $1 WHERE no = $2", BINDS(NUMBER(other + 998), NUMBER(no)), NULL);
		break;
	case 5:
		fault = db_run(db, "DELETE FROM audit WHERE no = $1", BINDS(NUMBER(no)), NULL);
		break;
	case 6:
		fault = db_run(db, "UPDATE audit SET no = $1 WHERE no = $2", BINDS(NUMBER(other), NUMBER(no)), NULL);
		break;
	case 7:
		fault = db_run(db, "UPDATE setting SET value = $1 WHERE name = 'audit.anchor'", BINDS(TEXT(text)), NULL);
		break;
	case 8:
		fault = db_run(db, "INSERT INTO audit (no, at, actor, command, detail, mac) VALUES ($1, 1, 'a', 'b', 'c', $2)",
			       BINDS(NUMBER(no), TEXT(text)), NULL);
		break;
	default:
		/* the text of one field runs on into the next */
		fault = db_run(db, "UPDATE audit SET actor = actor || substr(command, 1, $1), command = substr(command, $1 + 1) WHERE no = $2",
			       BINDS(NUMBER(other), NUMBER(no)), NULL);
		break;
	}
	(void)fault;
}

/* Lines: three bytes that say what is done to which row, and a text.  Whatever is done, either the
 * ledger is as it was or verify names a record. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str rest = { (const char *)bytes, size }, line;
	int64_t rows = 0, bad_no = 0;
	AUTO(buf) before;
	AUTO(buf) after;

	buf_init(&before, 1 << 20);
	buf_init(&after, 1 << 20);
	spell(&before);
	assert(!db_begin(db));
	for (int i = 0; i < 6 && str_next(&rest, '\n', &line); i++)
		if (line.size >= 3)
			change((const unsigned char *)line.at, str_from(line, 3));
	spell(&after);
	assert(!audit_verify(db, key, &rows, &bad_no));
	assert((bad_no == 0) == str_equals(buf_str(&before), buf_str(&after)));
	db_rollback(db);
	return 0;
}
