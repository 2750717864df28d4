/*
 * family_fields - what may be said about a contact, its household and a student, read the same
 * way from JSON and from a file's cells.
 *
 * Threads: any; the locale is held by the caller.
 */
#ifndef API_FAMILY_FIELDS_H
#define API_FAMILY_FIELDS_H

#include "work/commands/contact_commands.h"
#include "work/commands/student_commands.h"

/* What comes in as one text.  A household by its name; groups are names with commas or
 * semicolons between them; shares is yes or no. */
#define FAMILY_PARTS(X)                                                       \
	X(FAMILY_NAME, "name") X(FAMILY_LANGUAGE, "language")                 \
	X(FAMILY_ZONE, "zone") X(FAMILY_PREFERS, "prefers")                   \
	X(FAMILY_HOURS, "hours") /* "18:00-21:00", "any"; an object in JSON */ \
	X(FAMILY_HOUSEHOLD, "household") X(FAMILY_GROUPS, "groups")           \
	X(FAMILY_SHARES, "shares") X(FAMILY_STUDENT, "student")               \
	X(FAMILY_SCHOOL, "school")
#define X(name, word) name,
enum family_part { FAMILY_PARTS(X) FAMILY_PART_COUNT };
#undef X

/* What was said of all three. */
struct family_given {
	struct contact_given contact;
	struct household_given home;
	struct student_given student;
};

const char *family_fields_word(enum family_part part);
/* Sets that part and its `has`.  The language by tag ("es", "es-MX"), English
 * name or own name.  FAULT_INVALID with a reason that repeats nothing of the text. */
enum fault family_fields_set(const struct locale *locale, enum family_part part, struct str text,
		      struct family_given *given, struct note *note) MUST_CHECK;
/* "North, South" or "North;South" as "North,South"; FAULT_TOO_LARGE past the room. */
enum fault family_fields_join(struct str text, char *into, size_t room, struct note *note) MUST_CHECK;
/* "18:30": minutes of the day. */
enum fault family_fields_read_minutes(struct str text, int *minutes, struct note *note) MUST_CHECK;

#endif
