/*
 * routes - the only list of routes: one row for every address we serve.
 *
 * The endpoints of both listeners, the roles, the audit words and the tests' matrix are all
 * made of it.  A row without an access does not compile.  openapi.json describes the public
 * rows; a test compares.
 *
 * Threads: const data; any.
 */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "api/http/route_row.h"

struct endpoint;

/* For server_new, with the struct api as its context; they end with a NULL path. */
const struct endpoint *routes_public(void);
const struct endpoint *routes_control(void);
/* For server_limits: may nothing but this and its like take the places that are kept? */
bool routes_is_kept(const struct endpoint *endpoint);
/* Ends with a NULL path; for the tests, which try every row. */
const struct route_row *routes_rows(void);
/* For the tests. */
size_t routes_count(void);

#endif
