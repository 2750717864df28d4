/* What hour of the day is meant. */
#include "text_hours_time.h"

#include <assert.h>

enum { NOON = 12 * 60, MIDNIGHT = 24 * 60 };

/* The half was said.  -1: there is no such hour ("13 am", "12 in the evening"). */
static int with_half(const struct text_hours_time *time)
{
	int hour = time->hour;

	switch (time->half) {
	case TEXT_HOURS_AM:
		return hour >= 1 && hour <= 11 ? hour * 60 + time->minute : -1;
	case TEXT_HOURS_EVE:
		if (hour < 4 || hour == 12 || hour > 23)
			return -1;
		return (hour < 12 ? hour + 12 : hour) * 60 + time->minute;
	default:
		if (hour < 1 || hour > 23)
			return -1;
		return (hour < 12 ? hour + 12 : hour) * 60 + time->minute;
	}
}

static bool is_said(const struct text_hours_time *time)
{
	return time->half != TEXT_HOURS_TIME;
}

/* On a clock of 24 hours. */
static bool is_whole(const struct text_hours_time *time)
{
	return time->hour > 12 || (time->is_24 && time->hour > 0 && time->hour != 12);
}

int text_hours_time_alone(const struct text_hours_time *time, bool is_before, bool is_told)
{
	assert(time->hour >= 0 && time->minute >= 0 && time->minute < 60);

	int at = time->hour * 60 + time->minute;

	if (is_said(time))
		return with_half(time);
	if (is_whole(time))
		return at <= MIDNIGHT ? at : -1;
	if (is_told || time->hour < 1)
		return -1;
	if (time->hour == 12)
		return at;
	return time->hour <= 7 + is_before ? at + NOON : -1;
}

static int first_of_pair(const struct text_hours_time times[2])
{
	const struct text_hours_time *one = &times[0], *other = &times[1];
	int at = one->hour * 60 + one->minute;
	int end;

	if (is_said(one) || is_whole(one))
		return text_hours_time_alone(one, false, false);
	if (one->hour < 1)
		return -1;
	/* "6 to 8 pm": the word is for both, unless that would turn them round */
	if (is_said(other)) {
		struct text_hours_time like = *one;

		end = with_half(other);
		like.half = other->half;
		at = with_half(&like);
		return at >= 0 && at < end ? at : one->hour * 60 + one->minute;
	}
	return one->hour <= 7 ? at + NOON : at;
}

bool text_hours_time_pair(const struct text_hours_time times[2], bool is_told, int *from, int *to)
{
	assert(times);
	assert(from);
	assert(to);

	const struct text_hours_time *other = &times[1];
	int begin, end = other->hour * 60 + other->minute;

	if (is_told && ((!is_said(&times[0]) && !is_whole(&times[0])) ||
			(!is_said(other) && !is_whole(other))))
		return false;
	begin = first_of_pair(times);
	if (is_said(other))
		end = with_half(other);
	else if (!is_whole(other) && other->hour < 12 && end <= begin)
		end += NOON;
	if (begin < 0 || end < 0 || end <= begin || end > MIDNIGHT || other->hour < 1)
		return false;
	*from = begin;
	*to = end % MIDNIGHT;
	return true;
}
