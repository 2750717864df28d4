#include "base/log.h"
#include "desk.h"
#include "work/intake.h"
#include "work/receipts.h"

/* More than any provider sends, few enough to sort for the signature. */
enum { HOOK_FIELDS = 512 };

/* Names the account and reads the form; then, before anything else is looked at, the
 * signature.  A forged webhook leaves nothing but a counter (G12). */
static enum fault admit(struct visit *visit, struct form *form,
			struct work_account **account, struct note *note)
{
	struct work *work = visit->api->work;
	struct str body = call_body(visit->call);
	struct work_account *found = work_account_find(work, call_param(visit->call, "adapter"));
	struct str signature;
	enum fault fault;

	if (!found)
		return fault_because(FAULT_MISSING, note, "no adapter has that name");
	fault = form_read(body, HOOK_FIELDS, &visit->arena, form, note);
	if (fault)
		return fault;
	signature = call_header(visit->call, found->adapter->signature_header);
	fault = signature.size == 0 ? FAULT_UNSIGNED :
		found->adapter->authentic(&found->settings->account, call_target(visit->call),
					  signature, form, body);
	if (fault) {
		work->counts.refused_signatures++;
		return fault_because(FAULT_UNSIGNED, note,
				     "the signature does not fit our public address and secret");
	}
	*account = found;
	return FAULT_NONE;
}

/* The commit is behind us: only now the provider hears 200 (G1). */
static void hook_on_heard(void *data, enum fault fault, const struct intake_result *result)
{
	struct visit *visit = data;
	const struct work_account *account = visit->more;
	const char *content_type;
	struct str nothing;

	(void)result;
	if (fault) {
		visit_refuse(visit, fault, NULL);
		return;
	}
	nothing = account->adapter->acknowledge(&content_type);
	visit_answer_text(visit, content_type, nothing);
}

static enum fault find_line(struct work *work, struct work_account *account,
			    const struct heard *heard, struct work_line **line,
			    struct note *note)
{
	if (!str_is(heard->account_sid, account->settings->account.account_sid)) {
		work->counts.refused_signatures++;
		return fault_because(FAULT_UNSIGNED, note, "this comes from another account");
	}
	*line = work_line_find(work, account, heard->to);
	if (!*line)
		return fault_because(FAULT_MISSING, note, "no line of this adapter has that number");
	return FAULT_NONE;
}

enum fault hook_message(struct visit *visit, struct note *note)
{
	struct work_account *account;
	struct work_line *line;
	struct heard heard;
	struct form form;
	enum fault fault;

	if ((fault = admit(visit, &form, &account, note)) ||
	    (fault = account->adapter->interpret(&form, &visit->arena, &heard, note)) ||
	    (fault = find_line(visit->api->work, account, &heard, &line, note)))
		return fault;
	visit->more = account;
	return intake_hear(line, &heard, 0, hook_on_heard, visit);
}

static void hook_on_receipt(void *data, enum fault fault)
{
	struct visit *visit = data;

	if (fault)
		visit_refuse(visit, fault, NULL);
	else
		visit_answer_bare(visit, 204);
}

/* A token that we never made is an orphan, and 2xx all the same: asking the provider
 * to repeat it would change nothing. */
enum fault hook_message_status(struct visit *visit, struct note *note)
{
	struct work_account *account;
	struct receipt receipt;
	struct form form;
	enum fault fault;

	if ((fault = admit(visit, &form, &account, note)) ||
	    (fault = account->adapter->interpret_status(&form, &receipt, note)))
		return fault;
	return receipts_take(account, call_param(visit->call, "token"), &receipt,
			     hook_on_receipt, visit);
}
