/*
 * handle_rules_move - open promises to another version of the rules.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_RULES_MOVE_H
#define API_HANDLE_RULES_MOVE_H

#include "api/http/request.h"

ROUTE_LOOK(handle_rules_move_look);
ROUTE_ACT(handle_rules_move);

#endif
