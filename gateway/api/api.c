#include "api.h"

#include <stdlib.h>

#include "events.h"

struct api *api_new(struct work *work, const struct api_settings *settings)
{
	struct api *api = calloc(1, sizeof(*api));

	if (!api)
		abort();
	api->work = work;
	api->settings = *settings;
	api->hub = hub_new(work);
	return api;
}

void api_attach(struct api *api, const struct server *server)
{
	api->server = server;
}

void api_free(struct api **api)
{
	hub_free(&(*api)->hub);
	free(*api);
	*api = NULL;
}
