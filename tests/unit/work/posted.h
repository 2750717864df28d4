/*
 * posted - a sender whose first account has a provider (provider.h) to post to and to ask: what
 * is claimed is handed over, and what became of it is found out.
 *
 * Links work/outbound and what it sees.
 */
#ifndef TESTS_UNIT_WORK_POSTED_H
#define TESTS_UNIT_WORK_POSTED_H

#include "provider.h"
#include "sender.h"

#include "adapters/twilio/twilio_account.h"
#include "work/outbound/inflight.h"
#include "work/outbound/reconcile.h"

struct posted {
	struct bench bench;
	struct promise promise;      /* Rosa's */
	struct provider provider;
	struct inflight_set set;
	char url[64];
};

static inline struct account_state *posted_account(struct posted *posted)
{
	return &posted->bench.core->accounts[0];
}

/* The writer begins with posted_begin: what a test queues before, it queues on bench.db. */
static inline void posted_new(struct posted *posted, const char *now)
{
	struct server_limits limits = server_limits_default();
	struct account *account = &posted->bench.accounts[0].account;

	*posted = (struct posted){ .url = "" };
	bench_prepare(&posted->bench, now);
	posted->provider.server = server_new(posted->bench.loop, provider_endpoints,
					     &posted->provider, &limits);
	assert_fine(server_listen(posted->provider.server, "127.0.0.1:0", &posted->provider.port,
				  &posted->bench.note));
	snprintf(posted->url, sizeof(posted->url), "http://127.0.0.1:%d", posted->provider.port);
	account->base_url = posted->url;
	account->options[TWILIO_ACCOUNT_SID] = (struct account_values){ { "AC1" }, 1 };
	account->options[TWILIO_AUTH_TOKEN] = (struct account_values){ { "token" }, 1 };
	bench_open(&posted->bench);
	posted_account(posted)->client = client_new(posted->bench.loop,
						    &posted->bench.settings.client);
	inflight_init(&posted->set);
	case_hire(&posted->bench, "ana@x", "en", ROLE_LIAISON);
	posted->promise = case_ask(&posted->bench, ROSA, "en");
}

static inline void posted_begin(struct posted *posted)
{
	sender_begin(&posted->bench);
	posted->bench.core->reconcile = reconcile_new(posted->bench.core);
}

/* The ledger is the test's again, until the next posted_begin. */
static inline void posted_pause(struct posted *posted)
{
	reconcile_free(&posted->bench.core->reconcile);
	sender_pause(&posted->bench);
}

static inline void posted_done(struct posted *posted)
{
	struct core *core = posted->bench.core;

	client_free(&core->accounts[0].client);
	provider_let_go(&posted->provider);
	server_free(&posted->provider.server);
	inflight_done(&posted->set);
	writer_stop(core->writer);
	for (int i = 0; i < 3; i++)
		loop_turn(posted->bench.loop, 0);
	reconcile_free(&core->reconcile);
	writer_free(&core->writer);
	bench_done(&posted->bench);
}

static inline struct message_id posted_queue(struct posted *posted, enum kind kind)
{
	return case_write(&posted->bench, &posted->promise, kind, (struct user_id){ 0 });
}

static inline struct delivery posted_row(struct posted *posted, struct message_id id)
{
	return case_delivery(&posted->bench, id);
}

/* What is due is claimed, all of one claim; at least one. */
static inline struct claim *posted_claim(struct posted *posted)
{
	struct claim *claim = sender_claim(&posted->bench, 8, 8);

	assert_true(claim_count(claim) > 0);
	return claim;
}

/* All of it leaves, or does not; until every outcome stands in the ledger. */
static inline void posted_hand_over(struct posted *posted, struct claim **claim)
{
	for (size_t i = 0; i < claim_count(*claim); i++)
		inflight_hand_over(&posted->set, *claim, i);
	claim_free(claim);
	if (posted->provider.takes != HOLDS)
		sender_until(&posted->bench, posted->set.count == 0);
}

/* One text, posted; how it ends is said by provider.takes. */
static inline struct message_id posted_text(struct posted *posted, enum takes takes)
{
	struct message_id id;
	struct claim *claim;

	posted->provider.takes = takes;
	id = posted_queue(posted, KIND_ANSWER);
	posted_begin(posted);
	claim = posted_claim(posted);
	posted_hand_over(posted, &claim);
	posted->provider.takes = TAKES;
	return id;
}

#endif
