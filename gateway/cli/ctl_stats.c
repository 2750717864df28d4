/* hearbackctl show stats: a report as a table, with its gaps in sentences. */

#include "ctl_stats.h"

#include <assert.h>
#include <string.h>

#include "ctl_print.h"

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400 };

/* "45s", "12m", "3h05m", "2d04h": two units are enough. */
static void add_span(struct buf *into, const json_t *seconds)
{
	long long s = json_integer_value(seconds);

	if (!json_is_integer(seconds))
		buf_add_text(into, "-");
	else if (s < MINUTE_S)
		buf_add_format(into, "%llds", s);
	else if (s < HOUR_S)
		buf_add_format(into, "%lldm", s / MINUTE_S);
	else if (s < DAY_S)
		buf_add_format(into, "%lldh%02lldm", s / HOUR_S, s % HOUR_S / MINUTE_S);
	else
		buf_add_format(into, "%lldd%02lldh", s / DAY_S, s % DAY_S / HOUR_S);
}

static const char *const spans[] = { "first_human_answer", "first_human_answer_school",
				     "delivered_answer", "delivered_answer_school" };

/* "12m / 3h05m": median and p90. */
static void set_spans(json_t *row, const json_t *group)
{
	const json_t *times = json_object_get(group, "times");

	for (size_t i = 0; i < COUNT_OF(spans); i++) {
		const json_t *time = json_object_get(times, spans[i]);
		AUTO(buf) text;

		buf_init(&text, 64);
		add_span(&text, json_object_get(time, "median"));
		buf_add_text(&text, " / ");
		add_span(&text, json_object_get(time, "p90"));
		json_set_str(row, spans[i], buf_str(&text));
	}
}

static struct str name_of(const json_t *answer, struct str group)
{
	return group.size ? group : str_is(json_str(answer, "by"), "school") ?
		STR("no school or several") : STR("(none)");
}

static json_t *row_of(const json_t *group, struct str name, long long small)
{
	static const char *const numbers[] = { "inputs", "opened", "open", "kept", "kept_late",
					       "late", "excused" };
	json_t *row = json_object();
	AUTO(buf) text;

	buf_init(&text, 64);
	json_set_str(row, "group", name);
	if (json_is_true(json_object_get(group, "is_hidden"))) {
		buf_add_format(&text, "<%lld", small);
		json_set_str(row, "opened", buf_str(&text));
		return row;
	}
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		json_object_set(row, numbers[i], json_object_get(group, numbers[i]));
	if (json_is_number(json_object_get(group, "late_share")))
		buf_add_format(&text, "%.1f%%", 100 *
			       json_number_value(json_object_get(group, "late_share")));
	json_set_str(row, "share", buf_str(&text));
	set_spans(row, group);
	return row;
}

static void add_gap(const json_t *answer, const char *key, const char *title, struct buf *text)
{
	const json_t *gap = json_object_get(json_object_get(answer, "gaps"), key);
	const json_t *best = json_object_get(gap, "best_value");
	const json_t *worst = json_object_get(gap, "worst_value");
	bool is_share = strcmp(key, "late_share") == 0;

	if (!json_is_object(gap))
		return;
	if (json_equal(best, worst)) {
		buf_add_format(text, "%s: the same in every group that can be compared\n", title);
		return;
	}
	buf_add_format(text, "%s: from ", title);
	if (is_share)
		buf_add_format(text, "%.1f%%", 100 * json_number_value(best));
	else
		add_span(text, best);
	buf_add_text(text, " (");
	ctl_print_safe(text, name_of(answer, json_str(gap, "best")), false);
	buf_add_text(text, ") to ");
	if (is_share)
		buf_add_format(text, "%.1f%%", 100 * json_number_value(worst));
	else
		add_span(text, worst);
	buf_add_text(text, " (");
	ctl_print_safe(text, name_of(answer, json_str(gap, "worst")), false);
	buf_add_text(text, ")\n");
}

static void add_excuses(const json_t *total, struct buf *text)
{
	const char *word;
	json_t *count;

	if (!json_integer_value(json_object_get(total, "excused")) ||
	    !json_is_object(json_object_get(total, "excused_by")))
		return;
	buf_add_text(text, "excused:");
	json_object_foreach(json_object_get(total, "excused_by"), word, count)
		if (json_integer_value(count))
			buf_add_format(text, "  %s %lld", word,
				       (long long)json_integer_value(count));
	buf_add_char(text, '\n');
}

static void add_notes(const json_t *answer, struct buf *text)
{
	const json_t *months = json_object_get(answer, "months_left_out"), *month;
	size_t i;

	if (json_array_size(months)) {
		buf_add_text(text, "left out, too few to show without somebody standing out:");
		json_array_foreach(months, i, month)
			buf_add_format(text, " %s", json_string_value(month));
		buf_add_char(text, '\n');
	}
	if (json_is_true(json_object_get(answer, "hides_small")))
		buf_add_format(text, "<%lld: fewer than that, or hidden so that a smaller group "
			       "cannot be worked out\n",
			       (long long)json_number(answer, "small_is_below", 0));
	if (json_is_true(json_object_get(answer, "is_cut")))
		buf_add_text(text, "there was more than one report looks at, and the end is missing: "
			     "ask for fewer days\n");
	buf_add_text(text, "times: half of them took no longer / nine in ten took no longer\n");
}

void ctl_stats_show(const json_t *answer)
{
	assert(answer);

	const struct column columns[] = {
		{ json_string_value(json_object_get(answer, "by")), "group", CELL_TEXT },
		{ "inputs", "inputs", CELL_TEXT },       { "promises", "opened", CELL_TEXT },
		{ "open", "open", CELL_TEXT },           { "kept", "kept", CELL_TEXT },
		{ "kept late", "kept_late", CELL_TEXT }, { "late", "late", CELL_TEXT },
		{ "share", "share", CELL_TEXT },         { "excused", "excused", CELL_TEXT },
		{ "a person wrote", spans[0], CELL_TEXT },  { "school time", spans[1], CELL_TEXT },
		{ "answer arrived", spans[2], CELL_TEXT },  { "school time", spans[3], CELL_TEXT },
		{ .title = NULL },
	};
	long long small = (long long)json_number(answer, "small_is_below", 0);
	const json_t *group, *total = json_object_get(answer, "total");
	AUTO_JSON *rows = json_array();
	size_t i;
	AUTO(buf) text;

	buf_init(&text, 16 * 1024);
	json_array_foreach(json_object_get(answer, "groups"), i, group)
		json_array_append_new(rows, row_of(group, name_of(answer, json_str(group, "group")),
						   small));
	json_array_append_new(rows, row_of(total, STR("all"), small));
	buf_add_format(&text, "promises opened from %.*s to %.*s, as they stand now\n",
		       STR_ARG(json_str(answer, "from")), STR_ARG(json_str(answer, "to")));
	ctl_print_say(&text);
	ctl_print_table(columns, rows);
	buf_clear(&text);
	add_excuses(total, &text);
	add_gap(answer, "late_share", "late", &text);
	add_gap(answer, spans[0], "a person wrote", &text);
	add_gap(answer, spans[1], "a person wrote, school time", &text);
	add_gap(answer, spans[2], "the answer arrived", &text);
	add_gap(answer, spans[3], "the answer arrived, school time", &text);
	add_notes(answer, &text);
	ctl_print_say(&text);
}
