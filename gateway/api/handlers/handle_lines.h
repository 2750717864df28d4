/*
 * handle_lines - the district's numbers.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_LINES_H
#define API_HANDLE_LINES_H

#include "api/http/request.h"

ROUTE_ACT(handle_lines_list);
ROUTE_ACT(handle_line_pause);
ROUTE_ACT(handle_line_resume);

#endif
