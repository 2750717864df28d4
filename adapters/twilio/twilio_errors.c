#include "twilio_errors.h"

#include <assert.h>

/*
 * What each error code asks for: twilio-wire.md §2, rising, without overlaps.
 *
 * 30005 (unknown or inactive number) is LATER, not BAD_NUMBER: once is often a
 * phone that is off; the second day's failure uses up the tries and brings a
 * person.  What may be our number's fault (SENDER, ROUTE) or where the text was to go
 * (DESTINATION, ROUTE) pauses no line by itself: one family never silences another.
 * Ranges name codes that do not exist yet only where their neighbours
 * on both sides mean the same.
 */
static const struct {
	int first, last;
	enum remedy remedy;
} errors[] = {
	{ 10001, 10001, REMEDY_CONFIG },     /* account inactive */
	{ 10004, 10004, REMEDY_LATER },      /* too many calls at once */
	{ 11751, 11751, REMEDY_CONTENT },    /* media too large */
	{ 13223, 13224, REMEDY_BAD_NUMBER },
	{ 13225, 13225, REMEDY_NEVER },      /* on the provider's block list */
	{ 13227, 13227, REMEDY_DESTINATION },     /* region not enabled */
	{ 20001, 20001, REMEDY_NEVER },
	{ 20003, 20003, REMEDY_CONFIG },     /* authentication failed */
	{ 20005, 20005, REMEDY_CONFIG },     /* account suspended */
	{ 20404, 20404, REMEDY_NEVER },
	{ 20409, 20409, REMEDY_NEVER },
	{ 20422, 20422, REMEDY_NEVER },
	{ 20429, 20429, REMEDY_RETRY },      /* too many at once, not processed */
	{ 20500, 20500, REMEDY_RETRY },
	{ 20503, 20503, REMEDY_RETRY },
	{ 21201, 21201, REMEDY_BAD_NUMBER },
	{ 21210, 21210, REMEDY_SENDER },     /* our number is not ours */
	{ 21211, 21211, REMEDY_BAD_NUMBER },
	{ 21212, 21213, REMEDY_SENDER },
	{ 21214, 21214, REMEDY_BAD_NUMBER },
	{ 21215, 21215, REMEDY_DESTINATION },     /* region not enabled */
	{ 21216, 21216, REMEDY_NEVER },
	{ 21217, 21217, REMEDY_BAD_NUMBER },
	{ 21219, 21219, REMEDY_DESTINATION },     /* trial account: an unverified number */
	{ 21220, 21220, REMEDY_NEVER },      /* a race: the call is over */
	{ 21401, 21401, REMEDY_BAD_NUMBER },
	{ 21408, 21408, REMEDY_DESTINATION },     /* region not enabled; +1 787 and other islands too */
	{ 21421, 21421, REMEDY_BAD_NUMBER },
	{ 21601, 21601, REMEDY_SENDER },
	{ 21602, 21602, REMEDY_CONTENT },
	{ 21603, 21603, REMEDY_SENDER },
	{ 21604, 21604, REMEDY_CONTENT },
	{ 21606, 21607, REMEDY_SENDER },
	{ 21608, 21608, REMEDY_DESTINATION },     /* trial account: an unverified number */
	{ 21609, 21609, REMEDY_CONTENT },
	{ 21610, 21610, REMEDY_STOPPED },    /* the family opted out at the provider */
	{ 21611, 21611, REMEDY_LINE },       /* the line's queue is full */
	{ 21612, 21612, REMEDY_NEVER },      /* not from this line */
	{ 21614, 21614, REMEDY_BAD_NUMBER }, /* not a mobile */
	{ 21616, 21616, REMEDY_SENDER },
	{ 21617, 21619, REMEDY_CONTENT },
	{ 21620, 21623, REMEDY_CONTENT },    /* media */
	{ 21624, 21624, REMEDY_CONTENT },
	{ 21635, 21635, REMEDY_BAD_NUMBER }, /* landline */
	{ 21654, 21656, REMEDY_CONTENT },    /* template */
	{ 21701, 21705, REMEDY_SENDER },     /* messaging service */
	{ 21910, 21910, REMEDY_CONTENT },
	{ 30001, 30001, REMEDY_LATER },
	{ 30002, 30002, REMEDY_CONFIG },
	{ 30003, 30003, REMEDY_LATER },      /* phone is off or far away */
	{ 30004, 30004, REMEDY_NEVER },      /* blocked; not an opt-out by itself */
	{ 30005, 30005, REMEDY_LATER },
	{ 30006, 30006, REMEDY_BAD_NUMBER }, /* landline */
	{ 30007, 30007, REMEDY_CONTENT },    /* filtered: the same text never again */
	{ 30008, 30008, REMEDY_RETRY },
	{ 30010, 30010, REMEDY_CONTENT },
	{ 30011, 30011, REMEDY_CONTENT },    /* no pictures there */
	{ 30017, 30017, REMEDY_RETRY },
	{ 30018, 30018, REMEDY_ROUTE },     /* this line is not registered for that network */
	{ 30019, 30019, REMEDY_CONTENT },
	{ 30022, 30022, REMEDY_LINE },       /* campaign's pace */
	{ 30023, 30023, REMEDY_LATER },      /* campaign's day is full */
	{ 30024, 30024, REMEDY_ROUTE },     /* nor provisioned */
	{ 30027, 30027, REMEDY_LATER },
	{ 30032, 30032, REMEDY_SENDER },     /* toll-free not verified */
	{ 30034, 30034, REMEDY_SENDER },     /* campaign not registered */
	{ 30036, 30036, REMEDY_LATER },      /* our validity period ran out */
	{ 30039, 30039, REMEDY_NEVER },
	{ 30409, 30409, REMEDY_NEVER },      /* too late to cancel */
	{ 30410, 30410, REMEDY_RETRY },
	{ 30450, 30450, REMEDY_ROUTE },     /* pumping guard: safe list */
	{ 30610, 30610, REMEDY_LATER },      /* provider's quiet hours */
	{ 30640, 30640, REMEDY_NEVER },
	{ 63001, 63002, REMEDY_SENDER },
	{ 63003, 63003, REMEDY_BAD_NUMBER }, /* not on WhatsApp */
	{ 63004, 63004, REMEDY_SENDER },
	{ 63005, 63006, REMEDY_CONTENT },
	{ 63007, 63008, REMEDY_SENDER },
	{ 63009, 63013, REMEDY_CONTENT },
	{ 63014, 63014, REMEDY_STOPPED },    /* blocked us, on this channel */
	{ 63015, 63015, REMEDY_ROUTE },     /* sandbox not joined */
	{ 63016, 63016, REMEDY_CONTENT },    /* outside WhatsApp's 24 hours */
	{ 63017, 63017, REMEDY_RETRY },
	{ 63018, 63018, REMEDY_LINE },
	{ 63019, 63019, REMEDY_CONTENT },
	{ 63020, 63020, REMEDY_SENDER },
	{ 63021, 63021, REMEDY_CONTENT },
	{ 63024, 63024, REMEDY_BAD_NUMBER },
	{ 63027, 63028, REMEDY_CONTENT },
	{ 63030, 63030, REMEDY_CONTENT },
	{ 63032, 63032, REMEDY_BAD_NUMBER },
	{ 63033, 63033, REMEDY_STOPPED },
	{ 63038, 63038, REMEDY_LATER },      /* the day is full */
	{ 63041, 63041, REMEDY_CONTENT },
};

/* Codes we have never heard of: what arrives by callback was taken once, so one
 * more try is due; what was refused at the door would be refused again. */
static enum remedy remedy_of_stranger(int code)
{
	int family = code / 1000;

	return family == 30 || family == 63 ? REMEDY_LATER : REMEDY_NEVER;
}

bool twilio_errors_remedy(int code, enum remedy *remedy)
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
