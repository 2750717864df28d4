/*
 * heard - inbound_store of a text that is read as intake reads it.
 */
#ifndef TESTS_UNIT_WORK_HEARD_H
#define TESTS_UNIT_WORK_HEARD_H

#include "work/inbound/inbound_store.h"

/* `ask.read` is made here, of what inbound says. */
static inline enum fault heard_store(const struct txn *txn, struct inbound_store_ask ask,
				     struct intake_result *result, bool *is_capped)
{
	const struct locale *locale = txn->locale;
	AUTO(classify_read) read;

	classify_read(&(struct classify_words){ locale->languages, locale->opt_outs, locale->text_hours },
		      ask.inbound->text, &read);
	ask.read = &read;
	return inbound_store(txn, &ask, result, is_capped);
}

#endif
