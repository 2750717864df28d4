/*
 * report - what became of the promises of a time: counts, times and gaps by group.
 *
 * A promise belongs to the window it was opened in, and is counted as it stands now: of
 * those opened, some are open, some kept (of these some late), some excused.  Times are
 * of those that have them: to a person's first answer, and to the delivered answer of
 * those that are kept; on the wall clock and in school time.  Median and p90 are the
 * smallest time that a half, and nine in ten, did not exceed (nearest rank): a time that
 * really was, never one in between.
 *
 * For eyes that may not see small groups (`hides`) the window consists of whole months.
 * In each month groups are hidden by small_cells.h; a group that is hidden in one month of
 * the window is hidden, and a month whose figures cannot be shown safely by language, by
 * school and by channel is left out.  So whatever windows somebody subtracts from each
 * other, what is left is made of months and groups that are shown anyway.  Times of fewer
 * than `ceiling` promises are not told, nor are reasons.
 *
 * Source: product.md journey 12.
 * Ownership: report_free.  Threads: pure; one report, one thread.
 */
#ifndef DOMAIN_REPORT_H
#define DOMAIN_REPORT_H

#include "domain/excuse.h"
#include "domain/promise.h"

enum { REPORT_GROUPS = 400, REPORT_NAME = 64, REPORT_MONTHS = 12, REPORT_ROWS_MOST = 400000 };

#define REPORT_BYS_(X)                     \
	X(REPORT_BY_LANGUAGE, "language")  \
	X(REPORT_BY_SCHOOL, "school")      \
	X(REPORT_BY_CHANNEL, "channel")
#define REPORT_SPANS_(X)                                        \
	X(REPORT_HUMAN_WALL, "first_human_answer")              \
	X(REPORT_HUMAN_SCHOOL, "first_human_answer_school")     \
	X(REPORT_DELIVERED_WALL, "delivered_answer")            \
	X(REPORT_DELIVERED_SCHOOL, "delivered_answer_school")
#define X(name, word) name,
enum report_by { REPORT_BYS_(X) REPORT_BYS };
enum report_span { REPORT_SPANS_(X) REPORT_SPANS };
#undef X

const char *report_by_word(enum report_by by);
bool report_by_of(struct str word, enum report_by *by);
const char *report_span_word(enum report_span span);

/* One promise. */
struct report_row {
	const char *group[REPORT_BYS];  /* "": no school, or several */
	enum promise_state state;
	enum excuse excuse;             /* of excused ones */
	bool is_late;
	int inputs;
	int month;                      /* of the window, from 0; below REPORT_MONTHS */
	int64_t spans_for[REPORT_SPANS]; /* -1: not yet */
};

struct report_time {
	int64_t count;                  /* promises that have it */
	int64_t median_for, p90_for;    /* ms, whole seconds; -1: nobody has it, or hidden */
};

struct report_group {
	char name[REPORT_NAME];
	bool is_hidden;                 /* nothing below is set */
	int64_t inputs, opened, open, kept, kept_late, late, excused;
	int64_t excused_by[EXCUSE_COUNT];
	struct report_time times[REPORT_SPANS];
};

/* Between groups that have enough promises to be compared. */
struct report_gap {
	bool is_known;
	const struct report_group *best, *worst;
	int64_t best_value, worst_value; /* ms; of late: ten thousandths */
};

struct report_ask {
	enum report_by by;
	bool hides;
	int64_t ceiling;
};

struct report;
struct report *report_new(const struct report_ask *ask);
void report_free(struct report **report);
/* FAULT_TOO_LARGE past REPORT_ROWS_MOST: the row is not counted. */
enum fault report_add(struct report *report, const struct report_row *row) MUST_CHECK;
/* Once, after the last row.  What follows is there from then on. */
void report_close(struct report *report);

/* By name. */
const struct report_group *report_groups(const struct report *report, size_t *count);
const struct report_group *report_total(const struct report *report);
/* True when that month cannot be shown and was left out. */
bool report_is_left_out(const struct report *report, int month);
/* The gap of late shares, and of medians. */
struct report_gap report_late_gap(const struct report *report);
struct report_gap report_gap(const struct report *report, enum report_span span);

#endif
