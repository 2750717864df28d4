#include "records.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"

/* A text of 1,600 characters, four bytes each at most. */
enum { TEXT_CEILING = 8192 };

struct records {
	struct record *ring[RECORDS_MAX];
	int64_t next_no;
};

struct records *records_new(void)
{
	struct records *records = memory_new(struct records);

	records->next_no = 1;
	return records;
}

static void record_free(struct record **record)
{
	struct record *it = *record;

	*record = NULL;
	if (!it)
		return;
	for (size_t i = 0; i < it->media_count; i++) {
		free(it->media[i].url);
		free(it->media[i].bytes);
	}
	buf_done(&it->text);
	free(it->callback);
	free(it->fallback);
	free(it);
}

void records_free(struct records **records)
{
	assert(records);
	if (!*records)
		return;
	for (size_t i = 0; i < RECORDS_MAX; i++)
		record_free(&(*records)->ring[i]);
	free(*records);
	*records = NULL;
}

static struct record **slot_of(const struct records *records, int64_t no)
{
	return (struct record **)&records->ring[no % RECORDS_MAX];
}

/* Two letters, 24 random and 8 given hex digits; without letters a UUID (version 4)
 * that ends so. */
static void make_sid(const char *kind, int64_t no, char into[RECORD_SID])
{
	char token[TOKEN_SIZE];

	assert(kind && into);
	assert(no > 0);
	random_token(token);
	if (kind[0])
		snprintf(into, RECORD_SID, "%.2s%.24s%08x", kind, token, (unsigned)no);
	else
		snprintf(into, RECORD_SID, "%.8s-%.4s-4%.3s-a%.3s-%.4s%08x", token, token + 8,
			 token + 12, token + 15, token + 18, (unsigned)no);
}

struct record *records_add(struct records *records, const char *kind)
{
	assert(records && kind);

	struct record **slot = slot_of(records, records->next_no);

	record_free(slot);
	*slot = memory_new(struct record);
	(*slot)->no = records->next_no++;
	buf_init(&(*slot)->text, TEXT_CEILING);
	make_sid(kind, (*slot)->no, (*slot)->sid);
	return *slot;
}

struct record *records_at(const struct records *records, int64_t no)
{
	assert(records);

	struct record *record = no > 0 ? *slot_of(records, no) : NULL;

	return record && record->no == no ? record : NULL;
}

struct record *records_find(const struct records *records, struct str sid)
{
	char digits[9] = "";
	struct record *record;

	assert(records);
	if (sid.size < 8)
		return NULL;
	memcpy(digits, sid.at + sid.size - 8, 8);
	record = records_at(records, (int64_t)strtoul(digits, NULL, 16));
	return record && str_is(sid, record->sid) ? record : NULL;
}

void records_delete(struct records *records, struct record *record)
{
	assert(records && record);
	record_free(slot_of(records, record->no));
}

int64_t records_next_no(const struct records *records)
{
	return records->next_no;
}

int64_t records_first_no(const struct records *records)
{
	return records->next_no > RECORDS_MAX ? records->next_no - RECORDS_MAX : 1;
}

struct record_medium *record_add_medium(struct record *record)
{
	struct record_medium *medium;

	assert(record && record->media_count <= RECORD_MEDIA);
	if (record->media_count == RECORD_MEDIA)
		return NULL;
	medium = &record->media[record->media_count];
	make_sid("ME", (int64_t)++record->media_count, medium->sid);
	return medium;
}

int record_media_left(const struct record *record)
{
	int left = 0;

	assert(record && record->media_count <= RECORD_MEDIA);
	for (size_t i = 0; i < record->media_count; i++)
		left += !record->media[i].is_deleted;
	return left;
}
