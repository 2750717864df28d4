/* Who does not prove who it is gets no byte of a request: TLS that goes wrong in each of its steps. */
#include "asker.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the other side does with a connection. */
enum conduct {
	IS_SELF_SIGNED,     /* a certificate that nobody vouches for */
	IS_EXPIRED,
	SPEAKS_PLAIN,       /* an HTTP answer to the first bytes */
	SPEAKS_NOISE,
	SENDS_ALERT,        /* a handshake failure, as a server that shares no cipher */
	HANGS_UP,
	SAYS_NOTHING,
	SPEAKS_OLD          /* TLS 1.0 and nothing newer */
};

struct vault {
	enum conduct conduct;
	int fd;
	int port;
	pthread_t thread;
	SSL_CTX *context;
	int connections;  /* read when the thread has ended */
	size_t heard;     /* bytes of requests, deciphered */
};

static X509 *make_certificate(EVP_PKEY *key, bool is_expired)
{
	X509 *certificate = X509_new();
	X509_NAME *name;

	assert_non_null(certificate);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_set_version(certificate, 2);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
	X509_gmtime_adj(X509_getm_notAfter(certificate), is_expired ? -3600 : 86400);
	X509_set_pubkey(certificate, key);
	name = X509_get_subject_name(certificate);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"127.0.0.1", -1,
				   -1, 0);
	X509_set_issuer_name(certificate, name);
	assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
	return certificate;
}

static SSL_CTX *make_context(enum conduct conduct)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = make_certificate(key, conduct == IS_EXPIRED);

	assert_non_null(context);
	assert_int_equal(SSL_CTX_use_certificate(context, certificate), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(context, key), 1);
	if (conduct == SPEAKS_OLD)
		SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return context;
}

static void speak_tls(struct vault *vault, int fd)
{
	SSL *ssl = SSL_new(vault->context);
	char bytes[4096];
	int got;

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1)
		while ((got = SSL_read(ssl, bytes, sizeof(bytes))) > 0)
			vault->heard += (size_t)got;
	SSL_free(ssl);
}

/* Whether it is heard is the other side's affair. */
static void say(int fd, const char *bytes, size_t size)
{
	ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);

	(void)sent;
}

/* Waits for the first bytes, which are the client's greeting, and then for its end. */
static void speak_otherwise(const struct vault *vault, int fd)
{
	static const char alert[] = "\x15\x03\x03\x00\x02\x02\x28";
	char bytes[4096];

	if (recv(fd, bytes, sizeof(bytes), 0) <= 0 || vault->conduct == HANGS_UP)
		return;
	if (vault->conduct == SPEAKS_PLAIN)
		say(fd, OK_KEPT, sizeof(OK_KEPT) - 1);
	if (vault->conduct == SPEAKS_NOISE)
		say(fd, "\x16\x03\x03\xff\xffnoise and more noise", 25);
	if (vault->conduct == SENDS_ALERT)
		say(fd, alert, sizeof(alert) - 1);
	while (recv(fd, bytes, sizeof(bytes), 0) > 0)
		;
}

static void *vault_run(void *data)
{
	struct vault *vault = data;
	bool is_tls = vault->conduct == IS_SELF_SIGNED || vault->conduct == IS_EXPIRED ||
		      vault->conduct == SPEAKS_OLD;
	int fd;

	while ((fd = accept(vault->fd, NULL, NULL)) >= 0) {
		vault->connections++;
		if (is_tls)
			speak_tls(vault, fd);
		else
			speak_otherwise(vault, fd);
		close(fd);
	}
	return NULL;
}

static void vault_open(struct vault *vault, enum conduct conduct)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);

	*vault = (struct vault){ .conduct = conduct, .context = make_context(conduct) };
	vault->fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(vault->fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(vault->fd, 16), 0);
	assert_int_equal(getsockname(vault->fd, (struct sockaddr *)&address, &size), 0);
	vault->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&vault->thread, NULL, vault_run, vault), 0);
}

static void vault_close(struct vault *vault)
{
	shutdown(vault->fd, SHUT_RDWR);
	pthread_join(vault->thread, NULL);
	close(vault->fd);
	SSL_CTX_free(vault->context);
}

static void ask(struct loop *loop, struct client *client, const char *scheme, int port,
		struct outcome *outcome)
{
	AUTO(http_request) request;

	make_post(&request, port, true);
	buf_clear(&request.url);
	buf_add_format(&request.url, "%s://127.0.0.1:%d/Messages.json", scheme, port);
	buf_add_text(&request.user, "AC1");
	buf_add_text(&request.password, "a secret");
	*outcome = (struct outcome){ .calls = 0 };
	assert_int_equal(client_send(client, &request, keep, outcome, NULL), FAULT_NONE);
	assert_true(turn_until(loop, &outcome->calls, 1));
}

/* Not sent, and so it may be tried elsewhere or later: no byte of it has left, and no password. */
static void who_proves_nothing_hears_nothing(void **state)
{
	static const struct {
		const char *label;
		enum conduct conduct;
	} rows[] = {
		{ "self-signed", IS_SELF_SIGNED }, { "expired", IS_EXPIRED },
		{ "plain HTTP", SPEAKS_PLAIN },    { "noise", SPEAKS_NOISE },
		{ "an alert", SENDS_ALERT },       { "hangs up", HANGS_UP },
		{ "silence", SAYS_NOTHING },       { "TLS 1.0", SPEAKS_OLD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct loop *loop = loop_new();
		struct client *client = hasty_client(loop);
		struct outcome outcome;
		struct vault vault;

		vault_open(&vault, rows[i].conduct);
		ask(loop, client, "https", vault.port, &outcome);
		client_free(&client);
		loop_turn(loop, 1);
		vault_close(&vault);
		if (outcome.fate != HTTP_NOT_SENT || outcome.status != 0)
			fail_msg("%s: fate %d, %s", rows[i].label, outcome.fate, outcome.error);
		if (vault.connections < 1 || vault.heard != 0)
			fail_msg("%s: %d connections, %zu bytes heard", rows[i].label,
				 vault.connections, vault.heard);
		assert_true(outcome.error[0] != '\0');
		loop_free(&loop);
	}
}

/* It has our request in plain bytes and answers with none: nobody knows. */
static void plain_bytes_to_a_vault_are_sent_and_unanswered(void **state)
{
	static const enum conduct conducts[] = { IS_SELF_SIGNED, HANGS_UP, SENDS_ALERT };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(conducts); i++) {
		struct loop *loop = loop_new();
		struct client *client = client_with(loop, 1, 8);
		struct outcome outcome;
		struct vault vault;

		vault_open(&vault, conducts[i]);
		ask(loop, client, "http", vault.port, &outcome);
		client_free(&client);
		loop_turn(loop, 1);
		vault_close(&vault);
		assert_int_equal(outcome.fate, HTTP_CUT);
		assert_int_equal(vault.connections, 1);
		loop_free(&loop);
	}
}

/* A bad neighbour costs its own request and nothing else. */
static void a_client_goes_on_after_a_vault_that_failed(void **state)
{
	static const struct peer_act acts[] = { { OK_KEPT, PEER_KEEPS } };
	struct loop *loop = loop_new();
	struct client *client = client_with(loop, 1, 8);
	struct peer *peer = peer_new(acts, 1);
	struct outcome outcome;
	struct vault vault;

	(void)state;
	vault_open(&vault, IS_SELF_SIGNED);
	for (int i = 0; i < 3; i++) {
		ask(loop, client, "https", vault.port, &outcome);
		assert_int_equal(outcome.fate, HTTP_NOT_SENT);
		post(loop, client, peer_port(peer), &outcome);
		assert_int_equal(outcome.status, 200);
	}
	assert_int_equal(client_window(client), 1);
	assert_int_equal(peer_requests(peer), 3);
	client_free(&client);
	loop_turn(loop, 1);
	vault_close(&vault);
	peer_free(&peer);
	loop_free(&loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_proves_nothing_hears_nothing),
		cmocka_unit_test(plain_bytes_to_a_vault_are_sent_and_unanswered),
		cmocka_unit_test(a_client_goes_on_after_a_vault_that_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
