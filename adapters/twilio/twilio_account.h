/*
 * twilio_account - what an account needs from hearback.yaml, and its keys to the API.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_ACCOUNT_H
#define TWILIO_TWILIO_ACCOUNT_H

#include "adapters/adapter.h"

/* The account's options, by their row. */
enum { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_WEBHOOK_SECRETS, TWILIO_OPTIONS };

/* The rows, TWILIO_OPTIONS of them and the one that ends the table. */
extern const struct account_option twilio_account_options[];

/* The account's id, "" when it was not given. */
const char *twilio_account_sid(const struct account *account);
/* Signs the request in at the API: only where its address is the API's. */
void twilio_account_authorize(const struct account *account, struct http_request *request);

#endif
