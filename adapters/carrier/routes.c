#include "routes.h"

#include "dialect_telnyx.h"
#include "dialect_twilio.h"
#include "media.h"

/* The REST interface answers in the provider's words whatever is asked, so all
 * methods and depths come to one door. */
#define REST(path, run)                                                         \
	{ HTTP_GET, path, 0, run }, { HTTP_POST, path, 0, run },                \
	{ HTTP_PUT, path, 0, run }, { HTTP_PATCH, path, 0, run },               \
	{ HTTP_DELETE, path, 0, run }
#define TWILIO(path) REST("/2010-04-01/" path, dialect_twilio_run)
#define TELNYX(path) REST("/v2/" path, dialect_telnyx_run)

static const struct endpoint endpoints[] = {
	TWILIO("{a}"),
	TWILIO("{a}/{b}"),
	TWILIO("{a}/{b}/{c}"),
	TWILIO("{a}/{b}/{c}/{d}"),
	TWILIO("{a}/{b}/{c}/{d}/{e}"),
	TWILIO("{a}/{b}/{c}/{d}/{e}/{f}"),
	TELNYX("{a}"),
	TELNYX("{a}/{b}"),
	TELNYX("{a}/{b}/{c}"),
	{ HTTP_GET, "/media/{message}/{medium}", 0, media_show },
	{ HTTP_POST, "/phones/{number}/text", 0, phone_routes_text },
	{ HTTP_GET, "/phones/{number}", 0, phone_routes_show },
	{ HTTP_DELETE, "/phones/{number}", 0, phone_routes_delete },
	{ HTTP_GET, "/phones", 0, phone_routes_list },
	{ HTTP_POST, "/faults", 0, control_add_fault },
	{ HTTP_GET, "/faults", 0, control_show_faults },
	{ HTTP_DELETE, "/faults", 0, control_clear_faults },
	{ HTTP_POST, "/release", 0, control_release },
	{ HTTP_GET, "/control", 0, control_show },
	{ HTTP_POST, "/control", 0, control_change },
	{ HTTP_GET, "/log", 0, control_show_log },
	{ HTTP_GET, "/", 0, page_show },
	{ HTTP_GET, "/page.css", 0, page_show_looks },
	{ HTTP_GET, "/page.js", 0, page_show_script },
	{ HTTP_GET, NULL, 0, NULL },
};

const struct endpoint *routes_endpoints(void)
{
	return endpoints;
}
