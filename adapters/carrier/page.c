/*
 * page - the practice phones in a browser: page.html, page.css and page.js, which people
 * edit as files and the program carries along.  Make knows that this object depends on them.
 */
#include "page.h"

#define CARRY(name, file)                            \
	".balign 8\n" name ":\n"                     \
	".incbin \"adapters/carrier/" file "\"\n"    \
	name "_end:\n.byte 0\n"

__asm__(".pushsection .rodata\n"
	CARRY("page_html", "page.html")
	CARRY("page_css", "page.css")
	CARRY("page_js", "page.js")
	".popsection\n");

#define CARRIED(name)                                               \
	extern const char name[] __attribute__((visibility("hidden"))); \
	extern const char name##_end[] __attribute__((visibility("hidden")))
CARRIED(page_html);
CARRIED(page_css);
CARRIED(page_js);

/* Nothing inline and nothing from elsewhere: a text that became code would not run. */
static const char policy[] = "default-src 'none'; style-src 'self'; script-src 'self'; "
	"connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
	"frame-ancestors 'none'";

static void show(struct call *call, const char *type, const char *from, const char *to)
{
	call_add_header(call, "Content-Security-Policy", policy);
	/* cppcheck-suppress comparePointers ; the ends of one array */
	call_answer(call, 200, type, (struct str){ from, (size_t)(to - from) });
}

void page_show(void *context, struct call *call)
{
	(void)context;
	show(call, "text/html; charset=utf-8", page_html, page_html_end);
}

void page_show_looks(void *context, struct call *call)
{
	(void)context;
	show(call, "text/css; charset=utf-8", page_css, page_css_end);
}

void page_show_script(void *context, struct call *call)
{
	(void)context;
	show(call, "text/javascript; charset=utf-8", page_js, page_js_end);
}
