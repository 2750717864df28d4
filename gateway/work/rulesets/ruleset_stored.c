#include "ruleset_stored.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/promises/rulebooks.h"
#include "work/txn/txn.h"

enum { VERSIONS_MOST = 200 };

struct stored {
	const struct txn *txn;
	void (*tell)(int version, const struct rule_findings *findings);
	size_t errors;
};

static enum fault check_one(struct stored *stored, int version)
{
	const struct txn *txn = stored->txn;
	struct rule_findings *findings = memory_new(struct rule_findings);
	struct rule_book *book = NULL;
	struct rulebook row;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 4 * RULE_DOCUMENT);
	fault = rulebook_get(txn->db, version, &arena, &row);
	if (!fault)
		fault = ruleset_check(txn, row.document, findings, &book);
	else if (fault == FAULT_MISSING)
		rule_tree_complain(findings, &(struct rule_place){ .spot = { 1, 1 } }, "there is no such "
			      "version, but promises were opened under it");
	if (findings->count)
		stored->tell(version, findings);
	stored->errors += findings->errors;
	rule_book_free(&book);
	free(findings);
	return fault == FAULT_MISSING || fault == FAULT_INVALID ? FAULT_NONE : fault;
}

enum fault ruleset_stored_check(const struct ruleset_ground *ground,
			      void (*tell)(int version, const struct rule_findings *findings),
			      size_t *errors, struct note *note)
{
	assert(ground->settings && ground->locale && ground->db && tell && errors);
	/* one that was never started: a check reads its settings and nothing else */
	const struct core core = { .settings = ground->settings };
	const struct txn txn = { &core, ground->locale, ground->db, ground->now, note,
				     ground->settings->week, NULL };
	struct stored stored = { &txn, tell, 0 };
	int versions[VERSIONS_MOST + 1], in_force = 0;
	size_t count = 0;
	enum fault fault = rulebook_used(ground->db, ground->now, versions, VERSIONS_MOST, &count);

	if (!fault)
		fault = rulebook_in_force(ground->db, ground->now, &in_force);
	if (fault == FAULT_MISSING)
		fault = FAULT_NONE; /* seeded at the first start */
	for (size_t i = 0; i < count; i++)
		in_force = versions[i] == in_force ? 0 : in_force;
	if (in_force)
		versions[count++] = in_force;
	for (size_t i = 0; !fault && i < count; i++)
		fault = check_one(&stored, versions[i]);
	*errors = stored.errors;
	return fault;
}
