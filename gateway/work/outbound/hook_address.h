/*
 * hook_address - our webhook addresses under public_url, as contract.md names them.
 *
 * Providers get them as values: no adapter knows how they are made.
 *
 * Threads: pure; any.
 */
#ifndef WORK_HOOK_ADDRESS_H
#define WORK_HOOK_ADDRESS_H

#include "adapters/adapter.h"

/* Where inbound texts go: what is pasted at the provider. */
void hook_address_message(const struct account *account, struct buf *into);
/* Where a message's callbacks go; `token` is the attempt's. */
void hook_address_status(const struct account *account, const char *token, struct buf *into);

#endif
