#include "fuzz.h"

#include "base/clock.h"
#include "base/date.h"
#include "domain/hours.h"
#include "domain/school.h"

/* 1970 … 2100. */
#define LAST_AT INT64_C(4102444800000)

static const struct zone *zone_of(unsigned char byte)
{
	static const char *const names[] = {
		"America/Chicago", "America/Asuncion", "Africa/Cairo", "Australia/Lord_Howe",
		"Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo", "UTC",
	};

	return zone_find(str_of(names[byte % COUNT_OF(names)]));
}

/* --- instants as the wire spells them ------------------------------------------------------ */

/* What was read is spelled so that it reads the same. */
static void check_dates(struct str text)
{
	char spelled[DATE_SIZE];
	int64_t at, again;

	if (!date_parse_rfc3339(text, &at) && at >= 0 && at < INT64_C(253402300800000)) {
		date_rfc3339(at, spelled);
		assert(!date_parse_rfc3339(str_of(spelled), &again) && again == at);
	}
	if (!date_parse_rfc2822(text, &at) && at >= 0 && at < INT64_C(253402300800000)) {
		date_rfc2822(at, spelled);
		assert(!date_parse_rfc2822(str_of(spelled), &again) && again == at);
	}
}

/* --- the wall clock -------------------------------------------------------------------------- */

/* The wall clock's reading leads back to the first instant that shows it. */
static void check_wall(const struct zone *zone, int64_t at)
{
	struct zone_time shown = zone_read(zone, at), again;
	int64_t back = zone_instant(zone, shown.year, shown.month, shown.day, shown.minute);

	assert(shown.month >= 1 && shown.month <= 12 && shown.day >= 1 && shown.day <= 31);
	assert(shown.minute >= 0 && shown.minute < 24 * 60 && shown.second >= 0 && shown.second < 60);
	assert(back <= at && at - back < 3 * HOUR_MS);
	again = zone_read(zone, back);
	assert(again.day == shown.day && again.minute == shown.minute && again.weekday == shown.weekday);
}

/* --- the staffed week ------------------------------------------------------------------------- */

/* What has passed is what was asked for, later is never earlier, and it is over when somebody is there. */
static void check_week(struct str text, const struct zone *zone, int64_t from_at, int64_t span_for)
{
	struct school_span spans[2] = { { from_at + HOUR_MS, from_at + 3 * HOUR_MS },
					{ from_at + 2 * HOUR_MS, from_at + DAY_MS } };
	struct school_closures closures = { spans, school_closures_tidy(spans, 2) };
	struct note note = { .text = "" };
	struct school_week week;
	int64_t at;

	if (school_week_read(text, zone, &week, &note)) {
		assert(note.text[0]);
		return;
	}
	week.closures = span_for % 2 ? &closures : NULL;
	at = school_after(&week, from_at, span_for);
	assert(at >= from_at + span_for);
	if (at == NEVER)
		return;
	assert(school_between(&week, from_at, at) == span_for);
	assert(span_for == 0 || school_is_open(&week, at - 1));
	assert(school_after(&week, from_at, span_for + MINUTE_MS) > at);
	assert(school_days_after(&week, from_at, 1 + (int)(span_for % 20)) > from_at);
}

/* --- when a text may leave ---------------------------------------------------------------------- */

/* A permission has an end; a refusal has an hour at which it is one no more, or none at all. */
static void check_hours(const struct zone *zone, int64_t now, const unsigned char edges[6])
{
	struct hours_facts facts = {
		.zone = zone, .kind = KIND_ANSWER, .purpose = PURPOSE_SCHOOL,
		.law_from = edges[0] * 1440 / 256, .law_to = edges[1] * 1440 / 255,
		.district_from = edges[2] * 1440 / 256, .district_to = edges[3] * 1440 / 255,
		.own_from = edges[4] * 1440 / 255, .own_to = edges[5] * 1440 / 255,
	};
	struct hours_verdict verdict = hours_check(&facts, now), then;
	struct hours_window window;

	assert(verdict.may_leave ? verdict.from_at == now : verdict.from_at > now);
	assert(verdict.until_at > verdict.from_at || verdict.until_at == NEVER);
	if (verdict.from_at == NEVER)
		return;
	then = hours_check(&facts, verdict.from_at);
	assert(then.may_leave && then.until_at == verdict.until_at);
	if (verdict.until_at != NEVER) {
		assert(hours_check(&facts, verdict.until_at - 1).may_leave);
		assert(!hours_check(&facts, verdict.until_at).may_leave);
	}
	if (hours_meet(&facts, &window))
		assert(window.from >= 0 && window.from < window.to && window.to <= 1440);
}

/* Sixteen bytes say when, where and how long; the rest is a date, a zone's name and a week. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	const struct zone *zone;
	uint64_t at = 0;
	int64_t span_for = 0;

	check_dates(text);
	zone = zone_find(text);
	assert(!zone || str_equals(str_of(zone_name(zone)), text));
	if (size < 16)
		return 0;
	for (int i = 0; i < 6; i++)
		at = at << 8 | bytes[i];
	span_for = (bytes[6] << 8 | bytes[7]) * 2 * MINUTE_MS + bytes[8];
	zone = zone_of(bytes[9]);
	assert(zone);
	check_wall(zone, (int64_t)(at % LAST_AT));
	check_hours(zone, (int64_t)(at % LAST_AT), bytes + 10);
	check_week(str_from(text, 16), zone, (int64_t)(at % LAST_AT), span_for);
	return 0;
}
