#include "users.h"

#include <assert.h>

#include "i18n/text/unicode.h"
#include "store/db/row.h"
#include "user_row.h"

READER_ONE(user)
READER_ALL(user)

/* Folded, a letter may take three times its bytes. */
enum { KEY_MOST = 3 * sizeof(((struct user *)NULL)->email) };

/* As addresses are compared: Viewer@ is viewer@. */
static void key_of(struct str email, struct buf *key)
{
	buf_init(key, KEY_MOST);
	unicode_fold(email, key);
}

/* That nobody has the key already the index says, which leaves out twins of before. */
enum fault user_add(struct db *db, const struct user *user)
{
	assert(user->id.n != 0 && user->email[0] && user->role < ROLE_COUNT);

	AUTO(buf) key;

	key_of(str_of(user->email), &key);
	return db_run(db, "INSERT INTO staff (id, email, name, role, languages, phone,"
			  " created_at, disabled_at, week, zone, capacity, schools, email_key)"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		      BINDS(NUMBER(user->id.n), SEALEDZ(SEAL_EMAIL, user->email), SEALEDZ(SEAL_NAME, user->name),
			    TEXTZ(role_word(user->role)), TEXTZ(user->languages),
			    PHONEZ(user->phone), NUMBER(user->created_at),
			    NUMBER(user->disabled_at), TEXTZ(user->week), TEXTZ(user->zone),
			    NUMBER(user->capacity), TEXTZ(user->schools),
			    SEALED(SEAL_EMAIL, buf_str(&key))), NULL);
}

enum fault user_put(struct db *db, const struct user *user)
{
	assert(user->id.n != 0 && user->email[0] && user->role < ROLE_COUNT);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE staff SET email = $1, name = $2, role = $3,"
				      " languages = $4, phone = $5, created_at = $6,"
				      " disabled_at = $7, week = $8, zone = $9,"
				      " capacity = $10, schools = $11 WHERE id = $12",
		BINDS(SEALEDZ(SEAL_EMAIL, user->email), SEALEDZ(SEAL_NAME, user->name), TEXTZ(role_word(user->role)),
		      TEXTZ(user->languages), PHONEZ(user->phone), NUMBER(user->created_at),
		      NUMBER(user->disabled_at), TEXTZ(user->week), TEXTZ(user->zone),
		      NUMBER(user->capacity), TEXTZ(user->schools), NUMBER(user->id.n)),
		&changed);

	return changed_or_missing(fault, changed);
}

enum fault user_get(struct db *db, struct user_id id, struct user *user)
{
	assert(user);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " USER_COLUMNS
					     " FROM staff AS s WHERE s.id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return user_one(rows, user);
}

enum fault user_by_email(struct db *db, struct str email, struct user *user)
{
	assert(user);

	AUTO_ROWS rows = NULL;
	AUTO(buf) key;
	struct user found[2];
	size_t count = 0;
	enum fault fault;

	key_of(email, &key);
	fault = db_ask(db, &rows, "SELECT " USER_COLUMNS " FROM staff AS s WHERE s.email_key = $1"
				  " ORDER BY CASE WHEN s.email = $2 THEN 0 ELSE 1 END, s.id LIMIT 2",
		       BINDS(SEALED(SEAL_EMAIL, buf_str(&key)), SEALED(SEAL_EMAIL, email)));
	if (!fault)
		fault = user_all(rows, found, COUNT_OF(found), &count);
	if (fault)
		return fault;
	if (count == 0)
		return FAULT_MISSING;
	if (count == 2 && !str_is(email, found[0].email))
		return FAULT_CONFLICT;
	*user = found[0];
	return FAULT_NONE;
}

enum fault user_list(struct db *db, struct user_id after, struct user *users, size_t most,
		     size_t *count)
{
	assert(users && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " USER_COLUMNS " FROM staff AS s"
					     " WHERE s.id > $1 ORDER BY s.id LIMIT $2",
				  BINDS(NUMBER(after.n), NUMBER(most)));

	if (fault)
		return fault;
	return user_all(rows, users, most, count);
}

/* A tag is letters, digits and hyphens: nothing that LIKE reads as a sign. */
static bool is_tag(struct str language)
{
	for (size_t i = 0; i < language.size; i++)
		if (language.at[i] == '%' || language.at[i] == '_' || language.at[i] == '!' ||
		    language.at[i] == ',')
			return false;
	return language.size > 0;
}

/* The commas around both sides make "so" no part of "som". */
#define SPEAKS_IT                                                                    \
	"',' || lower(replace(s.languages, ' ', '')) || ','"                         \
	" LIKE '%,' || lower($1) || ',%' ESCAPE '!'"
/* At a school of the household's children; at all schools; elsewhere.  Both sides are
 * written as one spells schools here, so that byte by byte is enough. */
#define NEARNESS                                                                     \
	"CASE WHEN EXISTS (SELECT 1 FROM student AS st WHERE st.household_id = $3"    \
	" AND st.school <> '' AND replace(',' || s.schools || ',', ',' || st.school || ',', '')" \
	" <> ',' || s.schools || ',') THEN 0 WHEN s.schools = '' THEN 1 ELSE 2 END"
enum fault user_covering(struct db *db, const struct user_want *want, struct user *users,
			 size_t most, size_t *count)
{
	static const char sql[] =
		"SELECT " USER_COLUMNS " FROM staff AS s WHERE s.disabled_at = 0"
		" AND s.role IN ('liaison', 'administrator')"
		" AND " SPEAKS_IT
		" AND NOT EXISTS (SELECT 1 FROM absence AS a WHERE a.staff_id = s.id"
		" AND a.to_at > $2 AND a.from_at <= $2)"
		" AND (s.capacity = 0 OR s.capacity > s.workload)"
		" ORDER BY CASE s.role WHEN 'liaison' THEN 0 ELSE 1 END, " NEARNESS ","
		" s.workload, s.id LIMIT $4";
	AUTO_ROWS rows = NULL;
	enum fault fault;

	assert(want && users && most > 0 && count);

	if (!is_tag(want->language)) {
		*count = 0;
		return FAULT_NONE;
	}
	fault = db_ask_all(db, &rows, sql, BINDS(TEXT(want->language), NUMBER(want->now),
					     NUMBER(want->household.n), NUMBER(most)));
	if (fault)
		return fault;
	return user_all(rows, users, most, count);
}

/* Whether anybody does at all: absences and capacities come and go. */
enum fault user_for_language(struct db *db, struct str language, struct user *user)
{
	AUTO_ROWS rows = NULL;
	enum fault fault;

	if (!is_tag(language))
		return FAULT_MISSING;
	fault = db_ask_all(db, &rows,
		"SELECT " USER_COLUMNS " FROM staff AS s WHERE s.disabled_at = 0"
		" AND s.role IN ('liaison', 'administrator') AND " SPEAKS_IT
		" ORDER BY CASE s.role WHEN 'liaison' THEN 0 ELSE 1 END, s.workload, s.id LIMIT 1",
		BINDS(TEXT(language)));
	if (fault)
		return fault;
	return user_one(rows, user);
}

enum fault user_for_role(struct db *db, enum role role, struct user_id except, int64_t now,
			 struct user *user)
{
	assert(role < ROLE_COUNT && user);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows,
		"SELECT " USER_COLUMNS " FROM staff AS s WHERE s.disabled_at = 0"
		" AND s.role = $1 AND s.id <> $2"
		" AND NOT EXISTS (SELECT 1 FROM absence AS a WHERE a.staff_id = s.id"
		" AND a.to_at > $3 AND a.from_at <= $3)"
		" ORDER BY s.workload, s.id LIMIT 1",
		BINDS(TEXTZ(role_word(role)), NUMBER(except.n), NUMBER(now)));

	if (fault)
		return fault;
	return user_one(rows, user);
}
