#include "twilio_judge.h"

#include <assert.h>

#include "twilio_errors.h"
#include "twilio_json.h"

/* One object, or SignalWire's {"errors": [{…}]}.  False when the body is no
 * provider's error document: a proxy's page, nothing, JSON of somebody else. */
static bool read_error(struct str body, int *code)
{
	AUTO_JSON *document = NULL;
	const json_t *error;

	if (json_mend_read(body, &document, NULL))
		return false;
	error = json_array_get(json_object_get(document, "errors"), 0);
	if (!error)
		error = document;
	if (!json_is_integer(json_object_get(error, "code")) &&
	    json_str(error, "code").size == 0)
		return false;
	*code = twilio_json_number(error, "code");
	return true;
}

static void judge_success(const struct http_reply *reply, struct judgement *judgement)
{
	AUTO_JSON *document = NULL;
	struct str id;

	if (json_mend_read(reply->body, &document, NULL))
		return;
	id = json_str(document, "sid");
	if (id.size == 0 || id.size > ADAPTER_ID)
		return;
	judgement->verdict = VERDICT_ACCEPTED;
	judgement->segments = twilio_json_number(document, "num_segments");
	str_put(judgement->id, sizeof(judgement->id), id);
}

/* 429 was not processed.  401 and 403 mean us, not the family, unless the code
 * says that the family opted out.  408, 409 and 425 may have been processed. */
static void judge_refusal(const struct http_reply *reply, struct judgement *judgement)
{
	bool is_document, is_named;

	if (reply->status == 408 || reply->status == 409 || reply->status == 425)
		return;
	is_document = read_error(reply->body, &judgement->code);
	is_named = twilio_errors_remedy(judgement->code, &judgement->remedy);
	if (reply->status == 429) {
		judgement->verdict = VERDICT_LATER;
		if (!is_named)
			judgement->remedy = REMEDY_RETRY;
	} else if (reply->status == 401 || reply->status == 403) {
		judgement->verdict = VERDICT_REFUSED;
		if (!is_named)
			judgement->remedy = REMEDY_CONFIG;
	} else if (is_document) {
		judgement->verdict = VERDICT_REFUSED;
	}
}

struct judgement twilio_judge(const struct account *account,
			      const struct http_reply *reply)
{
	assert(reply);

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

