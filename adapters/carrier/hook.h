/*
 * hook - one webhook or status callback on its way to the customer, with the
 * provider's signature, retries, token and fallback address.
 *
 * A hook lives from hook_new until it was answered for good; hook_send gives it
 * away.  It says form fields (hook_add) or an event (hook_set_event); how they look
 * on the wire is its dialect's.  The log gets a line for every attempt: "webhook" or "callback".
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_HOOK_H
#define CARRIER_HOOK_H

#include "base/json.h"
#include "base/random.h"
#include "wire/http.h"

enum hook_kind { HOOK_MESSAGE, HOOK_STATUS };

struct carrier;
struct hook;
struct record;
struct hooks;

struct hooks *hooks_new(void);
/* Forgets all that are under way. */
void hooks_free(struct hooks **hooks);
/* Not yet answered for good. */
size_t hooks_count(const struct hooks *hooks);

/* What one attempt says, for the dialect that composes it; borrowed from the hook. */
struct hook_letter {
	struct str url;        /* with its fragment */
	const char *token;     /* the same for copies and for later attempts */
	int attempt;           /* at this address, from 1 */
	const struct form_field *fields;
	size_t field_count;
	const char *event;     /* NULL: it says the fields */
	json_t *payload;
	int64_t at;            /* when it happened */
};

/* In the record's dialect.  Addresses are copied; fallback may be empty. */
struct hook *hook_new(struct carrier *carrier, enum hook_kind kind, const struct record *record,
		      struct str url, struct str fallback);
/* Adds a form field; the value is copied, the name is static. */
void hook_add(struct hook *hook, const char *name, struct str value);
/* Instead of fields: takes `payload`; `event` is static. */
void hook_set_event(struct hook *hook, const char *event, json_t *payload, int64_t at);
/* The status that it tells, for the log; `word` is static. */
void hook_set_status(struct hook *hook, const char *word);
/* The same token for copies of one callback. */
void hook_set_token(struct hook *hook, const char token[TOKEN_SIZE]);
void hook_send(struct hook *hook, int64_t in_for);

#endif
