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
#include "base/json.h"

struct dialect {
	const char *base_path;        /* behind base_url, in front of /Accounts */
	int64_t validity_most;        /* seconds */
	const char *media_domain;     /* content hosts end with it; "" none but the API */
	const char *callback_wish;    /* fragment that asks for more retries, or "" */
};

extern const struct adapter twilio_adapter_twilio;
extern const struct adapter twilio_adapter_signalwire;
extern const struct adapter twilio_adapter_somleng;
extern const struct adapter twilio_adapter_practice;

/* twilio.c: scheme and authority of an address. */
struct str twilio_origin(const char *url);

/* twilio_media.c: hosts that media may come from, "" or one domain of the provider's. */
bool twilio_media_fits(const struct account *account, const char *domain,
			 struct str url, bool *is_api);

/* twilio_errors.c: what a code asks for; false when the table does not
 * name it (then *remedy is the default of its kind). */
bool twilio_errors_remedy(int code, enum remedy *remedy);

/* twilio_json.c: like json_read, but one poisoned body (a NUL, half an emoji,
 * broken UTF-8) becomes U+FFFD instead of hiding all its neighbours. */
enum fault twilio_json(struct str text, json_t **value, struct note *note) MUST_CHECK;
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

/* twilio_sign.c */
enum fault twilio_sign_authentic(const struct account *account, struct str target,
			    struct str signature, const struct form *form,
			    struct str body) MUST_CHECK;
/* For providers that sign a repeated parameter as often as it came. */
enum fault twilio_sign_authentic_repeats(const struct account *account, struct str target,
				    struct str signature, const struct form *form,
				    struct str body) MUST_CHECK;

/* twiml.c: the document that says nothing. */
struct str twiml_acknowledge(const char **content_type);

#endif
