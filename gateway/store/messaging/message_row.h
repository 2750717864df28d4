/*
 * message_row - how a message's row is written and read, for messages.c and the outbox.
 *
 * Threads: the connection's.
 */
#ifndef STORE_MESSAGE_ROW_H
#define STORE_MESSAGE_ROW_H

#include "messages.h"
#include "store/db/row.h"

/* Of the table `message AS m`, in message_read's order. */
#define MESSAGE_COLUMNS                                                              \
	"m.id, m.direction, m.kind, m.purpose, m.channel, m.contact_id, m.phone,"    \
	" m.line_id, m.promise_id, m.language, m.meaning, m.text, m.media_count,"    \
	" m.segments, m.author_id, m.created_at"

void message_read(struct row *row, struct arena *arena, struct message *message);
enum fault message_insert(struct db *db, const struct message *message) MUST_CHECK;
/* The next provider id of a message. */
enum fault message_add_provider(struct db *db, struct str account, struct str provider_id,
				struct message_id message) MUST_CHECK;

#endif
