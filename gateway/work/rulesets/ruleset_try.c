#include "ruleset_try.h"

#include <assert.h>

#include "ruleset_check.h"
#include "work/txn/txn.h"

enum fault ruleset_try_check(const struct ruleset_try *attempt, struct note *note)
{
	assert(attempt);

	struct txn txn = txn_of(attempt->core, attempt->locale, attempt->db, note);
	struct rule_book *book = NULL;
	enum fault fault = ruleset_check(&txn, attempt->document, attempt->findings, &book);

	rule_book_free(&book);
	return fault;
}

enum fault ruleset_try_replay(const struct ruleset_try *attempt, int days,
			    struct replay_report *report, struct rule_book **book,
			    struct note *note)
{
	assert(attempt && days > 0 && report && book);

	struct txn txn = txn_of(attempt->core, attempt->locale, attempt->db, note);
	enum fault fault = ruleset_check(&txn, attempt->document, attempt->findings, book);

	if (!fault)
		fault = replay_run(&txn, *book, days, report);
	if (fault)
		rule_book_free(book);
	return fault;
}
