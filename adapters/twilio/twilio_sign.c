#include "twilio_sign.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdlib.h>

#include "base/memory.h"
#include "twilio_account.h"

enum { SIGNED_MOST = 4 * 1024 * 1024, SIGNATURE_SIZE = 28 };

struct claim {
	const struct account *account;
	struct str target;
	struct str signature;
	const struct form *form;
	struct str body;
	bool keeps_repeats;
};

/* --- the parameters --------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
	const struct form_field *const *x = a;
	const struct form_field *const *y = b;
	int order = str_compare((*x)->name, (*y)->name);

	/* as they came: the array's places are in that order */
	return order ? order : (*x > *y) - (*x < *y);
}

static int compare_fields(const void *a, const void *b)
{
	const struct form_field *const *x = a;
	const struct form_field *const *y = b;
	int order = str_compare((*x)->name, (*y)->name);

	return order ? order : str_compare((*x)->value, (*y)->value);
}

static bool is_repeat(const struct form_field *a, const struct form_field *b)
{
	return str_equals(a->name, b->name) && str_equals(a->value, b->value);
}

static void add_fields(const struct form *form, bool keeps_repeats, struct buf *into)
{
	const struct form_field **sorted = memory_array(const struct form_field *, form->count);

	for (size_t i = 0; i < form->count; i++)
		sorted[i] = &form->fields[i];
	qsort(sorted, form->count, sizeof(*sorted),
	      keeps_repeats ? compare_names : compare_fields);
	for (size_t i = 0; i < form->count; i++) {
		if (!keeps_repeats && i > 0 && is_repeat(sorted[i - 1], sorted[i]))
			continue;
		buf_add(into, sorted[i]->name);
		buf_add(into, sorted[i]->value);
	}
	free(sorted);
}

/* --- the address ------------------------------------------------------------ */

enum port_spelling { PORT_AS_IS, PORT_ADDED, PORT_REMOVED };

/* Where ":443" stands in an authority, or its size: not the ':' of a password
 * or of an IPv6 address. */
static size_t port_of(struct str authority)
{
	for (size_t i = authority.size; i > 0; i--) {
		char c = authority.at[i - 1];

		if (c == ':')
			return i - 1;
		if (c < '0' || c > '9')
			break;
	}
	return authority.size;
}

static struct str authority_of(struct str origin)
{
	struct str rest = str_from(origin, str_find(origin, STR("://")) + 3);

	return str_slice(rest, 0, str_find(rest, STR("/")));
}

static void add_origin(struct str origin, enum port_spelling spelling, struct buf *into)
{
	bool is_https = str_starts(origin, STR("https://"));
	struct str authority = authority_of(origin);
	size_t start = str_find(origin, STR("://")) + 3;
	size_t end = start + authority.size;

	if (spelling == PORT_REMOVED)
		authority = str_slice(authority, 0, port_of(authority));
	buf_add(into, str_slice(origin, 0, start));
	buf_add(into, authority);
	if (spelling == PORT_ADDED)
		buf_add_text(into, is_https ? ":443" : ":80");
	buf_add(into, str_from(origin, end));
}

/* A target never has a fragment; where one is left, it is not signed. */
static struct str signed_part(struct str target)
{
	return str_slice(target, 0, str_find(target, STR("#")));
}

static bool has_quotes(struct str target)
{
	struct str query = str_from(target, str_find(target, STR("?")));

	return str_find(query, STR("'")) < query.size;
}

static void add_target(struct str target, bool escapes_quotes, struct buf *into)
{
	size_t query = str_find(target, STR("?"));

	if (!escapes_quotes) {
		buf_add(into, target);
		return;
	}
	for (size_t i = 0; i < target.size; i++) {
		if (i > query && target.at[i] == '\'')
			buf_add_text(into, "%27");
		else
			buf_add_char(into, target.at[i]);
	}
}

/* --- the signature ---------------------------------------------------------- */

static bool is_signed_with(struct str secret, struct str text, struct str signature)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned char encoded[2 * EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (secret.size == 0 || text.size == 0)
		return false;
	if (!HMAC(EVP_sha1(), secret.at, (int)secret.size, (const unsigned char *)text.at,
		  text.size, mac, &size))
		return false;
	EVP_EncodeBlock(encoded, mac, (int)size);
	return str_is_same_secret((struct str){ (const char *)encoded, SIGNATURE_SIZE },
				  signature);
}

/* Every secret is tried, whichever fits: the time tells nothing. */
static bool is_signed(const struct account *account, struct str text, struct str signature)
{
	const struct account_values *secrets = &account->options[TWILIO_WEBHOOK_SECRETS];
	bool is_good = false;

	for (size_t i = 0; i < secrets->count; i++)
		is_good |= is_signed_with(str_of(secrets->at[i]), text, signature);
	if (!secrets->count)
		is_good = is_signed_with(str_of(account_option_value(account->options,
								     TWILIO_AUTH_TOKEN)),
					 text, signature);
	return is_good;
}

static bool is_spelling_signed(const struct claim *claim, enum port_spelling port,
			       bool escapes_quotes, struct str fields)
{
	AUTO(buf) text;

	buf_init(&text, SIGNED_MOST);
	add_origin(str_of(claim->account->public_url), port, &text);
	add_target(signed_part(claim->target), escapes_quotes, &text);
	buf_add(&text, fields);
	return !buf_check(&text, NULL) &&
	       is_signed(claim->account, buf_str(&text), claim->signature);
}

/* Each spelling once.  The one that fits ends the search: which it is, is no secret, and
 * who has none is compared with all of them. */
static bool is_any_spelling_signed(const struct claim *claim, struct str fields)
{
	struct str origin = str_of(claim->account->public_url);
	struct str authority = authority_of(origin);
	bool has_port = port_of(authority) < authority.size;
	int last = has_quotes(signed_part(claim->target)) ? 1 : 0;

	for (int escapes = 0; escapes <= last; escapes++) {
		if (is_spelling_signed(claim, PORT_AS_IS, escapes, fields) ||
		    is_spelling_signed(claim, has_port ? PORT_REMOVED : PORT_ADDED, escapes,
				       fields))
			return true;
	}
	return false;
}

/* --- bodies that are no forms ------------------------------------------------ */

/* The value of bodySHA256 in the query; empty when it has none. */
static struct str promised_hash(struct str target)
{
	struct str query = str_from(target, str_find(target, STR("?")) + 1);
	struct str name = STR("bodySHA256=");
	struct str piece;

	query = str_slice(query, 0, str_find(query, STR("#")));
	while (str_next(&query, '&', &piece))
		if (str_starts(piece, name))
			return str_from(piece, name.size);
	return STR_NONE;
}

static bool is_body_promised(struct str body, struct str hash)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	AUTO(buf) hex;

	buf_init(&hex, 2 * SHA256_DIGEST_LENGTH);
	SHA256((const unsigned char *)(body.at ? body.at : ""), body.size, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_add_format(&hex, "%02x", digest[i]);
	return str_equals_nocase(hash, buf_str(&hex));
}

/* A body that is neither form nor promised by its hash is nobody's: the
 * signature does not cover it. */
static enum fault judge_claim(const struct claim *claim)
{
	AUTO(buf) fields;
	struct str hash = promised_hash(claim->target);
	bool is_form = claim->form && claim->form->count > 0;

	buf_init(&fields, SIGNED_MOST);
	if (claim->signature.size != SIGNATURE_SIZE)
		return FAULT_UNSIGNED;
	if (hash.size) {
		if (!is_body_promised(claim->body, hash))
			return FAULT_UNSIGNED;
	} else if (is_form) {
		add_fields(claim->form, claim->keeps_repeats, &fields);
	} else if (claim->body.size) {
		return FAULT_UNSIGNED;
	}
	if (buf_check(&fields, NULL) || !is_any_spelling_signed(claim, buf_str(&fields)))
		return FAULT_UNSIGNED;
	return FAULT_NONE;
}

enum fault twilio_sign_authentic(const struct account *account, struct str target,
			    struct str signature, const struct form *form,
			    struct str body)
{
	assert(account && account->public_url);

	struct claim claim = { account, target, signature, form, body, false };

	return judge_claim(&claim);
}

enum fault twilio_sign_authentic_repeats(const struct account *account, struct str target,
				    struct str signature, const struct form *form,
				    struct str body)
{
	assert(account && account->public_url);

	struct claim claim = { account, target, signature, form, body, true };

	return judge_claim(&claim);
}
