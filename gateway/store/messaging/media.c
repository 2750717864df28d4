#include "media.h"

#include <assert.h>

#include "messages.h"
#include "store/db/row.h"

#define MEDIA_COLUMNS "message_id, no, url, type, state, tries, look_at, file"

static const char *const states[] = { [MEDIA_WAITING] = "waiting", [MEDIA_KEPT] = "kept",
				      [MEDIA_FAILED] = "failed" };

static void media_read(struct row *row, struct media *media)
{
	struct str state;

	media->message.n = row_number(row);
	media->no = row_int(row);
	row_sealed(row, SEAL_ADDRESS, media->url, sizeof(media->url));
	row_text(row, media->type, sizeof(media->type));
	state = row_str(row);
	while (!str_is(state, states[media->state]) && media->state < MEDIA_FAILED)
		media->state++;
	media->tries = row_int(row);
	media->look_at = row_number(row);
	row_text(row, media->file, sizeof(media->file));
}

READER_ALL(media)

enum fault media_add(struct db *db, const struct media *media)
{
	assert(media->message.n != 0 && media->no >= 0);
	return db_run(db, "INSERT INTO media (" MEDIA_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		      BINDS(NUMBER(media->message.n), NUMBER(media->no), SEALEDZ(SEAL_ADDRESS, media->url),
			    TEXTZ(media->type), TEXTZ(states[media->state]),
			    NUMBER(media->tries), NUMBER(media->look_at), TEXTZ(media->file)),
		      NULL);
}

enum fault media_put(struct db *db, const struct media *media)
{
	assert(media->message.n != 0 && media->tries >= 0);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE media SET url = $1, type = $2, state = $3,"
				      " tries = $4, look_at = $5, file = $6"
				      " WHERE message_id = $7 AND no = $8",
		BINDS(SEALEDZ(SEAL_ADDRESS, media->url), TEXTZ(media->type), TEXTZ(states[media->state]),
		      NUMBER(media->tries), NUMBER(media->look_at), TEXTZ(media->file),
		      NUMBER(media->message.n), NUMBER(media->no)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault media_due(struct db *db, int64_t now, struct media *media, size_t most,
		     size_t *count)
{
	assert(media && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " MEDIA_COLUMNS " FROM media"
					     " WHERE state = 'waiting' AND look_at <= $1"
					     " ORDER BY look_at LIMIT $2",
				  BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return media_all(rows, media, most, count);
}

enum fault media_of(struct db *db, struct message_id message, struct media *media,
		    size_t most, size_t *count)
{
	assert(media && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " MEDIA_COLUMNS " FROM media"
					     " WHERE message_id = $1 ORDER BY no LIMIT $2",
				  BINDS(NUMBER(message.n), NUMBER(most)));

	if (fault)
		return fault;
	return media_all(rows, media, most, count);
}
