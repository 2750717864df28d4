#include "rule_say.h"

#include <assert.h>

#include "base/clock.h"

void rule_say_span(const struct rule_span *span, struct buf *into)
{
	static const struct { enum rule_unit unit; int64_t factor; const char *word; } units[] = {
		{ RULE_SCHOOL_TIME, HOUR_MS, "school hour" },
		{ RULE_SCHOOL_TIME, MINUTE_MS, "school minute" },
		{ RULE_SCHOOL_DAYS, 1, "school day" }, { RULE_WALL_TIME, DAY_MS, "day" },
		{ RULE_WALL_TIME, HOUR_MS, "hour" },   { RULE_WALL_TIME, MINUTE_MS, "minute" },
	};

	assert(span && into);
	assert(span->unit <= RULE_WHEN_KEPT && span->amount >= 0);
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (units[i].unit != span->unit || span->amount % units[i].factor)
			continue;
		buf_add_format(into, "%lld %s%s", (long long)(span->amount / units[i].factor),
			       units[i].word, span->amount == units[i].factor ? "" : "s");
		return;
	}
	buf_add_text(into, span->unit == RULE_AT_DEADLINE ? "deadline" :
			   span->unit == RULE_WHEN_KEPT ? "kept" : "at once");
}
