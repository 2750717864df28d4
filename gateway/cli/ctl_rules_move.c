/* rules move: asks batch after batch until all were looked at, and says what became of them. */

#include "ctl_rules_move.h"

#include <assert.h>
#include <stdio.h>

#include "ctl_ask.h"
#include "ctl_print.h"
#include "ctl_run.h"
#include "ctl_verbs.h"

enum { BODY_CEILING = 8 * 1024 };

static const char *const passed_on[] = { "rule", "all", "to", "preview" };

static enum fault make_body(const struct ctl *ctl, const json_t *before, struct buf *body,
			    struct note *note)
{
	AUTO_JSON *object = json_object();
	AUTO(buf) ids;

	buf_init(&ids, BODY_CEILING);
	for (int i = 0; i < ctl->arg_count; i++)
		buf_add_format(&ids, "%s%s", i ? "," : "", ctl->args[i]);
	if (ctl->arg_count)
		json_set_str(object, "promises", buf_str(&ids));
	for (size_t i = 0; i < COUNT_OF(passed_on); i++)
		if (ctl_verb_option(ctl, passed_on[i]))
			json_set_str(object, passed_on[i], str_of(ctl_verb_option(ctl, passed_on[i])));
	/* what comes into force meanwhile changes nothing halfway */
	if (before) {
		char to[16];

		snprintf(to, sizeof(to), "%lld", (long long)json_number(before, "to", 0));
		json_set_str(object, "to", str_of(to));
		json_set_str(object, "after", json_str(before, "next"));
	}
	buf_clear(body);
	json_write(object, body);
	return buf_check(body, note);
}

/* The next batch's answer joins those before. */
static void join(json_t *all, const json_t *answer)
{
	static const char *const counts[] = { "moved", "unchanged" };
	static const char *const lists[] = { "items", "refused" };

	for (size_t i = 0; i < COUNT_OF(counts); i++)
		json_set_number(all, counts[i], json_number(all, counts[i], 0) +
						json_number(answer, counts[i], 0));
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		json_array_extend(json_object_get(all, lists[i]), json_object_get(answer, lists[i]));
	json_object_set(all, "next", json_object_get(answer, "next"));
}

/* *all holds what was done also when a later batch could not be. */
static enum fault ask_all(const struct ctl *ctl, const struct verb *verb, json_t **all,
			  struct note *note)
{
	AUTO(buf) body;
	enum fault fault = FAULT_NONE;

	buf_init(&body, BODY_CEILING);
	while (!fault && (!*all || json_str(*all, "next").size)) {
		AUTO_JSON *answer = NULL;

		fault = make_body(ctl, *all, &body, note);
		if (!fault)
			fault = ctl_ask(ctl, &(struct question){ verb->method, verb->path, buf_str(&body) },
					&answer, note);
		if (!fault && *all)
			join(*all, answer);
		else if (!fault)
			*all = json_incref(answer);
	}
	return fault;
}

static void say(const json_t *all)
{
	static const struct column items[] = {
		{ "promise", "promise", CELL_TEXT },  { "from", "from.name", CELL_TEXT },
		{ "version", "from.version", CELL_TEXT }, { "to", "to.name", CELL_TEXT },
		{ "was due", "due_before", CELL_TIME }, { "is due", "due_at", CELL_TIME },
		{ "at once", "at_once", CELL_LIST },  { "next step", "next_step_at", CELL_TIME },
		{ .title = NULL },
	};
	static const struct column refused[] = {
		{ "promise", "promise", CELL_TEXT }, { "stays, because", "reason", CELL_TEXT },
		{ .title = NULL },
	};
	bool is_preview = json_is_true(json_object_get(all, "preview"));

	if (is_preview && json_array_size(json_object_get(all, "items")))
		ctl_print_table(items, json_object_get(all, "items"));
	if (json_array_size(json_object_get(all, "refused")))
		ctl_print_table(refused, json_object_get(all, "refused"));
	printf("to version %lld: %lld %s, %lld are there already, %zu stay as they are\n",
	       (long long)json_number(all, "to", 0), (long long)json_number(all, "moved", 0),
	       is_preview ? "would move" : "moved", (long long)json_number(all, "unchanged", 0),
	       json_array_size(json_object_get(all, "refused")));
}

int ctl_rules_move(const struct ctl *ctl, const struct verb *verb)
{
	assert(ctl && verb && verb->path);

	struct note note = { .text = "" };
	AUTO_JSON *all = NULL;
	enum fault fault = ask_all(ctl, verb, &all, &note);

	if (all && ctl->is_json) {
		json_dumpf(all, stdout, JSON_INDENT(2));
		putchar('\n');
	} else if (all) {
		say(all);
	}
	if (fault)
		return ctl_run_complain(fault, &note);
	return json_array_size(json_object_get(all, "refused")) ? fault_exit_code(FAULT_INVALID) : 0;
}
