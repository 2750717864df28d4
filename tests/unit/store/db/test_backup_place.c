/* A backup takes the place of an earlier one of the same ledger, and of nothing else. */
#include "tests/lib/test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "store/db/setting.h"
#include "tests/lib/chance.h"
#include "tests/unit/store/ledger.h"

static void in_folder(const struct ledger *ledger, const char *name, char into[200])
{
	snprintf(into, 200, "%s/%s", ledger->folder, name);
}

static void write_in(const struct ledger *ledger, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	in_folder(ledger, name, path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void expect_in(const struct ledger *ledger, const char *name, const char *text)
{
	char path[200], found[200] = "";
	FILE *file;

	in_folder(ledger, name, path);
	file = fopen(path, "r");
	assert_non_null(file);
	found[fread(found, 1, sizeof(found) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(found, text);
}

static int parts_in(const struct ledger *ledger)
{
	DIR *folder = opendir(ledger->folder);
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(folder)))
		count += strstr(entry->d_name, ".part-") != NULL;
	closedir(folder);
	return count;
}

/* A ledger with its name, as each has one that a daemon opened. */
static void named(struct ledger *ledger, const char *id)
{
	ledger_new(ledger);
	assert_fine(setting_set(ledger->db, SETTING_LEDGER_ID, id));
}

static void expect_refused_as(struct ledger *ledger, const char *name, const struct backup_ours *ours,
			      const char *says)
{
	struct note note = { .text = "" };
	char path[400];
	enum fault fault;

	snprintf(path, sizeof(path), "%s%s%s", name[0] == '/' ? "" : ledger->folder, name[0] == '/' ? "" : "/", name);
	fault = ours ? db_backup_beside(ledger->db, path, ours, &note) : db_backup(ledger->db, path, &note);
	if (fault != FAULT_CONFLICT && fault != FAULT_DISK)
		fail_msg("%s: %d", name, fault);
	if (!note.text[0] || !strstr(note.text, says) || parts_in(ledger))
		fail_msg("%s: %s, %d parts", name, note.text, parts_in(ledger));
	/* and the ledger is what it was, for whoever opens it now */
	assert_fine(db_check(ledger->db, true, &note));
}

static void expect_refused(struct ledger *ledger, const char *name, const struct backup_ours *ours)
{
	expect_refused_as(ledger, name, ours, "name");
}

/* --- what is somebody else's ---------------------------------------------------------------------- */

static void text(const struct ledger *ledger, const char *path)
{
	(void)ledger;
	write_in(ledger, strrchr(path, '/') + 1, "Dear families");
}

static void nothing(const struct ledger *ledger, const char *path)
{
	(void)ledger;
	write_in(ledger, strrchr(path, '/') + 1, "");
}

static void folder(const struct ledger *ledger, const char *path)
{
	(void)ledger;
	assert_int_equal(mkdir(path, 0700), 0);
}

static void pipe_of(const struct ledger *ledger, const char *path)
{
	(void)ledger;
	assert_int_equal(mkfifo(path, 0600), 0);
}

static void socket_of(const struct ledger *ledger, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)ledger;
	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", path);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

/* Of a database that is none of ours, closed and one file. */
static void database(const struct ledger *ledger, const char *path)
{
	struct ledger other;

	(void)ledger;
	ledger_place(&other);
	ledger_connect(&other);
	assert_fine(db_script(other.db, "CREATE TABLE sheet (id BIGINT);", NULL));
	assert_fine(db_backup(other.db, path, NULL));
	ledger_done(&other);
}

static void backup_of_another(const struct ledger *ledger, const char *path)
{
	struct ledger other;

	(void)ledger;
	named(&other, "another district's");
	assert_fine(db_backup(other.db, path, NULL));
	ledger_done(&other);
}

/* A copy of ours that a daemon has put into use: it has a log, or had one. */
static void copy_in_use(const struct ledger *ledger, const char *path)
{
	char address[220];
	struct db *db = NULL;

	assert_fine(db_backup(ledger->db, path, NULL));
	snprintf(address, sizeof(address), "sqlite:%s", path);
	assert_fine(db_open(address, DB_WRITE, &db, NULL));
	db_close(&db);
}

static void link_to_earlier(const struct ledger *ledger, const char *path)
{
	char earlier[200];

	in_folder(ledger, "earlier", earlier);
	assert_fine(db_backup(ledger->db, earlier, NULL));
	assert_int_equal(symlink(earlier, path), 0);
}

static void second_name_of_earlier(const struct ledger *ledger, const char *path)
{
	char earlier[200];

	in_folder(ledger, "earlier", earlier);
	assert_fine(db_backup(ledger->db, earlier, NULL));
	assert_int_equal(link(earlier, path), 0);
}

static void link_to_nothing(const struct ledger *ledger, const char *path)
{
	(void)ledger;
	assert_int_equal(symlink("nowhere", path), 0);
}

static void nothing_takes_the_place_of_what_is_no_earlier_backup(void **state)
{
	static const struct { void (*make)(const struct ledger *ledger, const char *path); const char *says; } makers[] = {
		{ text, "no earlier backup" }, { nothing, "no earlier backup" }, { folder, "is a folder" },
		{ pipe_of, "is a pipe" }, { socket_of, "is a socket" }, { database, "no earlier backup" },
		{ backup_of_another, "no earlier backup" }, { copy_in_use, "no earlier backup" },
		{ link_to_earlier, "is a link" }, { second_name_of_earlier, "has 2 names" },
		{ link_to_nothing, "is a link" } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(makers); i++) {
		struct ledger ledger;
		struct stat before, after;
		char path[200];

		named(&ledger, "ours");
		in_folder(&ledger, "copy", path);
		makers[i].make(&ledger, path);
		assert_int_equal(lstat(path, &before), 0);
		expect_refused_as(&ledger, "copy", NULL, makers[i].says);
		assert_int_equal(lstat(path, &after), 0);
		if (before.st_ino != after.st_ino || before.st_size != after.st_size)
			fail_msg("maker %zu: it was replaced", i);
		rmdir(path);
		ledger_done(&ledger);
	}
}

static void a_device_is_not_replaced(void **state)
{
	struct ledger ledger;
	struct stat facts;

	(void)state;
	named(&ledger, "ours");
	expect_refused(&ledger, "/dev/null", NULL);
	assert_true(stat("/dev/null", &facts) == 0 && S_ISCHR(facts.st_mode));
	ledger_done(&ledger);
}

/* --- what is ours --------------------------------------------------------------------------------- */

/* There or not, by any spelling: a name that is not taken yet will be. */
static void nothing_of_ours_is_a_place_for_a_backup(void **state)
{
	static const char *const names[] = {
		"a.db", "a.db-wal", "a.db-shm", "a.db-journal", "a.db.mark", "a.db.lock", "./a.db", ".//a.db.mark",
		"sub/../a.db", "sub/../a.db.mark", "here/a.db", "here/a.db-journal", "A.DB", "A.db-WAL", "a.DB.Mark",
		"soft.db", "audit.key", "AUDIT.KEY", "here/audit.key", "control.sock", "Control.Sock", "main.token",
		"media/copy", "media/deep/copy", "here/media/copy", "soft.key", "other.db-wal", "x-JOURNAL" };
	struct ledger ledger;
	struct backup_ours ours = { .count = 3, .folder_count = 1 };
	char key[200], sock[200], token[200], media[200], path[200];

	(void)state;
	named(&ledger, "ours");
	in_folder(&ledger, "audit.key", key);
	in_folder(&ledger, "control.sock", sock);
	in_folder(&ledger, "here/main.token", token);
	in_folder(&ledger, "media", media);
	ours.paths = (const char *const[]){ key, sock, token };
	ours.folders = (const char *const[]){ media };
	write_in(&ledger, "audit.key", "sealed");
	write_in(&ledger, "main.token", "secret");
	assert_int_equal(mkdir(media, 0700), 0);
	in_folder(&ledger, "media/deep", path);
	assert_int_equal(mkdir(path, 0700), 0);
	in_folder(&ledger, "sub", path);
	assert_int_equal(mkdir(path, 0700), 0);
	in_folder(&ledger, "here", path);
	assert_int_equal(symlink(".", path), 0);
	in_folder(&ledger, "soft.db", path);
	assert_int_equal(symlink("a.db", path), 0);
	in_folder(&ledger, "soft.key", path);
	assert_int_equal(symlink("audit.key", path), 0);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		expect_refused(&ledger, names[i], &ours);
	expect_in(&ledger, "audit.key", "sealed");
	expect_in(&ledger, "main.token", "secret");
	in_folder(&ledger, "sub/copy", path);
	assert_fine(db_backup_beside(ledger.db, path, &ours, NULL));
	unlink(path);
	in_folder(&ledger, "media/deep", path);
	rmdir(path);
	rmdir(media);
	in_folder(&ledger, "sub", path);
	rmdir(path);
	ledger_done(&ledger);
}

/* What lies beside would be read as the backup's own log when it is opened. */
static void no_log_of_somebody_lies_beside_a_backup(void **state)
{
	static const char *const logs[] = { "copy-wal", "copy-journal", "copy-shm" };
	struct ledger ledger;

	(void)state;
	named(&ledger, "ours");
	for (size_t i = 0; i < COUNT_OF(logs); i++) {
		char path[200];

		write_in(&ledger, logs[i], "pages");
		expect_refused(&ledger, "copy", NULL);
		in_folder(&ledger, logs[i], path);
		unlink(path);
	}
	ledger_done(&ledger);
}

/* --- while it is being made --------------------------------------------------------------------------- */

static void what_was_put_there_meanwhile_stays(void **state)
{
	struct ledger ledger;
	char path[200];

	(void)state;
	named(&ledger, "ours");
	in_folder(&ledger, "copy", path);
	for (int has_earlier = 0; has_earlier < 2; has_earlier++) {
		struct backup_place place;
		struct note note = { .text = "" };

		if (has_earlier)
			assert_fine(db_backup(ledger.db, path, NULL));
		assert_fine(backup_place_open(&place, path, ledger.path, NULL, &note));
		assert_int_equal(place.has_earlier, has_earlier);
		unlink(path);
		write_in(&ledger, "copy", "somebody's");
		assert_fault(backup_place_publish(&place, &note), FAULT_CONFLICT);
		backup_place_done(&place);
		expect_in(&ledger, "copy", "somebody's");
		assert_int_equal(parts_in(&ledger), 0);
		unlink(path);
	}
	ledger_done(&ledger);
}

/* One that was taken away meanwhile is not missed. */
static void an_earlier_backup_may_go_meanwhile(void **state)
{
	struct ledger ledger;
	struct backup_place place;
	char path[200];

	(void)state;
	named(&ledger, "ours");
	in_folder(&ledger, "copy", path);
	assert_fine(db_backup(ledger.db, path, NULL));
	assert_fine(backup_place_open(&place, path, ledger.path, NULL, NULL));
	unlink(path);
	assert_fine(backup_place_publish(&place, NULL));
	backup_place_done(&place);
	assert_int_equal(access(path, F_OK), 0);
	ledger_done(&ledger);
}

static int64_t rows_in(const char *path)
{
	char address[220];
	struct db *db = NULL;
	struct note note = { .text = "" };
	int64_t count;

	snprintf(address, sizeof(address), "sqlite:%s", path);
	if (db_open(address, DB_READ, &db, &note) || db_check(db, true, &note))
		fail_msg("%s", note.text);
	count = ledger_number(db, "SELECT count(*) FROM event");
	db_close(&db);
	return count;
}

/* Killed at any moment: the earlier one or the new one, and what is left over goes with the next. */
static void a_backup_that_is_killed_leaves_the_old_one_or_the_new_one(void **state)
{
	struct chance chance = { 11 };
	struct ledger ledger;
	char path[200];
	int64_t rows = 0;

	(void)state;
	named(&ledger, "ours");
	in_folder(&ledger, "copy", path);
	assert_fine(db_backup(ledger.db, path, NULL));
	for (int round = 1; round <= 40; round++) {
		pid_t child;
		int64_t found;

		assert_fine(db_run(ledger.db, "INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id,"
					      " detail) WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n"
					      " WHERE i < $1 + 49) SELECT i, 0, 'x', 'x', 0, 0, 0, 'a text of some length'"
					      " FROM n", BINDS(NUMBER(round * 100)), NULL));
		db_close(&ledger.db);
		child = fork();
		if (child == 0) {
			if (db_open(ledger.address, DB_WRITE, &ledger.db, NULL))
				_exit(1);
			for (;;)
				if (db_backup(ledger.db, path, NULL))
					_exit(2);
		}
		usleep((useconds_t)chance_between(&chance, 1, 30000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		found = rows_in(path);
		if (found != 50 * round && found != rows)
			fail_msg("%d of %d rows", (int)found, 50 * round);
		rows = found;
		ledger_connect(&ledger);
	}
	assert_fine(db_backup(ledger.db, path, NULL));
	assert_int_equal(parts_in(&ledger), 0);
	assert_int_equal(rows_in(path), 40 * 50);
	ledger_done(&ledger);
}

/* A second one to the same place does not take away what the first is making. */
static void two_backups_at_once_do_not_disturb_each_other(void **state)
{
	struct ledger ledger;
	struct backup_place place;
	char path[200];

	(void)state;
	named(&ledger, "ours");
	in_folder(&ledger, "copy", path);
	assert_fine(backup_place_open(&place, path, ledger.path, NULL, NULL));
	assert_fine(db_backup(ledger.db, path, NULL));
	assert_int_equal(parts_in(&ledger), 1);
	assert_fault(backup_place_publish(&place, NULL), FAULT_CONFLICT);
	backup_place_done(&place);
	assert_int_equal(rows_in(path), 0);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_takes_the_place_of_what_is_no_earlier_backup),
		cmocka_unit_test(a_device_is_not_replaced),
		cmocka_unit_test(nothing_of_ours_is_a_place_for_a_backup),
		cmocka_unit_test(no_log_of_somebody_lies_beside_a_backup),
		cmocka_unit_test(what_was_put_there_meanwhile_stays),
		cmocka_unit_test(an_earlier_backup_may_go_meanwhile),
		cmocka_unit_test(a_backup_that_is_killed_leaves_the_old_one_or_the_new_one),
		cmocka_unit_test(two_backups_at_once_do_not_disturb_each_other),
	};

	if (engine_is_postgresql()) {
		puts("all of it is about files");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
