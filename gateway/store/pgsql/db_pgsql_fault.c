#include "db_pgsql_fault.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* The first that begins the state counts: the single ones stand before their class. */
static const struct {
	const char *state;
	enum fault fault;
	bool is_sayable; /* its sentence holds no value */
} faults[] = {
	{ "08", FAULT_AGAIN, true },       /* the connection */
	{ "22P02", FAULT_CONFLICT, false }, /* no number: the column refuses it; quoted in the sentence */
	{ "22", FAULT_BROKEN, false },
	{ "23", FAULT_CONFLICT, true },    /* constraints; the values are in the detail */
	{ "25006", FAULT_DISK, true },     /* read only */
	{ "25P03", FAULT_AGAIN, true },    /* idle in transaction for too long */
	{ "28", FAULT_CONFIG, true },      /* who are you */
	{ "3D000", FAULT_MISSING, true },  /* no such database */
	{ "40", FAULT_AGAIN, true },       /* serialization, deadlock */
	{ "42501", FAULT_DISK, true },     /* no right */
	{ "42", FAULT_BROKEN, true },
	{ "53100", FAULT_DISK, true },     /* full */
	{ "53", FAULT_AGAIN, true },       /* memory, connections */
	{ "54", FAULT_TOO_LARGE, true },
	{ "55P03", FAULT_AGAIN, true },    /* a lock */
	{ "55006", FAULT_AGAIN, true },
	{ "57", FAULT_AGAIN, true },       /* cancelled, shut down, starting up */
	{ "58", FAULT_DISK, true },        /* the system, I/O */
	{ "F0", FAULT_DISK, true },        /* the server's own files */
	{ "XX001", FAULT_DISK, true },     /* damaged data */
	{ "XX002", FAULT_DISK, true },     /* damaged index */
};

static size_t find(const char *state)
{
	size_t i = 0;

	while (i < COUNT_OF(faults) && strncmp(state, faults[i].state, strlen(faults[i].state)) != 0)
		i++;
	return i;
}

enum fault db_pgsql_fault(const char *state)
{
	size_t i;

	if (!state || !state[0])
		return FAULT_AGAIN;
	i = find(state);
	return i < COUNT_OF(faults) ? faults[i].fault : FAULT_BROKEN;
}

bool db_pgsql_fault_is_damage(const char *state)
{
	return state && (strcmp(state, "XX001") == 0 || strcmp(state, "XX002") == 0);
}

void db_pgsql_fault_message(const char *state, const char *primary, char *into, size_t room)
{
	size_t i = state ? find(state) : COUNT_OF(faults);

	assert(into && room > 0);
	if (!state || !state[0])
		snprintf(into, room, "the connection to PostgreSQL is gone");
	else if (primary && i < COUNT_OF(faults) && faults[i].is_sayable)
		snprintf(into, room, "%s", primary);
	else
		snprintf(into, room, "PostgreSQL refused a statement (SQLSTATE %.5s)", state);
}
