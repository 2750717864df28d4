#include "phones.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BUCKETS = 4096 };

struct phones {
	struct phone *buckets[BUCKETS];
	size_t count;
};

struct phones *phones_new(void)
{
	struct phones *phones = memory_new(struct phones);

	return phones;
}

static void phone_free(struct phone *phone)
{
	for (size_t i = 0; i < phone->count; i++)
		free(phone->texts[i].text);
	free(phone->texts);
	free(phone->stopped);
	free(phone);
}

void phones_free(struct phones **phones)
{
	assert(phones);
	if (!*phones)
		return;
	for (size_t i = 0; i < BUCKETS; i++) {
		struct phone *phone;

		while ((phone = (*phones)->buckets[i])) {
			(*phones)->buckets[i] = phone->next;
			phone_free(phone);
		}
	}
	free(*phones);
	*phones = NULL;
}

/* FNV-1a. */
static size_t bucket_of(struct str number)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < number.size; i++)
		hash = (hash ^ (unsigned char)number.at[i]) * 16777619u;
	return hash % BUCKETS;
}

struct phone *phones_find(const struct phones *phones, struct str number)
{
	assert(phones);

	struct phone *phone = phones->buckets[bucket_of(number)];

	while (phone && !str_is(number, phone->number))
		phone = phone->next;
	return phone;
}

struct phone *phones_need(struct phones *phones, struct str number)
{
	assert(phones);

	struct phone *phone = phones_find(phones, number);
	struct phone **bucket = &phones->buckets[bucket_of(number)];

	if (phone || phones->count == PHONES_MAX)
		return phone;
	phone = memory_new(struct phone);
	str_put(phone->number, sizeof(phone->number), number);
	phone->next = *bucket;
	*bucket = phone;
	phones->count++;
	return phone;
}

void phones_delete(struct phones *phones, struct str number)
{
	struct phone **at = &phones->buckets[bucket_of(number)];
	struct phone *phone;

	while (*at && !str_is(number, (*at)->number))
		at = &(*at)->next;
	phone = *at;
	if (!phone)
		return;
	*at = phone->next;
	phone_free(phone);
	phones->count--;
}

size_t phones_count(const struct phones *phones)
{
	assert(phones);
	return phones->count;
}

struct phone *phones_next(const struct phones *phones, const struct phone *after)
{
	size_t bucket = after ? bucket_of(str_of(after->number)) + 1 : 0;

	if (after && after->next)
		return after->next;
	while (bucket < BUCKETS && !phones->buckets[bucket])
		bucket++;
	return bucket < BUCKETS ? phones->buckets[bucket] : NULL;
}

/* Room for one more: the oldest leaves, or the list grows. */
static struct phone_text *next_text(struct phone *phone)
{
	if (phone->count == PHONE_TEXTS) {
		free(phone->texts[0].text);
		memmove(phone->texts, phone->texts + 1,
			--phone->count * sizeof(*phone->texts));
	}
	if (phone->count == phone->room) {
		phone->room = phone->room ? phone->room * 2 : 8;
		phone->texts = memory_more(phone->texts, phone->room);
	}
	return &phone->texts[phone->count++];
}

void phone_show(struct phone *phone, const struct phone_text *text, struct str words)
{
	assert(phone && text);

	struct phone_text *shown = next_text(phone);

	*shown = *text;
	shown->text = memory_text(words);
}

static size_t stop_index(const struct phone *phone, struct str line)
{
	size_t i = 0;

	while (i < phone->stopped_count && !str_is(line, phone->stopped[i]))
		i++;
	return i;
}

bool phone_has_stopped(const struct phone *phone, struct str line)
{
	assert(phone);
	return stop_index(phone, line) < phone->stopped_count;
}

bool phone_stop(struct phone *phone, struct str line)
{
	assert(phone);
	if (phone_has_stopped(phone, line))
		return false;
	phone->stopped = memory_more(phone->stopped, phone->stopped_count + 1);
	str_put(phone->stopped[phone->stopped_count++], PHONE_NUMBER, line);
	return true;
}

bool phone_start(struct phone *phone, struct str line)
{
	assert(phone);

	size_t i = stop_index(phone, line);

	if (i == phone->stopped_count)
		return false;
	memmove(phone->stopped[i], phone->stopped[--phone->stopped_count], PHONE_NUMBER);
	return true;
}

bool phone_is_number(struct str number)
{
	if (number.size < 9 || number.size > 16 || number.at[0] != '+' || number.at[1] == '0')
		return false;
	for (size_t i = 1; i < number.size; i++)
		if (number.at[i] < '0' || number.at[i] > '9')
			return false;
	return true;
}
