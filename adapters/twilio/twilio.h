/*
 * twilio - Twilio's words, and those who speak them with an accent.
 *
 * For the files of this folder only; the world sees adapter.h.  What differs
 * between providers is a row of struct dialect, what is the same is said once.
 *
 * Threads: pure; any.
 * Source: reference/twilio-wire.md.
 */
#ifndef TWILIO_TWILIO_H
#define TWILIO_TWILIO_H

#include "adapters/adapter.h"
#include "base/json_mend.h"

struct dialect {
	const char *base_path;        /* behind base_url, in front of /Accounts */
	int64_t validity_most;        /* seconds */
	const char *media_domain;     /* content hosts end with it; "" none but the API */
	const char *callback_wish;    /* fragment that asks for more retries, or "" */
	const char *signature_header;
	enum fault (*authentic)(const struct account *account, struct str target,
				struct str signature, const struct form *form, struct str body);
};

/* The account's options, by their row. */
enum { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_WEBHOOK_SECRETS, TWILIO_OPTIONS };

extern const struct adapter twilio_adapter_twilio;
extern const struct adapter twilio_adapter_signalwire;
extern const struct adapter twilio_adapter_somleng;
extern const struct adapter twilio_adapter_practice;

/* twilio_media.c: scheme and authority of an address. */
struct str twilio_media_origin(const char *url);
/* twilio.c: the account's keys to the API. */
void twilio_authorize(const struct account *account, struct http_request *request);

/* twilio_media.c: from the API or the dialect's one domain; FAULT_UNSIGNED: neither. */
enum fault twilio_media_authorize(const struct dialect *dialect, const struct account *account,
				  struct str url, struct http_request *request) MUST_CHECK;

/* twilio_hook.c */
enum fault twilio_hook_open(const struct dialect *dialect, const struct account *account,
			    const struct webhook *webhook, struct webhook_events *events,
			    struct note *note) MUST_CHECK;
struct webhook_reply twilio_hook_reply(const struct webhook_result *result);

/* twilio_errors.c: what a code asks for; false when the table does not
 * name it (then *remedy is the default of its kind). */
bool twilio_errors_remedy(int code, enum remedy *remedy);

/* twilio_json.c */
/* Counts and codes come as numbers or as texts; 0 for anything else. */
int twilio_json_number(const json_t *object, const char *key);

/* twilio_status.c */
void twilio_status_read(struct str id, struct str status, int code,
			struct receipt *receipt);
enum fault twilio_status_interpret(const struct form *form, struct receipt *receipt,
				   struct note *note) MUST_CHECK;

/* twilio_inbound.c */
/* Takes "whatsapp:" off; true when it was there. */
bool twilio_inbound_strip_channel(struct str *address);
/* What the family wrote: base64 undone, broken UTF-8 made U+FFFD.  FAULT_TOO_LARGE
 * past the arena's ceiling. */
enum fault twilio_inbound_clean_text(struct str text, struct arena *arena,
			     struct str *clean) MUST_CHECK;
enum fault twilio_inbound_interpret(const struct form *form, struct arena *arena,
			    struct inbound *inbound, struct note *note) MUST_CHECK;

/* twilio_judge.c */
struct judgement twilio_judge(const struct account *account,
			      const struct http_reply *reply);

/* twilio_read.c */
enum fault twilio_read_list(const struct http_reply *reply, struct arena *arena,
			    struct listing *listing, struct note *note) MUST_CHECK;
enum fault twilio_read_fetch(const struct http_reply *reply, struct arena *arena,
			     struct listed *listed, struct note *note) MUST_CHECK;
enum fault twilio_read_media(const struct account *account, const struct http_reply *reply,
			     struct arena *arena, struct inbound *inbound,
			     struct note *note) MUST_CHECK;

/* twilio_sign.c: constant time; every secret tried; no secret: refused.  `form` is NULL or
 * empty when the body is no form. */
enum fault twilio_sign_authentic(const struct account *account, struct str target,
			    struct str signature, const struct form *form,
			    struct str body) MUST_CHECK;
/* For providers that sign a repeated parameter as often as it came. */
enum fault twilio_sign_authentic_repeats(const struct account *account, struct str target,
				    struct str signature, const struct form *form,
				    struct str body) MUST_CHECK;

#endif
