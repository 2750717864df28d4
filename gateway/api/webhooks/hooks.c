#include "hooks.h"

#include "base/log.h"
#include "work/inbound/intake.h"
#include "work/outbound/receipt_job.h"
#include "work/txn/line_table.h"

/* More than any provider sends, few enough to sort for the signature. */
enum { HOOK_FIELDS = 512 };

/* Names the account and reads the form; then, before anything else is looked at, the
 * signature.  A forged webhook leaves nothing but a counter (G12). */
static enum fault admit(struct request *request, struct form *form,
			struct account_state **account, struct note *note)
{
	struct core *core = request->api->core;
	struct str body = call_body(request->call);
	struct account_state *found = line_table_account(core, call_param(request->call, "adapter"));
	struct str signature;
	enum fault fault;

	if (!found)
		return fault_because(FAULT_MISSING, note, "no adapter has that name");
	fault = form_read(body, HOOK_FIELDS, &request->arena, form, note);
	if (fault)
		return fault;
	signature = call_header(request->call, found->adapter->signature_header);
	fault = signature.size == 0 ? FAULT_UNSIGNED :
		found->adapter->authentic(&found->settings->account, call_target(request->call),
					  signature, form, body);
	if (fault) {
		core->counts.refused_signatures++;
		return fault_because(FAULT_UNSIGNED, note,
				     "the signature does not fit our public address and secret");
	}
	*account = found;
	return FAULT_NONE;
}

/* The commit is behind us: only now the provider hears 200 (G1). */
static void hook_on_heard(void *data, enum fault fault, const struct intake_result *result)
{
	struct request *request = data;
	const struct account_state *account = request->more;
	const char *content_type;
	struct str nothing;

	(void)result;
	if (fault) {
		request_refuse(request, fault, NULL);
		return;
	}
	nothing = account->adapter->acknowledge(&content_type);
	request_answer_text(request, content_type, nothing);
}

static enum fault find_line(struct core *core, struct account_state *account,
			    const struct inbound *inbound, struct line_state **line,
			    struct note *note)
{
	if (!str_is(inbound->account_sid, account->settings->account.account_sid)) {
		core->counts.refused_signatures++;
		return fault_because(FAULT_UNSIGNED, note, "this comes from another account");
	}
	*line = line_table_find(core, account, inbound->to);
	if (!*line)
		return fault_because(FAULT_MISSING, note, "no line of this adapter has that number");
	return FAULT_NONE;
}

enum fault hook_message(struct request *request, struct note *note)
{
	struct account_state *account;
	struct line_state *line;
	struct inbound inbound;
	struct form form;
	enum fault fault;

	if ((fault = admit(request, &form, &account, note)) ||
	    (fault = account->adapter->interpret(&form, &request->arena, &inbound, note)) ||
	    (fault = find_line(request->api->core, account, &inbound, &line, note)))
		return fault;
	request->more = account;
	return intake_hear(line, &inbound, 0, hook_on_heard, request);
}

static void hook_on_receipt(void *data, enum fault fault)
{
	struct request *request = data;

	if (fault)
		request_refuse(request, fault, NULL);
	else
		request_answer_bare(request, 204);
}

/* A token that we never made is an orphan, and 2xx all the same: asking the provider
 * to repeat it would change nothing. */
enum fault hook_message_status(struct request *request, struct note *note)
{
	struct account_state *account;
	struct receipt receipt;
	struct form form;
	enum fault fault;

	if ((fault = admit(request, &form, &account, note)) ||
	    (fault = account->adapter->interpret_status(&form, &receipt, note)))
		return fault;
	return receipt_job_start(account, call_param(request->call, "token"), &receipt,
			     hook_on_receipt, request);
}
