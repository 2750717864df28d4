#include "db_pgsql_result.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void db_pgsql_result_init(struct db_pgsql_result *result)
{
	*result = (struct db_pgsql_result){ .at = 0 };
	buf_init(&result->cells, DB_PGSQL_RESULT_MOST);
}

void db_pgsql_result_done(struct db_pgsql_result *result)
{
	buf_done(&result->cells);
}

static void add_row(struct db_pgsql_result *result, const PGresult *part, int row)
{
	for (int column = 0; column < result->columns; column++) {
		int size = PQgetlength(part, row, column);

		buf_add(&result->cells, (struct str){ (const char *)&size, sizeof(size) });
		buf_add(&result->cells, (struct str){ PQgetvalue(part, row, column), (size_t)size });
		buf_add_char(&result->cells, '\0');
	}
}

enum fault db_pgsql_result_add(struct db_pgsql_result *result, const PGresult *part)
{
	/* libpq takes no const here, and changes nothing */
	PGresult *said = (PGresult *)part;
	const char *changed = PQcmdTuples(said);

	if (PQnfields(part) > DB_PGSQL_RESULT_COLUMNS)
		return FAULT_TOO_LARGE;
	if (PQntuples(part) > 0)
		result->columns = PQnfields(part);
	for (int row = 0; row < PQntuples(part); row++)
		add_row(result, part, row);
	result->changed = changed[0] ? strtoll(changed, NULL, 10) : 0;
	str_put(result->tag, sizeof(result->tag), str_of(PQcmdStatus(said)));
	return buf_check(&result->cells, NULL);
}

bool db_pgsql_result_next(struct db_pgsql_result *result)
{
	if (result->at >= result->cells.size)
		return false;
	for (int column = 0; column < result->columns; column++) {
		int size;

		memcpy(&size, result->cells.at + result->at, sizeof(size));
		result->at += sizeof(size);
		result->row[column] = (struct str){ result->cells.at + result->at, (size_t)size };
		result->at += (size_t)size + 1;
	}
	return true;
}

int64_t db_pgsql_result_number(const struct db_pgsql_result *result, int column)
{
	struct str cell = db_pgsql_result_text(result, column);

	if (str_is(cell, "t"))
		return 1;
	return cell.at ? strtoll(cell.at, NULL, 10) : 0;
}

struct str db_pgsql_result_text(const struct db_pgsql_result *result, int column)
{
	assert(column >= 0 && column < result->columns);
	return result->row[column];
}
