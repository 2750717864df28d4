#include "ruleset_names.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/people/households.h"
#include "store/people/schools.h"

/* Names that somebody has: of one school, or joined by ','. */
struct known {
	const char *at;      /* the first */
	size_t step, count;  /* bytes from one to the next */
};

static bool is_known(const struct rule_names *one, const struct known *known)
{
	for (size_t i = 0; i < known->count; i++)
		if (rule_names_hold(one, str_of(known->at + i * known->step)))
			return true;
	return false;
}

static void check(const struct rule_names *names, const struct known *known,
		  const struct rule_place *place, const char *complaint,
		  struct rule_findings *findings)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct rule_names one = { &names->at[i], &names->folded[i], 1 };

		if (!is_known(&one, known))
			rule_tree_complain(findings, place, "%s \"%.60s\": nobody falls under it yet",
				      complaint, names->at[i]);
	}
}

static enum fault check_schools(struct db *db, const struct rule *rule,
				struct rule_findings *findings)
{
	struct school *schools = memory_array(struct school, SCHOOLS_MOST);
	struct rule_place place = { true, rule->name, "school", rule->when.spot };
	size_t count = 0;
	enum fault fault = school_list(db, schools, SCHOOLS_MOST, &count);

	if (!fault)
		check(&rule->when.schools, &(struct known){ schools->name, sizeof(*schools), count },
		      &place, "no student, calendar or member of staff has the school", findings);
	free(schools);
	return fault;
}

static enum fault check_groups(struct db *db, const struct rule *rule,
			       struct rule_findings *findings)
{
	struct household *households = memory_array(struct household, GROUPS_MOST);
	struct rule_place place = { true, rule->name, "group", rule->when.spot };
	size_t count = 0;
	enum fault fault = household_groups(db, households, GROUPS_MOST, &count);

	if (!fault)
		check(&rule->when.groups,
		      &(struct known){ households->groups, sizeof(*households), count },
		      &place, "no household is in the group", findings);
	free(households);
	return fault;
}

enum fault ruleset_names_check(struct db *db, const struct rule *rule,
			    struct rule_findings *findings)
{
	enum fault fault = FAULT_NONE;

	assert(rule && findings);
	if (rule->when.schools.count)
		fault = check_schools(db, rule, findings);
	if (!fault && rule->when.groups.count)
		fault = check_groups(db, rule, findings);
	return fault;
}
