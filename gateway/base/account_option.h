/*
 * account_option - what an account at a provider needs from hearback.yaml, as rows.
 *
 * A provider's room owns its rows, the settings read them, and neither sees the other:
 * so the words stand below both.  A value is found by its row's place in the table.
 *
 * Threads: const data; any.
 */
#ifndef BASE_ACCOUNT_OPTION_H
#define BASE_ACCOUNT_OPTION_H

#include <stdbool.h>
#include <stddef.h>

enum { ACCOUNT_OPTIONS = 6, ACCOUNT_VALUES = 4 };

enum account_option_kind {
	ACCOUNT_TEXT,       /* 1 to 128 bytes */
	ACCOUNT_SECRET_FILE /* the path of a file; its content is the value, never logged */
};

struct account_option {
	const char *key;     /* NULL ends a table of at most ACCOUNT_OPTIONS rows */
	enum account_option_kind kind;
	bool is_list;        /* up to ACCOUNT_VALUES; else one value */
	bool is_needed;      /* the key must be there, a list with an entry */
	const char *example; /* of a value, for the sample */
	const char *help;
};

/* One kind of account: what hearback.yaml says behind `kind`. */
struct account_kind {
	const char *word;
	const char *base_url; /* that holds when none is given; "" it must be given */
	const struct account_option *options;
};

/* The values of one row; what was not given has none. */
struct account_values {
	const char *at[ACCOUNT_VALUES];
	size_t count;
};

/* The only value of a row, "" when it was not given. */
const char *account_option_value(const struct account_values *options, size_t row);

#endif
