/*
 * deliveries - the outbox: outbound messages, their attempts and receipts.
 *
 * Source of the protocol: guarantees.md §2.  State words: domain/delivery.h.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_DELIVERIES_H
#define STORE_DELIVERIES_H

#include "base/random.h"
#include "domain/delivery.h"
#include "domain/wait_reason.h"
#include "messages.h"

struct delivery {
	struct message_id message;
	struct line_id line;
	char phone[PHONE_ROOM];
	enum delivery_state state;
	int attempts;               /* claims so far: attempt.no of the latest */
	int tries;                  /* those that count (remedy_spends) */
	int64_t not_before_at;
	enum wait_reason waits_for;
	int64_t claimed_at, ended_at, sent_at, final_at;
	int error_code;
	bool is_ambiguous;
	bool needs_person;
	int polls;
	int empty_lists;
	int64_t look_at;            /* next reconcile (unknown) or status poll (sent); NEVER:
				       none; 0: at once, so that none is forgotten */
};

/* A claimed row with all that is needed to hand it over. */
struct claimed {
	struct delivery delivery;
	struct message message;     /* text in the arena */
	char token[TOKEN_SIZE];
};

/* Queues an outbound message: message row and delivery row (state queued, kind_rank
 * = kind, but 0 for an emergency; text_hash of the text).  A not_before_at before created_at counts as that. */
enum fault delivery_queue(struct db *db, const struct message *message,
			  int64_t not_before_at, enum wait_reason waits_for) MUST_CHECK;
enum fault delivery_get(struct db *db, struct message_id id, struct delivery *delivery) MUST_CHECK;
/* Writes everything but message, line, phone. */
enum fault delivery_put(struct db *db, const struct delivery *delivery) MUST_CHECK;
/* Binds a provider's id to our message.  FAULT_CONFLICT when the id already belongs to
 * another message: UNIQUE(account, id); binding the same pair again is fine. */
enum fault delivery_bind(struct db *db, struct str account, struct str provider_id,
			 struct message_id message) MUST_CHECK;
/* FAULT_MISSING when no outbound message of ours has that id. */
enum fault delivery_by_provider(struct db *db, struct str account, struct str provider_id,
				struct message_id *message) MUST_CHECK;
/* The provider id our message got last; FAULT_MISSING when none. */
enum fault delivery_provider_id(struct db *db, struct message_id message, char *into,
				size_t room) MUST_CHECK;
/* The sending ones behind `after`, by id. */
enum fault delivery_sending(struct db *db, struct message_id after, struct message_id *ids,
			    size_t most, size_t *count) MUST_CHECK;
/* Queued rows of a phone (STOP suppresses them): ids into `ids`. */
enum fault delivery_queued_for(struct db *db, struct str phone, struct message_id *ids,
			       size_t most, size_t *count) MUST_CHECK;

struct outbox_counts {
	int64_t queued, sending, unknown, sent, needs_person;
};
enum fault delivery_count(struct db *db, struct outbox_counts *counts) MUST_CHECK;
/* Newest first among those not over, `before` NEVER from the top: show queue. */
enum fault delivery_list(struct db *db, int64_t before, struct delivery *deliveries,
			 size_t most, size_t *count) MUST_CHECK;

#endif
