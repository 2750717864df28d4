/*
 * fine - what came back of a call, told by its word when it is not what was expected.
 */
#ifndef TESTS_LIB_FINE_H
#define TESTS_LIB_FINE_H

#include "test.h"

#include "base/fault.h"

#define assert_fine(call) assert_string_equal(fault_word(call), "ok")
#define assert_fault(call, expected) \
	assert_string_equal(fault_word(call), fault_word(expected))

#endif
