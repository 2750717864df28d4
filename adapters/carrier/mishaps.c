#include "mishaps.h"

#include <stdlib.h>

#include "base/memory.h"
#include "chores.h"
#include "mishap_words.h"

enum { RULES_MAX = 1000, WORDS_MAX = 4 };

struct rule {
	int64_t id;
	const struct mishap_kind *kinds[WORDS_MAX];
	size_t kind_count;
	enum mishap_request request;
	bool is_any_request;
	int64_t nth;          /* 0: every */
	int64_t times;        /* 0: no limit */
	double probability;
	int64_t delay_for;    /* -1: the kind's */
	int64_t retry_after_for;
	int copies;
	int64_t seen;
	int64_t used;
	json_t *json;
};

struct mishaps {
	struct rule rules[RULES_MAX];
	size_t count;
	int64_t next_id;
	uint64_t state;
};

struct mishaps *mishaps_new(uint64_t seed)
{
	struct mishaps *mishaps = memory_new(struct mishaps);

	mishaps->state = seed;
	mishaps->next_id = 1;
	return mishaps;
}

void mishaps_clear(struct mishaps *mishaps)
{
	while (mishaps->count)
		json_decref(mishaps->rules[--mishaps->count].json);
}

void mishaps_free(struct mishaps **mishaps)
{
	if (!*mishaps)
		return;
	mishaps_clear(*mishaps);
	free(*mishaps);
	*mishaps = NULL;
}

/* splitmix64: a seed replays the same bad luck. */
static uint64_t next_random(struct mishaps *mishaps)
{
	uint64_t z = mishaps->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint64_t mishaps_random(struct mishaps *mishaps, uint64_t under)
{
	return under ? next_random(mishaps) % under : 0;
}

static enum fault read_word(struct rule *rule, const json_t *value, struct note *note)
{
	const char *word = json_string_value(value);
	const struct mishap_kind *kind = word ? mishap_words_find(str_of(word)) : NULL;

	if (!kind || rule->kind_count == WORDS_MAX)
		return fault_because(FAULT_INVALID, note,
				     "\"fault\" must be one to %d of the words in README.md",
				     WORDS_MAX);
	rule->kinds[rule->kind_count++] = kind;
	return FAULT_NONE;
}

static enum fault read_words(struct rule *rule, const json_t *json, struct note *note)
{
	const json_t *value = json_object_get(json, "fault");
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return read_word(rule, value, note);
	json_array_foreach(value, i, item)
		if (read_word(rule, item, note))
			return FAULT_INVALID;
	return rule->kind_count ? FAULT_NONE : read_word(rule, NULL, note);
}

static enum fault read_request(struct rule *rule, const json_t *match, struct note *note)
{
	static const char *const words[MISHAP_REQUESTS] = { "create", "list", "fetch", "text" };
	struct str word = json_str(match, "request");

	rule->is_any_request = str_is(word, "any");
	if (rule->is_any_request || !word.size)
		return FAULT_NONE;
	for (int i = 0; i < MISHAP_REQUESTS; i++) {
		if (!str_is(word, words[i]))
			continue;
		rule->request = (enum mishap_request)i;
		return FAULT_NONE;
	}
	return fault_because(FAULT_INVALID, note,
			     "\"request\" is create, list, fetch, text or any");
}

/* Webhook mishaps can only happen to what a phone texts. */
static void set_default_request(struct rule *rule)
{
	unsigned webhook = MISHAP_LOSE_WEBHOOK | MISHAP_DUPLICATE_WEBHOOK |
			   MISHAP_DELAY_WEBHOOK;

	if (rule->kinds[0]->flags & webhook)
		rule->request = MISHAP_TEXT;
}

enum fault mishaps_add(struct mishaps *mishaps, const json_t *json, int64_t *id,
		       struct note *note)
{
	const json_t *match = json_object_get(json, "match");
	struct rule rule = { .probability = 1, .id = mishaps->next_id };

	if (mishaps->count == RULES_MAX)
		return fault_because(FAULT_FULL, note, "%d rules are enough", RULES_MAX);
	if (read_words(&rule, json, note))
		return FAULT_INVALID;
	set_default_request(&rule);
	if (read_request(&rule, match, note))
		return FAULT_INVALID;
	if (json_is_number(json_object_get(json, "probability")))
		rule.probability = json_number_value(json_object_get(json, "probability"));
	rule.nth = json_number(match, "nth", 0);
	rule.times = json_number(json, "times", 0);
	rule.delay_for = json_number(json, "delay_ms", -1);
	rule.retry_after_for = json_number(json, "retry_after", 0) * SECOND_MS;
	rule.copies = (int)json_number(json, "copies", 3);
	rule.json = json_deep_copy(json);
	mishaps->rules[mishaps->count++] = rule;
	*id = mishaps->next_id++;
	return FAULT_NONE;
}

json_t *mishaps_json(const struct mishaps *mishaps)
{
	json_t *list = json_array();

	for (size_t i = 0; i < mishaps->count; i++) {
		const struct rule *rule = &mishaps->rules[i];
		json_t *json = json_copy(rule->json);

		json_set_number(json, "id", rule->id);
		json_set_number(json, "seen", rule->seen);
		json_set_number(json, "used", rule->used);
		json_array_append_new(list, json);
	}
	return list;
}

static bool is_same(const json_t *match, const char *key, struct str value)
{
	struct str wanted = json_str(match, key);

	return !wanted.size || str_is(wanted, "*") || str_equals(wanted, value);
}

static bool is_for(const struct rule *rule, const struct mishap_case *request)
{
	const json_t *match = json_object_get(rule->json, "match");
	struct str part = json_str(match, "text");

	if (!rule->is_any_request && rule->request != request->request)
		return false;
	if (part.size && str_find(request->text, part) == request->text.size)
		return false;
	return is_same(match, "to", request->to) && is_same(match, "from", request->from);
}

/* Counts the request; true when this rule strikes. */
static bool strikes(struct mishaps *mishaps, struct rule *rule)
{
	double luck = (double)(next_random(mishaps) >> 11) * 0x1p-53;

	rule->seen++;
	if (rule->nth && rule->seen != rule->nth)
		return false;
	if (rule->times && rule->used >= rule->times)
		return false;
	if (luck >= rule->probability)
		return false;
	rule->used++;
	return true;
}

static void add_kind(struct mishap *mishap, const struct mishap_kind *kind, int64_t delay_for)
{
	int64_t span = delay_for >= 0 ? delay_for : kind->delay_for;

	mishap->flags |= kind->flags;
	if (kind->flags & (MISHAP_SHUFFLE | MISHAP_DELAY | MISHAP_DELAY_WEBHOOK))
		mishap->chaos_for = span;
	else if (str_is(str_of(kind->word), "slow_queue"))
		mishap->queue_for = span;
	if (kind->ends)
		mishap->ending = kind->refusal;
	if (kind->answer == MISHAP_NONE || mishap->answer != MISHAP_NONE)
		return;
	mishap->answer = kind->answer;
	mishap->refusal = kind->refusal;
	mishap->is_accepted = kind->is_accepted;
	mishap->delay_for = span;
}

/* What would have waited for a time waits for the release; else the request itself does. */
static void hold(const struct mishap_case *request, struct mishap *mishap)
{
	if (mishap->answer == MISHAP_HANG || mishap->answer == MISHAP_LATE)
		mishap->delay_for = CHORE_HELD;
	else if (request->request == MISHAP_TEXT || (mishap->flags & MISHAP_DELAY))
		mishap->chaos_for = CHORE_HELD;
	else
		mishap->is_held = true;
}

void mishaps_judge(struct mishaps *mishaps, const struct mishap_case *request,
		   struct mishap *mishap)
{
	const struct mishap_kind *magic[MISHAP_WORDS_MAGIC] = { NULL };

	*mishap = (struct mishap){ .is_accepted = true, .copies = 3 };
	for (size_t i = 0; i < mishaps->count; i++) {
		struct rule *rule = &mishaps->rules[i];

		if (!is_for(rule, request) || !strikes(mishaps, rule))
			continue;
		for (size_t j = 0; j < rule->kind_count; j++)
			add_kind(mishap, rule->kinds[j], rule->delay_for);
		mishap->copies = rule->copies;
		if (rule->retry_after_for)
			mishap->retry_after_for = rule->retry_after_for;
	}
	if (mishap->flags & MISHAP_HOLD)
		hold(request, mishap);
	if (request->request != MISHAP_CREATE)
		return;
	mishap_words_magic(request->to, request->tried, magic);
	for (size_t i = 0; i < MISHAP_WORDS_MAGIC && magic[i]; i++)
		add_kind(mishap, magic[i], -1);
}
