#include "timeline.h"

#include "store/log/events.h"
#include "store/people/users.h"

#include <assert.h>
#include <string.h>
#include "json_family.h"

enum { TRACE_MESSAGES = 500, TRACE_EVENTS = 2000 };

/* %m: the message's id; %a: who did it; %o: whom it is about; %d: the row's own words. */
static const struct {
	const char *what;
	const char *sentence;
} sentences[] = {
	{ "message.inbound", "the family's message came in (message %m, %d)" },
	{ "message.odd", "message %m did not come as messages do: %d" },
	{ "message.queued", "a message to the family waits to be sent (message %m, %d)" },
	{ "message.held", "message %m is held: %d" },
	{ "message.released", "message %m is not held any more: %d" },
	{ "message.sending", "message %m is being handed to the provider" },
	{ "message.unknown", "nobody knows whether the provider took message %m (%d)" },
	{ "message.sent", "the provider took message %m (%d)" },
	{ "message.delivered", "message %m reached the phone" },
	{ "message.read", "message %m was read" },
	{ "message.failed", "message %m did not reach the phone (%d)" },
	{ "message.suppressed", "message %m was not sent: %d" },
	{ "promise.opened", "a promise was opened: an answer is owed, %o has it (%d)" },
	{ "promise.more", "the family added to it" },
	{ "promise.taken", "%a took it; %o has it now" },
	{ "promise.answered", "%a answered" },
	{ "promise.kept", "the promise is kept: the answer reached the phone" },
	{ "promise.answer_failed", "the answer did not reach the family (%d)" },
	{ "promise.late", "the promise is late" },
	{ "promise.excused", "%a excused it (%d)" },
	{ "promise.for_person", "a person must look at it: %d" },
	{ "promise.handed_over", "%o has it now (%d)" },
	{ "promise.hurried", "%a had its next step taken now" },
	{ "promise.unowned", "nobody owns it any more: %d" },
	{ "ledger.put_back", "%d" },
	{ "promise.note", "%a noted: %d" },
	{ "promise.ruled", "it falls under the rule: %d" },
	{ "promise.moved", "%a moved it to another rule: %d" },
	{ "promise.reassigned", "%o has it now (%d)" },
	{ "promise.school", "the family's school has changed: %d" },
	{ "ladder.rung", "the ladder: %d (message %m)" },
	{ "rule.step", "a step of the rule fired (%d)" },
	{ "contact.hours", "the family chose when we may text: %d" },
	{ "emergency.asked", "%a asked for an emergency text (%d)" },
	{ "emergency.approved", "%a approved the emergency text (%d)" },
	{ "emergency.rejected", "%a rejected the emergency text" },
	{ "emergency.expired", "nobody approved the emergency text in time" },
	{ "media.kept", "a picture of message %m was kept" },
	{ "media.failed", "a picture of message %m could not be opened" },
	{ "consent.stopped", "the family asked us to stop texting" },
	{ "consent.scope", "the family chose which messages still come (%d)" },
	{ "consent.review_opened", "the text may ask us to stop: %d" },
	{ "consent.decided", "%a decided about stopping: %d" },
	{ "consent.started", "the family asked us to write again" },
	{ "consent.reminded", "somebody was reminded to decide about stopping (%d)" },
	{ "number.unusable", "the number cannot receive texts (%d)" },
	{ "number.usable", "the number can receive texts again (%d)" },
	{ "contact.language", "the family's language is known better now (%d)" },
};

static void say_staff(struct db *db, struct user_id staff, struct buf *into)
{
	struct user user;

	if (staff.n == 0)
		buf_add_text(into, "nobody");
	else if (user_get(db, staff, &user) == FAULT_NONE && user.name[0])
		buf_add_text(into, user.name);
	else
		buf_add_format(into, "staff member %lld", (long long)staff.n);
}

static void say_actor(struct db *db, const char *actor, struct buf *into)
{
	struct str who = str_of(actor);
	struct user_id staff;

	if (str_starts(who, STR("staff:")) && !id_parse(str_from(who, 6), &staff.n))
		say_staff(db, staff, into);
	else
		buf_add(into, who);
}

static void say_part(struct db *db, char part, const struct event *event, struct buf *into)
{
	if (part == 'm')
		buf_add_number(into, event->message.n);
	else if (part == 'a')
		say_actor(db, event->actor, into);
	else if (part == 'o')
		say_staff(db, event->staff, into);
	else if (event->detail.size)
		buf_add(into, event->detail);
	else
		buf_add_text(into, "no reason was given");
}

/* "the family's message came in (message 81, input)"; an event that the table does not know is
 * said by its own name. */
static void say(struct db *db, const struct event *event, struct buf *into)
{
	for (size_t i = 0; i < COUNT_OF(sentences); i++) {
		if (strcmp(sentences[i].what, event->what) != 0)
			continue;
		for (const char *c = sentences[i].sentence; *c; c++) {
			if (*c == '%')
				say_part(db, *++c, event, into);
			else
				buf_add_char(into, *c);
		}
		return;
	}
	buf_add_text(into, event->what);
	buf_add_text(into, " by ");
	say_actor(db, event->actor, into);
}

static json_t *shape_told(struct db *db, const struct event *event)
{
	json_t *shape = json_core_event(event);
	AUTO(buf) sentence;

	buf_init(&sentence, 8192);
	say(db, event, &sentence);
	json_set_str(shape, "sentence", buf_str(&sentence));
	return shape;
}

enum fault timeline_add_messages(struct db *db, struct promise_id promise, struct arena *arena,
			      json_t *object)
{
	assert(promise.n != 0 && arena && object);

	struct message *messages = arena_take(arena, TRACE_MESSAGES * sizeof(*messages));
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = messages ? message_of_promise(db, promise, arena, messages,
							 TRACE_MESSAGES, &count) :
				      FAULT_TOO_LARGE;

	json_object_set_new(object, "messages", list);
	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one;

		fault = json_family_message(db, &messages[i], &one);
		if (!fault)
			json_array_append_new(list, one);
	}
	return fault;
}

enum fault timeline_add_events(struct db *db, int64_t promise_or_message, struct arena *arena,
			    json_t *object)
{
	assert(arena && object);

	struct event *events = arena_take(arena, TRACE_EVENTS * sizeof(*events));
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = events ? event_list(db, promise_or_message, arena, events,
					       TRACE_EVENTS, &count) :
				    FAULT_TOO_LARGE;

	json_object_set_new(object, "events", list);
	for (size_t i = 0; !fault && i < count; i++)
		json_array_append_new(list, shape_told(db, &events[i]));
	return fault;
}
