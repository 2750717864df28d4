/*
 * local - listening on a Unix socket: "unix:/run/hearback/control.sock".
 *
 * The socket's file permissions (0660) are the login.  A file that a dead process left
 * behind is replaced; one behind which somebody answers is not.
 *
 * For this room only.  Threads: loop thread only.
 */
#ifndef WIRE_LOCAL_H
#define WIRE_LOCAL_H

#include "base/str.h"

/* Whether the address is "unix:…". */
bool local_is(struct str address);
/* Could it be listened on?  Makes nothing, removes nothing.  FAULT_CONFLICT: a living process does;
 * FAULT_CONFIG: else, with what to do. */
enum fault local_look(struct str address, struct note *note) MUST_CHECK;
/* A listening, non-blocking socket; FAULT_CONFIG with the reason. */
enum fault local_listen(struct str address, int backlog, int *fd, struct note *note) MUST_CHECK;
/* Takes the file away. */
void local_remove(const char *address);
/* "unix:1000": the user of the process at the other end. */
void local_peer(int fd, char *into, size_t room);

#endif
