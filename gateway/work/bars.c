#include "bars.h"

#include <stdlib.h>
#include <sys/queue.h>

#include "store/contacts.h"

/* As long as the writer's queue at most, and mostly empty: a list will do. */
struct bar {
	LIST_ENTRY(bar) next;
	char phone[PHONE_ROOM];
	int count;
};

struct bars {
	LIST_HEAD(, bar) all;
};

struct bars *bars_new(void)
{
	struct bars *bars = calloc(1, sizeof(*bars));

	if (!bars)
		abort();
	LIST_INIT(&bars->all);
	return bars;
}

void bars_free(struct bars **bars)
{
	struct bar *bar;

	if (!*bars)
		return;
	while ((bar = LIST_FIRST(&(*bars)->all))) {
		LIST_REMOVE(bar, next);
		free(bar);
	}
	free(*bars);
	*bars = NULL;
}

static struct bar *find(const struct bars *bars, struct str phone)
{
	struct bar *bar;

	LIST_FOREACH(bar, &bars->all, next)
		if (str_is(phone, bar->phone))
			return bar;
	return NULL;
}

void bars_add(struct bars *bars, struct str phone)
{
	struct bar *bar = find(bars, phone);

	if (!bar) {
		bar = calloc(1, sizeof(*bar));
		if (!bar)
			abort();
		str_put(bar->phone, sizeof(bar->phone), phone);
		LIST_INSERT_HEAD(&bars->all, bar, next);
	}
	bar->count++;
}

void bars_lift(struct bars *bars, struct str phone)
{
	struct bar *bar = find(bars, phone);

	if (!bar || --bar->count > 0)
		return;
	LIST_REMOVE(bar, next);
	free(bar);
}

bool bars_has(const struct bars *bars, struct str phone)
{
	return find(bars, phone) != NULL;
}
