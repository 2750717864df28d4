#include "rules_try.h"

#include "rules_check.h"
#include "scene.h"

enum fault rules_try_check(const struct rules_try *attempt, struct note *note)
{
	struct scene scene = scene_of(attempt->work, attempt->speech, attempt->db, note);
	struct rule_book *book = NULL;
	enum fault fault = rules_check(&scene, attempt->document, attempt->findings, &book);

	rule_book_free(&book);
	return fault;
}

enum fault rules_try_replay(const struct rules_try *attempt, int days,
			    struct replay_report *report, struct rule_book **book,
			    struct note *note)
{
	struct scene scene = scene_of(attempt->work, attempt->speech, attempt->db, note);
	enum fault fault = rules_check(&scene, attempt->document, attempt->findings, book);

	if (!fault)
		fault = replay_run(&scene, *book, days, report);
	if (fault)
		rule_book_free(book);
	return fault;
}
