#include "command.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/log/audit.h"
#include "work/followup/consequences.h"
#include "work/txn/txn.h"

enum { TEXTS_MOST = 64 << 10 };

static const char *const nouns[COMMAND_NOUN_COUNT] = {
#define X(name, word) [name] = word,
	COMMAND_NOUNS(X)
#undef X
};

int64_t command_id(const struct command *command, enum command_noun noun)
{
	size_t offset = command->row->ids[noun];
	int64_t id = 0;

	assert(noun < COMMAND_NOUN_COUNT);
	if (offset)
		memcpy(&id, (const char *)command + offset, sizeof(id));
	return id;
}

struct signer command_signer(const struct command *command)
{
	return (struct signer){ command->actor_id, command->actor_token };
}

static void add_id(struct buf *detail, const char *noun, int64_t id)
{
	if (id)
		buf_add_format(detail, "%s\"%s\":\"%lld\"", detail->size > 1 ? "," : "", noun,
			       (long long)id);
}

/* Who did what to which row; never the words of a message. */
static enum fault audit(const struct txn *txn, const struct command *command)
{
	struct audit_row row = { .at = txn->now };
	AUTO(buf) detail;

	buf_init(&detail, 256);
	buf_add_char(&detail, '{');
	for (size_t i = 0; i < COMMAND_NOUN_COUNT; i++)
		add_id(&detail, nouns[i], command_id(command, (enum command_noun)i));
	add_id(&detail, COMMAND_BY_TOKEN, command->actor_token);
	buf_add_char(&detail, '}');
	str_put(row.actor, sizeof(row.actor), str_of(command->actor));
	str_put(row.command, sizeof(row.command), str_of(command->row->word));
	row.detail = buf_str(&detail);
	return audit_add(txn->db, txn->core->settings->audit_key, &row);
}

enum fault command_run(const struct txn *txn, struct command *command)
{
	assert(txn_is_writing(txn) && agenda_is_empty(txn));
	assert(command->row && command->actor[0]);

	enum fault fault = consequences_settle(txn, command->row->run(txn, command));

	if (fault)
		return fault;
	return audit(txn, command);
}

static enum fault command_on_writer(struct job *job, struct db *db, struct note *note)
{
	struct command *command = container_of(job, struct command, job);
	struct txn txn = txn_of(command->core, command->locale, db, note);
	AUTO(agenda) agenda;

	consequences_begin(&txn, &agenda);
	return command_run(&txn, command);
}

static void command_free(struct command **command)
{
	struct command *gone = *command;

	if (gone->row->release)
		gone->row->release(gone);
	locale_free(&gone->locale);
	arena_done(&gone->arena);
	free(gone);
	*command = NULL;
}

static void command_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct command *command = container_of(job, struct command, job);
	struct core *core = command->core;

	log_fact(LOG_INFO, "command.done", LOG_WORD("command", command->row->word),
		 LOG_WORD("outcome", fault_word(fault)),
		 LOG_ID("promise", command_id(command, COMMAND_PROMISE)),
		 LOG_ID("msg", command_id(command, COMMAND_MESSAGE)));
	if (!fault) {
		if (command->row->after)
			command->row->after(core, command);
		signal_wake(core, SIGNAL_SENDING);
		signal_wake(core, SIGNAL_FOLLOWUP);
	}
	command->done(command->data, fault, note, command);
	if (!fault)
		signal_changed(core, command->row->word, command_id(command, COMMAND_PROMISE));
	command_free(&command);
}

static enum fault copy_texts(struct command *command)
{
	for (size_t i = 0; i < COMMAND_TEXTS && command->row->texts[i]; i++) {
		struct str *text = (struct str *)(void *)((char *)command + command->row->texts[i]);

		*text = arena_copy(&command->arena, *text);
		if (!text->at)
			return FAULT_TOO_LARGE;
	}
	return FAULT_NONE;
}

enum fault command_start(struct core *core, const struct command *command,
			 void (*done)(void *data, enum fault fault, const struct note *note,
				      const struct command *command),
			 void *data)
{
	struct command *copy;
	enum fault fault;

	assert(core && done);
	assert(command->row && command->row->is_whole(command));
	assert(command->actor[0]);
	copy = memory_copy(command, command->row->size);
	copy->job = (struct job){ .run = command_on_writer, .done = command_on_written };
	copy->core = core;
	copy->locale = locale_hold(core->locale);
	copy->done = done;
	copy->data = data;
	arena_init(&copy->arena, TEXTS_MOST);
	fault = copy_texts(copy);
	if (!fault)
		fault = writer_add(core->writer, &copy->job);
	if (fault)
		command_free(&copy);
	return fault;
}
