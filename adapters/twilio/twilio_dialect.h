/*
 * twilio_dialect - what one provider of Twilio's words says differently.
 *
 * What differs is a row of struct dialect, what is the same is said once.
 *
 * For this folder only.  Threads: pure; any.
 * Source: reference/twilio-wire.md.
 */
#ifndef TWILIO_TWILIO_DIALECT_H
#define TWILIO_TWILIO_DIALECT_H

#include "adapters/adapter.h"
#include "wire/form.h"

struct dialect {
	const char *base_path;        /* behind base_url, in front of /Accounts */
	int64_t validity_most;        /* seconds */
	const char *media_domain;     /* content hosts end with it; "" none but the API */
	const char *callback_overrides; /* fragment that asks for more retries, or "" */
	bool has_clone_errors;        /* an error may stand in {"errors": […]}, its code be words */
	const char *signature_header;
	enum fault (*authentic)(const struct account *account, struct str target,
				struct str signature, const struct form *form, struct str body);
};

#endif
