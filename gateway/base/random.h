/*
 * random - bytes nobody can guess, from the kernel.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* 128 bits in lower-case hex and a NUL: attempt tokens, capabilities. */
#define TOKEN_SIZE 33

/* Here for the tests. */
void random_bytes(void *into, size_t size);
uint64_t random_number(void);
void random_token(char into[TOKEN_SIZE]);

#endif
