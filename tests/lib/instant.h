/*
 * instant - a time as people write it, "2026-03-08T01:59:59-06:00", for tables of claims.
 */
#ifndef TESTS_LIB_INSTANT_H
#define TESTS_LIB_INSTANT_H

#include "test.h"

#include "base/date.h"

static inline int64_t at(const char *text)
{
	int64_t instant = 0;

	assert_int_equal(date_parse_rfc3339(str_of(text), &instant), FAULT_NONE);
	return instant;
}

#endif
