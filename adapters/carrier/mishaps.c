#include "mishaps.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "chores.h"
#include "mishap_rule.h"

enum { RULES_MAX = 1000 };

struct mishaps {
	struct mishap_rule rules[RULES_MAX];
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
	assert(mishaps);
	while (mishaps->count)
		json_decref(mishaps->rules[--mishaps->count].json);
}

void mishaps_free(struct mishaps **mishaps)
{
	assert(mishaps);
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
	assert(mishaps && under > 0);
	return under ? next_random(mishaps) % under : 0;
}

enum fault mishaps_add(struct mishaps *mishaps, const json_t *json, int64_t *id,
		       struct note *note)
{
	struct mishap_rule rule = { .id = mishaps->next_id };

	if (mishaps->count == RULES_MAX)
		return fault_because(FAULT_FULL, note, "%d rules are enough", RULES_MAX);
	if (mishap_rule_read(&rule, json, note))
		return FAULT_INVALID;
	rule.json = json_deep_copy(json);
	mishaps->rules[mishaps->count++] = rule;
	*id = mishaps->next_id++;
	return FAULT_NONE;
}

json_t *mishaps_json(const struct mishaps *mishaps)
{
	json_t *list = json_array();

	assert(mishaps);
	for (size_t i = 0; i < mishaps->count; i++) {
		const struct mishap_rule *rule = &mishaps->rules[i];
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

	/* "+1787*": whatever begins so */
	if (wanted.size > 1 && str_ends(wanted, STR("*")))
		return str_starts(value, str_slice(wanted, 0, wanted.size - 1));
	return !wanted.size || str_is(wanted, "*") || str_equals(wanted, value);
}

static bool is_for(const struct mishap_rule *rule, const struct mishap_case *request)
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
static bool strikes(struct mishaps *mishaps, struct mishap_rule *rule)
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

/* What stands between a customer and the provider, as it often looks. */
static const char page_usual[] = "<html><head><title>Request blocked</title></head>"
				 "<body>This request was blocked.</body></html>";

static void set_page(struct mishap *mishap, const struct mishap_rule *rule)
{
	struct str body = json_str(rule->json, "body");

	mishap->status = rule->status ? (int)rule->status : 403;
	str_put(mishap->page, sizeof(mishap->page), json_object_get(rule->json, "body") ?
		body : str_of(page_usual));
}

/* The rule's own code, of a refusal or of an end. */
static enum refusal code_of(const struct mishap_rule *rule)
{
	return refusal_made((int)rule->code, rule->status ? (int)rule->status : 400);
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

/* The older rule's answer stands: only what this rule has set is made its own. */
static void add_answer(struct mishap *mishap, const struct mishap_rule *rule,
		       enum mishap_answer before)
{
	bool is_answer = before == MISHAP_NONE && mishap->answer != MISHAP_NONE;

	if (is_answer && mishap->answer == MISHAP_PAGE)
		set_page(mishap, rule);
	for (size_t i = 0; rule->code && i < rule->kind_count; i++) {
		if (!rule->kinds[i]->takes_code)
			continue;
		if (rule->kinds[i]->ends)
			mishap->ending = code_of(rule);
		else if (is_answer)
			mishap->refusal = code_of(rule);
	}
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

	assert(mishaps && request && mishap);
	assert(request->request < MISHAP_REQUESTS);
	*mishap = (struct mishap){ .is_accepted = true, .copies = 3 };
	for (size_t i = 0; i < mishaps->count; i++) {
		struct mishap_rule *rule = &mishaps->rules[i];
		enum mishap_answer before = mishap->answer;

		if (!is_for(rule, request) || !strikes(mishaps, rule))
			continue;
		for (size_t j = 0; j < rule->kind_count; j++)
			add_kind(mishap, rule->kinds[j], rule->delay_for);
		add_answer(mishap, rule, before);
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
