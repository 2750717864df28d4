#include "reply_key.h"

#include <assert.h>

static void add_number(int64_t number, struct buf *key)
{
	buf_add(key, (struct str){ (const char *)&number, sizeof(number) });
}

/* Behind its size: no text can look like two. */
static void add_text(struct str text, struct buf *key)
{
	add_number((int64_t)text.size, key);
	buf_add(key, text);
}

static void add_due(const struct reply_facts *facts, struct buf *key)
{
	struct zone_time shown;

	add_number(facts->due_at != 0, key);
	if (!facts->due_at)
		return;
	shown = zone_read(facts->zone, facts->due_at);
	add_number((((int64_t)shown.year * 12 + shown.month) * 31 + shown.day) * 1440 + shown.minute,
		   key);
}

static void add_window(struct hours_window window, struct buf *key)
{
	add_number(window.from, key);
	add_number(window.to, key);
}

static void add_choices(const struct classification *classification, struct buf *key)
{
	const struct hours_menu *menu = &classification->menu;

	add_number(classification->ask, key);
	add_number(classification->choice_count, key);
	for (int i = 0; i < classification->choice_count; i++)
		add_text(str_of(classification->choices[i]->tag), key);
	add_number(menu->count, key);
	for (int i = 0; i < menu->count; i++)
		add_window(menu->shown[i], key);
	add_number(classification->sets_hours, key);
	if (classification->sets_hours)
		add_window(classification->shown, key);
}

void reply_key_add(const struct reply_facts *facts, const struct classification *classification,
		   struct buf *key)
{
	assert(facts && classification && key);
	assert(classification->sentence && classification->language);
	assert(facts->due_at == 0 || facts->zone);

	const struct lang *second = classification->second;

	add_text(str_of(classification->sentence), key);
	add_text(str_of(classification->language->tag), key);
	add_text(second ? str_of(second->tag) : STR_NONE, key);
	add_choices(classification, key);
	add_text(facts->district, key);
	add_text(facts->district_phone, key);
	add_text(facts->contact_name, key);
	add_text(facts->owner_name, key);
	add_due(facts, key);
	add_number(facts->is_open_now, key);
	add_number(facts->media_failed, key);
	add_number(facts->digit, key);
}
