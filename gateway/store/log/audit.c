/*
 * audit - the chain.
 *
 *	mac(n) = HMAC-SHA256(key, "row" | mac(n-1) | n | at | actor | command | detail)
 *	anchor = n | mac(n) | HMAC-SHA256(key, "anchor" | n | mac(n))
 *
 * Every field is written with its length in front, so that no two rows spell the same
 * bytes.  The anchor stands in a setting and is renewed with each row: a tail that was
 * cut off is missed.  Its own MAC keeps whoever cannot read the key from moving it back.
 *
 *  (1) A broken anchor never stops the log: the next row leaves a gap in the numbers,
 *      and that gap is found for ever.
 *  (2) Who takes rows away together with their anchor, or with an anchor of before in its place,
 *      leaves a chain that is sound: the mark beside the ledger (store/jobs/high_water) misses them.
 *  (3) Who puts back the whole ledger of yesterday with its mark of that day is not found by either:
 *      copies outside are for that.
 */
#include "audit.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "store/db/mac.h"
#include "store/db/row.h"
#include "store/db/setting.h"

static const char anchor_name[] = "audit.anchor";

/* A row as it stands in the table, nothing cut off. */
struct link {
	int64_t no, at;
	struct str actor, command, detail;
};

static void link_mac(struct mac *mac, struct str before, const struct link *link,
		     char into[DIGEST_SIZE])
{
	mac_add(mac, STR("row"));
	mac_add(mac, before);
	mac_add_number(mac, link->no);
	mac_add_number(mac, link->at);
	mac_add(mac, link->actor);
	mac_add(mac, link->command);
	mac_add(mac, link->detail);
	mac_end(mac, into);
}

/* --- the anchor -------------------------------------------------------------------- */

struct anchor {
	int64_t no;                     /* rows ever written */
	char last[DIGEST_SIZE];         /* MAC of the last */
	bool is_sound;
};

static void anchor_mac(struct mac *mac, const struct anchor *anchor, char into[DIGEST_SIZE])
{
	mac_add(mac, STR("anchor"));
	mac_add_number(mac, anchor->no);
	mac_add(mac, str_of(anchor->last));
	mac_end(mac, into);
}

/* "N MAC MAC" */
static void anchor_parse(struct mac *mac, const char *text, struct anchor *anchor)
{
	struct str rest = str_of(text);
	struct str no = STR_NONE, last = STR_NONE, seal = STR_NONE;
	char expected[DIGEST_SIZE];

	if (!str_next(&rest, ' ', &no) || !str_next(&rest, ' ', &last) ||
	    !str_next(&rest, ' ', &seal) || last.size >= sizeof(anchor->last) ||
	    str_number(no, 0, INT64_MAX, &anchor->no))
		return;
	str_put(anchor->last, sizeof(anchor->last), last);
	anchor_mac(mac, anchor, expected);
	anchor->is_sound = str_is_same_secret(seal, str_of(expected));
}

static enum fault last_no(struct db *db, int64_t *no)
{
	return setting_ask_number(db, "SELECT coalesce(max(no), 0) FROM audit", NULL, 0, no);
}

/* None at all is sound while there are no rows. */
static enum fault anchor_get(struct db *db, struct mac *mac, struct anchor *anchor)
{
	char text[200];
	int64_t no = 0;
	enum fault fault = setting_get(db, anchor_name, text, sizeof(text));

	*anchor = (struct anchor){ .no = 0 };
	if (fault == FAULT_NONE) {
		anchor_parse(mac, text, anchor);
	} else if (fault == FAULT_MISSING) {
		fault = last_no(db, &no);
		anchor->is_sound = !fault && no == 0;
	}
	return fault == FAULT_TOO_LARGE ? FAULT_NONE : fault;
}

static enum fault anchor_set(struct db *db, struct mac *mac, const struct anchor *anchor)
{
	char seal[DIGEST_SIZE];
	char text[200];

	anchor_mac(mac, anchor, seal);
	snprintf(text, sizeof(text), "%lld %s %s", (long long)anchor->no, anchor->last, seal);
	return setting_set(db, anchor_name, text);
}

/* --- the verbs ---------------------------------------------------------------------- */

static enum fault link_add(struct db *db, struct mac *mac, struct anchor *anchor,
			   struct link *link)
{
	char sealed[DIGEST_SIZE];
	int64_t last = 0;
	enum fault fault = last_no(db, &last);

	if (fault)
		return fault;
	if (last > INT64_MAX - 2)
		return FAULT_BROKEN;
	if (!anchor->is_sound || last > anchor->no)
		*anchor = (struct anchor){ .no = last + 1 };
	link->no = ++anchor->no;
	link_mac(mac, str_of(anchor->last), link, sealed);
	str_put(anchor->last, sizeof(anchor->last), str_of(sealed));
	fault = db_run(db, "INSERT INTO audit (no, at, actor, command, detail, mac)"
			   " VALUES ($1, $2, $3, $4, $5, $6)",
		       BINDS(NUMBER(link->no), NUMBER(link->at), TEXT(link->actor),
			     TEXT(link->command), SEALED(SEAL_DETAIL, link->detail), TEXTZ(sealed)), NULL);
	if (fault)
		return fault;
	return anchor_set(db, mac, anchor);
}

enum fault audit_add(struct db *db, struct str key, const struct audit_row *row)
{
	struct link link = { .at = row->at, .actor = str_of(row->actor),
			     .command = str_of(row->command), .detail = row->detail };
	struct anchor anchor;
	AUTO(mac) mac = { .kind = NULL };
	enum fault fault;

	assert(row->actor[0] && row->command[0]);
	if (key.size == 0)
		return FAULT_CONFIG;
	mac_init(&mac, key);
	fault = anchor_get(db, &mac, &anchor);
	if (fault)
		return fault;
	return link_add(db, &mac, &anchor, &link);
}

/* Walks until the first row that is not what it was; `seen` stops before it. */
static enum fault chain_walk(struct db_rows *rows, struct mac *mac, struct anchor *seen,
			     int64_t *count)
{
	for (*count = 0; db_rows_next(rows); ++*count) {
		struct link link = { db_rows_number(rows, 0), db_rows_number(rows, 1),
				     db_rows_text(rows, 2), db_rows_text(rows, 3), STR_NONE };
		char expected[DIGEST_SIZE];

		/* the chain is over what was said, so that a new key for the ledger leaves it whole */
		bool is_open = db_rows_sealed(rows, 4, SEAL_DETAIL, &link.detail) == FAULT_NONE;

		if (seen->no < *count || !is_open)
			continue; /* only counted: the damage is known */
		link_mac(mac, str_of(seen->last), &link, expected);
		if (link.no != seen->no + 1 || !str_is(db_rows_text(rows, 5), expected))
			continue;
		seen->no++;
		str_put(seen->last, sizeof(seen->last), str_of(expected));
	}
	return db_rows_fault(rows);
}

enum fault audit_verify(struct db *db, struct str key, int64_t *rows, int64_t *bad_no)
{
	AUTO_ROWS found = NULL;
	struct anchor anchor, seen = { .no = 0 };
	int64_t count;
	AUTO(mac) mac = { .kind = NULL };
	enum fault fault;

	assert(rows && bad_no);
	if (key.size == 0)
		return FAULT_CONFIG;
	mac_init(&mac, key);
	fault = anchor_get(db, &mac, &anchor);
	if (!fault)
		fault = db_ask(db, &found, "SELECT no, at, actor, command, detail, mac FROM audit"
					   " ORDER BY no", NULL, 0);
	if (!fault)
		fault = chain_walk(found, &mac, &seen, &count);
	if (fault)
		return fault;
	*rows = count;
	if (seen.no == count && anchor.is_sound && anchor.no == count &&
	    strcmp(anchor.last, seen.last) == 0)
		*bad_no = 0;
	else
		*bad_no = seen.no + 1;
	return FAULT_NONE;
}

/* Of the last row alone, with the MAC that stands before it. */
static enum fault is_last_ours(struct db *db, struct mac *mac, bool *is)
{
	AUTO_ROWS rows = NULL;
	char before[DIGEST_SIZE] = "", sealed[DIGEST_SIZE];
	struct link link = { .no = 0 };
	enum fault fault = db_ask(db, &rows, "SELECT no, at, actor, command, detail, mac,"
				  " coalesce((SELECT b.mac FROM audit b WHERE b.no = a.no - 1), '') FROM audit a"
				  " ORDER BY no DESC LIMIT 1", NULL, 0);

	*is = false;
	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return db_rows_fault(rows);
	str_put(before, sizeof(before), db_rows_text(rows, 6));
	link = (struct link){ db_rows_number(rows, 0), db_rows_number(rows, 1), db_rows_text(rows, 2),
			      db_rows_text(rows, 3), STR_NONE };
	/* sealed, and nobody has given the ledger's key yet: it cannot be told, and whose start is it to refuse then? */
	if (db_rows_sealed(rows, 4, SEAL_DETAIL, &link.detail)) {
		*is = true;
		return FAULT_NONE;
	}
	link_mac(mac, str_of(before), &link, sealed);
	*is = str_is(db_rows_text(rows, 5), sealed);
	return FAULT_NONE;
}

enum fault audit_key_is(struct db *db, struct str key, enum audit_key *is)
{
	AUTO(mac) mac = { .kind = NULL };
	struct anchor anchor;
	int64_t last = 0;
	bool is_ours = false;
	enum fault fault;

	assert(key.size > 0 && is);
	mac_init(&mac, key);
	fault = anchor_get(db, &mac, &anchor);
	if (!fault)
		fault = last_no(db, &last);
	if (!fault && last && !anchor.is_sound)
		fault = is_last_ours(db, &mac, &is_ours);
	if (fault)
		return fault;
	*is = is_ours || (anchor.is_sound && anchor.no) ? AUDIT_KEY_OURS : last || anchor.no ? AUDIT_KEY_FOREIGN :
									  AUDIT_KEY_UNUSED;
	return FAULT_NONE;
}

static void audit_row_read(struct row *row, struct arena *arena, struct audit_row *audit)
{
	audit->no = row_number(row);
	audit->at = row_number(row);
	row_text(row, audit->actor, sizeof(audit->actor));
	row_text(row, audit->command, sizeof(audit->command));
	audit->detail = row_sealed_keep(row, SEAL_DETAIL, arena);
}

READER_KEPT_ALL(audit_row)

enum fault audit_list(struct db *db, int64_t before, struct arena *arena,
		      struct audit_row *rows, size_t most, size_t *count)
{
	assert(arena && rows && most > 0 && count);

	AUTO_ROWS found = NULL;
	enum fault fault = db_ask(db, &found, "SELECT no, at, actor, command, detail FROM audit"
					      " WHERE no < $1 ORDER BY no DESC LIMIT $2",
				  BINDS(NUMBER(before), NUMBER(most)));

	if (fault)
		return fault;
	return audit_row_all(found, arena, rows, most, count);
}
