/*
 * macros - the few words we add to C.
 *
 * AUTO(buf) declares a struct buf that is cleaned up on every way out of its
 * block: initialise it on the next line.  AUTO_PTR(json) does the same for a
 * pointer to a struct that has a json_free(struct json **).
 */
#ifndef BASE_MACROS_H
#define BASE_MACROS_H

#include <stddef.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTS(form, first) __attribute__((__format__(__printf__, form, first)))
#define AUTO(noun) __attribute__((cleanup(noun##_done))) struct noun
#define AUTO_PTR(noun) __attribute__((cleanup(noun##_free))) struct noun *
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define container_of(pointer, type, member) \
	((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#endif
