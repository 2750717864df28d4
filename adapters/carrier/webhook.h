/*
 * webhook - tells the customer of an inbound message, with the mishaps of the hour.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_WEBHOOK_H
#define CARRIER_WEBHOOK_H

#include "carrier.h"
#include "opt_out.h"

/* `word` is what the provider read in it; with advanced opt-out it is told. */
void webhook_send(struct carrier *carrier, const struct record *record,
		  enum opt_out_word word);

#endif
