// What the official clients share that judge the practice carrier: the carrier itself, the
// customer's server that it calls, and claims that are run one after another.
"use strict";
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const http = require("node:http");
const assert = require("node:assert/strict");

/** What the customer's server heard; answers with `state.reply`. */
function listen(heard, reply) {
  const state = { reply };
  state.server = http.createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      heard.push({ url: request.url, headers: request.headers, body,
        params: Object.fromEntries(new URLSearchParams(body)) });
      response.writeHead(state.reply.status, { "Content-Type": state.reply.type,
        ...state.reply.headers });
      response.end(state.reply.body);
    });
  });
  return new Promise((done) => state.server.listen(0, "127.0.0.1", () => done(state)));
}

function start(program, options) {
  const carrier = spawn(program, ["--listen", "127.0.0.1:0", "--seed", "1", "--delay-ms", "20",
    "--receipt-delay-ms", "20", ...options]);
  carrierPid = carrier.pid;
  return new Promise((done, failed) => {
    carrier.stderr.pipe(process.stderr);
    carrier.on("exit", (code) => failed(new Error(`the carrier left with ${code}`)));
    carrier.stdout.on("data", (text) => {
      const found = /listening on (http:\/\/[0-9.:]+).* public key (\S+)/.exec(text);
      if (found) done({ carrier, base: found[1], publicKey: found[2] });
    });
  });
}

/** Milliseconds that a process ran or was ready to. */
function spentBy(pid) {
  const [ran, ready] = readFileSync(`/proc/${pid}/schedstat`, "ascii").split(" ");
  return (Number(ran) + Number(ready)) / 1e6;
}
let carrierPid = "self";

/** Asks again until `ready` says yes; gives up when the carrier and we have slept for 20 s. */
async function until(what, ready) {
  let slept = 0;
  for (;;) {
    const began = Date.now(), before = spentBy(carrierPid) + spentBy("self");
    const answer = await ready();
    if (answer) return answer;
    assert.ok(slept < 20000, `nothing moves towards ${what}`);
    await new Promise((next) => setTimeout(next, 10));
    slept += Math.max(0, Date.now() - began - (spentBy(carrierPid) + spentBy("self") - before));
  }
}

/**
 * Runs the claims against a carrier that was started with the options that
 * `options(hooks)` gives; each gets the bench and what `prepare(bench)` adds.
 */
async function judge({ program, tests, reply, options, prepare }) {
  const heard = [];
  const state = await listen(heard, reply);
  const hooks = `http://127.0.0.1:${state.server.address().port}`;
  const { carrier, base, publicKey } = await start(program, options(hooks));
  carrier.removeAllListeners("exit");
  const bench = { base, hooks, heard, state, publicKey };
  Object.assign(bench, prepare(bench));
  let failed = 0;
  for (const [name, run] of tests) {
    try {
      await run(bench);
    } catch (error) {
      failed++;
      console.log(`FAILED ${name}\n${error.stack}`);
    }
    state.reply = reply;
  }
  const left = new Promise((done) => carrier.on("exit", done));
  carrier.kill("SIGTERM");
  const code = await left;
  if (code !== 0) {
    failed++;
    console.log(`FAILED the carrier stops cleanly: ${code}`);
  }
  console.log(`${tests.length + 1 - failed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

module.exports = { judge, until };
