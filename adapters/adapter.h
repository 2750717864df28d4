/*
 * adapter - one provider's dialect: values in, values out.
 *
 * An adapter translates and never acts: no socket, no clock (`now` is a value of
 * the webhook), no retry, no store, no memory between calls.  The contract knows no
 * provider's shape: who signs a form, who signs bytes and a time, who answers with a
 * document and who with nothing is for the adapter to know.  A dialect that differs in
 * words differs in data, not in a copied file.
 *
 * Threads: pure; any.
 * Ownership: texts inside what is returned are borrowed from the webhook, the reply or
 * the arena that was passed in.
 */
#ifndef ADAPTERS_ADAPTER_H
#define ADAPTERS_ADAPTER_H

#include "base/account_option.h"
#include "webhook.h"

enum { ADAPTER_ID = 128 };

/* One account at one provider, from hearback.yaml.  All texts outlive it. */
struct account {
	const char *name;          /* appears in our webhook paths */
	const char *base_url;      /* the provider's API, no trailing slash */
	const char *public_url;    /* ours, "https://hear.example.org", no trailing slash */
	struct account_values options[ACCOUNT_OPTIONS]; /* by the rows of adapter->account */
};

/* A text to send. */
struct outgoing {
	const char *from;          /* E.164, "whatsapp:" is added by channel */
	const char *to;
	enum channel channel;
	struct str text;
	struct str media[ADAPTER_MEDIA];
	size_t media_count;
	const char *callback_url;  /* ours; what became of it is told there */
	int64_t valid_for;         /* ms until the provider must have handed it over */
};

/* The provider's judgement of a POST, by the outcome table of guarantees.md §2.5. */
enum verdict {
	VERDICT_ACCEPTED, /* id is set */
	VERDICT_NOT_SENT, /* no byte left */
	VERDICT_LATER,    /* refused for now (429), not processed */
	VERDICT_REFUSED,  /* a provider's error document: remedy says what next */
	VERDICT_UNKNOWN   /* anything else: settle, then reconcile */
};

struct judgement {
	enum verdict verdict;
	enum remedy remedy;        /* with LATER and REFUSED */
	int code;                  /* the provider's error code, 0 when none */
	char id[ADAPTER_ID + 1];   /* with ACCEPTED */
	int64_t retry_after_for;   /* ms, 0 when the provider does not say */
	int segments;              /* what the provider counted, 0 when unknown */
};

/* One message in a provider's list. */
struct listed {
	struct str id;
	struct str from, to;       /* without channel prefix */
	enum channel channel;
	struct str text;
	bool is_inbound;
	int media_count;           /* of inbound ones; fetch addresses with compose_media */
	int64_t created_at;
	struct receipt receipt;    /* outbound: its status now */
};

struct listing {
	struct listed *items;      /* in the arena */
	size_t count;
	struct str next;           /* host-relative address of the next page; empty: last */
};

struct list_query {
	const char *to;            /* NULL: any */
	const char *from;          /* NULL: any */
	enum channel channel;      /* adds "whatsapp:" to both */
	int64_t since_at;          /* ms; sent or received on or after */
};

struct adapter {
	struct account_kind account; /* its word in hearback.yaml, and its options' rows */
	bool can_list;             /* false: an unknown outcome always goes to a person */
	size_t media_most;         /* pictures a message may carry; callers send links
				      for the rest */

	void (*compose)(const struct account *account, const struct outgoing *outgoing,
			struct http_request *request);
	struct judgement (*judge)(const struct account *account,
				  const struct http_reply *reply);
	/* What an operator has to do about the provider's error code, in words: a sentence
	 * without a point, of less than 200 bytes; "" when there is nothing to say. */
	const char *(*advise)(int code);
	/* How a reply that is no list reads: FAULT_AGAIN (cut, 429, 5xx), FAULT_CONFIG (401 or 403
	 * with the provider's own error document: it refuses us), FAULT_STRANGER (a 3xx or 4xx without
	 * one: not the provider's word), FAULT_MISSING (404), FAULT_INVALID (unreadable). */
	/* Lists messages; `next` (from a listing) goes on where that page ended. */
	void (*compose_list)(const struct account *account, const struct list_query *query,
			     struct str next, struct http_request *request);
	enum fault (*read_list)(const struct http_reply *reply, struct arena *arena,
				struct listing *listing, struct note *note) MUST_CHECK;
	/* One message's status now; judge with read_fetch. */
	void (*compose_fetch)(const struct account *account, struct str id,
			      struct http_request *request);
	enum fault (*read_fetch)(const struct http_reply *reply, struct arena *arena,
				 struct listed *listed, struct note *note) MUST_CHECK;
	/* The media list of an inbound message that came by polling. */
	void (*compose_media)(const struct account *account, struct str id,
			      struct http_request *request);
	/* Fills media, media_type and media_count of `inbound`, nothing else. */
	enum fault (*read_media)(const struct account *account, const struct http_reply *reply,
				 struct arena *arena, struct inbound *inbound,
				 struct note *note) MUST_CHECK;
	/* Composes the GET of a medium, with our credentials where it is the API itself;
	 * anywhere else is_outside is set and nothing of ours goes along.  FAULT_UNSIGNED:
	 * the address is not the provider's; nothing is fetched from there. */
	enum fault (*authorize_fetch)(const struct account *account, struct str url,
				      struct http_request *request) MUST_CHECK;
	/* Verifies first, by the account's secrets, in constant time, over our configured
	 * public address where addresses are signed; then says what it tells.  The list's
	 * arena is the caller's.  FAULT_UNSIGNED: not from this provider, or not for this
	 * account; FAULT_INVALID, FAULT_TOO_LARGE: what must be there is not. */
	enum fault (*open)(const struct account *account, const struct webhook *webhook,
			   struct webhook_events *events, struct note *note) MUST_CHECK;
	/* What the provider hears when all of it is committed: never a text to a family,
	 * which would have no row, and which a repeated webhook would repeat. */
	struct webhook_reply (*reply)(const struct webhook_result *result);
	/* What the provider wants behind our address where it is pasted; "" nothing. */
	const char *webhook_overrides;
};

#endif
