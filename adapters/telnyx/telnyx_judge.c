#include "telnyx_judge.h"

#include <assert.h>

#include "base/json_mend.h"
#include "telnyx_errors.h"

enum { PARTS_MOST = 100 };

/* "Unexpected error" and "timed out" may have been processed, whatever status they have. */
static bool is_doubtful(int code)
{
	return code == 10007 || code == 10008;
}

static void judge_success(const struct http_reply *reply, struct judgement *judgement)
{
	AUTO_JSON *document = NULL;
	const json_t *message;
	struct str id;
	int64_t parts;

	if (json_mend_read(reply->body, &document, NULL))
		return;
	message = json_object_get(document, "data");
	id = json_str(message, "id");
	if (id.size == 0 || id.size > ADAPTER_ID)
		return;
	judgement->verdict = VERDICT_ACCEPTED;
	parts = json_number(message, "parts", 0);
	judgement->segments = parts > 0 && parts < PARTS_MOST ? (int)parts : 0;
	str_put(judgement->id, sizeof(judgement->id), id);
}

/* The code first, the status second: which of 400, 403 and 422 carries a code is told
 * nowhere (§1).  408, 409 and 425 may have been processed; 429 was not, whoever says so.
 * Whatever stands between us may answer in the provider's place, with codes of its own: what
 * has none of Telnyx's may have been processed too. */
static void judge_refusal(const struct http_reply *reply, struct judgement *judgement)
{
	AUTO_JSON *document = NULL;
	bool is_named, has_title = false;

	if (reply->status == 408 || reply->status == 409 || reply->status == 425)
		return;
	if (!json_mend_read(reply->body, &document, NULL))
		judgement->code = telnyx_errors_own(document, &has_title);
	if (is_doubtful(judgement->code))
		return;
	is_named = telnyx_errors_remedy(judgement->code, &judgement->remedy);
	if (!is_named && !has_title)
		judgement->code = 0;
	if (reply->status == 429) {
		judgement->verdict = VERDICT_LATER;
		if (!is_named)
			judgement->remedy = REMEDY_RETRY;
	} else if (judgement->code) {
		judgement->verdict = VERDICT_REFUSED;
		/* of a new code only the key itself is the account's for sure */
		if (!is_named && reply->status == 401)
			judgement->remedy = REMEDY_CONFIG;
		if (!is_named && reply->status == 403)
			judgement->remedy = REMEDY_SENDER;
	}
}

struct judgement telnyx_judge(const struct account *account, const struct http_reply *reply)
{
	assert(account && reply);

	struct judgement judgement = { .verdict = VERDICT_UNKNOWN,
				       .retry_after_for = reply->retry_after_for };

	(void)account;
	if (reply->fate == HTTP_NOT_SENT)
		judgement.verdict = VERDICT_NOT_SENT;
	if (reply->fate != HTTP_ANSWERED)
		return judgement;
	if (reply->status >= 200 && reply->status < 300)
		judge_success(reply, &judgement);
	else if (reply->status >= 400 && reply->status < 500)
		judge_refusal(reply, &judgement);
	return judgement;
}
