/*
 * records - the messages a provider has on record, newest 100,000.
 *
 * A sid is two letters and 32 hex digits, or a UUID; the last eight digits are the
 * record's number, so a lookup needs no table.  Past the ceiling the oldest record is forgotten.
 * Nobody keeps a pointer over a loop turn: keep `no`, and ask again.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_RECORDS_H
#define CARRIER_RECORDS_H

#include "base/buf.h"
#include "journey.h"
#include "refusal.h"

enum { RECORD_SID = 40, RECORD_ADDRESS = 64, RECORDS_MAX = 100000, RECORD_MEDIA = 10 };

enum record_direction { RECORD_INBOUND, RECORD_SENT, RECORD_REPLIED };

struct dialect;

struct record_medium {
	char sid[RECORD_SID];
	char *url;        /* where it is, when it is not here */
	char type[64];
	char *bytes;      /* what it is, when it is here */
	size_t size;
	bool is_deleted;
};

struct record {
	int64_t no;
	const struct dialect *dialect; /* that made it, and tells of it */
	char sid[RECORD_SID];
	char service[RECORD_SID];
	char from[RECORD_ADDRESS];
	char to[RECORD_ADDRESS];
	struct buf text;
	char *callback;
	char *fallback;        /* when the callback's address does not answer; may be NULL */
	enum record_direction direction;
	enum journey_status status;
	enum journey_end end;
	enum refusal ending;   /* what BOUNCES and BREAKS say */
	enum refusal error;    /* NONE (yet) */
	unsigned segments;
	int64_t created_at;
	int64_t sent_at;       /* 0: not yet */
	int64_t updated_at;
	int64_t valid_until;
	bool runs_out;         /* its time in the queue ends before its turn comes */
	int64_t send_at;       /* while scheduled */
	bool is_hidden;        /* not in lists */
	/* How its callbacks misbehave: bits of the mishap flags. */
	unsigned chaos;
	int64_t chaos_for;
	int copies;
	struct record_medium media[RECORD_MEDIA];
	size_t media_count;
};

struct records;

struct records *records_new(void);
void records_free(struct records **records);
/* A new record with its sid; kind is "SM", "MM" or "" (a UUID).  The records own it. */
struct record *records_add(struct records *records, const char *kind);
/* NULL when there is none, or no longer. */
struct record *records_at(const struct records *records, int64_t no);
struct record *records_find(const struct records *records, struct str sid);
void records_delete(struct records *records, struct record *record);
/* The number that the next record gets; numbers rise by one. */
int64_t records_next_no(const struct records *records);
/* The lowest number that may still be there. */
int64_t records_first_no(const struct records *records);
/* NULL when the record has ten already. */
struct record_medium *record_add_medium(struct record *record);
int record_media_left(const struct record *record);

#endif
