/*
 * school_index - school time between two instants, asked very often.
 *
 * school_between walks the wall clock from day to day; a report measures a hundred
 * thousand spans.  An index has the staffed pieces of its reach in order, with what lies
 * before each: a measure is two binary searches, and says what school_between says.
 *
 * Ownership: its arrays live in the arena it was made in; the week is borrowed.
 * Threads: pure; a made index is read-only.
 */
#ifndef DOMAIN_SCHOOL_INDEX_H
#define DOMAIN_SCHOOL_INDEX_H

#include "base/arena.h"
#include "domain/hours.h"
#include "domain/school.h"

struct school_index {
	const struct school_week *week;
	struct school_span reach;
	struct school_span *pieces;
	int64_t *before;            /* staffed ms in front of each piece */
	size_t count;
};

/* FAULT_TOO_LARGE when the arena is full. */
enum fault school_index_make(const struct school_week *week, struct school_span reach,
		      struct arena *arena, struct school_index *index) MUST_CHECK;
/* 0 when to_at is not behind from_at; outside the reach it walks. */
int64_t school_index_between(const struct school_index *index, int64_t from_at, int64_t to_at);

#endif
