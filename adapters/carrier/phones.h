/*
 * phones - the handsets on the other side: what each shows, and whom it blocked.
 *
 * A phone keeps its texts for itself: redacting or deleting a provider's record
 * changes nothing here.  It shows the newest 1,000; there are 20,000 phones at
 * most.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_PHONES_H
#define CARRIER_PHONES_H

#include "base/buf.h"

enum { PHONE_NUMBER = 64, PHONES_MAX = 20000, PHONE_TEXTS = 1000 };

/* One bubble on the screen. */
struct phone_text {
	bool is_in;              /* seen from the phone: it got it */
	char other[PHONE_NUMBER];
	char sid[40];
	int64_t at;
	char *text;
	int media_count;
};

struct phone {
	char number[PHONE_NUMBER];
	struct phone_text *texts;
	size_t count;
	size_t room;
	/* Lines that it sent STOP to: as many as there are. */
	char (*stopped)[PHONE_NUMBER];
	size_t stopped_count;
	/* Requests to it so far: magic numbers count them. */
	int64_t tried;
	struct phone *next;      /* in its bucket */
};

struct phones;

struct phones *phones_new(void);
void phones_free(struct phones **phones);
/* NULL when nobody has texted it. */
struct phone *phones_find(const struct phones *phones, struct str number);
/* Made when it is new; NULL when there are too many. */
struct phone *phones_need(struct phones *phones, struct str number);
void phones_delete(struct phones *phones, struct str number);
size_t phones_count(const struct phones *phones);
/* In order of appearance within buckets; start with NULL. */
struct phone *phones_next(const struct phones *phones, const struct phone *after);

/* The text is copied. */
void phone_show(struct phone *phone, const struct phone_text *text, struct str words);
bool phone_has_stopped(const struct phone *phone, struct str line);
/* False when it was so already. */
bool phone_stop(struct phone *phone, struct str line);
bool phone_start(struct phone *phone, struct str line);
/* '+' and 8 to 15 digits, no 0 in front: what a phone can have. */
bool phone_is_number(struct str number);

#endif
