/*
 * handle_reports - what became of promises, by group.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_REPORTS_H
#define API_HANDLE_REPORTS_H

#include "api/http/request.h"

ROUTE_LOOK(handle_report_promises);

#endif
