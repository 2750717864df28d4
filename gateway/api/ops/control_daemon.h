/*
 * control_daemon - what hearbackctl tells the daemon itself: webhooks, reload, drain, backup, audit.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_CONTROL_DAEMON_H
#define API_CONTROL_DAEMON_H

#include "api/http/request.h"

ROUTE_LOOK(control_daemon_backup_check);
ROUTE_LOOK(control_daemon_audit_verify);
ROUTE_ACT(control_daemon_lines);
ROUTE_ACT(control_daemon_reload);
ROUTE_ACT(control_daemon_drain);
ROUTE_ACT(control_daemon_backup);

#endif
