#include "command_trace.h"

#include <assert.h>

#include "work/txn/txn.h"

enum fault command_trace(const struct txn *txn, const struct command *command, const char *what,
			 const char *detail)
{
	assert(txn_is_writing(txn) && what[0]);
	assert(what && detail);
	return txn_trace(txn, &(struct trace){
		.what = what, .actor = command->actor, .detail = detail,
		.staff = { command_id(command, COMMAND_USER) } });
}
