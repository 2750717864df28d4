/*
 * handle_log - the audit log, and notices to staff.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_LOG_H
#define API_HANDLE_LOG_H

#include "api/http/request.h"

ROUTE_LOOK(handle_log_audit);
ROUTE_LOOK(handle_log_notices);

#endif
