/*
 * handle_users - who may sign in.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_USERS_H
#define API_HANDLE_USERS_H

#include "api/http/request.h"

ROUTE_LOOK(handle_users_list);
ROUTE_LOOK(handle_user_find);
ROUTE_ACT(handle_user_add);
ROUTE_ACT(handle_user_disable);
ROUTE_ACT(handle_user_enable);
ROUTE_ACT(handle_user_vouch);
/* Of a body, into the user; shared with handle_staff.c. */
enum fault handle_user_read_languages(struct request *request, struct user *user,
				      struct note *note) MUST_CHECK;
enum fault handle_user_read_phone(struct request *request, struct user *user,
				  struct note *note) MUST_CHECK;

#endif
