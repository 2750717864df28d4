/*
 * mac - HMAC-SHA256 over fields, each with its length in front, so that no two rows of fields
 * spell the same bytes: what the audit chain and the ledger's mark are sealed with.
 *
 *	AUTO(mac) mac = { .kind = NULL };
 *	mac_init(&mac, key);  mac_add(&mac, …);  mac_end(&mac, seal);
 *
 * Threads: the caller's own.
 */
#ifndef STORE_MAC_H
#define STORE_MAC_H

#include "digest.h"

/* Made ready once and begun anew for each seal. */
struct mac {
	struct evp_mac_st *kind;
	struct evp_mac_ctx_st *context;
};

/* The key is not kept by us, only by OpenSSL until mac_done. */
void mac_init(struct mac *mac, struct str key);
void mac_done(struct mac *mac);
void mac_add(struct mac *mac, struct str field);
void mac_add_number(struct mac *mac, int64_t number);
/* Spells it and begins anew with the same key. */
void mac_end(struct mac *mac, char into[DIGEST_SIZE]);

#endif
