/*
 * ical_weigh - what following a repetition costs, before libical follows it.
 *
 * libical's iterator looks at one day, month or year after the other until one fits, and
 * nobody can stop it meanwhile: FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 looks for centuries, the
 * same by months until the year 20000.  So what it may look at is counted from the rule, and
 * what it would look for in vain is refused.  A look takes some 2 to 4 microseconds.
 *
 * Threads: pure.
 */
#ifndef I18N_ICAL_WEIGH_H
#define I18N_ICAL_WEIGH_H

#include <libical/ical.h>
#include <stdbool.h>
#include <stdint.h>

/* Why libical should not even begin to look for it; NULL: it may. */
const char *ical_weigh_refusal(const struct icalrecurrencetype *rule, struct icaltimetype start);
/* The most looks of libical from `start` over so many days, for a rule that is not refused. */
int64_t ical_weigh_rule(const struct icalrecurrencetype *rule, struct icaltimetype start,
			int64_t days);
/* Whether it is one by which a time zone changes its clocks: yearly, by month and day. */
bool ical_weigh_is_of_zone(const struct icalrecurrencetype *rule);
/* Of such a rule: the most days of a year on which libical may have the clocks changed.  It
 * makes and keeps one change after the other, from the zone's first year on. */
int64_t ical_weigh_changes(const struct icalrecurrencetype *rule);

#endif
