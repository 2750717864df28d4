#include "reply_cache.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "domain/inbound/reply_key.h"
#include "i18n/text/segment.h"

struct slot {
	uint64_t edition;        /* of the locale; 0: the slot is empty */
	struct buf key, text;
	struct reply_said said;
};

struct reply_cache {
	struct slot slots[REPLY_CACHE_SLOTS];
	int64_t hits;
};

struct reply_cache *reply_cache_new(void)
{
	struct reply_cache *cache = memory_new(struct reply_cache);

	for (size_t i = 0; i < REPLY_CACHE_SLOTS; i++) {
		buf_init(&cache->slots[i].key, REPLY_CACHE_KEY);
		buf_init(&cache->slots[i].text, REPLY_CACHE_TEXT);
	}
	return cache;
}

void reply_cache_free(struct reply_cache **cache)
{
	assert(cache);
	if (!*cache)
		return;
	for (size_t i = 0; i < REPLY_CACHE_SLOTS; i++) {
		buf_done(&(*cache)->slots[i].key);
		buf_done(&(*cache)->slots[i].text);
	}
	free(*cache);
	*cache = NULL;
}

/* A reply as it would be asked for: its key, and the only slot where it may stand. */
struct asking {
	const struct txn *txn;
	struct buf key;
	struct slot *slot;       /* NULL: there is nowhere to keep it */
};

static void ask(const struct txn *txn, const struct reply_facts *facts,
		const struct classification *classification, struct asking *asking)
{
	struct reply_cache *cache = txn->core->replies;

	*asking = (struct asking){ .txn = txn };
	buf_init(&asking->key, REPLY_CACHE_KEY);
	reply_key_add(facts, classification, &asking->key);
	if (cache && !asking->key.is_stale)
		asking->slot = &cache->slots[str_hash(buf_str(&asking->key), 0) % REPLY_CACHE_SLOTS];
}

static bool is_kept(const struct asking *asking)
{
	const struct slot *slot = asking->slot;

	return slot && slot->edition == asking->txn->locale->edition &&
	       str_equals(buf_str(&slot->key), buf_str(&asking->key));
}

/* What is too long to be kept takes no other's place. */
static void keep(const struct asking *asking, struct str text, struct reply_said said)
{
	struct slot *slot = asking->slot;

	if (!slot || text.size > REPLY_CACHE_TEXT)
		return;
	buf_clear(&slot->key);
	buf_clear(&slot->text);
	buf_add(&slot->key, buf_str(&asking->key));
	buf_add(&slot->text, text);
	slot->said = said;
	slot->edition = asking->txn->locale->edition;
}

static enum fault repeat(const struct asking *asking, struct buf *text, struct reply_said *said)
{
	enum fault fault;

	buf_add(text, buf_str(&asking->slot->text));
	fault = buf_check(text, NULL);
	if (fault)
		return fault;
	asking->txn->core->replies->hits++;
	*said = asking->slot->said;
	return FAULT_NONE;
}

static enum fault render(const struct asking *asking, const struct reply_facts *facts,
			 const struct classification *classification, struct buf *text,
			 struct reply_said *said)
{
	struct reply_said made = { .segments = 0 };
	size_t before = text->size;
	enum fault fault = reply_compose(facts, classification, text, &made.lang);

	if (fault)
		return fault;
	made.segments = (int)segment_count(str_from(buf_str(text), before)).segments;
	keep(asking, str_from(buf_str(text), before), made);
	*said = made;
	return FAULT_NONE;
}

enum fault reply_cache_compose(const struct txn *txn, const struct reply_facts *facts,
			       const struct classification *classification, struct buf *text,
			       struct reply_said *said)
{
	assert(txn_is_writing(txn) && facts && classification && classification->sentence);
	assert(facts->catalog == txn->locale->catalog && text && said);

	struct asking asking;
	enum fault fault;

	ask(txn, facts, classification, &asking);
	fault = is_kept(&asking) ? repeat(&asking, text, said) :
				   render(&asking, facts, classification, text, said);
	buf_done(&asking.key);
	return fault;
}

int64_t reply_cache_hits(const struct reply_cache *cache)
{
	return cache->hits;
}
