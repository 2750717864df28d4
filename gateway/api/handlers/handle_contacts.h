/*
 * handle_contacts - families' contacts.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_CONTACTS_H
#define API_HANDLE_CONTACTS_H

#include "api/http/request.h"

ROUTE_LOOK(handle_contacts_list);
ROUTE_LOOK(handle_contact_get);
ROUTE_LOOK(handle_contact_is_new);
ROUTE_LOOK(handle_contact_put_look);
ROUTE_LOOK(handle_contact_patch_look);
ROUTE_ACT(handle_contact_add);
ROUTE_ACT(handle_contact_put);

#endif
