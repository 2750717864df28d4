/*
 * fuzz - what every target shares.  Each is one function over bytes that must neither
 * crash nor break what its header promises.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
