#include "twilio_account.h"

#include <assert.h>

const struct account_option twilio_account_options[] = {
	[TWILIO_ACCOUNT_SID] = {
		"account_sid", ACCOUNT_TEXT, .is_needed = true,
		.example = "ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		.help = "the account at the provider" },
	[TWILIO_AUTH_TOKEN] = {
		"auth_token_file", ACCOUNT_SECRET_FILE, .is_needed = true,
		.example = "/etc/hearback/secrets/main.token",
		.help = "holds the account's token (chmod 640); it also proves webhooks" },
	[TWILIO_WEBHOOK_SECRETS] = {
		"webhook_secret_files", ACCOUNT_SECRET_FILE, .is_list = true,
		.help = "when webhooks are signed with another secret, or while it rotates: "
			"up to four" },
	[TWILIO_OPTIONS] = { .key = NULL },
};

const char *twilio_account_sid(const struct account *account)
{
	assert(account);
	return account_option_value(account->options, TWILIO_ACCOUNT_SID);
}

void twilio_account_authorize(const struct account *account, struct http_request *request)
{
	assert(account && request);
	assert(request->user.size == 0 && request->password.size == 0);
	buf_add_text(&request->user, twilio_account_sid(account));
	buf_add_text(&request->password, account_option_value(account->options, TWILIO_AUTH_TOKEN));
}
