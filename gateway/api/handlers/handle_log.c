#include "handle_log.h"

#include "api/http/request_input.h"
#include "api/json/json_core.h"
#include "store/log/audit.h"
#include "store/people/notices.h"

enum fault handle_log_audit(struct request *request, struct db *db, struct note *note)
{
	const struct audit_row *rows;
	struct page page;
	enum fault fault = request_input_page(request, NEVER, sizeof(*rows), &page, note);

	if (!fault)
		fault = audit_list(db, page.after, &request->arena, page.at, page.room, &page.count);
	if (fault)
		return fault;
	rows = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, json_core_audit(&rows[i]), rows[i].no);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}

/* Mine, and those of my role. */
enum fault handle_log_notices(struct request *request, struct db *db, struct note *note)
{
	const struct notice *notices;
	struct page page;
	enum fault fault = request_input_page(request, NEVER, sizeof(*notices), &page, note);

	if (!fault)
		fault = notice_list(db, &request->who.user, page.after, page.at, page.room,
				    &page.count);
	if (fault)
		return fault;
	notices = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, json_core_notice(&notices[i]), notices[i].id);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}
