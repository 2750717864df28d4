#include "db_pgsql_address.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/memory.h"

enum { ADDRESS_MOST = 4096 };

void db_pgsql_address_set(struct db_pgsql_address *address, const char *key, const char *value)
{
	size_t i = 0;

	assert(address && key && value);
	while (i < address->count && strcmp(address->keys[i], key) != 0)
		i++;
	assert(i < DB_PGSQL_ADDRESS_WORDS - 1);
	if (i == address->count) {
		address->keys[i] = memory_text(str_of(key));
		address->count++;
	}
	free(address->values[i]);
	address->values[i] = memory_text(str_of(value));
}

const char *db_pgsql_address_word(const struct db_pgsql_address *address, const char *key)
{
	for (size_t i = 0; i < address->count; i++)
		if (strcmp(address->keys[i], key) == 0)
			return address->values[i];
	return NULL;
}

void db_pgsql_address_done(struct db_pgsql_address *address)
{
	for (size_t i = 0; i < address->count; i++) {
		free(address->keys[i]);
		free(address->values[i]);
	}
	*address = (struct db_pgsql_address){ .count = 0 };
}

/* Our own word comes out of the query; libpq would not know it. */
static enum fault take_ours(const char *rest, struct buf *uri, bool *is_pooled, struct note *note)
{
	struct str head = str_of(rest), query, item;
	size_t mark = str_find(head, STR("?"));
	char sign = '?';

	query = str_from(head, mark + 1);
	buf_add_text(uri, "postgresql:");
	buf_add(uri, str_slice(head, 0, mark));
	while (str_next(&query, '&', &item)) {
		if (str_is(item, "statements=unnamed")) {
			*is_pooled = true;
		} else if (str_is(item, "statements=named")) {
			*is_pooled = false;
		} else if (str_starts(item, STR("statements="))) {
			return fault_because(FAULT_CONFIG, note, "the store's address: statements= is "
					     "named, or unnamed behind a pooler");
		} else {
			buf_add_char(uri, sign);
			buf_add(uri, item);
			sign = '&';
		}
	}
	if (uri->is_stale)
		return fault_because(FAULT_CONFIG, note, "the store's address is too long");
	return FAULT_NONE;
}

static enum fault keep_words(struct db_pgsql_address *address, const PQconninfoOption *words,
			     struct note *note)
{
	for (; words->keyword; words++) {
		if (!words->val || !words->val[0])
			continue;
		if (strcmp(words->keyword, "password") == 0 || strcmp(words->keyword, "sslpassword") == 0)
			return fault_because(FAULT_CONFIG, note, "the store's address holds a password: write "
					     "it into a file that only hearbackd may read (one line, "
					     "host:port:database:user:password), and name that file: "
					     "…?passfile=/path");
		if (address->count >= DB_PGSQL_ADDRESS_WORDS - 8)
			return fault_because(FAULT_CONFIG, note, "the store's address has too many words");
		db_pgsql_address_set(address, words->keyword, words->val);
	}
	return FAULT_NONE;
}

/* A folder of sockets, this machine, or none at all: libpq's own socket. */
static bool is_local(const struct db_pgsql_address *address)
{
	const char *host = db_pgsql_address_word(address, "host");

	if (db_pgsql_address_word(address, "hostaddr"))
		return false;
	return !host || host[0] == '/' || strcmp(host, "localhost") == 0 ||
	       strcmp(host, "127.0.0.1") == 0 || strcmp(host, "::1") == 0;
}

enum fault db_pgsql_address_read(const char *rest, struct db_pgsql_address *address,
				 struct note *note)
{
	struct db_pgsql_address read = { .count = 0 };
	PQconninfoOption *words;
	AUTO(buf) uri;
	enum fault fault;

	assert(rest && address);
	buf_init(&uri, ADDRESS_MOST);
	fault = take_ours(rest, &uri, &read.is_pooled, note);
	if (fault)
		return fault;
	words = PQconninfoParse(buf_text(&uri), NULL);
	if (!words)
		return fault_because(FAULT_CONFIG, note, "the store's address is not of the form "
				     "postgresql://user@host:port/database?passfile=/path");
	fault = keep_words(&read, words, note);
	PQconninfoFree(words);
	if (fault) {
		db_pgsql_address_done(&read);
		return fault;
	}
	if (!is_local(&read) && !db_pgsql_address_word(&read, "sslmode"))
		db_pgsql_address_set(&read, "sslmode", "verify-full");
	*address = read;
	return FAULT_NONE;
}
