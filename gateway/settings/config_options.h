/*
 * config_options - the rows that hearback.yaml consists of.
 *
 * For config*.c only.  A row says where its value goes (offset in the struct that its
 * table belongs to), so a new option is one member and one row.
 */
#ifndef SETTINGS_CONFIG_OPTIONS_H
#define SETTINGS_CONFIG_OPTIONS_H

#include "base/arena.h"
#include "config.h"

enum option_kind {
	OPTION_TEXT,     /* low..high bytes */
	OPTION_ZONE,
	OPTION_LANGUAGE,
	OPTION_PHONE,    /* E.164 */
	OPTION_REGION,
	OPTION_TIME,     /* of the day */
	OPTION_URL,      /* http(s), no trailing slash */
	OPTION_ADDRESS,  /* to listen on */
	OPTION_STORE,
	OPTION_PATH,
	OPTION_NAME,     /* appears in paths */
	OPTION_KIND,     /* the word of a kind of account */
	OPTION_WORD,     /* one of `words` */
	OPTION_SPAN,     /* low..high ms -> int64_t */
	OPTION_NUMBER,   /* low..high -> int64_t */
	OPTION_DECIMAL,  /* low..high thousandths -> double */
	OPTION_MAP,      /* `inside`, in the same struct */
	OPTION_MAPS,     /* a list of `inside`, each a struct of `size` bytes */
	OPTION_ACCOUNT   /* here stand the rows of the account's kind: config_account.h */
};

struct option {
	const char *key; /* NULL ends a table */
	enum option_kind kind;
	bool is_list;
	size_t at;       /* offset of the value */
	size_t count_at; /* of lists: offset of the unsigned count */
	size_t size;
	int64_t low, high; /* of lists and MAPS: how many entries */
	/* What holds when the key is absent; lists: words with spaces between.  NULL:
	 * the key must be there. */
	const char *fallback;
	const char *example; /* for the sample, when there is no fallback */
	const char *words;
	const struct option *inside;
	const char *help;
	const char *before; /* its name in the version before, still read; NULL: the same */
};

extern const struct option config_options[];

#endif
