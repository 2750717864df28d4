/* libical without memory: it may end the process, and never gives another calendar.  Each
 * allocation of a reading fails in turn, in a child. */
#include "tests/lib/fine.h"

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "i18n/time/ical.h"
#include "tests/lib/instant.h"

/* --- the C library's memory, which fails when it is told to --------------------------------- */

static int countdown;            /* 1: the next one fails; 0: none */

/* The sanitizers have a malloc of their own that nobody may take the place of. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *at, size_t size);

static bool fails(void)
{
	if (countdown == 0 || --countdown > 0)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *at, size_t size)
{
	return fails() ? NULL : __libc_realloc(at, size);
}
#endif

/* --- one calendar ------------------------------------------------------------------------------ */

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:a\r\n" lines "END:VEVENT\r\n"
static const char calendar[] =
	"BEGIN:VCALENDAR\r\n"
	EVENT("DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260107\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
	      "EXDATE;VALUE=DATE:20260112\r\nSUMMARY:Winter\r\n")
	EVENT("DTSTART;TZID=America/Chicago:20260301T120000\r\nDURATION:PT3H\r\nRDATE;TZID=America/Chicago:20260401T120000\r\n")
	"END:VCALENDAR\r\n";

struct reading {
	struct arena arena;
	struct ical ical;
	enum fault fault;
};

/* Of what it reads, the `nth` allocation fails; 0: none. */
static void read_it(struct reading *reading, int nth)
{
	const struct ical_horizon horizon = { zone_find(STR("America/Chicago")), at("2026-01-01T00:00:00Z"),
					      at("2029-01-01T00:00:00Z") };

	*reading = (struct reading){ .fault = FAULT_NONE };
	arena_init(&reading->arena, 16 << 20);
	countdown = nth;
	reading->fault = ical_read(str_of(calendar), &horizon, &reading->arena, &reading->ical, NULL);
	nth = countdown;
	countdown = 0;
	if (reading->fault == FAULT_NONE && nth > 0)
		_exit(2); /* the last allocation is behind us */
}

static bool is_same(const struct ical *a, const struct ical *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->closures[i].from_at != b->closures[i].from_at || a->closures[i].to_at != b->closures[i].to_at ||
		    !str_equals(a->closures[i].summary, b->closures[i].summary))
			return false;
	return true;
}

/* What the child says: 0 the same calendar, 1 another one or a wrong reason, 2 nothing failed
 * any more; a signal: it ended. */
static int try_without(const struct ical *whole, int nth)
{
	struct reading reading;
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		for (int i = SIGILL; i <= SIGSEGV; i++)
			signal(i, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(3);
		read_it(&reading, nth);
		_exit(reading.fault != FAULT_NONE || !is_same(&reading.ical, whole));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? 0 : WEXITSTATUS(status);
}

static void a_calendar_without_memory_is_no_other_calendar(void **state)
{
	struct reading whole;
	int tried = 1, said = 0;

	(void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	skip();
#endif
	read_it(&whole, 0);
	assert_fine(whole.fault);
	assert_int_equal(whole.ical.count, 4);
	for (; said == 0; tried += said == 0)
		said = try_without(&whole.ical, tried);
	if (said != 2)
		fail_msg("without its allocation %d: %d", tried, said);
	assert_true(tried > 50);
	arena_done(&whole.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calendar_without_memory_is_no_other_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
