#include "json_report.h"

#include <assert.h>

#include "base/clock.h"
#include "store/promises/report_rows.h"

/* --- a group --------------------------------------------------------------------------- */

/* Whole seconds; nobody has it, or it is hidden: null. */
static void set_seconds(json_t *object, const char *key, int64_t span_for)
{
	if (span_for < 0)
		json_object_set_new(object, key, json_null());
	else
		json_set_number(object, key, span_for / SECOND_MS);
}

static json_t *shape_times(const struct report_group *group)
{
	json_t *times = json_object();

	for (int span = 0; span < REPORT_SPANS; span++) {
		const struct report_time *time = &group->times[span];
		json_t *shape = json_object();

		json_set_number(shape, "count", time->count);
		set_seconds(shape, "median", time->median_for);
		set_seconds(shape, "p90", time->p90_for);
		json_object_set_new(times, report_span_word((enum report_span)span), shape);
	}
	return times;
}

static json_t *shape_excuses(const struct report_group *group)
{
	json_t *excuses = json_object();

	for (int excuse = 0; excuse < EXCUSE_COUNT; excuse++)
		json_set_number(excuses, excuse_word((enum excuse)excuse),
				group->excused_by[excuse]);
	return excuses;
}

static json_t *share_of(int64_t part, int64_t whole)
{
	int64_t parts = whole ? part * 10000 / whole : 0; /* four places are enough */

	return whole ? json_real((double)parts / 10000) : json_null();
}

static json_t *shape_group(const struct report_group *group, bool hides)
{
	const struct { const char *key; int64_t number; } numbers[] = {
		{ "inputs", group->inputs }, { "opened", group->opened }, { "open", group->open },
		{ "kept", group->kept },     { "kept_late", group->kept_late },
		{ "late", group->late },     { "excused", group->excused },
	};
	json_t *shape = json_object();

	json_set_str(shape, "group", str_of(group->name));
	json_set_bool(shape, "is_hidden", group->is_hidden);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		json_object_set_new(shape, numbers[i].key, group->is_hidden ? json_null() :
				    json_integer(numbers[i].number));
	json_object_set_new(shape, "late_share", group->is_hidden ? json_null() :
			    share_of(group->late, group->opened));
	json_object_set_new(shape, "excused_by", group->is_hidden || hides ? json_null() :
			    shape_excuses(group));
	json_object_set_new(shape, "times", group->is_hidden ? json_null() : shape_times(group));
	return shape;
}

/* --- gaps ------------------------------------------------------------------------------- */

static json_t *shape_gap(const struct report_gap *gap, bool is_share)
{
	json_t *shape = json_object();

	if (!gap->is_known) {
		json_decref(shape);
		return json_null();
	}
	json_set_str(shape, "best", str_of(gap->best->name));
	json_set_str(shape, "worst", str_of(gap->worst->name));
	if (is_share) {
		json_object_set_new(shape, "best_value", share_of(gap->best_value, 10000));
		json_object_set_new(shape, "worst_value", share_of(gap->worst_value, 10000));
	} else {
		set_seconds(shape, "best_value", gap->best_value);
		set_seconds(shape, "worst_value", gap->worst_value);
	}
	return shape;
}

static json_t *shape_gaps(const struct report *report)
{
	struct report_gap gap = report_late_gap(report);
	json_t *gaps = json_object();

	json_object_set_new(gaps, "late_share", shape_gap(&gap, true));
	for (int span = 0; span < REPORT_SPANS; span++) {
		gap = report_gap(report, (enum report_span)span);
		json_object_set_new(gaps, report_span_word((enum report_span)span),
				    shape_gap(&gap, false));
	}
	return gaps;
}

/* --- the whole -------------------------------------------------------------------------- */

static json_t *shape_left_out(const struct promise_report_ask *ask, const struct report *report)
{
	json_t *months = json_array();

	for (int i = 0; i < ask->period.months; i++)
		if (report_is_left_out(report, i))
			json_array_append_new(months, json_string(ask->period.month[i]));
	return months;
}

json_t *json_report(const struct promise_report_ask *ask, const struct promise_report *stats)
{
	assert(ask && stats);

	size_t count = 0;
	const struct report_group *groups = report_groups(stats->report, &count);
	json_t *shape = json_object(), *items = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(items, shape_group(&groups[i], ask->report.hides));
	json_set_str(shape, "by", str_of(report_by_word(ask->report.by)));
	json_set_str(shape, "from", str_of(ask->period.from));
	json_set_str(shape, "to", str_of(ask->period.to));
	json_set_bool(shape, "hides_small", ask->report.hides);
	json_set_number(shape, "small_is_below", ask->report.ceiling);
	json_object_set_new(shape, "months_left_out", shape_left_out(ask, stats->report));
	json_set_bool(shape, "is_cut", stats->is_cut);
	json_object_set_new(shape, "groups", items);
	json_object_set_new(shape, "total",
			    shape_group(report_total(stats->report), ask->report.hides));
	json_object_set_new(shape, "gaps", shape_gaps(stats->report));
	return shape;
}

/* --- one promise ------------------------------------------------------------------------ */

static void set_school_time(json_t *school, const char *key, const struct school_week *week,
			    struct school_span span)
{
	set_seconds(school, key, span.to_at == 0 ? -1 : span.to_at <= span.from_at ? 0 :
		    school_between(week, span.from_at, span.to_at));
}

static enum fault times_of(const struct promise_report_look *look, const struct promise *promise,
			       json_t **times)
{
	struct school_week week = promise_report_week(look, str_of(promise->school));
	int64_t opened_at = promise->opened_at, acknowledged_at = 0;
	int64_t delivered_at = promise->state == PROMISE_KEPT ? promise->closed_at : 0;
	enum fault fault = report_rows_acknowledged(look->db, promise->id, &acknowledged_at);
	json_t *shape, *school;

	if (fault)
		return fault;
	shape = json_object();
	school = json_object();
	json_set_time(shape, "opened", opened_at);
	json_set_time(shape, "acknowledged", acknowledged_at);
	json_set_time(shape, "first_human_answer", promise->human_at);
	json_set_time(shape, "answered", promise->answered_at);
	json_set_time(shape, "delivered", delivered_at);
	json_set_time(shape, "deadline", promise->due_at);
	json_set_time(shape, "late_since", promise->late_at);
	json_set_time(shape, "closed", promise->closed_at);
	set_school_time(school, "to_first_human_answer", &week,
			(struct school_span){ opened_at, promise->human_at });
	set_school_time(school, "to_delivered", &week,
			(struct school_span){ opened_at, delivered_at });
	set_school_time(school, "to_deadline", &week, (struct school_span){ opened_at,
			promise->due_at == NEVER ? 0 : promise->due_at });
	set_school_time(school, "open", &week, (struct school_span){ opened_at,
			promise->closed_at ? promise->closed_at : look->now });
	json_object_set_new(shape, "school_seconds", school);
	*times = shape;
	return FAULT_NONE;
}

enum fault json_report_add_times(const struct promise_report_look *look,
				 const struct promise *promise, json_t *reply)
{
	assert(look && promise->id.n != 0 && reply);

	json_t *times;
	enum fault fault = times_of(look, promise, &times);

	if (!fault)
		json_object_set_new(reply, "times", times);
	return fault;
}
