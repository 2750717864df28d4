/*
 * dialect - one provider's words, as a row: how its REST interface, its webhooks and its
 * opt-out rules differ.  What happens to a message (mishaps, journey, log, phones) is the
 * same for all and knows no provider.
 *
 * A request speaks the dialect of its path; a record keeps the dialect that made it; what
 * a phone texts is told in the dialect of --dialect.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_H
#define CARRIER_DIALECT_H

#include "hook.h"
#include "opt_out.h"
#include "rest.h"
#include "retry.h"

/* A new message's parameters. */
struct dialect_names {
	const char *to, *from, *service, *text, *media, *callback, *fallback;
	/* All that are known, as for rest_is_strict. */
	const char *const *all;
};

struct dialect {
	enum dialect_id id;
	const char *name;
	const char *realm;         /* WWW-Authenticate */
	int64_t retry_for;         /* how long a webhook may take, unless --retry-ms says */

	/* --- the REST interface: rest.c --- */
	bool (*is_authentic)(const struct rest *rest);
	/* Fills path; false when the address is none of ours. */
	bool (*read_path)(struct rest *rest);
	const char *content_type;  /* of a body */
	enum fault (*read_body)(struct str body, struct arena *arena, struct form *form,
				struct note *note);
	const struct rest_resource *resources;
	/* The caller owns it; `detail` may be NULL. */
	json_t *(*refuse)(enum refusal refusal, const char *detail);
	void (*add_headers)(struct rest *rest, int status);

	/* --- messages: create.c, records.c --- */
	struct dialect_names names;
	enum refusal (*judge)(struct carrier *carrier, const struct form *form);
	/* Sets status, valid_until and send_at of what was judged fine. */
	void (*schedule)(struct record *record, const struct form *form);
	const char *kinds[2];      /* of ids: a text's, one with media; "": a UUID */
	int created;               /* HTTP status */
	const char *id_key;
	bool is_media_open;        /* a picture is for everybody who knows its address */
	bool is_wrapped;           /* {"data": …} around one resource */
	/* The caller owns it. */
	json_t *(*show)(const struct carrier *carrier, const struct record *record);

	/* --- webhooks: hook.c, webhook.c, deliver.c --- */
	struct hook *(*tell_message)(struct carrier *carrier, const struct record *record,
				     enum opt_out_word word);
	/* NULL when the provider does not tell this status, or nobody wants to know. */
	struct hook *(*tell_status)(struct carrier *carrier, const struct record *record);
	void (*compose)(const struct carrier *carrier, const struct hook_letter *letter,
			struct http_request *request);
	struct retry (*retry)(struct str url);
	/* 0 when the customer's answer is fine; else the provider's code for it. */
	int (*judge_answer)(struct carrier *carrier, enum hook_kind kind, int64_t no,
			    const struct http_reply *reply);
	/* Adds what the second address hears about the first; may be NULL. */
	void (*blame)(struct hook *hook, struct str url, int code);

	/* What a STOP to that line closes: opt_out.h. */
	struct str (*scope)(struct str line);
};

/* NULL when nobody speaks so. */
const struct dialect *dialect_find(struct str name);

#endif
