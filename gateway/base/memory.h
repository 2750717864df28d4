/*
 * memory - what is asked for is there, or the process ends.
 *
 * Nobody above can do anything useful without memory, so nobody checks for it:
 * every function here returns memory or halts with one line that says so
 * (halt.h).  A number of things times their size that no size_t holds is the same
 * end.  What a stranger may make us keep has a ceiling elsewhere (buf, arena).
 *
 * Ownership: what is returned is the caller's, who gives it to free(3).
 * Threads: any; everything works on the caller's own memory.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "str.h"

/* One zeroed thing of this type: struct clock *clock = memory_new(struct clock); */
#define memory_new(type) ((type *)memory_zeroed(1, sizeof(type)))
/* So many of them in a row.  Never NULL, not for none either. */
#define memory_array(type, count) ((type *)memory_zeroed((count), sizeof(type)))
/* Room for `count` of what `at` points to; what stood there stands there still, what is
 * new is not zeroed.  `at` may be NULL and is void afterwards: at = memory_more(at, n); */
#define memory_more(at, count) ((__typeof__(at))memory_grow((at), (count), sizeof(*(at))))
/* For what a library makes and gives NULL for only when it has no memory:
 * loop->base = memory_must(event_base_new()); the type stays. */
#define memory_must(pointer) ((__typeof__(pointer))memory_found(pointer))

#define MEMORY_MADE MUST_CHECK __attribute__((returns_nonnull))

void *memory_zeroed(size_t count, size_t size) MEMORY_MADE __attribute__((malloc, alloc_size(1, 2)));
void *memory_grow(void *at, size_t count, size_t size) MEMORY_MADE __attribute__((alloc_size(2, 3)));
/* A copy of these bytes; `from` may be NULL when there are none. */
void *memory_copy(const void *from, size_t size) MEMORY_MADE __attribute__((malloc));
/* A copy with a NUL behind it; "" of the empty str. */
char *memory_text(struct str text) MEMORY_MADE __attribute__((malloc));
/* What was free in this process, and what it held of the machine, when it was last looked. */
struct memory_look {
	size_t free, resident;
};
/* Gives what lies free back to the system, where it is much and more than at the last look:
 * a crowd of slow clients leaves holes everywhere, and malloc gives back only what lies at
 * its end.  Takes milliseconds.  True when it did. */
bool memory_give_back(struct memory_look *last);
/* The pointer itself. */
void *memory_found(const void *pointer) MEMORY_MADE;

#endif
