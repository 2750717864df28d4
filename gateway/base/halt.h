/*
 * halt - the end of the process, when going on would be worse.
 *
 * For what no caller can do anything about and what must not be trusted
 * afterwards: no memory, no randomness, a digest that cannot be computed.  It
 * says why in one line that a person understands and aborts; systemd starts us
 * again and the store knows the rest.  What should be impossible is an assert,
 * what a caller can answer is a fault (fault.h): nothing else calls abort().
 *
 * Memory: allocates nothing.
 * Threads: any.  One write call, so the line mixes with no other.
 */
#ifndef BASE_HALT_H
#define BASE_HALT_H

/* Writes `event note="sentence"` to stderr as log_fact would.  Both are words of
 * ours: no number, no name, no text from a family. */
_Noreturn void halt_because(const char *event, const char *sentence);

#endif
