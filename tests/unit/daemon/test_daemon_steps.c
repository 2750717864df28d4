/* Every way to fail between open and ready: the daemon is taken apart again, behind each step. */
#include "tests/lib/test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "started.h"
#include "store/db/migrate.h"
#include "store/db/setting.h"
#include "store/log/audit.h"

static void place(struct started *started)
{
	started_place(started);
	started_in_english(started);
	started_write_here(started);
}

static enum fault open_until(struct started *started, struct daemon *daemon, size_t steps, struct note *note)
{
	*daemon = (struct daemon){ .config = NULL };
	*note = (struct note){ .text = "" };
	if (config_load(started->yaml, registry_kinds(), &daemon->config, note))
		fail_msg("%s", note->text);
	return daemon_open_until(daemon, steps, note);
}

static void copy_all(const char *from, const char *into)
{
	char command[160];

	snprintf(command, sizeof(command), "cp -a %s/. %s", from, into);
	assert_int_equal(system(command), 0);
}

/* A district that has lived: a ledger, its mark, its key, an audit record.  It lives once, in the first
 * folder; the others are copies of that. */
static char lived[64];

static void live(struct started *started)
{
	static struct daemon daemon;
	struct note note;
	struct db *db = NULL;
	char address[128];

	place(started);
	if (lived[0]) {
		copy_all(lived, started->folder);
		started_write_here(started);
		return;
	}
	if (open_until(started, &daemon, daemon_open_steps(), &note))
		fail_msg("%s", note.text);
	daemon_close(&daemon);
	snprintf(address, sizeof(address), "sqlite:%s", started->ledger);
	assert_fine(db_open(address, DB_WRITE, &db, NULL));
	assert_fine(audit_add(db, STR("any"), &(struct audit_row){ .at = 1, .actor = "system", .command = "x",
			      .detail = STR_NONE }));
	assert_fine(db_run(db, "INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail)"
			       " VALUES (9000000000000000, 1, 'x', 'x', 0, 0, 0, '')", NULL, 0, NULL));
	db_close(&db);
	if (open_until(started, &daemon, daemon_open_steps(), &note))
		fail_msg("%s", note.text);
	daemon_close(&daemon);
	strcpy(lived, "/tmp/hearback-daemon-XXXXXX");
	assert_non_null(mkdtemp(lived));
	copy_all(started->folder, lived);
}

static int forget(void **state)
{
	char command[96];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", lived);
	return lived[0] ? system(command) : 0;
}

/* How often it was taken for a copy. */
static int64_t put_back_in(const struct started *started)
{
	struct db *db = NULL;
	struct db_rows *rows = NULL;
	char address[128];
	int64_t count;

	snprintf(address, sizeof(address), "sqlite:%s", started->ledger);
	assert_fine(db_open(address, DB_READ, &db, NULL));
	assert_fine(db_ask(db, &rows, "SELECT count(*) FROM event WHERE what = 'ledger.put_back'", NULL, 0));
	assert_true(db_rows_next(rows));
	count = db_rows_number(rows, 0);
	db_rows_done(&rows);
	db_close(&db);
	return count;
}

static void whatever_step_a_start_broke_off_at_it_is_taken_apart(void **state)
{
	static struct daemon daemon;

	(void)state;
	for (int is_new = 0; is_new < 2; is_new++) {
		struct started started;
		struct note note;

		if (is_new)
			place(&started);
		else
			live(&started);
		for (size_t steps = 0; steps <= daemon_open_steps(); steps++) {
			if (open_until(&started, &daemon, steps, &note))
				fail_msg("step %zu: %s", steps, note.text);
			daemon_close(&daemon);
			daemon_close(&daemon); /* and once more is as once */
		}
		assert_int_equal(put_back_in(&started), 0);
		/* the ledger is nobody's any more, and a last start has it */
		assert_fine(open_until(&started, &daemon, daemon_open_steps(), &note));
		daemon_close(&daemon);
		started_done(&started);
	}
}

/* --- what can be wrong with what a start finds ------------------------------------------------------- */

static void path_of(const struct started *started, const char *end, char into[160])
{
	snprintf(into, 160, "%s%s", started->ledger, end);
}

static void in_ledger(const struct started *started, const char *sql)
{
	struct db *db = NULL;
	char address[128];

	snprintf(address, sizeof(address), "sqlite:%s", started->ledger);
	assert_fine(db_open(address, DB_WRITE, &db, NULL));
	assert_fine(db_script(db, sql, NULL));
	db_close(&db);
}

static void be_newer(struct started *started)
{
	in_ledger(started, "INSERT INTO migration SELECT 9999, name, checksum, applied_at FROM migration WHERE no = 1;");
}

static void have_another_past(struct started *started)
{
	in_ledger(started, "UPDATE migration SET checksum = 'another' WHERE no = 3;");
}

static void be_garbage(struct started *started)
{
	write_file(started->ledger, "garbage, and much of it: garbage, and much of it: garbage, and much of it, and more"
				    " of it than a head has, which is a hundred bytes", 0600);
}

/* Of each kind: one that the start reads itself, one that only work does, an index. */
static void lack_a_table(struct started *started)
{
	in_ledger(started, "PRAGMA foreign_keys = OFF; DROP TABLE line;");
}

static void lack_consent(struct started *started)
{
	in_ledger(started, "PRAGMA foreign_keys = OFF; DROP TABLE consent;");
}

static void lack_the_trace(struct started *started)
{
	in_ledger(started, "DROP TABLE event;");
}

static void be_cut_short(struct started *started)
{
	assert_int_equal(truncate(started->ledger, 3 * 4096), 0);
}

static void have_a_page_of_noise(struct started *started)
{
	FILE *file = fopen(started->ledger, "r+");
	long pages;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	pages = ftell(file) / 4096;
	for (long page = 5; page < pages; page += 3) {
		fseek(file, page * 4096, SEEK_SET);
		for (int i = 0; i < 2000; i++)
			fputc(0xee, file);
	}
	fclose(file);
}

/* One that no start reads for its own needs: only who looks at every page finds it. */
static void have_one_page_of_noise(struct started *started)
{
	FILE *file;

	in_ledger(started, "INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail)"
			   " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
			   " SELECT i, i, 'x', 'x', 0, 0, 0, 'a text of some length, so that pages fill' FROM n;");
	file = fopen(started->ledger, "r+");
	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	fseek(file, ftell(file) / 4096 * 3 / 4 * 4096, SEEK_SET);
	for (int i = 0; i < 4096; i++)
		fputc(0xee, file);
	fclose(file);
}

static void be_gone(struct started *started)
{
	unlink(started->ledger);
}

static void be_a_folder(struct started *started)
{
	unlink(started->ledger);
	assert_int_equal(mkdir(started->ledger, 0700), 0);
}

static void have_a_mark_that_is_a_folder(struct started *started)
{
	char path[160];

	path_of(started, ".mark", path);
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void have_a_lock_that_is_a_folder(struct started *started)
{
	char path[160];

	path_of(started, ".lock", path);
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void have_a_second_name(struct started *started)
{
	char path[160];

	path_of(started, ".second", path);
	assert_int_equal(link(started->ledger, path), 0);
}

static void be_held(struct started *started)
{
	assert_true(flock(open(started->ledger, O_RDONLY), LOCK_EX) == 0); /* for the rest of this process */
}

static void lose_the_key(struct started *started)
{
	unlink(started->key);
}

static void have_half_a_key(struct started *started)
{
	write_file(started->key, "0123456789abcdef", 0600);
}

static void have_a_media_file(struct started *started)
{
	rmdir(started->media);
	write_file(started->media, "no folder", 0600);
}

static void have_a_file_for_a_socket(struct started *started)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/control.sock", started->folder);
	write_file(path, "somebody's", 0600);
}

enum { KEY_STORE = 2, KEY_MEDIA = 4, KEY_KEY = 5, KEY_SOCKET = OWN_LINE };

static const struct {
	const char *label;
	void (*spoil)(struct started *started);
	int code, line;          /* of hearback.yaml */
	const char *says, *advises;
	bool is_seen;            /* by hearbackd -n */
} wrongs[] = {
	{ "a newer ledger", be_newer, 78, KEY_STORE, "newer hearbackd", "put back a backup", true },
	{ "another past", have_another_past, 78, KEY_STORE, "is not the one", "put back a backup", true },
	{ "garbage", be_garbage, 74, KEY_STORE, "not a database", "put a backup", true },
	{ "no table of lines", lack_a_table, 74, KEY_STORE, "table line", "Put a backup", true },
	{ "no consent", lack_consent, 74, KEY_STORE, "table consent", "Put a backup", true },
	{ "no trace", lack_the_trace, 74, KEY_STORE, "emptied", "--new-ledger", true },
	{ "cut short", be_cut_short, 74, KEY_STORE, "a", "backup", true },
	{ "noise", have_a_page_of_noise, 74, KEY_STORE, "a", "put a backup", true },
	{ "one page of noise", have_one_page_of_noise, 74, KEY_STORE, "damaged", "put a backup", true },
	{ "gone", be_gone, 74, KEY_STORE, "lost", "--new-ledger", true },
	{ "a folder", be_a_folder, 74, KEY_STORE, "is a folder", "name the file", true },
	{ "a mark that is a folder", have_a_mark_that_is_a_folder, 74, KEY_STORE, ".mark: is a folder", "move it away", true },
	{ "a lock that is a folder", have_a_lock_that_is_a_folder, 74, KEY_STORE, ".lock: is a folder", "move it away", true },
	{ "a second name", have_a_second_name, 65, KEY_STORE, "2 names", "emove the others", true },
	{ "held", be_held, 65, KEY_STORE, "has this ledger open", "stop it", false },
	{ "no key", lose_the_key, 78, KEY_KEY, "sealed 1 audit", "put it back", true },
	{ "half a key", have_half_a_key, 78, KEY_KEY, "64 hexadecimal", "should hold", true },
	{ "no folder for media", have_a_media_file, 78, KEY_MEDIA, "is no folder", "move it away", true },
	{ "no socket", have_a_file_for_a_socket, 78, KEY_SOCKET, "is a file and no socket", "move it away", true },
};

static void each_refusal_names_the_file_the_key_and_what_to_do(void **state)
{
	static struct daemon daemon;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		struct started started;
		struct note note, look = { .text = "" };
		enum fault fault, looked;

		live(&started);
		wrongs[i].spoil(&started);
		for (int round = 0; round < 2; round++) {
			fault = open_until(&started, &daemon, daemon_open_steps(), &note);
			daemon_close(&daemon);
			if (fault_exit_code(fault) != wrongs[i].code || note.line != wrongs[i].line ||
			    strcmp(note.file, started.yaml) != 0 || !strstr(note.text, started.folder) ||
			    !strstr(note.text, wrongs[i].says) || !strstr(note.text, wrongs[i].advises))
				fail_msg("%s: exit %d, line %d: %s", wrongs[i].label, fault_exit_code(fault), note.line,
					 note.text);
		}
		looked = daemon_check(started.yaml, &look);
		if (wrongs[i].is_seen && (!looked || look.line != wrongs[i].line))
			fail_msg("%s: -n says %d, line %d: %s", wrongs[i].label, looked, look.line, look.text);
		started_done(&started);
	}
}

/* What is full is told as full, wherever the start was; then it goes on. */
static void a_start_on_a_full_disk_is_refused_at_any_byte_and_goes_on(void **state)
{
	static struct daemon daemon;
	struct started started;
	struct note note;
	struct rlimit before, limit;
	int refused = 0;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	place(&started);
	for (rlim_t most = 0; most < 700000; most += most < 40000 ? 4096 : 60000) {
		enum fault fault;

		limit = (struct rlimit){ most, before.rlim_max };
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
		fault = open_until(&started, &daemon, daemon_open_steps(), &note);
		daemon_close(&daemon);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		if (fault && fault != FAULT_DISK && fault != FAULT_CONFIG)
			fail_msg("at %d: %d %s", (int)most, fault, note.text);
		if (fault && (!note.line || !strstr(note.text, started.folder)))
			fail_msg("at %d: %s", (int)most, note.text);
		refused += fault != FAULT_NONE;
	}
	assert_true(refused > 5);
	if (open_until(&started, &daemon, daemon_open_steps(), &note))
		fail_msg("%s", note.text);
	daemon_close(&daemon);
	started_done(&started);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_step_a_start_broke_off_at_it_is_taken_apart),
		cmocka_unit_test(each_refusal_names_the_file_the_key_and_what_to_do),
		cmocka_unit_test(a_start_on_a_full_disk_is_refused_at_any_byte_and_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
