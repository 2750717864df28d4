/*
 * inbound_private - one inbound message while it is being kept (T1): shared by
 * inbound_store.c, which judges and writes it down, and promise_open.c, which finds the
 * promise it belongs to.
 *
 * Writer thread; lives as long as the transaction.
 */
#ifndef WORK_INBOUND_PRIVATE_H
#define WORK_INBOUND_PRIVATE_H

#include "domain/rules/rule.h"
#include "inbound_store.h"
#include "store/people/users.h"
#include "work/followup/promise_school.h"

/* Facts and rows of one message while it is being kept. */
struct inbound_store {
	const struct txn *txn;
	const struct inbound_store_ask *ask;
	struct contact contact;
	struct number number;
	struct promise last;
	bool has_last;
	int64_t consent_at;          /* when the consent in force was given or taken */
	struct classification classification;
	struct message_id message;
	struct promise_id promise;
	struct promise_school home;            /* of the family; set when a promise is opened */
	struct school_week week;     /* of its school */
	struct user owner;           /* of the promise; id 0: nobody */
	int64_t due_at;
	const struct rule *rule;     /* it falls under; NULL: no promise is opened */
	int rule_version;
	const char *topic;           /* of its text, by the rules; "" for none */
	struct rule_due first;       /* what the rule does at once */
};

#endif
