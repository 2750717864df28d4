/*
 * core - what all of work shares: settings, clocks, the lines as they stand, who is woken.
 *
 * engine.c makes it, owns it and everything in it, and ends it; engine.h says in which
 * order.  Below the engine it is borrowed.  Functions on the writer thread get it as
 * `const` (struct txn) and read only what never changes after the start: settings, ids,
 * clock, the lines' ids, and what is marked _Atomic.
 *
 * Threads: the loop's, but for the above.
 */
#ifndef WORK_CORE_H
#define WORK_CORE_H

#include "adapters/adapter.h"
#include "base/id.h"
#include "base/rarely.h"
#include "domain/hours.h"
#include "domain/ladder.h"
#include "domain/pace.h"
#include "domain/school.h"
#include "locale.h"
#include "provider_clock.h"
#include "signal.h"
#include "store/jobs/writer.h"
#include "store/messaging/deliveries.h"
#include "store/messaging/lines.h"
#include "wire/client.h"
#include "wire/loop.h"

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
	int64_t deep_poll_every;        /* 24 h, looks back 48 h */
	int64_t receipt_for;             /* 72 h */
	int64_t token_for;               /* 90 days: how long a token opens that nobody set otherwise */
	int64_t poll_scale_percent;      /* 100: polls at 2, 10, 60 min, 6, 24 h; tests shorten */
	struct client_limits client;
	struct str audit_key;
};

/* One text goes out over a paused line: claimed, then handed over. */
enum line_probe { PROBE_NONE, PROBE_ASKED, PROBE_UNDER_WAY };

/* One of the district's numbers at one provider. */
struct line_state {
	struct line_id id;
	const struct line_settings *settings;
	struct account_state *account;
	struct pace pace;
	_Atomic bool is_paused;          /* health has a cause; readers explain routes by it */
	struct line_health health;       /* line_watch.c alone changes these */
	char pause_reason[LINE_REASON];
	enum line_probe probe;
	enum line_turn news;             /* what the ledger's trace does not tell yet */
	bool is_keeping, is_unwritten;
	int64_t changes;                 /* of health so far */
	char list_fault[LINE_REASON];    /* why we may ask the provider nothing; "" */
	char list_told[LINE_REASON];     /* of which the log knows */
	int64_t polled_at, deep_at;       /* machine's time; store/messaging/lines.h */
	bool is_polled;                   /* since this process started */
	enum fault poll_fault;            /* of the last turn; CONFLICT: its list goes in a circle */
	int64_t last_inbound_at, last_sent_at;
	int doubts;                      /* outcomes in a row that nobody knows */
	int64_t rested_at;               /* when it last began to rest because of them */
};

struct account_state {
	const struct account_settings *settings;
	const struct adapter *adapter;
	struct client *client;
	struct provider_clock clock;
	struct core *core;
	struct line_state *lines;
	size_t line_count;
	struct outbox *outbox;
	struct inbound_poll *poll;
	int list_faults;                 /* lists in a row that could not be read */
	enum fault list_fault;           /* of the last; adapters/adapter.h, domain/list_cause.h */
	int64_t refused_signatures;
	struct rarely unsigned_told, unkept_told;
};

/* Counted since the start, for /metrics. */
#define CORE_COUNTS(X)                                                        \
	X(inbound) X(inbound_repeats) X(inbound_by_poll) X(inbound_strays)    \
	X(handed_over) X(accepted) X(refused) X(doubtful) X(adopted)          \
	X(ambiguous) X(receipts) X(orphans) X(suppressed) X(replies_capped)   \
	X(texts_not_kept) X(receipts_not_kept)                                \
	X(destination_refused) X(answers_strange) X(probes)                   \
	X(steps) X(inbound_polls) X(inbound_poll_faults) X(media_kept) X(media_failed)
/* Told under their names of before too, for one version. */
#define CORE_COUNTS_BEFORE(X)                                                 \
	X(heard, inbound) X(heard_repeats, inbound_repeats)                   \
	X(heard_by_sweep, inbound_by_poll) X(sweeps, inbound_polls)
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
	struct db_health *health;        /* of the ledger; NULL: nobody looks */
	const struct core_settings *settings;
	struct locale *locale;
	struct rulebook_cache *rules;             /* the writer thread's: rulebook_cache.h */
	struct reply_cache *replies;     /* the writer thread's: reply_cache.h */
	struct account_state accounts[CORE_ACCOUNTS];
	size_t account_count;
	struct line_state lines[CORE_LINES];
	size_t line_count;
	struct blocklist *blocklist;
	struct reconcile *reconcile;
	struct scheduler *scheduler;
	struct media_queue *queue;         /* media of inbound messages */
	struct zone_watch *zones;
	int64_t wall_ahead_for;          /* of the boot clock, when clock_watch last looked */
	bool is_set;                     /* the clock was: what waits is still to be judged by it */
	int64_t rests_until;             /* clock_boot_ms: nothing is sent before (clock_watch.h) */
	struct core_counts counts;
	struct ledger_watch *ledger_watch;
	/* Of the last writes, by ledger_watch.h: what they failed of, FAULT_NONE when they are
	 * kept; and since when one waits that should be quick (boot time; 0: none does). */
	enum fault ledger_fault;
	int64_t ledger_waits_since;
	bool is_ready;                   /* every line was polled once: sending is open */
	_Atomic bool is_quarantined;     /* restore.h; the writer thread reads it */
	bool is_ending_quarantine;
	bool is_stopping;
	bool is_cut;                     /* the clients are gone */
	struct signal signal;            /* who is woken, and who is told */
};

/* Takes over a newly loaded locale; the old one goes with its last holder. */
void core_set_locale(struct core *core, struct locale *locale);
/* Takes over the closures in force from now on. */
void core_set_timetable(struct core *core, struct timetable *timetable);

#endif
