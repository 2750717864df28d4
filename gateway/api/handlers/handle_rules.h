/*
 * handle_rules - follow-up rules: shown, checked, replayed, drafted, published.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_RULES_H
#define API_HANDLE_RULES_H

#include "api/http/request.h"

ROUTE_LOOK(handle_rules_list);
ROUTE_LOOK(handle_rules_history);
ROUTE_LOOK(handle_rules_check);
ROUTE_LOOK(handle_rules_replay);
ROUTE_LOOK(handle_rules_draft_look);
ROUTE_LOOK(handle_rules_publish_look);
ROUTE_ACT(handle_rules_draft);
ROUTE_ACT(handle_rules_publish);

#endif
