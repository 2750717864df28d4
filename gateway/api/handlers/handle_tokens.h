/*
 * handle_tokens - who holds a token, since when and until when; one more, and none any more.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_TOKENS_H
#define API_HANDLE_TOKENS_H

#include "api/http/request.h"

ROUTE_LOOK(handle_tokens_list);
/* {id}: a user's. */
ROUTE_LOOK(handle_token_add_look);
ROUTE_ACT(handle_token_add);
/* {id}: a token's, or a user's e-mail address. */
ROUTE_LOOK(handle_token_revoke_look);
ROUTE_ACT(handle_token_revoke);
/* {id}: a user's. */
ROUTE_LOOK(handle_tokens_revoke_look);

#endif
