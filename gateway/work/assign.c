#include "assign.h"

static enum fault find_person(const struct scene *scene, const struct assign *assign,
			      struct user *user)
{
	struct user found;
	enum fault fault = user_by_email(scene->db, str_of(assign->step->person), &found);

	if (fault)
		return fault;
	if (found.disabled_at || found.role == ROLE_VIEWER || found.id.n == assign->except.n)
		return FAULT_MISSING;
	*user = found;
	return FAULT_NONE;
}

enum fault assign_find(const struct scene *scene, const struct assign *assign,
		       struct user *user)
{
	enum fault fault = FAULT_MISSING;

	if (assign->step->whom == RULE_TO_PERSON)
		fault = find_person(scene, assign, user);
	else if (assign->step->whom == RULE_TO_ROLE)
		fault = user_for_role(scene->db, assign->step->role, assign->except, user);
	if (fault == FAULT_MISSING)
		fault = user_for_language_but(scene->db, str_of(assign->language), assign->except,
					      user);
	return fault;
}
