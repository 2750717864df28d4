/*
 * seal_kind - what a sealed cell is: a text, a name, a number…
 *
 * The kind is sealed with the cell (seal_cell.h): what was sealed as a name cannot be put where a
 * number stands.  Some kinds are looked for with `=`, joined or UNIQUE: of those the same text is
 * the same cell, which is their blind index; of all others no two cells are alike.
 * The words stand in ledgers, so they must never change.
 */
#ifndef STORE_SEAL_KIND_H
#define STORE_SEAL_KIND_H

#include <stdbool.h>

/*        kind               word              the same text is the same cell */
#define SEAL_KINDS(X)                                                          \
	X(SEAL_TEXT,         "text",           false) /* what families and staff wrote */ \
	X(SEAL_NAME,         "name",           false) /* of a contact, a student, staff */ \
	X(SEAL_NOTE,         "note",           false) /* excuses, reasons of absence */ \
	X(SEAL_DETAIL,       "detail",         false) /* of the trace, notices, the audit log */ \
	X(SEAL_ADDRESS,      "address",        false) /* where a provider keeps a picture */ \
	X(SEAL_PHONE,        "phone",          true)                           \
	X(SEAL_HOUSEHOLD,    "household",      true)  /* its name */           \
	X(SEAL_GROUPS,       "groups",         true)                           \
	X(SEAL_EMAIL,        "email",          true)                           \
	X(SEAL_PROOF,        "proof",          true)  /* that a ledger is sealed with this key */

enum seal_kind {
#define X(name, word, is_matched) name,
	SEAL_KINDS(X)
#undef X
	SEAL_KIND_COUNT
};

const char *seal_kind_word(enum seal_kind kind);
bool seal_kind_is_matched(enum seal_kind kind);

#endif
