/*
 * bare - a carrier without sockets: what judges, shows and counts needs no more.
 */
#ifndef TESTS_UNIT_CARRIER_BARE_H
#define TESTS_UNIT_CARRIER_BARE_H

#include "tests/lib/test.h"

#include <stdlib.h>

#include "adapters/carrier/dialect_telnyx.h"
#include "adapters/carrier/dialect_telnyx_order.h"
#include "adapters/carrier/dialect_twilio.h"
#include "base/clock.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"

#define LINE "+13125550100"
#define PHONE "+13125550123"
#define START "2026-11-22T10:00:00Z"

static inline int set_up(void **state)
{
	struct carrier *carrier = calloc(1, sizeof(*carrier));

	carrier->clock = clock_new_practice(at(START), false);
	carrier->phones = phones_new();
	carrier->records = records_new();
	carrier->settings.dialect = &dialect_telnyx;
	str_put(carrier->base_url, sizeof(carrier->base_url), STR("http://127.0.0.1:8090"));
	assert_fine(carrier_set_line(&carrier->settings, STR(LINE), STR("http://gw/hook"),
				     STR("http://gw/second"), NULL));
	*state = carrier;
	return 0;
}

static inline int tear_down(void **state)
{
	struct carrier *carrier = *state;

	records_free(&carrier->records);
	phones_free(&carrier->phones);
	clock_free(&carrier->clock);
	free(carrier);
	return 0;
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* A text at a path of at most three names or places; "null"; "?" when there is none. */
static inline const char *text_at(const json_t *json, const char *path[3])
{
	for (int i = 0; i < 3 && path[i]; i++)
		json = json_is_array(json) ? json_array_get(json, (size_t)atoi(path[i]))
					   : json_object_get(json, path[i]);
	return json_is_string(json) ? json_string_value(json) : json_is_null(json) ? "null" : "?";
}


#endif
