#include "token_commands.h"

#include <assert.h>

#include "command_find.h"
#include "command_grant.h"
#include "command_trace.h"
#include "work/txn/txn.h"

static bool issue_is_whole(const struct command *command)
{
	const struct token_issue *issue = container_of(command, struct token_issue, command);

	return issue->email.size > 0 && issue->days >= 0 && issue->days <= TOKEN_DAYS_MOST;
}

static enum fault check_room(const struct txn *txn, const struct user *user)
{
	int64_t open = 0;
	enum fault fault;

	if (user->disabled_at)
		return fault_because(FAULT_CONFLICT, txn->note, "that user is disabled");
	fault = token_count(txn->db, user->id, txn->now, &open);
	if (!fault && open >= TOKENS_OPEN_MOST)
		return fault_because(FAULT_LIMIT, txn->note, "they have %d tokens already: revoke "
				     "some first (hearbackctl token list EMAIL)", TOKENS_OPEN_MOST);
	return fault;
}

static enum fault issue_run(const struct txn *txn, struct command *command)
{
	struct token_issue *issue = container_of(command, struct token_issue, command);
	struct token *token = &issue->token;
	struct user user;
	enum fault fault = command_find_user(txn, issue->email, &user);

	if (!fault)
		fault = check_room(txn, &user);
	if (fault)
		return fault;
	*token = (struct token){
		.id = txn_id(txn), .user = user.id, .created_at = txn->now,
		.expires_at = txn->now + (issue->days ? issue->days * DAY_MS :
					  txn->core->settings->token_for) };
	str_put(token->name, sizeof(token->name), issue->name);
	str_put(token->maker, sizeof(token->maker), str_of(command->actor));
	random_token(issue->secret);
	fault = token_add(txn->db, token, str_of(issue->secret));
	if (!fault)
		fault = command_grant(txn, command, &user, GRANT_TOKEN, token->id);
	if (!fault)
		fault = command_trace(txn, command, "staff.token", "");
	return fault;
}

const struct command_row token_command_issue = {
	.word = "token.add", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct token_issue),
	.texts = { offsetof(struct token_issue, email), offsetof(struct token_issue, name) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct token_issue, token.user),
		 [COMMAND_TOKEN] = COMMAND_ID(struct token_issue, token.id) },
	.is_whole = issue_is_whole, .run = issue_run,
};

/* --- and end them ----------------------------------------------------------------------- */

static bool recall_is_whole(const struct command *command)
{
	const struct token_recall *recall = container_of(command, struct token_recall, command);

	return (recall->token != 0) != (recall->email.size > 0);
}

static enum fault find_bearer(const struct txn *txn, struct token_recall *recall)
{
	struct token token;
	struct user user;
	enum fault fault = recall->token ? token_get(txn->db, recall->token, &token) :
		command_find_user(txn, recall->email, &user);

	if (fault == FAULT_MISSING && recall->token)
		return fault_because(fault, txn->note, "no token has that id: "
				     "hearbackctl token list shows them");
	if (!fault)
		recall->user = recall->token ? token.user : user.id;
	return fault;
}

static enum fault recall_run(const struct txn *txn, struct command *command)
{
	struct token_recall *recall = container_of(command, struct token_recall, command);
	enum fault fault = find_bearer(txn, recall);

	if (!fault)
		fault = token_revoke(txn->db, &(struct token_end){
			.id = recall->token, .user = recall->user, .at = txn->now,
			.revoker = command->actor }, &recall->count);
	if (!fault)
		fault = command_trace(txn, command, "staff.token_revoked", "");
	return fault;
}

const struct command_row token_command_revoke = {
	.word = "token.revoke", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct token_recall),
	.texts = { offsetof(struct token_recall, email) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct token_recall, user),
		 [COMMAND_TOKEN] = COMMAND_ID(struct token_recall, token) },
	.is_whole = recall_is_whole, .run = recall_run,
};
