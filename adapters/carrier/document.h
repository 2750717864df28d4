/*
 * document - the answer document of a message webhook (TwiML), read strictly.
 *
 * Threads: pure.
 */
#ifndef CARRIER_DOCUMENT_H
#define CARRIER_DOCUMENT_H

#include "base/str.h"

enum { DOCUMENT_TOO_LARGE = 11750, DOCUMENT_BROKEN = 12100, DOCUMENT_ODD = 12200, DOCUMENT_TYPE = 12300 };

/* Calls `say` for each text that the customer wants sent back.  text/plain is a
 * text as it stands.  0, or the provider's code; with DOCUMENT_ODD (an element
 * that is not known) the known ones were still said. */
int document_read(struct str content_type, struct str body,
		  void (*say)(void *data, struct str text), void *data);

#endif
