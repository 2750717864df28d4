// The official Telnyx client against the practice carrier: send, fetch, search, errors,
// and its own verifier over every webhook.
// usage: node judge.js PATH-OF-hearback-carrier
"use strict";
const assert = require("node:assert/strict");
const crypto = require("node:crypto");
const Telnyx = require("telnyx");
const { judge, until } = require("../../lib/client_bench.js");

const KEY = "KEY-of-practice";
const LINE = "+13125550100";
const OTHER_LINE = "+13125550101";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const tests = [];
const test = (name, run) => tests.push([name, run]);

const event = (heard) => JSON.parse(heard.body);
const told = (t, id) => t.heard.filter((h) => h.body.startsWith("{") &&
  event(h).data.payload.id === id);
const send = (t, to, more) => t.client.messages.send({ to, from: LINE, text: "hello", ...more });
const post = (t, path, body) => fetch(`${t.base}${path}`, { method: "POST",
  headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
const say = async (t, phone, text) =>
  (await fetch(`${t.base}/phones/${phone}/text`, { method: "POST", body: text })).json();
const screen = async (t, phone) =>
  (await (await fetch(`${t.base}/phones/${phone}`)).json()).messages.map((m) => m.text);

async function refused(promise, status, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.status, status);
    assert.equal(error.error.errors[0].code, code);
    assert.ok(error.error.errors[0].title.length > 5);
    assert.ok(error.error.errors[0].detail.length > 5);
    return true;
  });
}

async function ended(t, id) {
  const finals = ["delivered", "delivery_failed", "sending_failed", "delivery_unconfirmed"];
  return until("the end", async () => {
    const { data } = await t.client.messages.retrieve(id);
    return finals.includes(data.to[0].status) && data;
  });
}

test("a message is accepted with the shape that the client expects", async (t) => {
  const { data } = await send(t, "+13125550123", { text: "¿Habrá clases? 😀" });
  assert.match(data.id, UUID);
  assert.equal(data.record_type, "message");
  assert.equal(data.direction, "outbound");
  assert.equal(data.type, "SMS");
  assert.equal(data.text, "¿Habrá clases? 😀");
  assert.equal(data.encoding, "UCS-2");
  assert.equal(data.parts, 1);
  assert.equal(data.from.phone_number, LINE);
  assert.deepEqual(data.to.map((to) => [to.phone_number, to.status]),
    [["+13125550123", "queued"]]);
  assert.deepEqual(data.errors, []);
  assert.equal(data.sent_at, null);
  assert.equal(Date.parse(data.valid_until) - Date.parse(data.received_at), 4 * 3600 * 1000);
});

test("it is delivered, read back with its text, and shown on the phone", async (t) => {
  const { data } = await send(t, "+13125550124");
  const done = await ended(t, data.id);
  assert.equal(done.to[0].status, "delivered");
  assert.equal(done.text, "hello");
  assert.equal(done.valid_until, null);
  assert.ok(Date.parse(done.sent_at) <= Date.parse(done.completed_at));
  assert.deepEqual(await screen(t, "+13125550124"), ["hello"]);
});

test("message.sent and message.finalized come signed to the message's own address", async (t) => {
  const { data } = await send(t, "+13125550125", { webhook_url: `${t.hooks}/status/a%20b?x=1` });
  await until("both events", () => told(t, data.id).length === 2);
  const [first, second] = told(t, data.id);
  for (const heard of [first, second]) {
    assert.equal(heard.url, "/status/a%20b?x=1");
    assert.equal(heard.headers["content-type"], "application/json");
    assert.equal(heard.headers["user-agent"], "telnyx-webhooks");
    const unwrapped = await t.client.webhooks.unwrap(heard.body, { headers: heard.headers });
    assert.deepEqual(unwrapped, event(heard));
    assert.match(unwrapped.data.id, UUID);
    assert.equal(unwrapped.data.record_type, "event");
    assert.deepEqual(unwrapped.meta,
      { attempt: 1, delivered_to: `${t.hooks}/status/a%20b?x=1` });
  }
  assert.deepEqual([first, second].map((h) => event(h).data.event_type).sort(),
    ["message.finalized", "message.sent"]);
  assert.notEqual(event(first).data.id, event(second).data.id);
});

test("the verifier refuses a body, a timestamp or a signature that was changed", async (t) => {
  const { id } = event(t.heard[0]).data.payload;
  const { headers, body } = t.heard[0];
  const key = "telnyx-signature-ed25519";
  const flip = (text) => (text[0] === "A" ? "B" : "A") + text.slice(1);
  const later = String(Number(headers["telnyx-timestamp"]) + 1);
  const other = crypto.generateKeyPairSync("ed25519").publicKey
    .export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
  await t.client.webhooks.unwrap(body, { headers });
  for (const [changed, options] of [
    [body.replace(id, flip(id)), { headers }],
    [`${body} `, { headers }],
    [body, { headers: { ...headers, [key]: flip(headers[key]) } }],
    [body, { headers: { ...headers, "telnyx-timestamp": later } }],
    [body, { headers: { ...headers, [key]: undefined } }],
    [body, { headers, key: other }],
  ])
    await assert.rejects(t.client.webhooks.unwrap(changed, options),
      /signature|header/i, JSON.stringify(options));
});

test("a signature older or newer than five minutes is refused", async (t) => {
  for (const before of [-302000, 302000]) {
    await post(t, "/control", { signed_before_ms: before });
    const said = await say(t, "+13125550126", "late");
    const heard = await until("the webhook", () => told(t, said.sid)[0]);
    await assert.rejects(t.client.webhooks.unwrap(heard.body, { headers: heard.headers }),
      /too old or too new/);
  }
  await post(t, "/control", { signed_before_ms: 290000 });
  const said = await say(t, "+13125550126", "in time");
  const heard = await until("the webhook", () => told(t, said.sid)[0]);
  await t.client.webhooks.unwrap(heard.body, { headers: heard.headers });
  await post(t, "/control", { signed_before_ms: 0 });
});

test("a phone's text calls the profile's webhook, signed, and can be fetched", async (t) => {
  const said = await say(t, "+13125550127", "مرحبا & 100% +1");
  assert.match(said.sid, UUID);
  const heard = await until("the webhook", () => told(t, said.sid)[0]);
  const { data, meta } = await t.client.webhooks.unwrap(heard.body, { headers: heard.headers });
  assert.equal(heard.url, "/message?line=1");
  assert.equal(meta.attempt, 1);
  assert.equal(data.event_type, "message.received");
  assert.equal(data.payload.direction, "inbound");
  assert.equal(data.payload.text, "مرحبا & 100% +1");
  assert.equal(data.payload.from.phone_number, "+13125550127");
  assert.equal(data.payload.to[0].phone_number, LINE);
  assert.ok(!("autoresponse_type" in data.payload));
  const fetched = await t.client.messages.retrieve(said.sid);
  assert.equal(fetched.data.text, "مرحبا & 100% +1");
  assert.equal(fetched.data.direction, "inbound");
});

test("a picture has an address, a hash and a size, and asks for no password", async (t) => {
  const bytes = Buffer.from("not really a picture");
  const said = await (await post(t, "/phones/+13125550128/text", { text: "look",
    media: [{ type: "image/png", data: bytes.toString("base64") }] })).json();
  const heard = await until("the webhook", () => told(t, said.sid)[0]);
  const [medium] = event(heard).data.payload.media;
  assert.equal(event(heard).data.payload.type, "MMS");
  assert.equal(medium.content_type, "image/png");
  assert.equal(medium.size, bytes.length);
  assert.equal(medium.sha256, crypto.createHash("sha256").update(bytes).digest("hex"));
  const answer = await fetch(medium.url);
  assert.equal(answer.headers.get("content-type"), "image/png");
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  assert.equal((await fetch(`${medium.url}x`)).status, 404);
});

test("a webhook that is not answered 2xx is tried three times at each address", async (t) => {
  for (const reply of [{ status: 503 }, { status: 404 },
    { status: 302, headers: { Location: `${t.hooks}/elsewhere` } }]) {
    t.state.reply = { type: "text/plain", body: "no", ...reply };
    const said = await say(t, "+13125550129", `try ${reply.status}`);
    await until("six attempts", () => told(t, said.sid).length === 6);
    const heard = told(t, said.sid);
    assert.deepEqual(heard.map((h) => h.url), [...Array(3).fill("/message?line=1"),
      ...Array(3).fill("/fallback")]);
    assert.deepEqual(heard.map((h) => event(h).meta.attempt), [1, 2, 3, 1, 2, 3]);
    assert.equal(new Set(heard.map((h) => event(h).data.id)).size, 1);
    for (const h of heard) await t.client.webhooks.unwrap(h.body, { headers: h.headers });
  }
  const control = () => fetch(`${t.base}/control`).then((answer) => answer.json());
  await until("nothing under way", async () => (await control()).webhooks_under_way === 0);
  assert.equal(t.heard.filter((h) => h.url === "/elsewhere").length, 0);
});

test("what the answer says is never texted to the family", async (t) => {
  t.state.reply = { status: 200, type: "text/plain", body: "do not send me" };
  const said = await say(t, "+13125550130", "hola");
  await until("the webhook", () => told(t, said.sid).length === 1);
  assert.deepEqual(await screen(t, "+13125550130"), ["hola"]);
});

test("STOP blocks every line of the profile until START, and the event says so", async (t) => {
  const phone = "+13125550131";
  await post(t, "/control", { opt_out: "default" });
  for (const [word, type] of [["stop all", "STOP"], ["START", "START"], ["quit", "STOP"]]) {
    const said = await say(t, phone, word);
    const heard = await until("the webhook", () => told(t, said.sid)[0]);
    assert.equal(event(heard).data.payload.autoresponse_type, type);
  }
  for (const from of [LINE, OTHER_LINE])
    await refused(send(t, phone, { from }), 400, "40300");
  const yes = await say(t, phone, "YES");
  const heard = await until("the webhook", () => told(t, yes.sid)[0]);
  assert.ok(!("autoresponse_type" in event(heard).data.payload));
  await refused(send(t, phone), 400, "40300");
  await say(t, phone, "unstop");
  await ended(t, (await send(t, phone)).data.id);
  await post(t, "/control", { opt_out: "off" });
});

test("detail records go by number, direction and time, page by page, without text", async (t) => {
  const to = "+13125550132";
  const since = new Date().toISOString();
  const ids = [];
  for (let i = 0; i < 7; i++) {
    const { data } = await send(t, to, { text: `n ${i}`, webhook_url: `${t.hooks}/token-${i}` });
    await ended(t, data.id);
    ids.unshift(data.id);
  }
  const found = [];
  for await (const record of t.client.detailRecords.list({ page_size: 3, sort: ["-created_at"],
    filter: { record_type: "messaging", direction: "outbound", cld: to,
      created_at: { gte: since } } }))
    found.push(record);
  assert.deepEqual(found.map((record) => record.uuid), ids);
  for (const record of found) {
    assert.equal(record.status, "delivered");
    assert.equal(record.cli, LINE);
    assert.ok(!JSON.stringify(record).includes("n 3"));
  }
  assert.equal(found[6].delivery_status_webhook_url, `${t.hooks}/token-0`);
  const said = await say(t, "+13125550133", "hola");
  const inbound = await t.client.detailRecords.list({ filter: { record_type: "messaging",
    direction: "inbound", cli: "+13125550133" } });
  assert.deepEqual(inbound.data.map((record) => [record.uuid, record.status]),
    [[said.sid, "received"]]);
  await refused(t.client.detailRecords.list({ filter: { record_type: "messaging",
    colour: "red" } }), 400, "10015");
});

test("what waits in the queue is not among the detail records", async (t) => {
  const to = "+13125550134";
  const filter = { record_type: "messaging", cld: to };
  await post(t, "/faults", { match: { to }, fault: "slow_queue", delay_ms: 3600000 });
  const { data } = await send(t, to);
  assert.equal((await t.client.messages.retrieve(data.id)).data.to[0].status, "queued");
  assert.deepEqual((await t.client.detailRecords.list({ filter })).data, []);
});

test("every refusal is an errors document with Telnyx's code", async (t) => {
  const to = "+13125550135";
  const stranger = new Telnyx({ apiKey: "KEY-of-a-stranger", baseURL: `${t.base}/v2`,
    maxRetries: 0 });
  await refused(stranger.messages.send({ to, from: LINE, text: "x" }), 401, "10009");
  await refused(send(t, "12345"), 400, "40310");
  await refused(send(t, to, { from: "+19995550100" }), 400, "40305");
  await refused(send(t, to, { from: undefined }), 400, "10004");
  await refused(send(t, to, { text: undefined }), 400, "40316");
  await refused(send(t, to, { text: "a".repeat(1601) }), 400, "40302");
  await refused(send(t, to, { media_urls: ["file:///etc/passwd"] }), 400, "40317");
  await refused(send(t, to, { webhook_url: "not an address" }), 400, "10003");
  await refused(send(t, to, { colour: "red" }), 400, "10015");
  await refused(send(t, to, { text: 12 }), 400, "10015");
  await refused(t.client.messages.retrieve("5e0f8b6c-0000-4000-8000-000000000000"), 404, "10005");
  await refused(send(t, "+15005551610"), 400, "40300");
  await refused(send(t, "+15005550002"), 400, "40319");
  await refused(send(t, "+15005551429"), 429, "10011");
  await refused(send(t, "+15005551500"), 500, "10007");
});

test("the door lets in what the reference names and nothing else", async (t) => {
  const ask = (method, path, { type, body, key = KEY } = {}) => fetch(`${t.base}${path}`, {
    method, body, redirect: "manual",
    headers: { Authorization: `Bearer ${key}`, ...(type ? { "Content-Type": type } : {}) } });
  const good = JSON.stringify({ to: "+13125550140", from: LINE, text: "x" });
  const json = "application/json";
  for (const [status, code, ...request] of [
    [401, "10009", "GET", "/v2/messages/1", { key: "" }],
    [401, "10009", "GET", "/v2/nowhere", { key: `${KEY}x` }],
    [404, "10005", "GET", "/v2/nowhere"],
    [404, "10005", "GET", "/v2/messages"],
    [404, "10005", "PATCH", "/v2/messages/1", { type: json, body: good }],
    [404, "10005", "GET", "/v2/messages/1"],
    [400, "10015", "POST", "/v2/messages", { type: "text/plain", body: good }],
    [400, "10015", "POST", "/v2/messages", { type: json, body: good.slice(1) }],
    [400, "10015", "POST", "/v2/messages", { type: json, body: `[${good}]` }],
    [400, "10015", "POST", "/v2/messages",
      { type: json, body: good.replace("{", '{"to": "+13125550141", ') }],
    [400, "10004", "POST", "/v2/messages", { type: json, body: "{}" }],
    [404, "10005", "GET", "/v2/messages/1/media"],
  ]) {
    const answer = await ask(...request);
    const text = await answer.text();
    assert.equal(answer.status, status, `${request} ${text}`);
    assert.equal(JSON.parse(text).errors[0].code, code, `${request} ${text}`);
    assert.match(answer.headers.get("x-request-id"), /./);
    if (status === 401) assert.match(answer.headers.get("www-authenticate"), /^Bearer /);
  }
  const fine = await ask("POST", "/v2/messages", { type: `${json}; charset=utf-8`, body: good });
  assert.equal(fine.status, 200);
});

test("Twilio's own door stays open beside it, and each finds only its own messages", async (t) => {
  const basic = { Authorization: `Basic ${Buffer.from(`AC0:${KEY}`).toString("base64")}` };
  const path = `${t.base}/2010-04-01/Accounts/AC0/Messages`;
  const sent = await (await fetch(`${path}.json`, { method: "POST", headers: basic,
    body: new URLSearchParams({ To: "+13125550142", From: LINE, Body: "by form",
      StatusCallback: `${t.hooks}/form` }) })).json();
  assert.match(sent.sid, /^SM[0-9a-f]{32}$/);
  await until("its callbacks are forms", () => t.heard.filter((h) =>
    h.url === "/form" && h.params.MessageSid === sent.sid).length === 3);
  await refused(t.client.messages.retrieve(sent.sid), 404, "10005");
  const { data } = await t.client.detailRecords.list({ filter: { record_type: "messaging",
    cld: "+13125550142" } });
  assert.deepEqual(data, []);
});

test("the search says how much there is, refuses what it does not know", async (t) => {
  const phone = "+13125550143";
  for (let i = 0; i < 5; i++) await say(t, phone, `n ${i}`);
  const search = async (more) => {
    const query = new URLSearchParams({ "filter[record_type]": "messaging",
      "filter[cli]": phone, ...more });
    const answer = await fetch(`${t.base}/v2/detail_records?${query}`,
      { headers: { Authorization: `Bearer ${KEY}` } });
    return { status: answer.status, ...(await answer.json()) };
  };
  const whole = await search({ sort: "created_at" });
  assert.deepEqual(whole.meta,
    { page_number: 1, page_size: 20, total_pages: 1, total_results: 5 });
  const last = await search({ sort: "created_at", "page[size]": "2", "page[number]": "3" });
  assert.deepEqual(last.meta,
    { page_number: 3, page_size: 2, total_pages: 3, total_results: 5 });
  assert.deepEqual(last.data, whole.data.slice(4));
  assert.deepEqual((await search({})).data, whole.data.toReversed());
  assert.deepEqual((await search({ "page[number]": "9" })).data, []);
  const hour = (hours) => new Date(Date.now() + hours * 3600000).toISOString();
  assert.equal((await search({ "filter[created_at][gte]": hour(1) })).data.length, 0);
  assert.equal((await search({ "filter[created_at][lt]": hour(-1) })).data.length, 0);
  assert.equal((await search({ "filter[created_at][lt]": hour(1) })).data.length, 5);
  for (const bad of [{ "filter[record_type]": "voice" }, { sort: "text" },
    { "page[size]": "51" }, { "page[number]": "0" }, { "filter[created_at][gte]": "soon" }]) {
    const answer = await search(bad);
    assert.equal(answer.status, 400, JSON.stringify(bad));
    assert.equal(answer.errors[0].code, "10015");
  }
});

test("searching and fetching fail as sending does, and what is hidden is not found", async (t) => {
  const filter = { record_type: "messaging", cld: "+13125550144" };
  await post(t, "/faults", { match: { request: "list" }, fault: "503", times: 1 });
  await post(t, "/faults", { match: { request: "fetch" }, fault: "429", times: 1 });
  await post(t, "/faults", { match: { to: filter.cld }, fault: "hidden_from_list" });
  const { data } = await send(t, filter.cld);
  await refused(t.client.detailRecords.list({ filter }), 503, "10007");
  await refused(t.client.messages.retrieve(data.id), 429, "10011");
  await ended(t, data.id);
  assert.deepEqual((await t.client.detailRecords.list({ filter })).data, []);
});

test("how a message ends is Telnyx's status with Telnyx's code", async (t) => {
  for (const [to, status, code] of [
    ["+15005551001", "sending_failed", "40318"], ["+15005551003", "delivery_failed", "40006"],
    ["+15005551004", "delivery_failed", "40004"], ["+15005551005", "delivery_failed", "40012"],
    ["+15005551006", "delivery_failed", "40001"], ["+15005551007", "delivery_failed", "40002"],
    ["+15005551008", "delivery_failed", "40008"],
  ]) {
    const { data } = await send(t, to, { webhook_url: `${t.hooks}/status` });
    const heard = await until("the last event", () => told(t, data.id)
      .map((h) => event(h).data).find((d) => d.event_type === "message.finalized"));
    assert.deepEqual(heard.payload.to.map((one) => [one.phone_number, one.status]), [[to, status]]);
    assert.deepEqual(heard.payload.errors.map((error) => error.code), [code]);
    assert.equal((await ended(t, data.id)).errors[0].code, code);
  }
  await post(t, "/faults", { match: { to: "+13125550136" }, fault: "unconfirmed" });
  const { data } = await send(t, "+13125550136");
  assert.equal((await ended(t, data.id)).to[0].status, "delivery_unconfirmed");
  assert.deepEqual(await screen(t, "+13125550136"), ["hello"]);
});

test("a cut or failed answer may hide a message that was accepted, as with Twilio", async (t) => {
  for (const to of ["+15005551501", "+15005551505", "+15005551506"]) {
    await assert.rejects(send(t, to, { text: "once" }));
    await until("the phone", async () => (await screen(t, to)).length === 1);
  }
  for (const to of ["+15005551504"]) {
    await assert.rejects(send(t, to, { text: "never" }));
    assert.deepEqual(await screen(t, to), []);
  }
  const { data } = await send(t, "+15005551507");
  assert.equal(data.id, undefined);
  await assert.rejects(send(t, "+15005551508"), SyntaxError);
});

test("events can be lost, doubled and delayed: copies have one id", async (t) => {
  const url = `${t.hooks}/status`;
  const doubled = (await send(t, "+15005551601", { webhook_url: url })).data.id;
  await until("six events", () => told(t, doubled).length === 6);
  assert.equal(new Set(told(t, doubled).map((h) => event(h).data.id)).size, 2);
  const lost = (await send(t, "+15005551602", { webhook_url: url })).data.id;
  await ended(t, lost);
  await post(t, "/faults", { match: { from: "+13125550137" }, fault: "dup_webhook", copies: 2 });
  await post(t, "/faults", { match: { from: "+13125550138" }, fault: "lost_webhook" });
  const silent = await say(t, "+13125550138", "nobody hears me");
  const said = await say(t, "+13125550137", "twice");
  await until("two copies", () => told(t, said.sid).length === 2);
  assert.equal(new Set(told(t, said.sid).map((h) => event(h).data.id)).size, 1);
  assert.equal(told(t, silent.sid).length + told(t, lost).length, 0);
  assert.equal((await t.client.messages.retrieve(silent.sid)).data.text, "nobody hears me");
});

test("a held message is neither taken nor answered until the release", async (t) => {
  const to = "+13125550145";
  const held = async () => (await (await fetch(`${t.base}/control`)).json()).held;
  await post(t, "/faults", { match: { to }, fault: "held", times: 1 });
  const answer = send(t, to, { text: "wait" });
  await until("it is held", async () => (await held()) === 1);
  assert.deepEqual(await screen(t, to), []);
  await post(t, "/release", {});
  const { data } = await answer;
  assert.equal(data.to[0].status, "queued");
  await ended(t, data.id);
  assert.deepEqual(await screen(t, to), ["wait"]);
  assert.equal(await held(), 0);
});

test("a scheduled message can be cancelled, one on its way cannot", async (t) => {
  const at = new Date(Date.now() + 3600000).toISOString();
  const { data } = await send(t, "+13125550139", { send_at: at });
  assert.equal(data.to[0].status, "scheduled");
  assert.equal((await t.client.messages.cancelScheduled(data.id)).to[0].status, "cancelled");
  await refused(t.client.messages.cancelScheduled(data.id), 400, "10015");
  for (const send_at of ["soon", new Date(Date.now() + 60000).toISOString(),
    new Date(Date.now() + 6 * 86400000).toISOString()])
    await refused(send(t, "+13125550139", { send_at }), 400, "10015");
});

test("the key is told at the start and by the control address", async (t) => {
  const control = await (await fetch(`${t.base}/control`)).json();
  assert.equal(control.public_key, t.publicKey);
  assert.equal(control.dialect, "telnyx");
  assert.equal(control.retry_ms, 2000);
});

test("the log has every accepted message once, and nothing that was refused", async (t) => {
  const lines = (await (await fetch(`${t.base}/log?event=accepted&limit=100000`)).text())
    .trim().split("\n").map((line) => JSON.parse(line));
  const count = (to) => lines.filter((line) => line.to === to).length;
  assert.equal(new Set(lines.map((line) => line.sid)).size, lines.length);
  assert.deepEqual(["+15005551505", "+15005551501", "+15005551506"].map(count), [1, 1, 1]);
  assert.deepEqual(["+15005551429", "+15005551504", "+15005551610"].map(count), [0, 0, 0]);
});

judge({
  program: process.argv[2],
  tests,
  reply: { status: 200, type: "text/plain", body: "" },
  options: (hooks) => ["--dialect", "telnyx", "--account", `AC0:${KEY}`,
    "--number", `${LINE}=${hooks}/message?line=1,${hooks}/fallback`,
    "--number", `${OTHER_LINE}=${hooks}/message?line=2`],
  prepare: ({ base, publicKey }) => ({ client: new Telnyx({ apiKey: KEY, publicKey,
    baseURL: `${base}/v2`, maxRetries: 0 }) }),
});
