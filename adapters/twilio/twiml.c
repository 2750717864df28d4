#include "twilio.h"

/* Replies go out through the outbox, never in a webhook's answer: a document
 * has no row, and a repeated webhook would repeat it (guarantees.md §2.1).  So
 * the one document we need today has nothing in it. */
struct str twiml_acknowledge(const char **content_type)
{
	*content_type = "text/xml; charset=utf-8";
	return STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>\n");
}
