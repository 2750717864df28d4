/*
 * test - cmocka with the headers it wants, in the order it wants them; and nothing left on the disk (leftover.h).
 */
#ifndef TESTS_LIB_TEST_H
#define TESTS_LIB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "leftover.h"

#endif
