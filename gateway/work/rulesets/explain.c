#include "explain.h"

#include <assert.h>

#include "work/txn/line_table.h"
#include "work/txn/txn.h"

static void stranger(const struct txn *txn, struct str phone, struct contact *contact,
		     struct number *number)
{
	*contact = (struct contact){ .language_source = LANGUAGE_DEFAULT };
	str_put(contact->language, sizeof(contact->language), str_of(txn->locale->staff->tag));
	*number = (struct number){ .unusable_code = 0 };
	str_put(number->phone, sizeof(number->phone), phone);
}

static enum fault find(const struct txn *txn, struct str phone, struct contact *contact,
		       struct number *number)
{
	enum fault fault = number_get(txn->db, phone, number);

	if (!fault)
		fault = contact_get(txn->db, number->contact, contact);
	return fault;
}

enum fault explain_route(struct core *core, struct db *db, const struct explain_ask *ask,
			 struct route *route, struct note *note)
{
	assert(db && ask && route);

	struct txn txn = txn_of(core, ask->locale, db, note);
	struct contact contact;
	struct number number;
	struct line_state *line;
	enum fault found = find(&txn, ask->phone, &contact, &number);
	enum fault fault;

	if (found && found != FAULT_MISSING)
		return found;
	if (found)
		stranger(&txn, ask->phone, &contact, &number);
	line = line_table_for(core, CHANNEL_SMS);
	if (!line)
		return fault_because(FAULT_CONFIG, note, "no line can send texts");
	fault = txn_route(&txn, &(struct route_ask){
		.contact = &contact, .number = &number, .channel = CHANNEL_SMS,
		.line = line->id, .is_line_paused = line->is_paused, .kind = ask->kind,
		.purpose = ask->purpose }, route, NULL);
	if (fault)
		return fault;
	return found;
}
