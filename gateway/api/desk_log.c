#include "desk.h"

enum fault desk_audit(struct visit *visit, struct db *db, struct note *note)
{
	struct audit_row *rows;
	struct page page;
	size_t count = 0, shown;
	json_t *items;
	enum fault fault = visit_page(visit, NEVER, &page, note);

	if (fault)
		return fault;
	rows = arena_take(&visit->arena, (page.most + 1) * sizeof(*rows));
	if (!rows)
		return FAULT_TOO_LARGE;
	fault = audit_list(db, page.after, &visit->arena, rows, page.most + 1, &count);
	if (fault)
		return fault;
	shown = count < page.most ? count : page.most;
	items = json_array();
	for (size_t i = 0; i < shown; i++)
		json_array_append_new(items, shape_audit(&rows[i]));
	visit->reply = page_reply(items, count > shown, shown ? rows[shown - 1].no : 0);
	return FAULT_NONE;
}

/* Mine, and those of my role. */
enum fault desk_notices(struct visit *visit, struct db *db, struct note *note)
{
	struct notice *notices;
	struct page page;
	size_t count = 0, shown;
	json_t *items;
	enum fault fault = visit_page(visit, NEVER, &page, note);

	if (fault)
		return fault;
	notices = arena_take(&visit->arena, (page.most + 1) * sizeof(*notices));
	if (!notices)
		return FAULT_TOO_LARGE;
	fault = notice_list(db, &visit->who.user, page.after, notices, page.most + 1, &count);
	if (fault)
		return fault;
	shown = count < page.most ? count : page.most;
	items = json_array();
	for (size_t i = 0; i < shown; i++)
		json_array_append_new(items, shape_notice(&notices[i]));
	visit->reply = page_reply(items, count > shown, shown ? notices[shown - 1].id : 0);
	return FAULT_NONE;
}
