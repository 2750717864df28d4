/*
 * json_household - a household with its guardians, students and schools, as JSON.
 *
 * Ownership: the caller owns what comes back.
 * Threads: the connection's.
 */
#ifndef API_JSON_HOUSEHOLD_H
#define API_JSON_HOUSEHOLD_H

#include "base/json.h"
#include "store/people/households.h"
#include "store/people/students.h"

enum fault json_household(struct db *db, const struct household *household,
			  json_t **shape) MUST_CHECK;
json_t *json_household_student(struct db *db, const struct student *student);
/* Sets "household": {"id", "name"}, or null. */
void json_household_name(struct db *db, json_t *object, struct household_id id);

#endif
