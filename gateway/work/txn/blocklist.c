#include "blocklist.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/memory.h"
#include "store/people/contacts.h"

/* As long as the writer's queue at most, and mostly empty: a list will do. */
struct block {
	LIST_ENTRY(block) next;
	char phone[PHONE_ROOM];
	int count;
};

struct blocklist {
	LIST_HEAD(, block) all;
};

struct blocklist *blocklist_new(void)
{
	struct blocklist *blocklist = memory_new(struct blocklist);

	LIST_INIT(&blocklist->all);
	return blocklist;
}

void blocklist_free(struct blocklist **blocklist)
{
	struct block *bar;

	if (!*blocklist)
		return;
	while ((bar = LIST_FIRST(&(*blocklist)->all))) {
		LIST_REMOVE(bar, next);
		free(bar);
	}
	free(*blocklist);
	*blocklist = NULL;
}

static struct block *find(const struct blocklist *blocklist, struct str phone)
{
	struct block *bar;

	LIST_FOREACH(bar, &blocklist->all, next)
		if (str_is(phone, bar->phone))
			return bar;
	return NULL;
}

void blocklist_add(struct blocklist *blocklist, struct str phone)
{
	assert(phone.size);

	struct block *bar = find(blocklist, phone);

	if (!bar) {
		bar = memory_new(struct block);
		str_put(bar->phone, sizeof(bar->phone), phone);
		LIST_INSERT_HEAD(&blocklist->all, bar, next);
	}
	bar->count++;
}

void blocklist_lift(struct blocklist *blocklist, struct str phone)
{
	assert(phone.size);

	struct block *bar = find(blocklist, phone);

	assert(bar);
	if (--bar->count > 0)
		return;
	LIST_REMOVE(bar, next);
	free(bar);
}

bool blocklist_has(const struct blocklist *blocklist, struct str phone)
{
	return find(blocklist, phone) != NULL;
}
