#include "telnyx_errors.h"

#include <assert.h>

enum { CODE_MOST = 999999, OWN_LEAST = 10000, OWN_MOST = 99999 };

/*
 * adapters/telnyx/wire.md §3, rising, without overlaps.
 *
 * 40012 (a number that nobody has, or without credit) is LATER, not BAD_NUMBER: the second
 * day's failure uses up the tries and brings a person.  What is CONFIG is the account's and
 * pauses the line at once; what may be the sender's (SENDER, 40003) only when several
 * numbers have met it, and a region never: one family never silences another.
 */
static const struct {
	int first, last;
	enum remedy remedy;
} errors[] = {
	{ 10001, 10002, REMEDY_BAD_NUMBER }, /* inactive, invalid */
	{ 10003, 10006, REMEDY_NEVER },      /* ours: an address, a parameter, an id */
	{ 10007, 10008, REMEDY_RETRY },      /* unexpected, timed out */
	{ 10009, 10010, REMEDY_CONFIG },     /* who we are, what we may */
	{ 10011, 10011, REMEDY_RETRY },      /* too many at once, not processed */
	{ 10015, 10015, REMEDY_NEVER },
	{ 10016, 10016, REMEDY_BAD_NUMBER }, /* not E.164 */
	{ 20002, 20002, REMEDY_CONFIG },     /* the key was revoked */
	{ 20006, 20006, REMEDY_CONFIG },
	{ 20012, 20017, REMEDY_CONFIG },     /* account inactive, blocked, unverified */
	{ 20100, 20100, REMEDY_CONFIG },     /* no funds */
	{ 40001, 40001, REMEDY_BAD_NUMBER }, /* landline */
	{ 40002, 40002, REMEDY_CONTENT },    /* taken for spam */
	{ 40003, 40003, REMEDY_ROUTE },      /* the sender is blocked as spam */
	{ 40004, 40004, REMEDY_NEVER },
	{ 40005, 40006, REMEDY_LATER },      /* phone is off, its carrier is down */
	{ 40008, 40008, REMEDY_RETRY },
	{ 40009, 40009, REMEDY_CONTENT },
	{ 40010, 40010, REMEDY_SENDER },     /* campaign not registered */
	{ 40011, 40011, REMEDY_LATER },      /* the carrier's rate */
	{ 40012, 40012, REMEDY_LATER },
	{ 40013, 40013, REMEDY_SENDER },
	{ 40014, 40014, REMEDY_LATER },      /* expired in the queue */
	{ 40015, 40015, REMEDY_CONTENT },
	{ 40016, 40016, REMEDY_LATER },      /* the day is full */
	{ 40017, 40017, REMEDY_CONTENT },
	{ 40018, 40018, REMEDY_LATER },
	{ 40019, 40019, REMEDY_SENDER },
	{ 40020, 40020, REMEDY_LATER },
	{ 40100, 40100, REMEDY_SENDER },
	{ 40150, 40151, REMEDY_SENDER },
	{ 40155, 40155, REMEDY_SENDER },
	{ 40300, 40300, REMEDY_STOPPED },    /* the family opted out at the provider */
	{ 40301, 40301, REMEDY_NEVER },      /* not from this line */
	{ 40302, 40302, REMEDY_CONTENT },    /* too long */
	{ 40304, 40304, REMEDY_CONTENT },
	{ 40305, 40307, REMEDY_SENDER },     /* our number is not ours, or not of this profile */
	{ 40308, 40308, REMEDY_CONTENT },    /* this line sends no pictures */
	{ 40309, 40309, REMEDY_DESTINATION },     /* region not enabled */
	{ 40310, 40310, REMEDY_BAD_NUMBER },
	{ 40311, 40315, REMEDY_SENDER },
	{ 40316, 40317, REMEDY_CONTENT },
	{ 40318, 40318, REMEDY_LINE },       /* the line's queue is full */
	{ 40319, 40319, REMEDY_NEVER },
	{ 40320, 40321, REMEDY_SENDER },
	{ 40322, 40322, REMEDY_CONTENT },
	{ 40323, 40323, REMEDY_SENDER },
	{ 40328, 40328, REMEDY_CONTENT },
	{ 40329, 40330, REMEDY_SENDER },     /* toll-free not verified */
	{ 40331, 40331, REMEDY_DESTINATION },     /* region not enabled */
	{ 40333, 40333, REMEDY_CONFIG },     /* spend limit */
};

/* Codes we have never heard of: what arrives by callback was taken once, so one more try is
 * due; what was refused at the door would be refused again. */
static enum remedy remedy_of_stranger(int code)
{
	return code >= 40000 && code < 40200 ? REMEDY_LATER : REMEDY_NEVER;
}

int telnyx_errors_first(const json_t *object)
{
	const json_t *error = json_array_get(json_object_get(object, "errors"), 0);
	int64_t code = json_number(error, "code", 0);

	return code > 0 && code <= CODE_MOST ? (int)code : 0;
}

int telnyx_errors_own(const json_t *document, bool *has_title)
{
	assert(has_title);

	const json_t *error = json_array_get(json_object_get(document, "errors"), 0);
	int64_t code = json_number(error, "code", 0);

	*has_title = json_str(error, "title").size > 0;
	return code >= OWN_LEAST && code <= OWN_MOST ? (int)code : 0;
}

bool telnyx_errors_remedy(int code, enum remedy *remedy)
{
	assert(remedy);
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		if (code >= errors[i].first && code <= errors[i].last) {
			*remedy = errors[i].remedy;
			return true;
		}
	}
	*remedy = remedy_of_stranger(code);
	return false;
}
