#include "json_core.h"

#include <assert.h>
#include <string.h>

#include "domain/list_cause.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "store/people/notices.h"
#include "store/people/users.h"
#include "store/promises/ladder_rungs.h"
#include "work/commands/command.h"

enum { SENTENCE_MOST = 256 };

void json_core_id(json_t *object, const char *key, int64_t id)
{
	assert(object && key[0]);
	if (id)
		json_set_id(object, key, id);
	else
		json_object_set_new(object, key, json_null());
}

void json_core_word(json_t *object, const char *key, const char *word)
{
	assert(object && key[0]);
	if (word && word[0])
		json_set_str(object, key, str_of(word));
	else
		json_object_set_new(object, key, json_null());
}

void json_core_waits(json_t *object, enum wait_reason reason)
{
	assert(object);

	json_t *shape = json_null();

	if (reason != WAIT_NONE) {
		shape = json_object();
		json_set_str(shape, "code", str_of(wait_reason_word(reason)));
		json_set_str(shape, "sentence", str_of(wait_reason_phrase(reason)));
	}
	json_object_set_new(object, "waits", shape);
	json_core_word(object, "waits_for", wait_reason_phrase(reason));
}

/* A stored JSON object as JSON, words as a string, "" as null. */
static json_t *detail_of(struct str detail)
{
	json_t *value = NULL;

	if (detail.size == 0)
		return json_null();
	if (detail.at[0] == '{' && json_read(detail, &value, NULL) == FAULT_NONE)
		return value;
	return json_stringn(detail.at, detail.size);
}

/* {"id", "name"}, or null: nobody, a family, a machine. */
static void set_user(struct db *db, json_t *object, const char *key, struct user_id id)
{
	struct user user;
	json_t *shape;

	if (id.n == 0) {
		json_object_set_new(object, key, json_null());
		return;
	}
	shape = json_object();
	json_set_id(shape, "id", id.n);
	if (user_get(db, id, &user) == FAULT_NONE)
		json_core_word(shape, "name", user.name[0] ? user.name : user.email);
	else
		json_core_word(shape, "name", NULL);
	json_object_set_new(object, key, shape);
}

static void set_contact(struct db *db, json_t *object, struct contact_id id)
{
	struct contact contact;
	json_t *shape = json_object();

	json_set_id(shape, "id", id.n);
	if (contact_get(db, id, &contact) == FAULT_NONE)
		json_core_word(shape, "name", contact.name);
	else
		json_core_word(shape, "name", NULL);
	json_object_set_new(object, "contact", shape);
}

static void set_excuse(struct db *db, json_t *object, const struct promise *promise)
{
	json_t *shape;

	if (!promise->excuse[0]) {
		json_object_set_new(object, "excuse", json_null());
		return;
	}
	shape = json_object();
	json_set_str(shape, "reason", str_of(promise->excuse));
	json_set_str(shape, "note", str_of(promise->excuse_note));
	set_user(db, shape, "by", promise->excused_by);
	json_object_set_new(object, "excuse", shape);
}

static void set_person(json_t *object, const struct promise *promise)
{
	json_t *shape = json_null();
	AUTO(buf) sentence;

	buf_init(&sentence, SENTENCE_MOST);
	if (promise->person_at) {
		shape = json_object();
		json_set_time(shape, "since", promise->person_at);
		person_reason_say(promise->person_reason, str_of(promise->person_detail), &sentence);
		json_set_str(shape, "code", str_of(person_reason_word(promise->person_reason)));
		json_set_str(shape, "sentence", buf_str(&sentence));
		/* the sentence once more, as 0.1.0 had it (CHANGELOG.md) */
		json_set_str(shape, "reason", buf_str(&sentence));
	}
	json_object_set_new(object, "person", shape);
}

/* The rung taken last; null: none was needed. */
static void set_ladder(struct db *db, json_t *object, const struct promise *promise)
{
	json_t *shape = json_null();
	struct rung_row rung;
	size_t count = 0;

	if (promise->rung && ladder_rung_list(db, promise->id, &rung, 1, &count) == FAULT_NONE && count) {
		shape = json_object();
		json_set_str(shape, "rung", str_of(rung_word(rung.rung)));
		json_set_number(shape, "no", rung.no);
		json_core_word(shape, "next", rung.next == RUNG_COUNT ? NULL : rung_word(rung.next));
		json_set_str(shape, "miss", str_of(miss_word(rung.miss)));
		json_set_str(shape, "why", str_of(rung.why));
		json_set_time(shape, "at", rung.at);
	}
	json_object_set_new(object, "ladder", shape);
}

static void set_promise_times(json_t *shape, const struct promise *promise)
{
	json_set_time(shape, "opened_at", promise->opened_at);
	json_set_time(shape, "input_at", promise->input_at);
	json_set_time(shape, "due_at", promise->due_at);
	json_set_time(shape, "late_at", promise->late_at);
	json_set_time(shape, "answered_at", promise->answered_at);
	json_set_time(shape, "closed_at", promise->closed_at);
	json_set_time(shape, "next_step_at", promise->wake_at);
}

json_t *json_core_promise(struct db *db, const struct promise *promise)
{
	assert(db && promise->state < PROMISE_STATES);

	json_t *shape = json_object();
	json_t *rule = json_object();

	json_set_id(shape, "id", promise->id.n);
	json_set_str(shape, "state", str_of(promise_word(promise->state)));
	json_set_bool(shape, "is_late", promise->late_at != 0);
	json_set_str(shape, "language", str_of(promise->language));
	json_core_word(shape, "topic", promise->topic);
	json_core_word(shape, "school", promise->school);
	set_contact(db, shape, promise->contact);
	json_set_str(shape, "phone", str_of(promise->phone));
	json_set_str(shape, "channel", str_of(channel_word(promise->channel)));
	json_set_id(shape, "line", promise->line.n);
	set_user(db, shape, "owner", promise->owner);
	json_core_id(shape, "follows", promise->follows.n);
	json_set_number(shape, "inputs", promise->inputs);
	set_promise_times(shape, promise);
	set_excuse(db, shape, promise);
	set_person(shape, promise);
	set_ladder(db, shape, promise);
	json_set_str(rule, "name", str_of(promise->rule));
	json_set_number(rule, "version", promise->rule_version);
	json_object_set_new(shape, "rule", rule);
	return shape;
}

json_t *json_core_promise_counts(const struct promise_counts *counts)
{
	json_t *shape = json_object();

	json_set_number(shape, "waiting", counts->waiting);
	json_set_number(shape, "late", counts->late);
	json_set_number(shape, "unowned", counts->unowned);
	json_set_number(shape, "on_person", counts->on_person);
	json_set_number(shape, "kept", counts->kept);
	json_set_number(shape, "kept_late", counts->kept_late);
	json_set_number(shape, "excused", counts->excused);
	return shape;
}

json_t *json_core_outbox_counts(const struct outbox_counts *counts)
{
	json_t *shape = json_object();

	json_set_number(shape, "queued", counts->queued);
	json_set_number(shape, "sending", counts->sending);
	json_set_number(shape, "unknown", counts->unknown);
	json_set_number(shape, "sent", counts->sent);
	json_set_number(shape, "needs_person", counts->needs_person);
	return shape;
}

json_t *json_core_event(const struct event *event)
{
	json_t *shape = json_object();

	json_set_id(shape, "id", event->id);
	json_set_time(shape, "at", event->at);
	json_set_str(shape, "what", str_of(event->what));
	json_set_str(shape, "actor", str_of(event->actor));
	json_core_id(shape, "promise", event->promise.n);
	json_core_id(shape, "message", event->message.n);
	json_core_id(shape, "contact", event->contact.n);
	json_core_id(shape, "staff", event->staff.n);
	json_object_set_new(shape, "detail", detail_of(event->detail));
	return shape;
}

/* "es,so" as a list. */
json_t *json_core_names(const char *joined)
{
	struct str rest = str_of(joined);
	struct str name;
	json_t *names = json_array();

	while (str_next(&rest, ',', &name))
		if (name.size)
			json_array_append_new(names, json_stringn(name.at, name.size));
	return names;
}

json_t *json_core_user(const struct user *user)
{
	assert(user->role < ROLE_COUNT);

	json_t *shape = json_object();

	json_set_id(shape, "id", user->id.n);
	json_set_str(shape, "email", str_of(user->email));
	json_set_str(shape, "name", str_of(user->name));
	json_set_str(shape, "role", str_of(role_word(user->role)));
	json_object_set_new(shape, "languages", json_core_names(user->languages));
	json_core_word(shape, "phone", user->phone);
	json_core_word(shape, "week", user->week);
	json_core_word(shape, "zone", user->zone);
	json_set_number(shape, "capacity", user->capacity);
	json_object_set_new(shape, "schools", json_core_names(user->schools));
	json_set_bool(shape, "is_active", user->disabled_at == 0);
	json_set_time(shape, "created_at", user->created_at);
	json_set_time(shape, "disabled_at", user->disabled_at);
	return shape;
}

json_t *json_core_notice(const struct notice *notice)
{
	json_t *shape = json_object();

	json_set_id(shape, "id", notice->id);
	json_set_str(shape, "what", str_of(notice->what));
	json_core_id(shape, "promise", notice->promise.n);
	json_core_word(shape, "detail", notice->detail[0] ? notice->detail : NULL);
	json_set_time(shape, "at", notice->at);
	json_set_time(shape, "seen_at", notice->seen_at);
	return shape;
}

json_t *json_core_audit(const struct audit_row *row)
{
	json_t *shape = json_object(), *detail;

	json_set_id(shape, "no", row->no);
	json_set_time(shape, "at", row->at);
	json_set_str(shape, "actor", str_of(row->actor));
	json_set_str(shape, "command", str_of(row->command));
	json_set_str(shape, "act", str_of(row->command)); /* its name of before, for one version */
	detail = detail_of(row->detail);
	json_object_set(shape, "token", json_object_get(detail, COMMAND_BY_TOKEN));
	if (!json_object_get(shape, "token"))
		json_object_set_new(shape, "token", json_null());
	json_object_del(detail, COMMAND_BY_TOKEN);
	json_object_set_new(shape, "detail", detail);
	return shape;
}

/* Their names of before, for one version. */
static void set_line_before(json_t *shape, const struct line_state *line)
{
	json_set_bool(shape, "is_swept", line->is_polled);
	json_set_bool(shape, "can_sweep", line->account->adapter->can_list);
	json_set_time(shape, "swept_at", line->polled_at);
	json_set_time(shape, "last_heard_at", line->last_inbound_at);
}

/* How far the provider's clock is from ours, seconds; null while nobody knows. */
static void set_provider_clock(json_t *shape, const struct provider_clock *clock)
{
	if (provider_clock_is_known(clock))
		json_set_number(shape, "provider_clock_s", provider_clock_seconds(clock));
	else
		json_object_set_new(shape, "provider_clock_s", json_null());
	json_set_bool(shape, "is_provider_clock_off", provider_clock_is_off(clock));
}

/* Why nothing leaves, and when it is tried again; why its list cannot be read. */
static void set_pause(json_t *shape, const struct line_state *line)
{
	const struct line_health *health = &line->health;
	int64_t probe_at = line_health_probe_at(health, clock_now(line->account->core->clock));

	json_core_word(shape, "pause_reason", line->is_paused ? line->pause_reason : NULL);
	json_core_word(shape, "pause_cause", line->is_paused ? pause_cause_word(health->cause) : NULL);
	json_object_set_new(shape, "pause_code", line->is_paused && health->code ?
			    json_integer(health->code) : json_null());
	json_set_time(shape, "paused_at", line->is_paused ? health->paused_at : 0);
	json_set_time(shape, "probe_at", probe_at == NEVER ? 0 : probe_at);
	json_core_word(shape, "list_fault", line->list_fault[0] ? line->list_fault : NULL);
}

json_t *json_core_line(const struct line_state *line)
{
	assert(line->settings);

	json_t *shape = json_object();
	json_t *channels = json_array();
	const struct account *account = &line->account->settings->account;
	enum list_cause poll = list_cause_by(line->poll_fault);

	for (int i = 0; i < CHANNEL_COUNT; i++)
		if (line->settings->speaks[i])
			json_array_append_new(channels, json_string(channel_word((enum channel)i)));
	json_set_id(shape, "id", line->id.n);
	json_set_str(shape, "number", str_of(line->settings->number));
	json_set_str(shape, "adapter", str_of(account->name));
	json_set_str(shape, "kind", str_of(line->account->settings->kind));
	json_object_set_new(shape, "channels", channels);
	json_object_set_new(shape, "per_second", json_real(line->settings->per_second));
	json_set_bool(shape, "is_paused", line->is_paused);
	set_pause(shape, line);
	json_set_bool(shape, "is_polled", line->is_polled);
	json_set_bool(shape, "can_poll", line->account->adapter->can_list);
	json_set_time(shape, "polled_at", line->polled_at);
	json_set_time(shape, "deep_polled_at", line->deep_at);
	json_core_word(shape, "poll_fault", line->poll_fault ? list_cause_word(poll) : NULL);
	json_core_word(shape, "poll_reason", line->poll_fault ? list_cause_phrase(poll) : NULL);
	set_provider_clock(shape, &line->account->clock);
	json_set_time(shape, "last_inbound_at", line->last_inbound_at);
	json_set_time(shape, "last_sent_at", line->last_sent_at);
	set_line_before(shape, line);
	return shape;
}
