/*
 * text_hours_time - morning or evening: what a time that was said means; for this room only.
 *
 * Threads: pure.
 */
#ifndef I18N_TEXT_HOURS_TIME_H
#define I18N_TEXT_HOURS_TIME_H

#include "text_hours_parts.h"

/* A time as it was said. */
struct text_hours_time {
	int hour, minute;
	enum text_hours_mark half; /* AM, PM, EVE, NOON; TEXT_HOURS_TIME: nothing was said */
	bool is_24;          /* written like 06:30, with two digits for the hour */
};

/* One time with its half of the day said or clear by itself; the minute of the day, or -1.
 * `is_told`: only a Latin am or pm, or one of 24 hours, is clear. */
int text_hours_time_alone(const struct text_hours_time *time, bool is_before, bool is_told);
/* Two times as a span of one day; false when it is none. */
bool text_hours_time_pair(const struct text_hours_time times[2], bool is_told, int *from, int *to);

#endif
