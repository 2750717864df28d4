/*
 * user_row - a member of staff as a row, for users.c and staff_alerts.c.
 *
 * Threads: the connection's.
 */
#ifndef STORE_USER_ROW_H
#define STORE_USER_ROW_H

#include "store/db/row.h"
#include "users.h"

/* Of the table `staff AS s`, in user_read's order. */
#define USER_COLUMNS                                                                 \
	"s.id, s.email, s.name, s.role, s.languages, s.phone, s.created_at, s.disabled_at,"  \
	" s.week, s.zone, s.capacity, s.schools"

static inline void user_read(struct row *row, struct user *user)
{
	user->id.n = row_number(row);
	row_sealed(row, SEAL_EMAIL, user->email, sizeof(user->email));
	row_sealed(row, SEAL_NAME, user->name, sizeof(user->name));
	row_word(row, role_of, &user->role);
	row_text(row, user->languages, sizeof(user->languages));
	row_phone(row, user->phone, sizeof(user->phone));
	user->created_at = row_number(row);
	user->disabled_at = row_number(row);
	row_text(row, user->week, sizeof(user->week));
	row_text(row, user->zone, sizeof(user->zone));
	user->capacity = row_int(row);
	row_text(row, user->schools, sizeof(user->schools));
}

#endif
