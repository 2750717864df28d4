#include "twilio_judge.h"

#include <assert.h>

#include "twilio_errors.h"
#include "twilio_json.h"

/* Words for codes stand in one kind of answer only, and only where a clone has them. */
enum { HTTP_UNPROCESSABLE = 422, CODE_LEAST = 10000, CODE_MOST = 99999 };

static bool is_code(int64_t code)
{
	return code >= CODE_LEAST && code <= CODE_MOST;
}

/* SignalWire's {"errors": [{…}]}; else the object itself. */
static const json_t *error_of(const struct dialect *dialect, const json_t *document)
{
	const json_t *error = dialect->has_clone_errors ?
		json_array_get(json_object_get(document, "errors"), 0) : NULL;

	return error ? error : document;
}

/* Is it the provider's own error document?  Whatever stands between us may answer in its
 * place: a proxy's page, a firewall's or a portal's JSON, whose "code" is its own.  So a code
 * has five digits, and one that no table of ours has comes with the words beside it and the
 * status that the answer has. */
static bool read_error(const struct dialect *dialect, const struct http_reply *reply,
		       struct judgement *judgement, bool *is_named)
{
	AUTO_JSON *document = NULL;
	const json_t *error;
	int64_t code;
	bool has_words;

	if (json_mend_read(reply->body, &document, NULL))
		return false;
	error = error_of(dialect, document);
	code = json_number(error, "code", 0);
	has_words = json_str(error, "message").size > 0;
	if (!is_code(code))
		return dialect->has_clone_errors && reply->status == HTTP_UNPROCESSABLE &&
		       json_str(error, "code").size > 0 && has_words;
	*is_named = twilio_errors_remedy((int)code, &judgement->remedy);
	if (!*is_named && !(has_words && json_number(error, "status", 0) == reply->status) &&
	    !(dialect->has_clone_errors && has_words))
		return false;
	judgement->code = (int)code;
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

/* 429 was not processed, whoever says so.  401 and 403 mean us, not the family, unless the
 * code says otherwise.  408, 409 and 425 may have been processed; so may everything that is
 * not the provider's own word. */
static void judge_refusal(const struct dialect *dialect, const struct http_reply *reply,
			  struct judgement *judgement)
{
	bool is_named = false, is_document;

	if (reply->status == 408 || reply->status == 409 || reply->status == 425)
		return;
	judgement->remedy = REMEDY_NEVER;
	is_document = read_error(dialect, reply, judgement, &is_named);
	if (reply->status == 429) {
		judgement->verdict = VERDICT_LATER;
		if (!is_named)
			judgement->remedy = REMEDY_RETRY;
	} else if (is_document) {
		judgement->verdict = VERDICT_REFUSED;
		/* of a new code only the keys themselves are the account's for sure */
		if (!is_named && reply->status == 401)
			judgement->remedy = REMEDY_CONFIG;
		if (!is_named && reply->status == 403)
			judgement->remedy = REMEDY_SENDER;
	}
}

struct judgement twilio_judge_reply(const struct dialect *dialect, const struct http_reply *reply)
{
	assert(dialect && reply);

	struct judgement judgement = { .verdict = VERDICT_UNKNOWN,
				       .retry_after_for = reply->retry_after_for };

	if (reply->fate == HTTP_NOT_SENT)
		judgement.verdict = VERDICT_NOT_SENT;
	if (reply->fate != HTTP_ANSWERED)
		return judgement;
	if (reply->status >= 200 && reply->status < 300)
		judge_success(reply, &judgement);
	else if (reply->status >= 400 && reply->status < 500)
		judge_refusal(dialect, reply, &judgement);
	return judgement;
}

