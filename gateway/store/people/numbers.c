#include "numbers.h"

#include <assert.h>
#include <string.h>

#include "store/db/row.h"

#define NUMBER_COLUMNS                                                          \
	"phone, contact_id, unusable_code, unusable_at, unusable_on, question," \
	" asked_at, asked_of, choices, inbound_at, answered_at, thanked_at"

static void number_read(struct row *row, struct number *number)
{
	row_phone(row, number->phone, sizeof(number->phone));
	number->contact.n = row_number(row);
	number->unusable_code = row_int(row);
	number->unusable_at = row_number(row);
	number->unusable_on = (unsigned)row_number(row);
	row_word(row, question_of, &number->question);
	number->asked_at = row_number(row);
	number->asked_of.n = row_number(row);
	row_text(row, number->choices, sizeof(number->choices));
	number->inbound_at = row_number(row);
	number->answered_at = row_number(row);
	number->thanked_at = row_number(row);
}

READER_ONE(number)
/* They come by their time; those of one time are put in the order of their digits, which SQL does not see
 * when they are sealed. */
static enum fault numbers_in_order(struct db_rows *rows, struct number *numbers, size_t most, size_t *count)
{
	size_t n = 0, first = 0; /* of those that share a time */
	int64_t last_at = 0;

	for (; n < most && db_rows_next(rows); n++) {
		struct row row = row_of(rows);
		struct number found = { .phone = "" };
		size_t at = n;

		number_read(&row, &found);
		if (row_number(&row) != last_at)
			first = n;
		last_at = db_rows_number(rows, row.column - 1);
		if (row_check(&row))
			return row_check(&row);
		for (; at > first && strcmp(numbers[at - 1].phone, found.phone) > 0; at--)
			numbers[at] = numbers[at - 1];
		numbers[at] = found;
	}
	if (db_rows_fault(rows))
		return db_rows_fault(rows);
	*count = n;
	return FAULT_NONE;
}

enum fault number_get(struct db *db, struct str phone, struct number *number)
{
	assert(number);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " NUMBER_COLUMNS
					     " FROM number WHERE phone = $1",
				  BINDS(PHONE(phone)));

	if (fault)
		return fault;
	return number_one(rows, number);
}

enum fault number_add(struct db *db, const struct number *number, int64_t now)
{
	assert(number->phone[0] && number->contact.n != 0);
	return db_run(db, "INSERT INTO number (" NUMBER_COLUMNS ", created_at)"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		      BINDS(PHONEZ(number->phone), NUMBER(number->contact.n),
			    NUMBER(number->unusable_code), NUMBER(number->unusable_at),
			    NUMBER(number->unusable_on),
			    TEXTZ(question_word(number->question)), NUMBER(number->asked_at),
			    NUMBER(number->asked_of.n), TEXTZ(number->choices),
			    NUMBER(number->inbound_at), NUMBER(number->answered_at),
			    NUMBER(number->thanked_at), NUMBER(now)), NULL);
}

bool number_is_unusable(const struct number *number, enum channel channel)
{
	assert(channel < CHANNEL_COUNT);
	return number->unusable_code && number->unusable_on & 1u << channel;
}

void number_mark(struct number *number, enum channel channel, int code, int64_t now)
{
	assert(channel < CHANNEL_COUNT && now > 0);
	number->unusable_code = code ? code : 1;
	number->unusable_at = now;
	number->unusable_on |= 1u << channel;
}

bool number_mend(struct number *number, enum channel channel)
{
	assert(channel < CHANNEL_COUNT);
	if (!number_is_unusable(number, channel))
		return false;
	number->unusable_on &= ~(1u << channel);
	if (!number->unusable_on)
		number->unusable_code = 0;
	return true;
}

enum fault number_put(struct db *db, const struct number *number)
{
	assert(number->phone[0] && number->question < QUESTION_COUNT);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE number SET unusable_code = $1, unusable_at = $2,"
				      " unusable_on = $3, question = $4, asked_at = $5,"
				      " asked_of = $6, choices = $7, inbound_at = $8,"
				      " answered_at = $9, thanked_at = $10 WHERE phone = $11",
		BINDS(NUMBER(number->unusable_code), NUMBER(number->unusable_at),
		      NUMBER(number->unusable_on),
		      TEXTZ(question_word(number->question)), NUMBER(number->asked_at),
		      NUMBER(number->asked_of.n), TEXTZ(number->choices),
		      NUMBER(number->inbound_at), NUMBER(number->answered_at),
		      NUMBER(number->thanked_at), PHONEZ(number->phone)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault number_of_contact(struct db *db, struct contact_id id, struct number *numbers,
			     size_t most, size_t *count)
{
	assert(numbers && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " NUMBER_COLUMNS ", created_at FROM number"
					     " WHERE contact_id = $1"
					     " ORDER BY created_at, phone LIMIT $2",
				  BINDS(NUMBER(id.n), NUMBER(most)));

	if (fault)
		return fault;
	return numbers_in_order(rows, numbers, most, count);
}
