#include "line_watch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "agenda.h"
#include "base/log.h"
#include "domain/list_cause.h"
#include "base/memory.h"
#include "trace.h"

struct keeping {
	struct job job;
	struct line_state *line;
	struct locale *locale;
	struct line_health health;
	char reason[LINE_REASON];
	enum line_turn news;
	int64_t changes;
};

/* --- the ledger follows, on the writer thread ---------------------------------------------- */

/* Of a line's health: no message and no promise is touched. */
static enum fault nothing_follows(const struct txn *txn)
{
	(void)txn;
	return FAULT_NONE;
}

static enum fault keeping_run(struct job *job, struct db *db, struct note *note)
{
	struct keeping *keeping = container_of(job, struct keeping, job);
	struct txn txn = txn_of(keeping->line->account->core, keeping->locale, db, note);
	AUTO(agenda) agenda;
	enum fault fault;

	agenda_init(&agenda, nothing_follows);
	txn.agenda = &agenda;
	if (keeping->news == LINE_PAUSES)
		fault = trace_pause_line(&txn, keeping->line->id, "provider", &keeping->health,
					 keeping->reason);
	else if (keeping->news == LINE_RESUMES)
		fault = trace_resume_line(&txn, keeping->line->id, "provider");
	else
		fault = line_set_health(db, keeping->line->id, &keeping->health,
					str_of(keeping->reason));
	return fault;
}

static void keeping_free(struct keeping *keeping)
{
	locale_free(&keeping->locale);
	free(keeping);
}

static void keeping_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct keeping *keeping = container_of(job, struct keeping, job);
	struct line_state *line = keeping->line;

	line->is_keeping = false;
	if (fault) {
		log_fact(LOG_WARN, "line.not_kept", LOG_ID("line", line->id.n),
			 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(note->text));
		line->is_unwritten = true;
	} else {
		if (line->news == keeping->news)
			line->news = LINE_STAYS;
		signal_changed(line->account->core, keeping->health.cause ? "line.paused" :
								    "line.resumed", line->id.n);
		/* a person's command, or another text, was quicker */
		line->is_unwritten = line->is_unwritten || line->changes != keeping->changes;
		line_watch_keep(line);
	}
	keeping_free(keeping);
	signal_wake_account(line->account);
}

void line_watch_keep(struct line_state *line)
{
	struct core *core = line->account->core;
	struct keeping *keeping;

	if (!line->is_unwritten || line->is_keeping)
		return;
	keeping = memory_new(struct keeping);
	*keeping = (struct keeping){ .job = { .run = keeping_run, .done = keeping_on_written },
				     .line = line, .locale = locale_hold(core->locale),
				     .health = line->health, .news = line->news,
				     .changes = line->changes };
	str_put(keeping->reason, sizeof(keeping->reason), str_of(line->pause_reason));
	if (writer_add(core->writer, &keeping->job)) {
		keeping_free(keeping);
		return;
	}
	line->is_keeping = true;
	line->is_unwritten = false;
}

/* --- what was seen -------------------------------------------------------------------------- */

/* Code and sentence, for the operator. */
static void say_reason(struct line_state *line)
{
	const struct line_health *health = &line->health;
	const char *advice = health->cause == PAUSE_STRANGER ? "" :
			     line->account->adapter->advise(health->code);
	AUTO(buf) text;

	buf_init(&text, LINE_REASON - 1);
	if (health->code)
		buf_add_format(&text, "%d: ", health->code);
	buf_add_text(&text, advice[0] ? advice : pause_cause_phrase(health->cause));
	str_put(line->pause_reason, sizeof(line->pause_reason), buf_str(&text));
}

static void tell(const struct line_state *line, enum line_turn turn, int64_t now)
{
	const struct line_health *health = &line->health;

	if (turn == LINE_RESUMES)
		log_fact(LOG_INFO, "line.resumed", LOG_ID("line", line->id.n));
	else
		log_fact(turn == LINE_PAUSES ? LOG_ALARM : LOG_WARN,
			 turn == LINE_PAUSES ? "line.paused" : "line.still_paused",
			 LOG_ID("line", line->id.n), LOG_WORD("cause", pause_cause_word(health->cause)),
			 LOG_COUNT("code", health->code), LOG_COUNT("again_in_ms", health->probe_at - now),
			 LOG_NOTE(line->pause_reason));
}

static void take(struct line_state *line, enum line_turn turn)
{
	line->is_paused = line->health.cause != PAUSE_NONE;
	line->changes++;
	line->is_unwritten = true;
	if (turn != LINE_WAITS)
		line->news = turn;
	if (line->is_paused)
		say_reason(line);
	else
		line->pause_reason[0] = '\0';
}

void line_watch_see(struct line_state *line, const struct line_sight *sight, bool is_probe)
{
	int64_t now = clock_now(line->account->core->clock);
	enum line_turn turn = line_health_see(&line->health, sight, now);

	if (is_probe)
		line->probe = PROBE_NONE;
	if (turn == LINE_STAYS)
		return;
	take(line, turn);
	tell(line, turn, now);
	line_watch_keep(line);
	signal_wake_account(line->account);
}

int64_t line_watch_probe_at(const struct line_state *line, int64_t now)
{
	return line->probe == PROBE_NONE ? line_health_probe_at(&line->health, now) : NEVER;
}

/* --- by others ------------------------------------------------------------------------------- */

void line_watch_load(struct line_state *line, const struct line *row)
{
	line->health = row->health;
	line->is_paused = row->health.cause != PAUSE_NONE;
	str_put(line->pause_reason, sizeof(line->pause_reason), str_of(row->pause_reason));
}

void line_watch_pause(struct line_state *line, struct str reason)
{
	line_health_pause(&line->health, clock_now(line->account->core->clock));
	line->is_paused = true;
	line->news = LINE_STAYS;
	line->changes++;
	str_put(line->pause_reason, sizeof(line->pause_reason), reason);
	log_fact(LOG_WARN, "line.paused", LOG_ID("line", line->id.n),
		 LOG_WORD("cause", pause_cause_word(line->health.cause)));
}

void line_watch_resume(struct line_state *line)
{
	line_health_resume(&line->health, clock_now(line->account->core->clock));
	line->is_paused = false;
	line->news = LINE_STAYS;
	line->changes++;
	line->pause_reason[0] = '\0';
	log_fact(LOG_INFO, "line.resumed", LOG_ID("line", line->id.n));
}

/* In words when it is refused, by the provider or by who stands between us; told once, until a list is
 * read again, also where other faults come between. */
void line_watch_list(struct line_state *line, enum fault fault, const char *why)
{
	bool is_refused = fault == FAULT_CONFIG || fault == FAULT_STRANGER;

	assert(!is_refused || why[0]);
	if (fault == FAULT_MISSING)
		return; /* of one text: no word of the list */
	if (fault == FAULT_NONE && line->list_told[0]) {
		log_fact(LOG_INFO, "line.list_is_read", LOG_ID("line", line->id.n));
		line->list_told[0] = '\0';
	}
	str_put(line->list_fault, sizeof(line->list_fault), str_of(is_refused ? why : ""));
	if (!is_refused || str_is(str_of(why), line->list_told))
		return;
	str_put(line->list_told, sizeof(line->list_told), str_of(why));
	log_fact(LOG_ALARM, "line.list_refused", LOG_ID("line", line->id.n),
		 LOG_WORD("cause", list_cause_word(list_cause_by(fault))), LOG_NOTE(why));
}
