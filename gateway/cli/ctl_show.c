/* Answers that are no tables, in sentences. */

#include "ctl_show.h"

#include <assert.h>
#include <stdio.h>

#include "ctl_print.h"

static void say_numbers(const char *title, const json_t *numbers)
{
	const char *key;
	json_t *value;
	AUTO(buf) text;

	buf_init(&text, 4096);
	buf_add_format(&text, "%s", title);
	json_object_foreach((json_t *)(uintptr_t)numbers, key, value)
		buf_add_format(&text, "  %s %lld", key, (long long)json_integer_value(value));
	buf_add_char(&text, '\n');
	ctl_print_say(&text);
}

static void say_clock(const json_t *clock, struct buf *text)
{
	buf_add_text(text, "clock     ");
	ctl_print_time(text, json_str(clock, "now"));
	buf_add_text(text, json_is_true(json_object_get(clock, "is_practice")) ?
		     "  practice: `hearbackctl clock advance 4h` winds it\n" : "\n");
}

static void say_zones(const json_t *zones, struct buf *text)
{
	buf_add_text(text, "zones     version ");
	ctl_print_safe(text, json_str(zones, "version"), false);
	buf_add_text(text, " of the system's rules, in ");
	ctl_print_safe(text, json_str(zones, "folder"), false);
	buf_add_char(text, '\n');
}

/* What is the matter, and under it what to do. */
static void say_causes(const json_t *causes, struct buf *text)
{
	const json_t *cause;
	size_t i;

	json_array_foreach(causes, i, cause) {
		buf_add_text(text, json_is_true(json_object_get(cause, "is_down")) ? "not ready " :
										   "degraded  ");
		ctl_print_safe(text, json_str(cause, "means"), false);
		buf_add_text(text, "\n          what to do: ");
		ctl_print_safe(text, json_str(cause, "remedy"), false);
		buf_add_char(text, '\n');
	}
}

/* What keeps a line from sending or from hearing, and when it is tried again. */
static void add_trouble(const json_t *line, struct buf *text)
{
	if (json_is_true(json_object_get(line, "is_paused"))) {
		buf_add_format(text, "%.*s is paused: ", STR_ARG(json_str(line, "number")));
		ctl_print_safe(text, json_str(line, "pause_reason"), false);
		if (json_str(line, "probe_at").size) {
			buf_add_text(text, "\n  one text tries it again at ");
			ctl_print_time(text, json_str(line, "probe_at"));
		}
		buf_add_text(text, "\n");
	}
	if (json_str(line, "list_fault").size) {
		buf_add_format(text, "%.*s cannot ask the provider: ", STR_ARG(json_str(line, "number")));
		ctl_print_safe(text, json_str(line, "list_fault"), false);
		buf_add_char(text, '\n');
	}
}

static void say_troubles(const json_t *lines)
{
	const json_t *line;
	size_t i;
	AUTO(buf) text;

	buf_init(&text, 64 * 1024);
	json_array_foreach(lines, i, line)
		add_trouble(line, &text);
	if (text.size)
		ctl_print_say(&text);
}

/* Since administrators last had a notice of them; they get one a day. */
static void say_destinations(const json_t *codes)
{
	const json_t *one;
	size_t i;
	AUTO(buf) text;

	buf_init(&text, 16 * 1024);
	json_array_foreach(codes, i, one)
		buf_add_format(&text, "%s%lld by %lld", i ? "; " : "not delivered to where it was to go, since the last notice: ",
			       (long long)json_number(one, "count", 0), (long long)json_number(one, "code", 0));
	if (!text.size)
		return;
	buf_add_char(&text, '\n');
	ctl_print_say(&text);
}

void ctl_show_status(const json_t *answer)
{
	static const struct column lines[] = {
		{ "line", "number", CELL_TEXT },   { "adapter", "adapter", CELL_TEXT },
		{ "ready", "is_polled", CELL_YES }, { "paused", "pause_cause", CELL_TEXT },
		{ "inbound", "last_inbound_at", CELL_TIME }, { "sent", "last_sent_at", CELL_TIME },
		{ "their clock, s", "provider_clock_s", CELL_TEXT },
		{ .title = NULL },
	};
	AUTO(buf) text;

	assert(answer);
	buf_init(&text, 4096);
	ctl_print_safe(&text, json_str(answer, "district"), false);
	buf_add_format(&text, "  hearbackd %.*s at %.*s\n", STR_ARG(json_str(answer, "version")),
		       STR_ARG(json_str(answer, "public_url")));
	buf_add_text(&text, json_is_true(json_object_get(answer, "is_stopping")) ?
		     "state     stopping: what is under way ends, nothing new is sent\n" :
		     json_is_true(json_object_get(answer, "is_ready")) ? "state     ready\n" :
		     "state     not ready: a text may not be kept, or no answer leaves\n");
	say_causes(json_object_get(answer, "causes"), &text);
	say_clock(json_object_get(answer, "clock"), &text);
	say_zones(json_object_get(answer, "zones"), &text);
	ctl_print_say(&text);
	say_numbers("promises", json_object_get(answer, "promises"));
	say_numbers("messages", json_object_get(answer, "outbox"));
	ctl_print_table(lines, json_object_get(answer, "lines"));
	say_troubles(json_object_get(answer, "lines"));
	say_destinations(json_object_get(answer, "refused_destinations"));
}

/* The words of a message, under the event that tells of it. */
static void add_words(const json_t *messages, struct str id, struct buf *text)
{
	const json_t *message;
	size_t i;

	json_array_foreach(messages, i, message)
		if (str_equals(json_str(message, "id"), id)) {
			buf_add_text(text, "            | ");
			ctl_print_safe(text, json_str(message, "text"), true);
			buf_add_char(text, '\n');
		}
}

static void add_event(const json_t *event, const json_t *messages, struct buf *text)
{
	struct str what = json_str(event, "what");

	buf_add(text, str_slice(json_str(event, "at"), 0, 19));
	buf_add_text(text, "Z  ");
	ctl_print_safe(text, json_str(event, "sentence"), false);
	buf_add_text(text, "  [");
	ctl_print_safe(text, json_str(event, "actor"), false);
	buf_add_text(text, "]\n");
	if (str_is(what, "message.inbound") || str_is(what, "message.queued"))
		add_words(messages, json_str(event, "message"), text);
}

void ctl_show_trace(const json_t *answer)
{
	assert(answer);

	const json_t *promise = json_object_get(answer, "promise");
	const json_t *event;
	size_t i;
	AUTO(buf) text;

	buf_init(&text, 8 * 1024 * 1024);
	if (json_is_object(promise)) {
		buf_add_format(&text, "promise %.*s  %.*s%s  due ", STR_ARG(json_str(promise, "id")),
			       STR_ARG(json_str(promise, "state")),
			       json_is_true(json_object_get(promise, "is_late")) ? ", late" : "");
		ctl_print_time(&text, json_str(promise, "due_at"));
		buf_add_char(&text, '\n');
	}
	json_array_foreach(json_object_get(answer, "events"), i, event)
		add_event(event, json_object_get(answer, "messages"), &text);
	ctl_print_say(&text);
}

static void add_consent(const json_t *answer, struct buf *text)
{
	const json_t *now = json_object_get(answer, "consent");
	const json_t *change;
	size_t i;

	buf_add_format(text, "consent: emergency %.*s, school %.*s, other %.*s\n",
		       STR_ARG(json_str(now, "emergency")), STR_ARG(json_str(now, "school")),
		       STR_ARG(json_str(now, "other")));
	json_array_foreach(json_object_get(answer, "history"), i, change) {
		ctl_print_time(text, json_str(change, "at"));
		buf_add_format(text, " %.*s %.*s: %.*s (%.*s)\n",
			       STR_ARG(json_str(change, "channel")),
			       STR_ARG(json_str(change, "purpose")),
			       STR_ARG(json_str(change, "state")),
			       STR_ARG(json_str(change, "sentence")));
	}
}

void ctl_show_route(const json_t *answer)
{
	AUTO(buf) text;

	assert(answer);
	buf_init(&text, 8192);
	buf_add_format(&text, "%s: %.*s, in %.*s by %.*s",
		       json_is_true(json_object_get(answer, "is_known")) ? "known" : "a stranger",
		       STR_ARG(json_str(answer, "end")), STR_ARG(json_str(answer, "language")),
		       STR_ARG(json_str(answer, "channel")));
	if (json_str(answer, "from_at").size) {
		buf_add_text(&text, ", from ");
		ctl_print_time(&text, json_str(answer, "from_at"));
	}
	if (json_str(answer, "until_at").size) {
		buf_add_text(&text, " until ");
		ctl_print_time(&text, json_str(answer, "until_at"));
	}
	buf_add_text(&text, "\n");
	ctl_print_safe(&text, json_str(answer, "why"), false);
	buf_add_char(&text, '\n');
	add_consent(answer, &text);
	ctl_print_say(&text);
}

/* Until when its list was read, why not further, and by whose clock. */
static void say_poll(const json_t *line, struct buf *text)
{
	long long offset = (long long)json_number(line, "provider_clock_s", 0);
	struct str why = json_str(line, "poll_reason");

	buf_add_text(text, "  its list was read    ");
	ctl_print_time(text, json_str(line, "polled_at"));
	buf_add_text(text, ", over two days ");
	ctl_print_time(text, json_str(line, "deep_polled_at"));
	buf_add_char(text, '\n');
	if (why.size)
		buf_add_format(text, "  its list is not read now: %.*s. Until it is, a text that no webhook "
			       "brought is not heard\n", STR_ARG(why));
	if (json_is_true(json_object_get(line, "is_provider_clock_off")))
		buf_add_format(text, "  the provider's clock is %lld s %s ours: see which of them is wrong\n",
			       offset < 0 ? -offset : offset, offset < 0 ? "behind" : "ahead of");
}

/* "well" stands beside no trouble. */
static const char *state_of(const json_t *line)
{
	if (json_is_true(json_object_get(line, "is_paused")))
		return "paused: ";
	if (json_str(line, "list_fault").size || json_str(line, "poll_fault").size)
		return "its list is not read";
	return json_is_true(json_object_get(line, "is_polled")) ? "well" : "not polled yet";
}

void ctl_show_lines(const json_t *answer)
{
	const json_t *line;
	size_t i;

	json_array_foreach(json_object_get(answer, "items"), i, line) {
		AUTO(buf) text;

		buf_init(&text, 8192);
		buf_add_format(&text, "%.*s  %.*s, %s", STR_ARG(json_str(line, "number")),
			       STR_ARG(json_str(line, "adapter")),
			       state_of(line));
		ctl_print_safe(&text, json_str(line, "pause_reason"), false);
		buf_add_char(&text, '\n');
		if (json_str(line, "probe_at").size) {
			buf_add_text(&text, "  one text tries it again at ");
			ctl_print_time(&text, json_str(line, "probe_at"));
			buf_add_char(&text, '\n');
		}
		if (json_str(line, "list_fault").size) {
			buf_add_text(&text, "  the provider cannot be asked: ");
			ctl_print_safe(&text, json_str(line, "list_fault"), false);
			buf_add_char(&text, '\n');
		}
		buf_add_format(&text, "  a message comes in   %.*s %.*s\n",
			       STR_ARG(json_str(line, "webhook_method")),
			       STR_ARG(json_str(line, "message_webhook")));
		buf_add_format(&text, "  when that fails      %.*s %.*s\n",
			       STR_ARG(json_str(line, "webhook_method")),
			       STR_ARG(json_str(line, "message_fallback")));
		say_poll(line, &text);
		if (json_is_false(json_object_get(line, "can_poll")))
			buf_add_text(&text, "  this provider has no list of texts: what its webhooks "
					    "could not bring while we were down is not found again\n");
		ctl_print_say(&text);
	}
}

static void show_homes(const json_t *answer)
{
	long long counts[] = {
		(long long)json_number(answer, "households_added", 0),
		(long long)json_number(answer, "households_changed", 0),
		(long long)json_number(answer, "students_added", 0),
		(long long)json_number(answer, "students_changed", 0),
	};

	if (counts[0] || counts[1] || counts[2] || counts[3])
		printf("households: %lld added, %lld changed; students: %lld added, %lld changed\n",
		       counts[0], counts[1], counts[2], counts[3]);
}

/* A misspelt "language" would leave every family with the default. */
static void show_unread(const json_t *columns)
{
	const json_t *one;
	size_t i;

	json_array_foreach(columns, i, one) {
		AUTO(buf) name;

		buf_init(&name, 400);
		ctl_print_safe(&name, (struct str){ json_string_value(one), json_string_length(one) }, false);
		printf("%s%s", i ? ", " : "not read, for no such column is known: ", buf_text(&name));
	}
	if (json_array_size(columns))
		putchar('\n');
}

void ctl_show_import(const json_t *answer)
{
	assert(answer);

	static const struct column columns[] = {
		{ "row", "row", CELL_TEXT }, { "column", "column", CELL_TEXT },
		{ "why it is refused", "reason", CELL_TEXT }, { .title = NULL },
	};
	const json_t *refused = json_object_get(answer, "refused");

	printf("%s%lld rows: %lld added, %lld changed, %lld unchanged, %lld refused\n",
	       json_is_true(json_object_get(answer, "preview")) ? "preview, nothing was written: " : "",
	       (long long)json_number(answer, "rows", 0), (long long)json_number(answer, "added", 0),
	       (long long)json_number(answer, "changed", 0),
	       (long long)json_number(answer, "unchanged", 0),
	       (long long)json_number(answer, "refused_count", 0));
	if (json_number(answer, "language_kept", 0))
		printf("%lld families keep the language they told us themselves\n",
		       (long long)json_number(answer, "language_kept", 0));
	show_homes(answer);
	show_unread(json_object_get(answer, "unknown_columns"));
	if (json_array_size(refused))
		ctl_print_table(columns, refused);
}

static void show_closures(const char *title, const json_t *items)
{
	static const struct column columns[] = {
		{ "from", "from_at", CELL_TIME }, { "to", "to_at", CELL_TIME },
		{ "closed for", "summary", CELL_TEXT }, { .title = NULL },
	};

	if (json_array_size(items) == 0)
		return;
	printf("%s\n", title);
	ctl_print_table(columns, items);
}

void ctl_show_calendar(const json_t *answer)
{
	assert(answer);

	bool is_preview = json_is_true(json_object_get(answer, "preview"));

	printf("%s%lld events: %lld closures, %lld new, %lld gone, %lld unchanged",
	       is_preview ? "preview, nothing was written: " : "",
	       (long long)json_number(answer, "events", 0),
	       (long long)json_number(answer, "closures", 0),
	       (long long)json_number(answer, "added_count", 0),
	       (long long)json_number(answer, "removed_count", 0),
	       (long long)json_number(answer, "unchanged", 0));
	if (json_number(answer, "empty", 0))
		printf("; %lld cancelled or without any length", (long long)json_number(answer, "empty", 0));
	putchar('\n');
	show_closures(is_preview ? "would be closed:" : "closed:", json_object_get(answer, "added"));
	show_closures(is_preview ? "would not be closed any more:" : "not closed any more:",
		      json_object_get(answer, "removed"));
}

void ctl_show_token(const json_t *answer)
{
	assert(answer);
	ctl_print_clean(json_str(answer, "token"), stdout);
	putchar('\n');
}

void ctl_show_revoked(const json_t *answer)
{
	assert(answer);

	long long count = (long long)json_number(answer, "revoked", 0);

	if (count)
		printf("%lld token%s revoked\n", count, count == 1 ? "" : "s");
	else
		printf("nothing to revoke: it was over already\n");
}

void ctl_show_audit(const json_t *answer)
{
	AUTO(buf) text;

	buf_init(&text, 1024);
	if (json_is_true(json_object_get(answer, "is_whole")))
		buf_add_format(&text, "%lld records, all as they were written\n", (long long)json_number(answer, "rows", 0));
	else
		buf_add_format(&text, "record %.*s is not as it was written, of %lld\n",
			       STR_ARG(json_str(answer, "first_bad")), (long long)json_number(answer, "rows", 0));
	ctl_print_say(&text);
}

void ctl_show_act(const json_t *answer)
{
	assert(answer);

	const json_t *waits = json_object_get(answer, "waits");
	AUTO(buf) text;

	buf_init(&text, 2048);
	if (json_str(answer, "promise").size)
		buf_add_format(&text, "promise %.*s is %.*s\n", STR_ARG(json_str(answer, "promise")),
			       STR_ARG(json_str(answer, "state")));
	if (json_str(answer, "message").size) {
		buf_add_format(&text, "message %.*s", STR_ARG(json_str(answer, "message")));
		if (json_str(waits, "sentence").size)
			buf_add_format(&text, " waits: %.*s", STR_ARG(json_str(waits, "sentence")));
		buf_add_text(&text, "; may leave ");
		ctl_print_time(&text, json_str(answer, "leaves_at"));
		buf_add_char(&text, '\n');
	}
	if (!text.size)
		buf_add_text(&text, "done\n");
	ctl_print_say(&text);
}

void ctl_show_emergency(const json_t *answer)
{
	assert(answer);

	struct str state = json_str(answer, "state");
	AUTO(buf) text;

	buf_init(&text, 2048);
	buf_add_format(&text, "emergency %.*s is %.*s", STR_ARG(json_str(answer, "emergency")),
		       STR_ARG(state));
	if (str_is(state, "open")) {
		buf_add_text(&text, ": another administrator approves it before ");
		ctl_print_time(&text, json_str(answer, "expires_at"));
	}
	if (json_str(answer, "message").size)
		buf_add_format(&text, ": message %.*s", STR_ARG(json_str(answer, "message")));
	buf_add_char(&text, '\n');
	if (json_str(answer, "advice").size)
		buf_add_format(&text, "%.*s\n", STR_ARG(json_str(answer, "advice")));
	ctl_print_say(&text);
}

void ctl_show_user(const json_t *answer)
{
	AUTO(buf) text;

	assert(answer);
	buf_init(&text, 2048);
	buf_add_text(&text, "user ");
	ctl_print_safe(&text, json_str(answer, "email"), false);
	buf_add_format(&text, ", %.*s, %s\n", STR_ARG(json_str(answer, "role")),
		       json_is_true(json_object_get(answer, "is_active")) ? "active" : "disabled");
	ctl_print_say(&text);
}

void ctl_show_clock(const json_t *answer)
{
	AUTO(buf) text;

	buf_init(&text, 2048);
	say_clock(answer, &text);
	ctl_print_say(&text);
}

void ctl_show_done(const json_t *answer)
{
	(void)answer;
	puts("done");
}
