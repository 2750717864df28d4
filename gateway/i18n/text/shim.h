/*
 * shim - the door to libraries that only speak C++.
 *
 * libphonenumber, CLD2, cctz and the classes of ICU that have no C twin.  Nothing here
 * knows of schools; each function is one question to one library.  No C++
 * exception gets out: what throws becomes a fault (or "don't know").
 *
 * Threads: any, unless said otherwise.  Ownership: as everywhere, `new` is
 * yours, `free` nulls.
 */
#ifndef I18N_SHIM_H
#define I18N_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

#include "base/buf.h"

/* ---- libphonenumber (shim_phone.cc) ---------------------------------------- */

enum shim_phone {
	SHIM_PHONE_POSSIBLE,
	SHIM_PHONE_NO_NUMBER,
	SHIM_PHONE_NO_COUNTRY,
	SHIM_PHONE_TOO_SHORT,
	SHIM_PHONE_TOO_LONG,
	SHIM_PHONE_WRONG_LENGTH,
	SHIM_PHONE_LOCAL_ONLY,
	SHIM_PHONE_EXTENSION,
	SHIM_PHONE_EMERGENCY,
	SHIM_PHONE_BROKEN, /* the library threw */
	SHIM_PHONES
};

/* Adds E.164 to `e164` for the first answer, nothing for the others. */
enum shim_phone shim_phone_read(struct str text, const char *region, struct buf *e164);

/* Adds the country of an E.164 number, two letters; false when nobody knows. */
bool shim_phone_country(struct str e164, struct buf *country);

/* ---- CLD2 (shim_cld.cc) ----------------------------------------------------- */

struct shim_guess {
	const char *code; /* CLD2's own, "un" for unknown; lives for ever */
	int percent;      /* of the letters */
	double score;     /* about 1.0 for ordinary text of that language */
};

/* The likeliest languages of a text, best first; true when CLD2 itself calls the
 * first one reliable.  `best_effort`: an answer even for a few words. */
bool shim_cld_detect(struct str text, bool best_effort, struct shim_guess guesses[3]);

/* ---- ICU (shim_icu.cc, shim_message.cc) --------------------------------------- */

/* The nearest of some locales to a wanted one. */
struct shim_matcher;
struct shim_matcher *shim_icu_matcher_new(const char *const *tags, size_t count);
void shim_icu_matcher_free(struct shim_matcher **matcher);
/* Index of the tag, or -1. */
int shim_icu_match(const struct shim_matcher *matcher, const char *tag);

/* Weekday, day, month and time in the locale's own order, Gregorian, with plain
 * spaces; false: ICU has no words for it.  `wall`: what the wall clock shows, counted as if
 * it were UTC: ICU is never asked for an offset, it has the rules of the day it was built. */
bool shim_icu_spell_time(const char *locale, int64_t wall, struct buf *into);

/* A minute of the day in the locale's own writing, "6:00 PM"; false as above. */
bool shim_icu_spell_minute(const char *locale, int minute, struct buf *into);

/* The place that a name of Windows' means ("Central Standard Time"); false when ICU's table
 * has none.  Whether the system knows the place is for others to say. */
bool shim_icu_windows_zone(const char *name, struct buf *into);
/* A country's name in English; false: ICU has none, and nothing was added. */
bool shim_icu_spell_country(const char *country, struct buf *into);

/* Whether ICU has data for the locale's language (it never says no by itself,
 * it answers in another language). */
bool shim_icu_knows_locale(const char *locale);
/* Of a Han character: 1 only in simplified writing, -1 only in traditional, 0
 * in both (or no Han character).  The first call takes 50 ms. */
int shim_icu_han_writing(uint32_t rune);

/* A compiled ICU message pattern. */
struct shim_message;

struct shim_arg {
	const char *name;
	struct str text;
	int64_t number;
	bool is_number;
};

/* FAULT_INVALID with ICU's complaint, or with the plural category that `locale`
 * needs and the pattern lacks. */
enum fault shim_message_new(struct str pattern, const char *locale,
			    struct shim_message **message, struct note *note) MUST_CHECK;
void shim_message_free(struct shim_message **message);
/* Names in byte order; NULL past the end. */
const char *shim_message_arg(const struct shim_message *message, size_t index);
/* Whether the argument chooses a branch (plural, select), or is only shown. */
bool shim_message_chooses(const struct shim_message *message, const char *name);
/* Arguments that the pattern does not name are ignored.  FAULT_BROKEN when one is
 * missing that chooses a branch or would be shown. */
enum fault shim_message_say(const struct shim_message *message,
			    const struct shim_arg *args, size_t count,
			    struct buf *into, struct note *note) MUST_CHECK;
/* The same without the short way that names and selects take; here for the tests. */
enum fault shim_message_say_by_icu(const struct shim_message *message,
				   const struct shim_arg *args, size_t count,
				   struct buf *into, struct note *note) MUST_CHECK;

/* ---- cctz (shim_zone.cc) --------------------------------------------------------- */

/* What one compiled file of the tz database says.  Read-only. */
struct shim_rules;
/* NULL when cctz cannot read the bytes, or they count leap seconds.  They are whole
 * (i18n/time/zone_file.h): cctz believes their head.  What cctz keeps of them stays for the
 * life of the process, once for the same bytes. */
struct shim_rules *shim_zone_rules_new(struct str bytes);
void shim_zone_rules_free(struct shim_rules **rules);
bool shim_zone_is_same(const struct shim_rules *a, const struct shim_rules *b);

/* A wall clock's reading. */
struct shim_wall {
	int64_t year;
	int month, day;              /* month 1..12 */
	int weekday;                 /* 0 Sunday */
	int second;                  /* of the day */
	int offset;                  /* seconds east of UTC */
};
/* Seconds since 1970. */
struct shim_wall shim_zone_wall(const struct shim_rules *rules, int64_t second);

struct shim_date {
	int year, month, day;        /* may be out of range: counted on */
};
/* The first instant that shows this minute of the day, or the first behind the gap. */
int64_t shim_zone_second(const struct shim_rules *rules, const struct shim_date *date, int minute);

#ifdef __cplusplus
}
#endif

#endif
