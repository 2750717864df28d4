/*
 * telnyx_order - a message that Telnyx would take, and its record.
 */
#ifndef TESTS_UNIT_CARRIER_TELNYX_ORDER_H
#define TESTS_UNIT_CARRIER_TELNYX_ORDER_H

#include "bare.h"

#define MAY(more) "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"text\": \"hi\"" more "}"

static inline struct record *accept(struct carrier *carrier, const char *body)
{
	struct record *record = records_add(carrier->records, "");
	struct form form;
	AUTO(arena) arena;

	arena_init(&arena, 64 * 1024);
	assert_fine(dialect_telnyx_order_read(str_of(body), &arena, &form, NULL));
	record->dialect = &dialect_telnyx;
	record->direction = RECORD_SENT;
	record->created_at = carrier_now(carrier);
	record->updated_at = record->created_at;
	str_put(record->to, sizeof(record->to), form_get(&form, "to"));
	str_put(record->from, sizeof(record->from), form_get(&form, "from"));
	buf_add(&record->text, form_get(&form, "text"));
	dialect_telnyx_order_schedule(record, &form);
	return record;
}

#endif
