/*
 * work - makes happen what domain decides and store remembers.
 *
 * Owns the order of things: at start every `sending` row becomes `unknown`, then the
 * inbound sweep runs, and only then is anything sent (guarantees.md §2.2).  External
 * actions are never inside a transaction.
 *
 * Threads: all functions on the loop thread.  Writer-thread code lives in functions
 * that take a struct scene (txn.h).
 */
#ifndef WORK_ENGINE_H
#define WORK_ENGINE_H

#include "adapters/adapter.h"
#include "base/id.h"
#include "domain/hours.h"
#include "domain/ladder.h"
#include "domain/pace.h"
#include "work/txn/locale.h"
#include "store/messaging/deliveries.h"
#include "store/jobs/writer.h"
#include "wire/client.h"

enum { CORE_LINES = 64, CORE_ACCOUNTS = 16 };

/* hearback.yaml as work needs it; all texts outlive the work. */
struct line_settings {
	const char *number;
	bool speaks[CHANNEL_COUNT];
	double per_second;
};

struct account_settings {
	struct account account;
	const char *kind;
	int max_concurrency;
	const struct line_settings *lines;
	size_t line_count;
};

struct core_settings {
	const char *district_name;
	const char *district_phone;      /* "" when none */
	const struct zone *zone;
	struct school_week week;
	int law_from, law_to;            /* minutes of the day, 480 and 1260 */
	int district_from, district_to;  /* within them; equal: as the law says */
	const char *media_dir;
	const struct account_settings *accounts;
	size_t account_count;
	bool gives_ambiguous_to_person;  /* on_ambiguous: person */
	bool is_practice;                /* the clock is: later tries come to the minute */
	enum rung ladder[RUNG_COUNT];    /* the order of its rungs; count 0: the full one */
	size_t ladder_count;
	int64_t settle_for;              /* 120 s */
	int64_t list_gap_for;            /* 30 s between two empty lists */
	int64_t inbound_poll_every;             /* 60 s */
	int64_t deep_sweep_every;        /* 24 h, looks back 48 h */
	int64_t receipt_for;             /* 72 h */
	int64_t poll_scale_percent;      /* 100: polls at 2, 10, 60 min, 6, 24 h; tests shorten */
	struct client_limits client;
	struct str audit_key;
};

/* One of the district's numbers at one provider. */
struct line_state {
	struct line_id id;
	const struct line_settings *settings;
	struct account_state *account;
	struct pace pace;
	_Atomic bool is_paused;          /* readers explain routes by it */
	char pause_reason[160];
	int64_t swept_at;                /* provider's (machine's) time */
	bool is_swept;                   /* since this process started */
	int64_t last_heard_at, last_sent_at;
	int doubts;                      /* outcomes in a row that nobody knows */
	int64_t rested_at;               /* when it last began to rest because of them */
};

struct account_state {
	const struct account_settings *settings;
	const struct adapter *adapter;
	struct client *client;
	struct core *core;
	struct line_state *lines;
	size_t line_count;
	struct outbox *outbox;
	struct inbound_poll *poll;
};

/* Counted since the start, for /metrics. */
#define CORE_COUNTS(X)                                                        \
	X(heard) X(heard_repeats) X(heard_by_sweep) X(refused_signatures)     \
	X(handed_over) X(accepted) X(refused) X(doubtful) X(adopted)          \
	X(ambiguous) X(receipts) X(orphans) X(suppressed) X(replies_capped)   \
	X(steps) X(sweeps) X(inbound_poll_faults) X(media_kept) X(media_failed)
struct core_counts {
#define X(name) int64_t name;
	CORE_COUNTS(X)
#undef X
};

struct core {
	struct loop *loop;
	struct clock *clock;
	struct clock *wall;              /* the machine's own time: what providers stamp */
	struct id_maker *ids;
	struct writer *writer;
	struct reader *reader;
	const struct core_settings *settings;
	struct locale *locale;
	struct rulebook_cache *rules;             /* the writer thread's: rulebook_cache.h */
	struct account_state accounts[CORE_ACCOUNTS];
	size_t account_count;
	struct line_state lines[CORE_LINES];
	size_t line_count;
	struct blocklist *blocklist;
	struct reconcile *reconcile;
	struct scheduler *scheduler;
	struct media_queue *queue;         /* media of inbound messages */
	struct core_counts counts;
	bool is_ready;                   /* every line was swept once: sending is open */
	_Atomic bool is_quarantined;     /* restore.h; the writer thread reads it */
	bool is_ending_quarantine;
	bool is_stopping;
	bool is_cut;                     /* the clients are gone */
	void (*on_change)(void *context, const char *what, int64_t id); /* event stream; may be NULL */
	void *change_context;
};

/* Borrows everything but speech, which it takes over.  `db`: for the start only, before
 * the writer thread has it: puts the lines, maps sending to unknown. */
struct engine_parts {
	const struct core_settings *settings;
	struct loop *loop;
	struct clock *clock;
	struct locale *locale;
	struct db *db;
};
enum fault engine_new(const struct engine_parts *parts, struct core **core,
		    struct note *note) MUST_CHECK;
/* After writer and reader were set: starts sweeping, then sending. */
void engine_start(struct core *core);
/* No new claim; what is under way finishes or is cut by its own time-outs. */
void engine_stop(struct core *core);
bool engine_is_idle(const struct core *core);
/* Before the writer and the readers stop: no byte leaves or arrives any more.  What was
 * under way is found by the next start (guarantees.md §2.2). */
void engine_cut(struct core *core);
/* After the writer and the readers have stopped and the loop has turned twice, so that
 * no job of ours is in their hands. */
void engine_free(struct core **core);
/* Takes over a newly loaded speech; the old one goes with its last holder. */
void engine_set_locale(struct core *core, struct locale *locale);
/* Takes over the closures in force from now on. */
void engine_set_timetable(struct core *core, struct timetable *timetable);
/* Look at everything again: after the practice clock was advanced. */
void engine_wake(struct core *core);
/* The machine's clock jumped: everything again, and nothing is sent for a minute. */
void engine_clock_jumped(struct core *core);
struct account_state *line_table_account(struct core *core, struct str name);
struct line_state *line_table_find(struct core *core, const struct account_state *account,
				 struct str number);
struct line_state *line_table_by_id(struct core *core, struct line_id id);
/* The first line that speaks the channel, one that is not paused before one that is;
 * NULL when none does. */
struct line_state *line_table_for(struct core *core, enum channel channel);
/* The loop's copy of what the ledger says or is about to say, with an alarm. */
#define LINE_REFUSED "the provider refuses our account or number: see hearbackctl lines"
void line_table_pause(struct line_state *line, const char *why);
/* Tells the event stream. */
void signal_changed(struct core *core, const char *what, int64_t id);

#endif
