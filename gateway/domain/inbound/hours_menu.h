/*
 * hours_menu - the hours among which a family may choose by a digit.
 *
 * Any time, after 3 PM, after 6 PM, before noon; each shown as what is left of it when law
 * and district are heeded, so that the menu promises nothing that we may not do.  What
 * leaves nothing, or the same as one before, is not offered.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_HOURS_MENU_H
#define DOMAIN_HOURS_MENU_H

#include "base/buf.h"
#include "domain/hours.h"

enum { HOURS_MENU_MOST = 4 };

struct hours_menu {
	struct hours_window own[HOURS_MENU_MOST];   /* as contact.own_from, own_to */
	struct hours_window shown[HOURS_MENU_MOST];
	int count;
};

/* The family's own hours in `facts` do not count. */
void hours_menu_make(const struct hours_facts *facts, struct hours_menu *menu);
/* "0-0,900-0": what stands in number.choices while the question is open.  A menu keeps its
 * meaning when the district changes its hours behind it: a choice that is left with
 * nothing keeps its digit and is shown as 0-0. */
void hours_menu_write(const struct hours_menu *menu, struct buf *into);
void hours_menu_read(struct str choices, const struct hours_facts *facts, struct hours_menu *menu);
/* False when these hours leave nothing, or are in two pieces. */
bool hours_menu_is_meeting(const struct hours_facts *facts, struct hours_window own,
		      struct hours_window *shown);

#endif
