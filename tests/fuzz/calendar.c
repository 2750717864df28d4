#include "fuzz.h"

#include "base/clock.h"
#include "i18n/time/ical.h"

/* Any file is refused with a line and a reason, or its closures are in order, none twice, and
 * each touches the horizon. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct ical_horizon horizon = { zone_find(STR("America/Chicago")), 1767225600000,
					1767225600000 + 400 * DAY_MS };
	struct ical ical = { .count = 0 };
	struct note note = { .text = "" };
	AUTO(arena) arena;

	arena_init(&arena, 16 << 20);
	if (ical_read((struct str){ (const char *)bytes, size }, &horizon, &arena, &ical, &note)) {
		assert(note.text[0] && ical.work >= 0);
		return 0;
	}
	assert(ical.work <= ICAL_WORK);
	assert(ical.count <= ICAL_CLOSURES && ical.events <= ICAL_EVENTS);
	for (size_t i = 0; i < ical.count; i++) {
		const struct ical_closure *closure = &ical.closures[i];

		assert(closure->from_at < closure->to_at);
		assert(closure->to_at > horizon.from_at && closure->from_at < horizon.to_at);
		assert(i == 0 || closure[-1].from_at <= closure->from_at);
		assert(closure->summary.size <= ICAL_SUMMARY && str_is_utf8(closure->summary));
	}
	return 0;
}
