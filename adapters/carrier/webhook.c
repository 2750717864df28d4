#include "webhook.h"

#include <assert.h>

#include "dialect.h"

void webhook_send(struct carrier *carrier, const struct record *record,
		  enum opt_out_word word)
{
	assert(carrier && record);
	assert(record->direction == RECORD_INBOUND);

	const struct carrier_line *line = carrier_line(carrier, str_of(record->to));
	struct mishap_case request = { .request = MISHAP_TEXT, .to = str_of(record->to),
				       .from = str_of(record->from),
				       .text = buf_str(&record->text) };
	struct mishap mishap;
	char token[TOKEN_SIZE];
	int copies;

	mishaps_judge(carrier->mishaps, &request, &mishap);
	if (!line || !line->webhook[0] || (mishap.flags & MISHAP_LOSE_WEBHOOK))
		return;
	copies = mishap.flags & MISHAP_DUPLICATE_WEBHOOK ? mishap.copies : 1;
	random_token(token);
	for (int i = 0; i < copies; i++) {
		struct hook *hook = record->dialect->tell_message(carrier, record, word);

		hook_set_token(hook, token);
		hook_send(hook, mishap.chaos_for + i * 20);
	}
}
