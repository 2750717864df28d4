#include "api.h"

#include <assert.h>
#include <stdlib.h>

#include "api/handlers/event_stream.h"
#include "base/memory.h"

struct api *api_new(struct core *core, const struct api_settings *settings)
{
	assert(loop_is_here(core->loop) && settings);

	struct api *api = memory_new(struct api);

	api->core = core;
	api->settings = *settings;
	api->hub = event_stream_new(core, &api->streams);
	return api;
}

void api_attach(struct api *api, const struct server *server)
{
	api->server = server;
}

void api_free(struct api **api)
{
	if (!*api)
		return;
	event_stream_free(&(*api)->hub);
	free(*api);
	*api = NULL;
}
