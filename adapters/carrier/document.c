#include "document.h"

#include <assert.h>
#include <libxml/parser.h>
#include <string.h>

enum { SIZE_MOST = 64 * 1024 };

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static void say_content(xmlNode *node, void (*say)(void *data, struct str text), void *data)
{
	xmlChar *text = xmlNodeGetContent(node);
	struct str words = str_trim(str_of((const char *)text));

	if (words.size)
		say(data, words);
	xmlFree(text);
}

/* <Message>text</Message> or <Message><Body>text</Body>…</Message> */
static void say_message(xmlNode *message, void (*say)(void *data, struct str text), void *data)
{
	xmlNode *body = message->children;

	while (body && !is_named(body, "Body"))
		body = body->next;
	say_content(body ? body : message, say, data);
}

static int read_response(xmlNode *root, void (*say)(void *data, struct str text), void *data)
{
	int code = 0;

	if (!root || !is_named(root, "Response"))
		return DOCUMENT_BROKEN;
	for (xmlNode *node = root->children; node; node = node->next) {
		if (is_named(node, "Message"))
			say_message(node, say, data);
		else if (node->type == XML_ELEMENT_NODE)
			code = DOCUMENT_ODD;
	}
	return code;
}

static int read_xml(struct str body, void (*say)(void *data, struct str text), void *data)
{
	xmlDoc *document = xmlReadMemory(body.at, (int)body.size, "answer.xml", NULL,
					 XML_PARSE_NONET | XML_PARSE_NOERROR |
						 XML_PARSE_NOWARNING);
	int code;

	if (!document)
		return DOCUMENT_BROKEN;
	code = read_response(xmlDocGetRootElement(document), say, data);
	xmlFreeDoc(document);
	return code;
}

int document_read(struct str content_type, struct str body,
		  void (*say)(void *data, struct str text), void *data)
{
	struct str type = STR_NONE;

	assert(say);
	str_next(&content_type, ';', &type);
	type = str_trim(type);
	if (body.size == 0)
		return 0;
	if (body.size > SIZE_MOST)
		return DOCUMENT_TOO_LARGE;
	if (str_equals_nocase(type, STR("text/plain"))) {
		say(data, body);
		return 0;
	}
	if (!str_equals_nocase(type, STR("text/xml")) &&
	    !str_equals_nocase(type, STR("application/xml")))
		return DOCUMENT_TYPE;
	return read_xml(body, say, data);
}
