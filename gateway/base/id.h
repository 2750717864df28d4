/*
 * id - 64-bit, time-ordered names for everything we keep.
 *
 * Layout: 42 bits milliseconds since 2020, 6 bits maker, 16 bits that count up
 * from a random start within a millisecond.  Always positive.  Ids of one
 * maker rise strictly, even when the clock stands still or steps back.
 *
 * Threads: one maker may be shared; id_next is atomic.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdint.h>

#include "str.h"

struct id_maker;

/* maker_no 0..63: different for daemons that share one database. */
struct id_maker *id_maker_new(unsigned maker_no);
void id_maker_free(struct id_maker **maker);
int64_t id_next(struct id_maker *maker, int64_t now);
/* Below every id made at that instant or later, above every one made before.  INT64_MAX
 * behind the last instant that an id can name (in 2089). */
int64_t id_before(int64_t at);
/* Ids are decimal strings in JSON and on the command line. */
enum fault id_parse(struct str text, int64_t *id) MUST_CHECK;

#endif
