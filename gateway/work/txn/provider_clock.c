#include "provider_clock.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void provider_clock_note(struct provider_clock *clock, const struct http_reply *reply, int64_t now)
{
	assert(clock && reply);
	assert(now > 0);

	/* its Date is of some moment of the request, rounded down to the second */
	int64_t ours = now - reply->took_us / 2000;
	int64_t sample = reply->dated_at + SECOND_MS / 2 - ours;

	if (reply->fate != HTTP_ANSWERED || reply->dated_at == 0)
		return;
	if (sample > PROVIDER_CLOCK_MOST || sample < -PROVIDER_CLOCK_MOST) {
		clock->absurd++;
		return;
	}
	clock->absurd = 0;
	clock->samples[clock->count++ % PROVIDER_CLOCK_SAMPLES] = sample;
}

void provider_clock_forget(struct provider_clock *clock)
{
	assert(clock);
	clock->count = 0;
	clock->absurd = 0;
}

bool provider_clock_is_known(const struct provider_clock *clock)
{
	assert(clock);
	return clock->count > 0;
}

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Theirs minus ours, ms; 0 while nothing is known. */
static int64_t offset_of(const struct provider_clock *clock)
{
	assert(clock);

	int64_t sorted[PROVIDER_CLOCK_SAMPLES];
	size_t count = clock->count < PROVIDER_CLOCK_SAMPLES ? clock->count : PROVIDER_CLOCK_SAMPLES;

	if (count == 0)
		return 0;
	memcpy(sorted, clock->samples, sizeof(sorted));
	qsort(sorted, count, sizeof(sorted[0]), compare);
	return sorted[count / 2];
}

int64_t provider_clock_seconds(const struct provider_clock *clock)
{
	int64_t offset = offset_of(clock);

	return (offset + (offset < 0 ? -SECOND_MS / 2 : SECOND_MS / 2)) / SECOND_MS;
}

int64_t provider_clock_since(const struct provider_clock *clock, int64_t at)
{
	int64_t offset = offset_of(clock);

	return offset < 0 ? at + offset : at;
}

bool provider_clock_is_off(const struct provider_clock *clock)
{
	int64_t offset = offset_of(clock);

	return clock->absurd > 0 || offset > PROVIDER_CLOCK_OFF || offset < -PROVIDER_CLOCK_OFF;
}

int64_t provider_clock_ours(const struct provider_clock *clock, int64_t stamped_at)
{
	return provider_clock_is_off(clock) ? stamped_at - offset_of(clock) : stamped_at;
}

bool provider_clock_is_news(struct provider_clock *clock)
{
	bool is_off = provider_clock_is_off(clock);

	if (is_off == clock->is_told)
		return false;
	clock->is_told = is_off;
	return true;
}
