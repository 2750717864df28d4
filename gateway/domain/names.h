/*
 * names - the typed ids that all rooms share, and the words beside them.
 *
 * The words have a file each: spelled once, for the C constant and for SQL CHECK
 * constraints, JSON, the console and the log.  Words: product.md.
 *
 * Threads: values.
 */
#ifndef DOMAIN_NAMES_H
#define DOMAIN_NAMES_H

#include <stdint.h>

#include "channel.h"
#include "direction.h"
#include "kind.h"
#include "purpose.h"
#include "role.h"

struct contact_id { int64_t n; };
struct message_id { int64_t n; };
struct promise_id { int64_t n; };
struct user_id { int64_t n; };
struct line_id { int64_t n; };
struct household_id { int64_t n; };
struct student_id { int64_t n; };

#endif
