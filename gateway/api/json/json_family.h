/*
 * json_family - a family's contact, and a message with its delivery and media, as JSON.
 *
 * Ownership: the caller owns what comes back.
 * Threads: the connection's.
 */
#ifndef API_JSON_FAMILY_H
#define API_JSON_FAMILY_H

#include "base/json.h"
#include "store/messaging/deliveries.h"
#include "store/people/contacts.h"

/* With delivery and media. */
enum fault json_family_message(struct db *db, const struct message *message,
			       json_t **shape) MUST_CHECK;
json_t *json_family_delivery(const struct delivery *delivery);
/* With its numbers and their consent. */
enum fault json_family_contact(struct db *db, const struct contact *contact,
			       json_t **shape) MUST_CHECK;

#endif
