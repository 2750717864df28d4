/*
 * seal_cell - one cell of the ledger, sealed: XChaCha20-Poly1305.
 *
 *	hb1:KKKKKKKK:BASE64(nonce 24 | sealed text | tag 16)
 *
 * K is the key's id.  What is proved with the text, and stands nowhere, is the cell's kind: a cell
 * of another kind does not open.  The nonce is random, or, of kinds that are looked for with `=`
 * (seal_kind.h), a keyed BLAKE2b of kind and text: then equal texts are equal cells, and opening
 * looks at that too.  An empty text is an empty cell: what is empty is no secret, and SQL asks.
 *
 * Whoever seals seals everything of a kind, so a family's text that looks like a cell is sealed as
 * any other and comes back as it was; nothing here guesses by the look of a text.
 *
 * Threads: any.
 */
#ifndef STORE_SEAL_CELL_H
#define STORE_SEAL_CELL_H

#include "base/str.h"
#include "seal_key.h"

/* The bytes of the cell of a text so long. */
size_t seal_cell_size(size_t text_size);
/* Writes that many bytes, no NUL behind them. */
void seal_cell_close(const struct seal_key *key, enum seal_kind kind, struct str text, char *into);
/* `into` has room for cell.size bytes; *size tells how many became text.  FAULT_BROKEN: it was sealed with
 * another key, as another kind, was changed, or is no cell. */
enum fault seal_cell_open(const struct seal_key *key, enum seal_kind kind, struct str cell, char *into,
			  size_t *size) MUST_CHECK;
/* The id of the key that it says it was sealed with; false: it does not look like a cell. */
bool seal_cell_key_id(struct str cell, char id[SEAL_ID_SIZE]);
/* A number that equal texts share and that tells nothing of them to whoever has not the key. */
int64_t seal_cell_hash(const struct seal_key *key, struct str text);

#endif
