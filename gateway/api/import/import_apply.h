/*
 * import_apply - the second half of an import: one command a contact, then one a student.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_IMPORT_APPLY_H
#define API_IMPORT_APPLY_H

#include "api/http/request.h"

ROUTE_ACT(import_apply);

#endif
