#include "readiness.h"

#include <assert.h>

#include "store/db/db_health.h"
#include "work/ledger_watch.h"

static bool is_stopping(const struct core *core)
{
	return core->is_stopping;
}

static bool is_starting(const struct core *core)
{
	return !core->is_ready && !core->is_quarantined;
}

static bool is_put_back(const struct core *core)
{
	return !core->is_ready && core->is_quarantined;
}

static size_t count_paused(const struct core *core)
{
	size_t count = 0;

	for (size_t i = 0; i < core->line_count; i++)
		count += core->lines[i].is_paused;
	return count;
}

/* What a person paused, a person knows of, and may want to be asked for all the same. */
static bool are_all_refused(const struct core *core)
{
	bool is_refused = false;

	for (size_t i = 0; i < core->line_count; i++)
		is_refused |= core->lines[i].is_paused && core->lines[i].health.cause != PAUSE_PERSON;
	return is_refused && count_paused(core) == core->line_count;
}

static bool are_some_paused(const struct core *core)
{
	return count_paused(core) > 0 && !are_all_refused(core);
}

/* What the writer has just met counts before ledger_watch has looked. */
static enum fault ledger_fault(const struct core *core)
{
	enum fault fault = writer_fault(core->writer);

	if (fault)
		return fault;
	return core->ledger_fault;
}

static bool is_damaged(const struct core *core)
{
	return core->health && db_health_state(core->health) == DB_HEALTH_DAMAGED;
}

static bool is_looked_at(const struct core *core)
{
	return core->health && db_health_state(core->health) == DB_HEALTH_UNKNOWN;
}

static bool is_unwritable(const struct core *core)
{
	enum fault fault = ledger_fault(core);

	return fault && fault != FAULT_AGAIN && fault != FAULT_FULL;
}

static bool is_locked(const struct core *core)
{
	return ledger_fault(core) == FAULT_AGAIN;
}

static bool is_stuck(const struct core *core)
{
	return ledger_fault(core) == FAULT_FULL || ledger_watch_is_stuck(core);
}

/* One alone may be the network's. */
enum { LISTS_REFUSED = 2, LISTS_FAILED = 3 };

/* By whose word the lists of how many accounts are not read. */
static size_t count_lists(const struct core *core, int most, enum fault whose)
{
	size_t count = 0;

	for (size_t i = 0; i < core->account_count; i++)
		count += core->accounts[i].list_faults >= most && core->accounts[i].list_fault == whose;
	return count;
}

static bool are_all_accounts_refused(const struct core *core)
{
	return core->account_count > 0 &&
	       count_lists(core, LISTS_REFUSED, FAULT_CONFIG) == core->account_count;
}

static bool are_some_accounts_refused(const struct core *core)
{
	return count_lists(core, LISTS_REFUSED, FAULT_CONFIG) > 0 && !are_all_accounts_refused(core);
}

static bool are_some_walled(const struct core *core)
{
	return count_lists(core, LISTS_REFUSED, FAULT_STRANGER) > 0;
}

static bool are_lists_failing(const struct core *core)
{
	for (size_t i = 0; i < core->account_count; i++)
		if (core->accounts[i].list_faults >= LISTS_FAILED &&
		    core->accounts[i].list_fault != FAULT_CONFIG && core->accounts[i].list_fault != FAULT_STRANGER)
			return true;
	return false;
}

static const struct readiness_cause causes[] = {
	{ "stopping", true, "the daemon is stopping",
	  "nothing: it ends what is under way; start it again when it should run", is_stopping },
	{ "starting", true, "not every line was asked yet for the texts that came while we were down",
	  "wait; when it lasts, the log's inbound_poll.failed says what the provider answers",
	  is_starting },
	{ "put_back", true, "the ledger was put back from a copy, and is compared with the provider",
	  "wait; when it lasts, the log's inbound_poll.failed says what the provider answers",
	  is_put_back },
	{ "ledger_damaged", true, "the ledger is damaged: nothing is written or sent any more",
	  "keep the file, and put a backup in its place (README, Going live)", is_damaged },
	{ "ledger_looked_at", true, "the ledger is still being looked at: it is large",
	  "wait; ledger.looked_at in the log says when it is known to be whole", is_looked_at },
	{ "ledger_unwritable", true, "the ledger's disk is full or broken: every text is refused",
	  "make room where the store lies, or see to its disk; it is tried again every two seconds",
	  is_unwritable },
	{ "ledger_locked", true, "another process holds the ledger's lock: every text is refused",
	  "end what has the ledger open beside the daemon; it is tried again every two seconds",
	  is_locked },
	{ "ledger_stuck", true, "what is to be written waits too long: texts are refused or late",
	  "see whether the store's disk is overloaded (iostat -x); it goes on by itself", is_stuck },
	{ "lines_refused", true, "the provider refuses every line: texts are kept, and no answer leaves",
	  "hearbackctl lines says why; mend that: it is tried again by itself, or at once with "
	  "hearbackctl resume LINE", are_all_refused },
	{ "credentials_refused", true, "every provider refuses our credentials (401 or 403): no answer leaves",
	  "compare auth_token_file or api_key_file with the provider's console, then restart",
	  are_all_accounts_refused },
	{ "account_refused", false, "a provider refuses our credentials (401 or 403): no answer leaves by it",
	  "hearbackctl lines says which; compare its auth_token_file or api_key_file with the "
	  "provider's console, then restart", are_some_accounts_refused },
	{ "lists_walled", false, "what answers when a provider's texts are asked for is not the provider: one whose "
	  "webhook is lost is not found", "look at the proxy or firewall between us and it; hearbackctl lines "
	  "says which and what it answered", are_some_walled },
	{ "lists_failing", false, "a provider does not answer what texts it has: one whose webhook is lost is not found",
	  "the log's inbound_poll.failed says why; it is asked again every two seconds",
	  are_lists_failing },
	{ "line_paused", false, "a line is paused: no answer leaves over it",
	  "hearbackctl lines says which and why; mend that, then hearbackctl resume LINE",
	  are_some_paused },
};

const struct readiness_cause *readiness_causes(size_t *count)
{
	assert(count);
	*count = COUNT_OF(causes);
	return causes;
}

bool readiness_is_ready(const struct core *core)
{
	assert(core);
	for (size_t i = 0; i < COUNT_OF(causes); i++)
		if (causes[i].is_down && causes[i].holds(core))
			return false;
	return true;
}

json_t *readiness_words(const struct core *core, bool is_down)
{
	json_t *words = json_array();

	assert(core);
	for (size_t i = 0; i < COUNT_OF(causes); i++)
		if (causes[i].is_down == is_down && causes[i].holds(core))
			json_array_append_new(words, json_string(causes[i].word));
	return words;
}

static json_t *tell(const struct readiness_cause *cause)
{
	json_t *shape = json_object();

	json_set_str(shape, "cause", str_of(cause->word));
	json_set_bool(shape, "is_down", cause->is_down);
	json_set_str(shape, "means", str_of(cause->means));
	json_set_str(shape, "remedy", str_of(cause->remedy));
	return shape;
}

json_t *readiness_told(const struct core *core)
{
	json_t *told = json_array();

	assert(core);
	for (size_t i = 0; i < COUNT_OF(causes); i++)
		if (causes[i].holds(core))
			json_array_append_new(told, tell(&causes[i]));
	return told;
}
