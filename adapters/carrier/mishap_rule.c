#include "mishap_rule.h"

enum { COPIES_MOST = 100, CODE_MOST = 99999, STATUS_LEAST = 300, STATUS_MOST = 599 };

static enum fault read_word(struct mishap_rule *rule, const json_t *value, struct note *note)
{
	const char *word = json_string_value(value);
	const struct mishap_kind *kind = word ? mishap_words_find(str_of(word)) : NULL;

	if (!kind || rule->kind_count == MISHAP_RULE_WORDS)
		return fault_because(FAULT_INVALID, note,
				     "\"fault\" must be one to %d of the words in README.md",
				     MISHAP_RULE_WORDS);
	rule->kinds[rule->kind_count++] = kind;
	return FAULT_NONE;
}

static enum fault read_words(struct mishap_rule *rule, const json_t *json, struct note *note)
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

static enum fault read_request(struct mishap_rule *rule, const json_t *match, struct note *note)
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
static void set_default_request(struct mishap_rule *rule)
{
	unsigned webhook = MISHAP_LOSE_WEBHOOK | MISHAP_DUPLICATE_WEBHOOK |
			   MISHAP_DELAY_WEBHOOK;

	for (size_t i = 0; i < rule->kind_count; i++)
		if (rule->kinds[i]->flags & webhook)
			rule->request = MISHAP_TEXT;
}

/* A name that is spelt wrong would make a rule that strikes what it should not. */
static enum fault check_names(const json_t *json, const char *const *names, struct note *note)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)json, name, value) {
		const char *const *known = names;

		while (*known && !str_is(str_of(name), *known))
			known++;
		if (!*known)
			return fault_because(FAULT_INVALID, note, "a rule has no \"%.40s\"", name);
	}
	return FAULT_NONE;
}

static enum fault check_match(const json_t *match, struct note *note)
{
	static const char *const names[] = { "to", "from", "text", "nth", "request", NULL };
	const char *name;
	json_t *value;

	if (match && !json_is_object(match))
		return fault_because(FAULT_INVALID, note, "\"match\" is an object");
	json_object_foreach((json_t *)match, name, value)
		if (!json_is_string(value) && !str_is(str_of(name), "nth"))
			return fault_because(FAULT_INVALID, note, "\"%.40s\" is a text", name);
	return check_names(match, names, note);
}

/* Left alone when it is absent. */
static enum fault read_number(const json_t *json, const char *name, int64_t most,
			      int64_t *number, struct note *note)
{
	const json_t *value = json_object_get(json, name);

	if (!value)
		return FAULT_NONE;
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > most)
		return fault_because(FAULT_INVALID, note, "\"%s\" is a number up to %lld", name,
				     (long long)most);
	*number = json_integer_value(value);
	return FAULT_NONE;
}

static enum fault read_probability(struct mishap_rule *rule, const json_t *json, struct note *note)
{
	const json_t *value = json_object_get(json, "probability");

	rule->probability = value ? json_number_value(value) : 1;
	if (!value || (json_is_number(value) && rule->probability >= 0 && rule->probability <= 1))
		return FAULT_NONE;
	return fault_because(FAULT_INVALID, note, "\"probability\" is 0 to 1");
}

static enum fault read_numbers(struct mishap_rule *rule, const json_t *json, struct note *note)
{
	int64_t copies = 3;
	int64_t retry_after = 0;

	rule->delay_for = -1;
	if (read_number(json_object_get(json, "match"), "nth", INT32_MAX, &rule->nth, note) ||
	    read_number(json, "times", INT32_MAX, &rule->times, note) ||
	    read_number(json, "delay_ms", 7 * DAY_MS, &rule->delay_for, note) ||
	    read_number(json, "retry_after", DAY_MS / SECOND_MS, &retry_after, note) ||
	    read_number(json, "copies", COPIES_MOST, &copies, note) ||
	    read_probability(rule, json, note))
		return FAULT_INVALID;
	if (!copies)
		return fault_because(FAULT_INVALID, note, "no copies: that is lost_…");
	rule->copies = (int)copies;
	rule->retry_after_for = retry_after * SECOND_MS;
	return FAULT_NONE;
}

/* What the rule says of an answer, some word of it must have use for. */
static enum fault check_use(const struct mishap_rule *rule, const json_t *json, struct note *note)
{
	bool takes_code = false, is_page = false;

	for (size_t i = 0; i < rule->kind_count; i++) {
		takes_code |= rule->kinds[i]->takes_code;
		is_page |= rule->kinds[i]->answer == MISHAP_PAGE;
	}
	if ((rule->code && !takes_code) || (rule->status && !rule->code && !is_page) ||
	    (json_object_get(json, "body") && !is_page))
		return fault_because(FAULT_INVALID, note,
				     "no word of this rule has use for its code, status or body");
	return FAULT_NONE;
}

static enum fault read_answer(struct mishap_rule *rule, const json_t *json, struct note *note)
{
	const json_t *body = json_object_get(json, "body");

	if (body && (!json_is_string(body) || json_string_length(body) >= MISHAP_PAGE_MOST))
		return fault_because(FAULT_INVALID, note, "\"body\" is a text of less than %d bytes",
				     MISHAP_PAGE_MOST);
	if (read_number(json, "code", CODE_MOST, &rule->code, note) ||
	    read_number(json, "status", STATUS_MOST, &rule->status, note))
		return FAULT_INVALID;
	if (rule->status && rule->status < STATUS_LEAST)
		return fault_because(FAULT_INVALID, note, "\"status\" is no refusal's");
	return check_use(rule, json, note);
}

enum fault mishap_rule_read(struct mishap_rule *rule, const json_t *json, struct note *note)
{
	static const char *const names[] = { "match", "fault", "times", "probability", "delay_ms",
					     "copies", "retry_after", "code", "status", "body",
					     NULL };

	if (check_names(json, names, note) || check_match(json_object_get(json, "match"), note) ||
	    read_words(rule, json, note))
		return FAULT_INVALID;
	set_default_request(rule);
	if (read_request(rule, json_object_get(json, "match"), note))
		return FAULT_INVALID;
	if (read_answer(rule, json, note))
		return FAULT_INVALID;
	return read_numbers(rule, json, note);
}
