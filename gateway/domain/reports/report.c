#include "report.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "domain/words.h"
#include "small_cells.h"

#define X(name, word) [name] = word,
static const char *const report_by_words[] = { REPORT_BYS_(X) };
static const char *const report_span_words[] = { REPORT_SPANS_(X) };
#undef X

WORDS_OF(report_by, enum report_by)

const char *report_span_word(enum report_span span)
{
	assert(span < REPORT_SPANS);
	return report_span_words[span];
}

enum { FIRST_ROOM = 4096, NOBODY = -1 };

/* A row as it is kept: seconds are fine enough, and half a million of them wait here. */
struct entry {
	uint16_t group[REPORT_BYS];
	uint8_t month, state, excuse, is_late;
	int32_t inputs;
	int32_t spans_s[REPORT_SPANS];
};

/* One way to divide the promises. */
struct division {
	char names[REPORT_GROUPS][REPORT_NAME];
	size_t count, last;
	int64_t members[REPORT_MONTHS][REPORT_GROUPS];
	bool is_hidden[REPORT_GROUPS];
};

struct report {
	struct report_ask ask;
	struct entry *entries;
	size_t count, room;
	struct division divisions[REPORT_BYS];
	bool is_left_out[REPORT_MONTHS];
	struct report_group groups[REPORT_GROUPS];
	size_t group_count;
	struct report_group total;
};

struct report *report_new(const struct report_ask *ask)
{
	struct report *report = memory_new(struct report);

	assert(ask && ask->by < REPORT_BYS);
	report->ask = *ask;
	return report;
}

void report_free(struct report **report)
{
	assert(report);
	if (!*report)
		return;
	free((*report)->entries);
	free(*report);
	*report = NULL;
}

/* --- rows ---------------------------------------------------------------------------- */

/* What finds no place any more is with the last, which is called so. */
static uint16_t group_of(struct division *division, const char *name)
{
	if (division->count && strcmp(division->names[division->last], name) == 0)
		return (uint16_t)division->last;
	for (size_t i = 0; i < division->count; i++) {
		if (strcmp(division->names[i], name) != 0)
			continue;
		division->last = i;
		return (uint16_t)i;
	}
	if (division->count < REPORT_GROUPS)
		division->last = division->count++;
	else
		division->last = REPORT_GROUPS - 1;
	str_put(division->names[division->last], REPORT_NAME,
		division->last < REPORT_GROUPS - 1 ? str_of(name) : STR("others"));
	return (uint16_t)division->last;
}

static void make_room(struct report *report)
{
	if (report->count < report->room)
		return;
	report->room = report->room ? report->room * 2 : FIRST_ROOM;
	report->entries = memory_more(report->entries, report->room);
}

static int32_t seconds_of(int64_t span_for)
{
	return span_for < 0 ? NOBODY : span_for / SECOND_MS > INT32_MAX ? INT32_MAX :
	       (int32_t)(span_for / SECOND_MS);
}

enum fault report_add(struct report *report, const struct report_row *row)
{
	struct entry *entry;

	assert(report && row);
	assert(row->state < PROMISE_STATES);
	assert(row->state != PROMISE_EXCUSED || row->excuse < EXCUSE_COUNT);
	assert(row->month >= 0 && row->month < REPORT_MONTHS);
	if (report->count == REPORT_ROWS_MOST)
		return FAULT_TOO_LARGE;
	make_room(report);
	entry = &report->entries[report->count++];
	*entry = (struct entry){ .month = (uint8_t)row->month, .state = (uint8_t)row->state,
				 .excuse = (uint8_t)row->excuse, .is_late = row->is_late,
				 .inputs = row->inputs };
	for (int by = 0; by < REPORT_BYS; by++) {
		struct division *division = &report->divisions[by];

		entry->group[by] = group_of(division, row->group[by]);
		division->members[row->month][entry->group[by]]++;
	}
	for (int span = 0; span < REPORT_SPANS; span++)
		entry->spans_s[span] = seconds_of(row->spans_for[span]);
	return FAULT_NONE;
}

/* --- what may be shown ------------------------------------------------------------------ */

static void hide_month(struct report *report, int month)
{
	bool is_hidden[REPORT_BYS][REPORT_GROUPS];

	for (int by = 0; by < REPORT_BYS; by++)
		if (!small_cells_suppress(report->divisions[by].members[month],
				     report->divisions[by].count, report->ask.ceiling,
				     is_hidden[by]))
			report->is_left_out[month] = true;
	if (report->is_left_out[month])
		return;
	for (int by = 0; by < REPORT_BYS; by++)
		for (size_t i = 0; i < report->divisions[by].count; i++)
			report->divisions[by].is_hidden[i] |= is_hidden[by][i];
}

/* --- counting --------------------------------------------------------------------------- */

static void count_into(struct report_group *group, const struct entry *entry)
{
	group->inputs += entry->inputs;
	group->opened++;
	group->late += entry->is_late;
	group->open += !promise_is_closed((enum promise_state)entry->state);
	group->kept += entry->state == PROMISE_KEPT;
	group->kept_late += entry->state == PROMISE_KEPT && entry->is_late;
	group->excused += entry->state == PROMISE_EXCUSED;
	if (entry->state == PROMISE_EXCUSED)
		group->excused_by[entry->excuse]++;
}

/* Rows of months that are left out go, and the rest is counted. */
static void count_rows(struct report *report)
{
	size_t kept = 0;

	for (size_t i = 0; i < report->count; i++) {
		const struct entry *entry = &report->entries[i];

		if (report->is_left_out[entry->month])
			continue;
		count_into(&report->groups[entry->group[report->ask.by]], entry);
		count_into(&report->total, entry);
		report->entries[kept++] = *entry;
	}
	report->count = kept;
}

/* --- times ------------------------------------------------------------------------------ */

static int compare_seconds(const void *a, const void *b)
{
	int32_t one = *(const int32_t *)a, other = *(const int32_t *)b;

	return (one > other) - (one < other);
}

/* The smallest that `tenths` of ten did not exceed. */
static int64_t rank_of(const int32_t *sorted, size_t count, size_t tenths)
{
	return (int64_t)sorted[(count * tenths + 9) / 10 - 1] * SECOND_MS;
}

static struct report_time time_of(int32_t *seconds, size_t count, int64_t least)
{
	struct report_time time = { (int64_t)count, NOBODY, NOBODY };

	if (count == 0 || (int64_t)count < least)
		return time;
	qsort(seconds, count, sizeof(*seconds), compare_seconds);
	time.median_for = rank_of(seconds, count, 5);
	time.p90_for = rank_of(seconds, count, 9);
	return time;
}

/* Puts each group's seconds together: from[i] to from[i + 1].  How many there are. */
static size_t gather(const struct report *report, enum report_span span, int32_t *seconds,
		     size_t from[REPORT_GROUPS + 1])
{
	size_t next[REPORT_GROUPS];

	memset(from, 0, (REPORT_GROUPS + 1) * sizeof(*from));
	for (size_t i = 0; i < report->count; i++)
		if (report->entries[i].spans_s[span] != NOBODY)
			from[report->entries[i].group[report->ask.by] + 1]++;
	for (size_t i = 0; i < REPORT_GROUPS; i++)
		from[i + 1] += from[i];
	memcpy(next, from, sizeof(next));
	for (size_t i = 0; i < report->count; i++)
		if (report->entries[i].spans_s[span] != NOBODY)
			seconds[next[report->entries[i].group[report->ask.by]]++] =
				report->entries[i].spans_s[span];
	return from[REPORT_GROUPS];
}

static void measure(struct report *report)
{
	int64_t least = report->ask.hides ? report->ask.ceiling : 1;
	int32_t *seconds = memory_array(int32_t, report->count);
	size_t from[REPORT_GROUPS + 1];

	for (int span = 0; span < REPORT_SPANS; span++) {
		size_t all = gather(report, (enum report_span)span, seconds, from);

		for (size_t i = 0; i < report->group_count; i++)
			report->groups[i].times[span] = time_of(seconds + from[i],
								from[i + 1] - from[i], least);
		report->total.times[span] = time_of(seconds, all, least);
	}
	free(seconds);
}

/* --- the whole -------------------------------------------------------------------------- */

static int compare_groups(const void *a, const void *b)
{
	const struct report_group *one = a, *other = b;

	return strcmp(one->name, other->name);
}

/* A hidden group keeps nothing but its name; one that a month left out has taken goes. */
static void tidy(struct report *report, const struct division *division)
{
	size_t kept = 0;

	for (size_t i = 0; i < report->group_count; i++) {
		struct report_group *group = &report->groups[i];

		if (group->opened == 0)
			continue;
		if (division->is_hidden[i])
			*group = (struct report_group){ .is_hidden = true };
		str_put(group->name, sizeof(group->name), str_of(division->names[i]));
		report->groups[kept++] = *group;
	}
	report->group_count = kept;
	qsort(report->groups, kept, sizeof(*report->groups), compare_groups);
}

void report_close(struct report *report)
{
	assert(report);

	const struct division *division = &report->divisions[report->ask.by];

	for (int month = 0; report->ask.hides && month < REPORT_MONTHS; month++)
		hide_month(report, month);
	report->group_count = division->count;
	count_rows(report);
	measure(report);
	tidy(report, division);
}

const struct report_group *report_groups(const struct report *report, size_t *count)
{
	assert(report && count);
	*count = report->group_count;
	return report->groups;
}

const struct report_group *report_total(const struct report *report)
{
	assert(report);
	return &report->total;
}

bool report_is_left_out(const struct report *report, int month)
{
	assert(report);
	assert(month >= 0 && month < REPORT_MONTHS);
	return report->is_left_out[month];
}

/* --- gaps ------------------------------------------------------------------------------- */

static void widen(struct report_gap *gap, const struct report_group *group, int64_t value)
{
	if (!gap->best || value < gap->best_value) {
		gap->best = group;
		gap->best_value = value;
	}
	if (!gap->worst || value > gap->worst_value) {
		gap->worst = group;
		gap->worst_value = value;
	}
}

struct report_gap report_late_gap(const struct report *report)
{
	struct report_gap gap = { .is_known = false };
	int compared = 0;

	assert(report);
	for (size_t i = 0; i < report->group_count; i++) {
		const struct report_group *group = &report->groups[i];

		if (group->is_hidden || group->opened < report->ask.ceiling)
			continue;
		compared++;
		widen(&gap, group, group->late * 10000 / group->opened);
	}
	gap.is_known = compared > 1;
	return gap;
}

struct report_gap report_gap(const struct report *report, enum report_span span)
{
	struct report_gap gap = { .is_known = false };
	int compared = 0;

	assert(report && span < REPORT_SPANS);
	for (size_t i = 0; i < report->group_count; i++) {
		const struct report_group *group = &report->groups[i];

		if (group->is_hidden || group->times[span].count < report->ask.ceiling)
			continue;
		compared++;
		widen(&gap, group, group->times[span].median_for);
	}
	gap.is_known = compared > 1;
	return gap;
}
