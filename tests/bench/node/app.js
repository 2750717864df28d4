// The peer: what a careful developer writes in an afternoon with express, the official
// twilio helper and better-sqlite3.  Every message is a transaction that is synced to
// disk (WAL, synchronous=FULL) before the provider hears 200.
//
//	node app.js PORT FILE               POST /sms, a signed webhook: five rows, then TwiML
//	node app.js PORT FILE PROVIDER N    queues N rows, then sends them over 64 sockets;
//	                                    "drained" when all are accepted
"use strict";
const http = require("node:http");
const Database = require("better-sqlite3");
const express = require("express");
const twilio = require("twilio");

const [port, file, provider, queued] = process.argv.slice(2);
const ACCOUNT = "AC" + "0".repeat(32);
const TOKEN = "practice";
const LINE = "+13125550100";
const FAMILIES = 20000;
const SOCKETS = 64;
const DAYS_2 = 2 * 24 * 3600 * 1000;
const ACKNOWLEDGED = "Gracias. Recibimos su mensaje; una persona le responde en dos días.";

const db = new Database(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE family (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE, language TEXT NOT NULL);
  CREATE TABLE message (id INTEGER PRIMARY KEY, sid TEXT UNIQUE, direction TEXT NOT NULL,
    family_id INTEGER NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE INDEX message_family ON message (family_id, at);
  CREATE INDEX message_status ON message (status, at);
  CREATE TABLE question (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL,
    family_id INTEGER NOT NULL, state TEXT NOT NULL, due_at INTEGER NOT NULL);
  CREATE INDEX question_due ON question (due_at) WHERE state = 'open';
  CREATE TABLE reminder (id INTEGER PRIMARY KEY, question_id INTEGER NOT NULL,
    state TEXT NOT NULL, due_at INTEGER NOT NULL);
  CREATE INDEX reminder_due ON reminder (due_at) WHERE state = 'waiting';
  CREATE TABLE outbox (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL,
    phone TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, due_at INTEGER NOT NULL);
  CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'queued';`);

const sql = {
  addFamily: db.prepare("INSERT INTO family (phone, language) VALUES (?, 'es')"),
  family: db.prepare("SELECT id, language FROM family WHERE phone = ?"),
  heard: db.prepare("INSERT INTO message (sid, direction, family_id, status, text, at) VALUES (?, 'in', ?, 'received', ?, ?)"),
  say: db.prepare("INSERT INTO message (direction, family_id, status, text, at) VALUES ('out', ?, 'queued', ?, ?)"),
  ask: db.prepare("INSERT INTO question (message_id, family_id, state, due_at) VALUES (?, ?, 'open', ?)"),
  remind: db.prepare("INSERT INTO reminder (question_id, state, due_at) VALUES (?, 'waiting', ?)"),
  queue: db.prepare("INSERT INTO outbox (message_id, phone, text, state, due_at) VALUES (?, ?, ?, 'queued', ?)"),
  claim: db.prepare(`UPDATE outbox SET state = 'sending' WHERE id IN (SELECT id FROM outbox
    WHERE state = 'queued' ORDER BY due_at LIMIT 100) RETURNING id, message_id, phone, text`),
  sent: db.prepare("UPDATE message SET sid = ?, status = 'sent' WHERE id = ?"),
  done: db.prepare("UPDATE outbox SET state = 'sent' WHERE id = ?"),
};
const phoneOf = (i) => "+1312" + (2000000 + i);

db.transaction(() => { for (let i = 0; i < FAMILIES; i++) sql.addFamily.run(phoneOf(i)); })();

const hear = db.transaction((sid, from, text) => {
  const now = Date.now();
  const family = sql.family.get(from) ?? { id: sql.addFamily.run(from).lastInsertRowid };
  const message = sql.heard.run(sid, family.id, text, now).lastInsertRowid;
  const question = sql.ask.run(message, family.id, now + DAYS_2).lastInsertRowid;
  sql.remind.run(question, now + DAYS_2);
  const reply = sql.say.run(family.id, ACKNOWLEDGED, now).lastInsertRowid;
  sql.queue.run(reply, from, ACKNOWLEDGED, now);
});

function serve() {
  const app = express();
  const signed = twilio.webhook(TOKEN, { url: `http://127.0.0.1:${port}/sms` });
  app.post("/sms", express.urlencoded({ extended: false }), signed, (request, response) => {
    hear(request.body.MessageSid, request.body.From, request.body.Body);
    response.type("text/xml").send(new twilio.twiml.MessagingResponse().toString());
  });
  app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
}

/** The client always calls api.twilio.com: this one takes it to the provider. */
class Local extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace("https://api.twilio.com", provider) });
  }
}

async function drain() {
  const httpClient = new Local({ keepAlive: true, maxSockets: SOCKETS });
  httpClient.axios.defaults.httpAgent = new http.Agent({ keepAlive: true, maxSockets: SOCKETS });
  const client = twilio(ACCOUNT, TOKEN, { httpClient });
  const queue = db.transaction((i) => {
    const text = `Mañana ${i} hay clases. ${ACKNOWLEDGED}`;
    const phone = phoneOf((i * 7919) % FAMILIES);
    const message = sql.say.run(sql.family.get(phone).id, text, Date.now()).lastInsertRowid;
    sql.queue.run(message, phone, text, i);
  });
  const finish = db.transaction((row, sid) => { sql.sent.run(sid, row.message_id); sql.done.run(row.id); });
  let rows = [];
  const worker = async () => {
    for (;;) {
      if (!rows.length) rows = sql.claim.all();
      const row = rows.shift();
      if (!row) return;
      const { sid } = await client.messages.create({ from: LINE, to: row.phone, body: row.text });
      finish(row, sid);
    }
  };
  db.transaction(() => { for (let i = 0; i < Number(queued); i++) queue(i); })();
  console.log("ready");
  await Promise.all(Array.from({ length: SOCKETS }, worker));
  console.log("drained");
  setInterval(() => {}, 1 << 30); // its figures are read before it goes
}

if (provider) drain().catch((fault) => { console.error(fault); process.exit(1); });
else serve();
