#include "promise_report.h"

#include <assert.h>
#include <string.h>

#include "store/promises/report_rows.h"

enum { BATCH = 2000, INDEXES = 64, INDEX_ARENA = 16 << 20, REACH_DAYS = 500 };

struct measuring {
	const struct promise_report_look *look;
	const struct promise_report_ask *ask;
	struct report *report;
	int64_t last_id;
	struct arena arena;
	struct { char school[SCHOOL_ROOM]; struct school_index index; } indexes[INDEXES];
	struct school_week weeks[INDEXES]; /* the indexes borrow them */
	size_t index_count;
};

struct school_week promise_report_week(const struct promise_report_look *look, struct str school)
{
	struct school_week week = look->core->settings->week;

	week.closures = timetable_closures(look->locale->timetable, school);
	return week;
}

static enum fault add_index(struct measuring *measuring, const char *school)
{
	size_t i = measuring->index_count;
	int64_t from_at = measuring->ask->period.from_at;
	int64_t now = measuring->look->now;
	struct school_span reach = { from_at, from_at + REACH_DAYS * DAY_MS < now ?
					      from_at + REACH_DAYS * DAY_MS : now };

	measuring->weeks[i] = promise_report_week(measuring->look, str_of(school));
	str_put(measuring->indexes[i].school, SCHOOL_ROOM, str_of(school));
	measuring->index_count++;
	return school_index_make(&measuring->weeks[i], reach, &measuring->arena,
			  &measuring->indexes[i].index);
}

/* Past so many schools the way is longer, and as right. */
static enum fault school_time(struct measuring *measuring, const char *school,
			      struct school_span span, int64_t *span_for)
{
	struct school_week week;
	enum fault fault;

	for (size_t i = 0; i < measuring->index_count; i++) {
		if (strcmp(measuring->indexes[i].school, school) != 0)
			continue;
		*span_for = school_index_between(&measuring->indexes[i].index, span.from_at, span.to_at);
		return FAULT_NONE;
	}
	if (measuring->index_count == INDEXES) {
		week = promise_report_week(measuring->look, str_of(school));
		*span_for = span.to_at > span.from_at ?
			    school_between(&week, span.from_at, span.to_at) : 0;
		return FAULT_NONE;
	}
	fault = add_index(measuring, school);
	if (fault)
		return fault;
	return school_time(measuring, school, span, span_for);
}

/* Wall and school time until then; a clock that was set back makes no time negative. */
static enum fault measure(struct measuring *measuring, const struct report_promise *promise,
			  int64_t to_at, int64_t spans_for[2])
{
	spans_for[0] = spans_for[1] = -1;
	if (to_at == 0)
		return FAULT_NONE;
	spans_for[0] = to_at > promise->opened_at ? to_at - promise->opened_at : 0;
	return school_time(measuring, promise->school,
			   (struct school_span){ promise->opened_at, to_at }, &spans_for[1]);
}

static enum fault each(void *context, const struct report_promise *promise)
{
	struct measuring *measuring = context;
	struct report_row row = {
		.group = { [REPORT_BY_LANGUAGE] = promise->language,
			   [REPORT_BY_SCHOOL] = promise->school,
			   [REPORT_BY_CHANNEL] = channel_word(promise->channel) },
		.state = promise->state,
		.excuse = EXCUSE_NO_ANSWER_NEEDED,
		.is_late = promise->late_at != 0,
		.inputs = promise->inputs,
		.month = period_month(&measuring->ask->period, promise->opened_at),
	};
	enum fault fault;

	(void)excuse_of(str_of(promise->excuse), &row.excuse);
	measuring->last_id = promise->id;
	fault = measure(measuring, promise, promise->human_at, &row.spans_for[REPORT_HUMAN_WALL]);
	if (!fault)
		fault = measure(measuring, promise, promise->state == PROMISE_KEPT ?
				promise->closed_at : 0, &row.spans_for[REPORT_DELIVERED_WALL]);
	if (!fault)
		fault = report_add(measuring->report, &row);
	return fault;
}

static enum fault walk(struct measuring *measuring, bool *is_cut)
{
	const struct period *period = &measuring->ask->period;
	int64_t until_us = clock_stopwatch_us() + STATS_FOR_MS * 1000;
	size_t seen = 0, sum = 0;
	enum fault fault;

	do {
		fault = report_rows_walk(measuring->look->db, &(struct report_reach){
			period->from_at, period->to_at, measuring->last_id, BATCH }, each,
			measuring, &seen);
		sum += seen;
		*is_cut = seen == BATCH && (sum + BATCH > REPORT_ROWS_MOST ||
					    clock_stopwatch_us() > until_us);
	} while (!fault && seen == BATCH && !*is_cut);
	return fault;
}

enum fault promise_report_run(const struct promise_report_look *look, const struct promise_report_ask *ask,
		     struct promise_report *stats, struct note *note)
{
	assert(look->db && stats);

	struct measuring measuring = { .look = look, .ask = ask,
				       .report = report_new(&ask->report) };
	bool is_cut = false;
	enum fault fault;

	arena_init(&measuring.arena, INDEX_ARENA);
	fault = walk(&measuring, &is_cut);
	if (!fault && is_cut && ask->report.hides)
		fault = fault_because(FAULT_TOO_LARGE, note, "there are more promises than one "
				      "report looks at: ask for fewer months");
	arena_done(&measuring.arena);
	if (fault) {
		report_free(&measuring.report);
		return fault;
	}
	report_close(measuring.report);
	*stats = (struct promise_report){ measuring.report, is_cut };
	return FAULT_NONE;
}
