#include "sealing_state.h"

#include <assert.h>
#include <string.h>

#include "store/db/row.h"
#include "store/db/setting.h"
#include "store/seal/seal_cell.h"

#define KEY "seal.key"
#define MEDIA "seal.media"
#define RESIDUE "seal.residue"
#define DUE "due"

static const char known[] = "hearback-ledger";

static enum fault is_due(struct db *db, const char *name, bool *is)
{
	char value[16] = "";
	enum fault fault = setting_get(db, name, value, sizeof(value));

	*is = strcmp(value, DUE) == 0;
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

/* No table of that name yet: asked that way because catalogs have no portable name (db/migrate.c). */
static enum fault has_settings(struct db *db, bool *has)
{
	int64_t rows = 0;
	enum fault fault = setting_ask_number(db, "SELECT count(*) FROM setting", NULL, 0, &rows);

	*has = fault == FAULT_NONE;
	return fault == FAULT_BROKEN ? FAULT_NONE : fault;
}

enum fault sealing_state_read(struct db *db, struct sealing_state *state, struct note *note)
{
	struct sealing_state found = { .id = "" };
	bool has = false;
	enum fault fault = has_settings(db, &has);

	if (!fault && has)
		fault = setting_get(db, KEY, found.proof, sizeof(found.proof));
	if (fault == FAULT_MISSING)
		fault = FAULT_NONE;
	if (!fault && has)
		fault = is_due(db, MEDIA, &found.is_media_due);
	if (!fault && has)
		fault = is_due(db, RESIDUE, &found.is_residue_due);
	if (fault)
		return fault_because(fault, note, "the ledger: %s", db_message(db));
	if (found.proof[0] && !seal_cell_key_id(str_of(found.proof), found.id))
		return fault_because(FAULT_DISK, note, "the ledger's setting " KEY " was changed: put a backup in its "
				     "place");
	*state = found;
	return FAULT_NONE;
}

bool sealing_state_is_of(const struct sealing_state *state, const struct seal_key *key)
{
	char text[SEALING_PROOF_SIZE];
	size_t size = 0;

	return state->proof[0] &&
	       seal_cell_open(key, SEAL_PROOF, str_of(state->proof), text, &size) == FAULT_NONE &&
	       str_is((struct str){ text, size }, known);
}

enum fault sealing_state_sealed(struct db *db, const struct seal_key *key)
{
	char proof[SEALING_PROOF_SIZE];
	size_t size = seal_cell_size(sizeof(known) - 1);
	enum fault fault;

	assert(db_is_begun(db) && !db_sealed_by(db) && size < sizeof(proof));
	seal_cell_close(key, SEAL_PROOF, str_of(known), proof);
	proof[size] = '\0';
	fault = setting_set(db, KEY, proof);
	if (!fault)
		fault = setting_set(db, MEDIA, DUE);
	if (!fault)
		fault = setting_set(db, RESIDUE, DUE);
	return fault;
}

enum fault sealing_state_media_done(struct db *db)
{
	return setting_forget(db, MEDIA);
}

enum fault sealing_state_residue_done(struct db *db)
{
	return setting_forget(db, RESIDUE);
}
