// The official Twilio client against the practice carrier: create, list, page,
// fetch, update, delete, errors, media, webhook signatures.
// usage: node judge.js PATH-OF-hearback-carrier
"use strict";
const http = require("node:http");
const assert = require("node:assert/strict");
const twilio = require("twilio");
const { judge, until } = require("../../lib/client_bench.js");

const ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
const TOKEN = "secret-of-practice";
const LINE = "+13125550100";
const PHONE = "+13125550123";

/** The client always calls api.twilio.com: this one takes it to the carrier. */
class LocalClient extends twilio.RequestClient {
  constructor(base) {
    super();
    this.base = base;
    this.calls = [];
  }
  request(options) {
    const uri = options.uri.replace("https://api.twilio.com", this.base);
    this.calls.push(`${options.method} ${uri}`);
    return super.request({ ...options, uri });
  }
}

async function refused(promise, status, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.constructor.name, "RestException");
    assert.equal(error.status, status);
    assert.equal(error.code, code);
    assert.equal(error.moreInfo, `https://www.twilio.com/docs/errors/${code}`);
    assert.ok(error.message.length > 5);
    return true;
  });
}

const tests = [];
const test = (name, run) => tests.push([name, run]);

test("a message is created with the shape that the client expects", async ({ client }) => {
  const sent = await client.messages.create({ to: PHONE, from: LINE, body: "¿Habrá clases? 😀" });
  assert.match(sent.sid, /^SM[0-9a-f]{32}$/);
  assert.equal(sent.accountSid, ACCOUNT);
  assert.equal(sent.status, "queued");
  assert.equal(sent.direction, "outbound-api");
  assert.equal(sent.body, "¿Habrá clases? 😀");
  assert.equal(sent.numSegments, "1");
  assert.equal(sent.numMedia, "0");
  assert.equal(sent.price, null);
  assert.equal(sent.errorCode, null);
  assert.equal(sent.errorMessage, null);
  assert.ok(sent.dateCreated instanceof Date && !Number.isNaN(sent.dateCreated.getTime()));
  assert.equal(sent.uri, `/2010-04-01/Accounts/${ACCOUNT}/Messages/${sent.sid}.json`);
  assert.ok(sent.subresourceUris.media.endsWith("/Media.json"));
});

test("it is delivered, fetched, and shown on the phone", async ({ client, base }) => {
  const sent = await client.messages.create({ to: "+13125550124", from: LINE, body: "hello" });
  const done = await until("delivery", async () => {
    const now = await client.messages(sent.sid).fetch();
    return now.status === "delivered" && now;
  });
  assert.ok(done.dateSent instanceof Date);
  const phone = await (await fetch(`${base}/phones/+13125550124`)).json();
  assert.deepEqual(phone.messages.map((m) => [m.direction, m.text, m.sid]),
    [["in", "hello", sent.sid]]);
});

test("status callbacks are signed and arrive for queued, sent, delivered", async (t) => {
  const callback = `${t.hooks}/status/a%20b?x=1&y=%27`;
  const sent = await t.client.messages.create({ to: PHONE, from: LINE, body: "told",
    statusCallback: `${callback}#rc=2&rp=all` });
  const mine = () => t.heard.filter((h) => h.params.MessageSid === sent.sid);
  await until("three callbacks", () => mine().length === 3);
  assert.deepEqual(mine().map((h) => h.params.MessageStatus).sort(),
    ["delivered", "queued", "sent"]);
  for (const { headers, params } of mine())
    assert.ok(twilio.validateRequest(TOKEN, headers["x-twilio-signature"], callback, params));
  assert.ok(!twilio.validateRequest("other", mine()[0].headers["x-twilio-signature"], callback,
    mine()[0].params));
});

test("a phone's text calls the webhook, signed, and is listed as inbound", async (t) => {
  const said = await (await fetch(`${t.base}/phones/+13125550125/text`, { method: "POST",
    body: new URLSearchParams({ text: "مرحبا & 100% +1" }) })).json();
  const heard = await until("the webhook", () =>
    t.heard.find((h) => h.params.MessageSid === said.sid));
  assert.equal(heard.params.Body, "مرحبا & 100% +1");
  assert.equal(heard.params.From, "+13125550125");
  assert.equal(heard.params.SmsStatus, "received");
  assert.match(heard.headers["i-twilio-idempotency-token"], /./);
  assert.ok(twilio.validateRequest(TOKEN, heard.headers["x-twilio-signature"],
    `${t.hooks}/message?line=1`, heard.params));
  const list = await t.client.messages.list({ from: "+13125550125", to: LINE });
  assert.deepEqual(list.map((m) => [m.sid, m.direction, m.status]),
    [[said.sid, "inbound", "received"]]);
});

test("TwiML made by the library is read: its message reaches the phone", async (t) => {
  const answer = new twilio.twiml.MessagingResponse();
  answer.message("gracias <3");
  t.state.reply = { status: 200, type: "text/xml", body: answer.toString() };
  await fetch(`${t.base}/phones/+13125550126/text`, { method: "POST", body: "hola" });
  const phone = await until("the reply", async () => {
    const now = await (await fetch(`${t.base}/phones/+13125550126`)).json();
    return now.messages.length === 2 && now;
  });
  assert.equal(phone.messages[1].text, "gracias <3");
  const [reply] = await t.client.messages.list({ to: "+13125550126" });
  assert.equal(reply.direction, "outbound-reply");
});

test("an answer that is no document goes to the fallback address", async (t) => {
  t.state.reply = { status: 200, type: "text/xml", body: "<Response><Message>" };
  const said = await (await fetch(`${t.base}/phones/+13125550127/text`, { method: "POST",
    body: "hola" })).json();
  const heard = await until("the fallback", () => t.heard.find((h) =>
    h.url === "/fallback" && h.params.MessageSid === said.sid));
  assert.equal(heard.params.ErrorCode, "12100");
  assert.equal(heard.params.ErrorUrl, `${t.hooks}/message?line=1`);
  assert.ok(twilio.validateRequest(TOKEN, heard.headers["x-twilio-signature"],
    `${t.hooks}/fallback`, heard.params));
});

test("lists page through everything, newest first, and honour limits", async (t) => {
  const to = "+13125550130";
  const sids = [];
  for (let i = 0; i < 23; i++)
    sids.unshift((await t.client.messages.create({ to, from: LINE, body: `n ${i}` })).sid);
  assert.deepEqual((await t.client.messages.list({ to, pageSize: 5 })).map((m) => m.sid), sids);
  assert.deepEqual((await t.client.messages.list({ to, pageSize: 5, limit: 7 }))
    .map((m) => m.sid), sids.slice(0, 7));
  const each = [];
  await new Promise((done, failed) => t.client.messages.each(
    { to, pageSize: 4, done: (error) => (error ? failed(error) : done()) },
    (message) => each.push(message.sid)));
  assert.deepEqual(each, sids);
});

test("page objects go forth and back", async (t) => {
  const to = "+13125550130";
  const first = await t.client.messages.page({ to, pageSize: 10 });
  const second = await first.nextPage();
  const third = await second.nextPage();
  assert.deepEqual([first, second, third].map((p) => p.instances.length), [10, 10, 3]);
  assert.equal(third.nextPageUrl, undefined);
  assert.equal(first.previousPageUrl, undefined);
  const back = await third.previousPage();
  assert.deepEqual(back.instances.map((m) => m.sid), second.instances.map((m) => m.sid));
  const again = await t.client.messages.getPage(first.nextPageUrl);
  assert.deepEqual(again.instances.map((m) => m.sid), second.instances.map((m) => m.sid));
});

test("a page that is being read is not disturbed by new messages", async (t) => {
  const to = "+13125550130";
  const first = await t.client.messages.page({ to, pageSize: 10 });
  await t.client.messages.create({ to, from: LINE, body: "in between" });
  const second = await first.nextPage();
  const seen = new Set(first.instances.map((m) => m.sid));
  assert.ok(second.instances.every((m) => !seen.has(m.sid)));
});

test("lists filter by the time of sending", async (t) => {
  const to = "+13125550131";
  const sent = await t.client.messages.create({ to, from: LINE, body: "dated" });
  const found = async (filter) => (await t.client.messages.list({ to, ...filter })).length;
  const minute = 60000;
  const now = Date.now();
  assert.equal(await found({ dateSentAfter: new Date(now - minute) }), 1);
  assert.equal(await found({ dateSentAfter: new Date(now + minute) }), 0);
  assert.equal(await found({ dateSentBefore: new Date(now + minute) }), 1);
  assert.equal(await found({ dateSentBefore: new Date(now - minute) }), 0);
  assert.equal(await found({ dateSent: new Date("2020-02-02") }), 0);
  assert.equal(await found({ from: "+13125550199" }), 0);
  assert.ok(sent.sid);
});

test("a message is redacted, then deleted, then gone", async (t) => {
  const sent = await t.client.messages.create({ to: PHONE, from: LINE, body: "private" });
  const context = t.client.messages(sent.sid);
  await until("delivery", async () => (await context.fetch()).status === "delivered");
  const redacted = await context.update({ body: "" });
  assert.equal(redacted.body, "");
  assert.equal((await context.fetch()).body, "");
  assert.equal(await context.remove(), true);
  await refused(context.fetch(), 404, 20404);
  await refused(context.remove(), 404, 20404);
});

test("a message on its way cannot be deleted, a queued one can be canceled", async (t) => {
  await fetch(`${t.base}/control`, { method: "POST", body: JSON.stringify({ delay_ms: 86400000 }) });
  const sent = await t.client.messages.create({ to: PHONE, from: LINE, body: "slow" });
  await refused(t.client.messages(sent.sid).remove(), 409, 20009);
  const canceled = await t.client.messages(sent.sid).update({ status: "canceled" });
  assert.equal(canceled.status, "canceled");
  await refused(t.client.messages(sent.sid).update({ status: "canceled" }), 400, 30409);
  await fetch(`${t.base}/control`, { method: "POST", body: JSON.stringify({ delay_ms: 20 }) });
});

test("a scheduled message waits and can be canceled", async (t) => {
  const message = { to: PHONE, messagingServiceSid: "MG" + "a".repeat(32), body: "later",
    scheduleType: "fixed", sendAt: new Date(Date.now() + 3600000) };
  const sent = await t.client.messages.create(message);
  assert.equal(sent.status, "scheduled");
  assert.equal(sent.from, null);
  assert.equal((await t.client.messages(sent.sid).update({ status: "canceled" })).status,
    "canceled");
  await refused(t.client.messages.create({ ...message, sendAt: new Date() }), 400, 35115);
});

test("a message out of its validity period fails with 30036", async (t) => {
  const sent = await t.client.messages.create({ to: "+15005551036", from: LINE, body: "old",
    validityPeriod: 1 });
  const done = await until("the end", async () => {
    const now = await t.client.messages(sent.sid).fetch();
    return now.status === "failed" && now;
  });
  assert.equal(done.errorCode, 30036);
  assert.ok(done.errorMessage);
});

test("errors come as RestException with code, status and address", async (t) => {
  const create = (more) => t.client.messages.create({ to: PHONE, from: LINE, body: "x", ...more });
  await refused(create({ to: "12" }), 400, 21211);
  await refused(create({ to: "" }), 400, 21604);
  await refused(create({ from: "+13125550999" }), 400, 21606);
  await refused(create({ from: undefined }), 400, 21603);
  await refused(create({ body: "" }), 400, 21602);
  await refused(create({ body: undefined }), 400, 21619);
  await refused(create({ body: "x".repeat(1601) }), 400, 21617);
  await refused(create({ validityPeriod: 36001 }), 400, 21624);
  await refused(create({ statusCallback: "nowhere" }), 400, 21609);
  await refused(create({ to: "+15005551610" }), 400, 21610);
  await refused(create({ to: "+15005550009" }), 400, 21614);
  await refused(t.client.messages("SM" + "f".repeat(32)).fetch(), 404, 20404);
});

test("a wrong token and another account are refused with 20003 and 20404", async (t) => {
  const options = { httpClient: t.http };
  await refused(twilio(ACCOUNT, "wrong", options).messages.list(), 401, 20003);
  await refused(twilio(ACCOUNT, TOKEN, { ...options, accountSid: "AC" + "9".repeat(32) })
    .messages.list(), 404, 20404);
});

test("PUT is refused with 20004, unknown and repeated parameters with 20001", async (t) => {
  const ask = (method, data) => t.client.request({ method, data,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    uri: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages.json` });
  const code = async (answer) => {
    const { body } = await answer;
    return (typeof body === "string" ? JSON.parse(body) : body).code;
  };
  assert.equal(await code(ask("PUT")), 20004);
  assert.equal(await code(ask("POST", { To: PHONE, From: LINE, Body: "x", Colour: "red" })), 20001);
  assert.equal(await code(ask("POST", { To: [PHONE, PHONE], From: LINE, Body: "x" })), 20001);
});

test("429 is refused twice, then accepted", async (t) => {
  const message = { to: "+15005551429", from: LINE, body: "busy" };
  await refused(t.client.messages.create(message), 429, 20429);
  await refused(t.client.messages.create(message), 429, 20429);
  assert.ok((await t.client.messages.create(message)).sid);
});

test("a cut connection after acceptance leaves one message on record", async (t) => {
  const to = "+15005551505";
  await assert.rejects(t.client.messages.create({ to, from: LINE, body: "once" }));
  assert.equal((await t.client.messages.list({ to })).length, 1);
});

test("unreachable and landline end as undelivered with their code", async (t) => {
  for (const [to, code] of [["+15005551003", 30003], ["+15005551006", 30006]]) {
    const sent = await t.client.messages.create({ to, from: LINE, body: "x" });
    const done = await until("the end", async () => {
      const now = await t.client.messages(sent.sid).fetch();
      return now.status === "undelivered" && now;
    });
    assert.equal(done.errorCode, code);
  }
});

test("media of a phone are listed, fetched, downloaded and deleted", async (t) => {
  const said = await (await fetch(`${t.base}/phones/+13125550140/text`, { method: "POST",
    headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text: "foto",
      media: [{ type: "image/png", data: Buffer.from("picture").toString("base64") }] }) })).json();
  assert.match(said.sid, /^MM/);
  const context = t.client.messages(said.sid);
  assert.equal((await context.fetch()).numMedia, "1");
  const [medium] = await context.media.list();
  assert.equal(medium.contentType, "image/png");
  assert.equal((await context.media(medium.sid).fetch()).parentSid, said.sid);
  const heard = await until("the webhook", () =>
    t.heard.find((h) => h.params.MessageSid === said.sid));
  assert.equal(heard.params.NumMedia, "1");
  const auth = "Basic " + Buffer.from(`${ACCOUNT}:${TOKEN}`).toString("base64");
  const bytes = await (await fetch(heard.params.MediaUrl0, { headers: { authorization: auth } })).text();
  assert.equal(bytes, "picture");
  assert.equal((await fetch(heard.params.MediaUrl0)).status, 401);
  assert.equal(await context.media(medium.sid).remove(), true);
  assert.equal((await context.media.list()).length, 0);
});

test("the provider's own STOP blocks, START opens", async (t) => {
  const set = (opt_out) => fetch(`${t.base}/control`, { method: "POST",
    body: JSON.stringify({ opt_out }) });
  const text = (words) => say(t, "+13125550150", words);
  const message = { to: "+13125550150", from: LINE, body: "news" };
  await set("advanced");
  const stop = await text(" Stop ");
  const heard = await until("the webhook", () =>
    t.heard.find((h) => h.params.MessageSid === stop.sid));
  assert.equal(heard.params.OptOutType, "STOP");
  await refused(t.client.messages.create(message), 400, 21610);
  await set("default");
  const start = await text("START");
  const again = await until("the webhook", () =>
    t.heard.find((h) => h.params.MessageSid === start.sid));
  assert.equal(again.params.OptOutType, undefined);
  assert.ok((await t.client.messages.create(message)).sid);
  await set("off");
});

/** Points the line at another address, runs, points it back. */
async function withWebhook(t, webhook, run) {
  const set = (url) => fetch(`${t.base}/control`, { method: "POST",
    body: JSON.stringify({ numbers: [{ number: LINE, webhook: url, fallback: "" }] }) });
  await set(webhook);
  try {
    await run();
  } finally {
    await set(`${t.hooks}/message?line=1`);
  }
}

const say = async (t, phone, text) => (await fetch(`${t.base}/phones/${phone}/text`,
  { method: "POST", body: text })).json();

/** The carrier's own account of its attempts, when it has given up or got through. */
async function attempts(t, sid) {
  await until("the last attempt", async () => {
    const control = await (await fetch(`${t.base}/control`)).json();
    return control.webhooks_under_way === 0;
  });
  const log = await (await fetch(`${t.base}/log?event=webhook`)).text();
  return log.trim().split("\n").map((line) => JSON.parse(line)).filter((line) => line.sid === sid);
}

test("a webhook that answers 503 is tried again only when its address asks", async (t) => {
  t.state.reply = { status: 503, type: "text/plain", body: "" };
  await withWebhook(t, `${t.hooks}/once`, async () => {
    const said = await say(t, "+13125550160", "hola");
    assert.deepEqual((await attempts(t, said.sid)).map((a) => a.status), [503]);
  });
  await withWebhook(t, `${t.hooks}/again#rc=2&rp=5xx`, async () => {
    const said = await say(t, "+13125550160", "hola");
    const tries = await attempts(t, said.sid);
    assert.deepEqual(tries.map((a) => [a.attempt, a.status]), [[1, 503], [2, 503], [3, 503]]);
    const tokens = t.heard.filter((h) => h.params.MessageSid === said.sid)
      .map((h) => h.headers["i-twilio-idempotency-token"]);
    assert.equal(tokens.length, 3);
    assert.equal(new Set(tokens).size, 1);
  });
});

test("a webhook that cannot be reached is tried once more", async (t) => {
  const closed = http.createServer();
  await new Promise((done) => closed.listen(0, "127.0.0.1", done));
  const { port } = closed.address();
  await new Promise((done) => closed.close(done));
  await withWebhook(t, `http://127.0.0.1:${port}/`, async () => {
    const said = await say(t, "+13125550161", "hola");
    assert.deepEqual((await attempts(t, said.sid)).map((a) => [a.attempt, a.fate]),
      [[1, "not_sent"], [2, "not_sent"]]);
  });
});

test("faults on demand: callbacks thrice and shuffled, a webhook lost", async (t) => {
  const add = (rule) => fetch(`${t.base}/faults`, { method: "POST", body: JSON.stringify(rule) });
  await add({ match: { to: "+13125550162" }, fault: ["dup_callbacks", "shuffled_callbacks"],
    copies: 3, delay_ms: 100 });
  await add({ match: { from: "+13125550163" }, fault: "lost_webhook" });
  const sent = await t.client.messages.create({ to: "+13125550162", from: LINE, body: "x",
    statusCallback: `${t.hooks}/status` });
  await until("nine callbacks", () =>
    t.heard.filter((h) => h.params.MessageSid === sent.sid).length === 9);
  const said = await say(t, "+13125550163", "nobody hears me");
  assert.equal((await t.client.messages.list({ from: "+13125550163" }))[0].sid, said.sid);
  assert.equal(t.heard.filter((h) => h.params.MessageSid === said.sid).length, 0);
  assert.equal((await fetch(`${t.base}/faults`, { method: "DELETE" })).status, 204);
});

test("the numbers of the account tell their webhooks", async (t) => {
  const [line] = await t.client.incomingPhoneNumbers.list();
  assert.equal(line.phoneNumber, LINE);
  assert.equal(line.smsUrl, `${t.hooks}/message?line=1`);
});

test("the log has every accepted message once, and nothing that was refused", async (t) => {
  const lines = (await (await fetch(`${t.base}/log?event=accepted&limit=100000`)).text())
    .trim().split("\n").map((line) => JSON.parse(line));
  const sids = new Set(lines.map((line) => line.sid));
  assert.equal(sids.size, lines.length);
  assert.equal(lines.filter((line) => line.to === "+15005551505").length, 1);
  assert.equal(lines.filter((line) => line.to === "+15005551429").length, 1);
  assert.equal(lines.filter((line) => line.to === "+15005551610").length, 0);
});

judge({
  program: process.argv[2],
  tests,
  reply: { status: 200, type: "text/xml", body: "<Response/>" },
  options: (hooks) => ["--account", `${ACCOUNT}:${TOKEN}`, "--retry-ms", "6000",
    "--number", `${LINE}=${hooks}/message?line=1,${hooks}/fallback`],
  prepare({ base }) {
    const local = new LocalClient(base);
    return { http: local, client: twilio(ACCOUNT, TOKEN, { httpClient: local }) };
  },
});
