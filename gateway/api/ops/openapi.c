#include "openapi.h"

/* The document is a file that people edit; the program carries it along.  Make knows
 * that this object depends on it. */
__asm__(".pushsection .rodata\n"
	"openapi_document:\n"
	".incbin \"gateway/api/openapi.json\"\n"
	"openapi_document_end:\n"
	".byte 0\n"
	".popsection\n");

extern const char openapi_document[] __attribute__((visibility("hidden")));
extern const char openapi_document_end[] __attribute__((visibility("hidden")));

enum fault openapi_show(struct request *request, struct note *note)
{
	struct str document = { openapi_document,
				/* cppcheck-suppress comparePointers ; the ends of one array */
				(size_t)(openapi_document_end - openapi_document) };

	(void)note;
	request_answer_text(request, "application/json", document);
	return FAULT_NONE;
}
