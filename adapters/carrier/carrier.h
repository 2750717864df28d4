/*
 * carrier - the practice carrier: a provider in one process that speaks several dialects.
 *
 * It answers the REST interface, calls webhooks and status callbacks signed as
 * the provider signs them, plays the phones on the other side, makes mishaps on
 * demand and keeps an honest log of what really happened.
 *
 * One account, up to 100 lines, all in memory and bounded: records 100,000,
 * phones 20,000.  Nothing survives a restart but the log file.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_CARRIER_H
#define CARRIER_CARRIER_H

#include "base/clock.h"
#include "carrier_log.h"
#include "chores.h"
#include "hook.h"
#include "key.h"
#include "mishaps.h"
#include "phones.h"
#include "records.h"
#include "wire/client.h"
#include "wire/server.h"

enum { CARRIER_LINES = 100, CARRIER_URL = 1024, CARRIER_WORD = 128 };

/* Who answers STOP: the gateway alone, or the provider before it. */
enum carrier_opt_out { OPT_OUT_OFF, OPT_OUT_DEFAULT, OPT_OUT_ADVANCED, OPT_OUTS };

/* How its lists lead on: to their end; each page to itself; two pages to one another; each to
 * another address with the same on it, for ever. */
enum carrier_pages { PAGES_WELL, PAGES_SELF, PAGES_ROUND, PAGES_ENDLESS, PAGES_KINDS };

struct carrier_line {
	char number[PHONE_NUMBER];
	char webhook[CARRIER_URL];   /* empty: texts are kept, nobody is told */
	char fallback[CARRIER_URL];
};

struct dialect;

struct carrier_settings {
	const struct dialect *dialect; /* of what phones text */
	char listen[CARRIER_WORD];
	char account_sid[CARRIER_WORD];
	char token[CARRIER_WORD];
	char log_path[CARRIER_URL];
	char key_path[CARRIER_URL]; /* empty: a key that nobody keeps */
	char webhook[CARRIER_URL]; /* of lines that name none */
	uint64_t seed;
	int64_t step_for;     /* ms of each step in the provider's queue */
	int64_t receipt_for;  /* ms from sent to the handset's receipt */
	int64_t retry_for;    /* ms that a webhook may take; gaps between tries scale */
	int64_t signed_before; /* ms: so old are the signatures of Telnyx's webhooks */
	int64_t clock_offset; /* ms: its own clock (Date, stamps) minus the machine's */
	int64_t listed_after; /* ms from a message's creation until lists show it */
	int64_t page_most;    /* records a page shows at most, whatever is asked for; 0: that */
	enum carrier_pages pages;
	enum carrier_opt_out opt_out;
	struct carrier_line lines[CARRIER_LINES];
	size_t line_count;
};

struct carrier {
	struct carrier_settings settings;
	struct clock *clock;
	struct loop *loop;
	struct server *server;
	struct client *client;
	struct records *records;
	struct phones *phones;
	struct mishaps *mishaps;
	struct carrier_log *log;
	struct chores *chores;
	struct hooks *hooks;
	struct key *key;      /* of Telnyx's webhooks */
	int in_flight;        /* REST requests not yet answered */
	int port;
	char base_url[CARRIER_WORD]; /* "http://127.0.0.1:8090" */
};

/* `endpoints` (routes.h) must outlive it. */
enum fault carrier_open(const struct carrier_settings *settings,
			const struct endpoint *endpoints, struct carrier **carrier,
			struct note *note) MUST_CHECK;
void carrier_free(struct carrier **carrier);
/* By its own clock. */
int64_t carrier_now(const struct carrier *carrier);
/* NULL when the account does not own that number. */
struct carrier_line *carrier_line(struct carrier *carrier, struct str number);
/* Adds the line or changes its addresses.  FAULT_INVALID, FAULT_FULL. */
enum fault carrier_set_line(struct carrier_settings *settings, struct str number,
			    struct str webhook, struct str fallback,
			    struct note *note) MUST_CHECK;
/* "off", "default", "advanced"; false when it is none of them. */
bool carrier_read_opt_out(struct str word, enum carrier_opt_out *opt_out);
/* "well", "self", "round", "endless". */
bool carrier_read_pages(struct str word, enum carrier_pages *pages);
const char *carrier_pages_word(enum carrier_pages pages);
const char *carrier_opt_out_word(enum carrier_opt_out opt_out);
/* "whatsapp:+1…" without the channel in front. */
struct str carrier_bare(struct str address);

/* http or https, a host, no control characters or spaces. */
bool carrier_is_url(struct str text);

#endif
