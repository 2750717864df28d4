/*
 * adapter - one provider's dialect: values in, values out.
 *
 * An adapter translates and never acts: no socket, no clock (`now` is an
 * argument), no retry, no store, no memory between calls.  A dialect that
 * differs in words differs in data (struct dialect rows in twilio.c), not in a
 * copied file.  Wire facts: reference/twilio-wire.md.
 *
 * Threads: pure; any.
 * Ownership: texts inside struct inbound and struct listed are borrowed from the
 * form, the reply or the arena that was passed in.
 */
#ifndef ADAPTERS_ADAPTER_H
#define ADAPTERS_ADAPTER_H

#include "domain/delivery.h"
#include "wire/http.h"

enum { ADAPTER_SECRETS = 4, ADAPTER_MEDIA = 10, ADAPTER_ID = 128 };

/* One account at one provider, from hearback.yaml.  All texts outlive it. */
struct account {
	const char *name;          /* appears in our webhook paths */
	const char *base_url;      /* "https://api.twilio.com", no trailing slash */
	const char *account_sid;
	const char *auth_token;
	const char *secrets[ADAPTER_SECRETS]; /* webhook signing, NULL-terminated when fewer;
						 empty: the auth token signs */
	const char *public_url;    /* ours, "https://hear.example.org", no trailing slash */
};

/* A text to send. */
struct outgoing {
	const char *from;          /* E.164, "whatsapp:" is added by channel */
	const char *to;
	enum channel channel;
	struct str text;
	struct str media[ADAPTER_MEDIA];
	size_t media_count;
	const char *token;         /* of the attempt: goes into the callback address */
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

/* What a family sent. */
enum heard_word { HEARD_NO_WORD, HEARD_STOP, HEARD_START, HEARD_HELP };

struct inbound {
	struct str id;             /* MessageSid */
	struct str account_sid;
	struct str from;           /* E.164 without channel prefix, or a business-scoped id */
	struct str to;
	enum channel channel;
	struct str text;           /* UTF-8, control characters kept, NFC not applied */
	struct str media[ADAPTER_MEDIA];
	struct str media_type[ADAPTER_MEDIA];
	size_t media_count;
	enum heard_word opt_out_type; /* OptOutType: the provider has already answered */
	struct str profile_name;   /* WhatsApp's, a hint */
};

/* What a provider says about a message of ours. */
struct receipt {
	struct str id;
	bool is_known;             /* false: a status word we do not know; changes nothing */
	enum delivery_event event; /* ON_ACCEPTED (queued, sending, sent), ON_DELIVERED,
				      ON_READ, ON_UNDELIVERED (undelivered, failed, canceled) */
	bool is_handed_over;       /* the carrier has it (sent or better), not only queued */
	int code;
	enum remedy remedy;        /* meaningful with ON_UNDELIVERED */
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
	const char *kind;          /* "twilio", "signalwire", "somleng", "practice" */
	bool can_list;             /* false: an unknown outcome always goes to a person */
	size_t media_most;         /* pictures a message may carry; callers send links
				      for the rest */

	void (*compose)(const struct account *account, const struct outgoing *outgoing,
			struct http_request *request);
	struct judgement (*judge)(const struct account *account,
				  const struct http_reply *reply);
	/* How a reply that is no list reads: FAULT_AGAIN (cut, 429, 5xx), FAULT_CONFIG
	 * (401, 403), FAULT_MISSING (404), FAULT_INVALID (unreadable). */
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
	/* The media list of an inbound message that came by the sweep. */
	void (*compose_media)(const struct account *account, struct str id,
			      struct http_request *request);
	/* Fills media, media_type and media_count of `heard`, nothing else. */
	enum fault (*read_media)(const struct account *account, const struct http_reply *reply,
				 struct arena *arena, struct inbound *inbound,
				 struct note *note) MUST_CHECK;
	/* May media be fetched from there?  Only from the provider's own hosts, over the
	 * scheme of base_url (https, but for practice on loopback).  *is_api: it is the API
	 * itself and gets our credentials; a content host never does. */
	bool (*is_media_url)(const struct account *account, struct str url, bool *is_api);
	/* FAULT_NONE: signed by the provider over our configured public address and
	 * this raw target; constant time; every secret tried; no secret: refused.
	 * `form` is NULL or empty when the body is no form. */
	enum fault (*authentic)(const struct account *account, struct str target,
				struct str signature, const struct form *form,
				struct str body) MUST_CHECK;
	const char *signature_header; /* "X-Twilio-Signature" */
	/* FAULT_INVALID when what must be there is not. */
	enum fault (*interpret)(const struct form *form, struct arena *arena,
				struct inbound *inbound, struct note *note) MUST_CHECK;
	enum fault (*interpret_status)(const struct form *form, struct receipt *receipt,
				       struct note *note) MUST_CHECK;
	/* The empty document that answers an inbound webhook: never a reply in it. */
	struct str (*acknowledge)(const char **content_type);
};

/* NULL when there is no such kind. */
const struct adapter *registry_find(struct str kind);

#endif
