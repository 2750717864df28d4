/*
 * mishaps - what goes wrong on demand: by rule (POST /faults) or by magic number.
 *
 * A rule says which requests it is for, how often, and which mishaps they get.
 * All rules that match count; of two that give the same kind of answer the older
 * one wins.  README.md has the words and the magic numbers; the tables in
 * mishap_words.c are the truth.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_MISHAPS_H
#define CARRIER_MISHAPS_H

#include "base/clock.h"
#include "base/json.h"
#include "refusal.h"

/* How the request itself is answered. */
enum mishap_answer {
	MISHAP_NONE,
	MISHAP_REFUSE,   /* an error document for `refusal` */
	MISHAP_PAGE,     /* `page` with `status`: not the provider's own word */
	MISHAP_HANG,     /* no answer for delay_for, then the connection is closed */
	MISHAP_CUT,      /* the connection is closed at once */
	MISHAP_LATE,     /* the same, and it is accepted delay_for later */
	MISHAP_NO_ID,    /* 201 without a sid */
	MISHAP_BAD_JSON  /* 201 with half a document */
};

/* What happens to callbacks, webhooks and lists. */
enum mishap_flag {
	MISHAP_DUPLICATE = 1,
	MISHAP_LOSE = 2,
	MISHAP_SHUFFLE = 4,
	MISHAP_DELAY = 8,
	MISHAP_HIDE = 16,
	MISHAP_SILENT = 32,
	MISHAP_LOSE_WEBHOOK = 64,
	MISHAP_DUPLICATE_WEBHOOK = 128,
	MISHAP_DELAY_WEBHOOK = 256,
	MISHAP_HOLD = 512,
	MISHAP_DOUBTFUL = 1024
};

/* Which request: rules can name them. */
enum mishap_request { MISHAP_CREATE, MISHAP_LIST, MISHAP_FETCH, MISHAP_TEXT, MISHAP_REQUESTS };

struct mishap_case {
	enum mishap_request request;
	struct str to;
	struct str from;
	struct str text;
	int64_t tried;   /* how many requests that number has had, this one too */
};

enum { MISHAP_PAGE_MOST = 1024 };

/* All that goes wrong with one request. */
struct mishap {
	enum mishap_answer answer;
	enum refusal refusal;   /* with REFUSE */
	int status;             /* with PAGE */
	char page[MISHAP_PAGE_MOST];
	bool is_accepted;       /* the provider took it, whatever it answers */
	int64_t delay_for;
	int64_t retry_after_for; /* Retry-After in the answer; 0: none */
	enum refusal ending;    /* NONE: arrives; else undelivered (or failed) with it */
	unsigned flags;
	int64_t chaos_for;
	bool is_held;           /* neither taken nor answered until the release */
	int64_t queue_for;      /* extra time in the queue */
	int copies;
};

struct mishaps;

struct mishaps *mishaps_new(uint64_t seed);
void mishaps_free(struct mishaps **mishaps);
/* FAULT_INVALID with the reason; *id names the rule. */
enum fault mishaps_add(struct mishaps *mishaps, const json_t *json, int64_t *id,
		       struct note *note) MUST_CHECK;
/* The rules as they were given, with id, seen and used; the caller owns it. */
json_t *mishaps_json(const struct mishaps *mishaps);
void mishaps_clear(struct mishaps *mishaps);
/* Judges one request and counts it. */
void mishaps_judge(struct mishaps *mishaps, const struct mishap_case *request,
		   struct mishap *mishap);
/* Below `under`, from the seed. */
uint64_t mishaps_random(struct mishaps *mishaps, uint64_t under);

#endif
