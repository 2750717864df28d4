// Drives Debian's chromium at the practice phones, and judges what a person would see.
// usage: node judge.js HEARBACK PHONES SCREENSHOT-FOLDER
"use strict";
const { existsSync } = require("node:fs");
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const [hearback, phones, shots] = process.argv.slice(2);
const ROSA = "+13125550101", AMINA = "+13125550104", STRANGER = "+13125550166";
// of a page that hangs; the runner ends what neither says nor does anything
const WAIT = 120000;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** What strangers text to see whether it runs. */
const CORPUS = [
  "<script>window.ran=1</script>",
  "<script src='data:text/javascript,window.ran=1'></script>",
  "<img src=x onerror=window.ran=1>",
  "<svg onload=window.ran=1>",
  "<svg><script>window.ran=1</script></svg>",
  "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
  "<body onload=window.ran=1>",
  "<details open ontoggle=window.ran=1>",
  "<a href='javascript:window.ran=1' autofocus onfocus=window.ran=1>x</a>",
  "</div></section><script>window.ran=1</script>",
  "\"><script>window.ran=1</script>",
  "' onmouseover='window.ran=1",
  "<style>*{display:none}</style>",
  "<meta http-equiv=refresh content='0;url=javascript:window.ran=1'>",
  "<template><script>window.ran=1</script></template>",
  "<math><mtext><script>window.ran=1</script>",
  "&lt;script&gt;window.ran=1&lt;/script&gt;",
  "{{constructor.constructor('window.ran=1')()}}",
  "${window.ran=1}",
  "\u202e<script>window.ran=1</script>\u2066",
];

let passed = 0, failed = 0;
function claim(sentence, isTrue, detail = "") {
  if (isTrue) passed++;
  else { failed++; console.log("FAILED:", sentence, detail); }
}

/** A page that remembers everything that went wrong on it. */
async function openPage(browser, options) {
  const context = await browser.newContext({ viewport: { width: 1180, height: 780 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  page.wrong = [];
  page.on("console", (said) => { if (["error", "warning"].includes(said.type())) page.wrong.push(said.text()); });
  page.on("pageerror", (fault) => page.wrong.push(String(fault)));
  page.on("requestfailed", (request) => page.wrong.push("failed: " + request.url()));
  return page;
}

async function openPhone(page, number) {
  await page.getByLabel("A family’s number").fill(number);
  await page.getByRole("button", { name: "Open" }).click();
}

async function say(page, text) {
  await page.getByLabel("Text as this family").fill(text);
  await page.keyboard.press("Enter");
}

const bubble = (page, direction, part) => page.locator(`.text.${direction} .bubble`, { hasText: part });
const isSeen = (locator) => locator.first().waitFor({ timeout: WAIT }).then(() => true, () => false);
const shoot = (page, name) => page.screenshot({ path: `${shots}/${name}.png` });

async function judgeAccess(page, where) {
  // injected as code of the judge's own, past the page's policy
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  const grave = violations.filter((found) => ["serious", "critical"].includes(found.impact));
  claim(`axe finds nothing serious: ${where}`, grave.length === 0,
    JSON.stringify(grave.map((found) => [found.id, found.nodes.map((node) => node.html).slice(0, 3)])));
}

async function spanish(page) {
  await page.goto(hearback + "/practice");
  claim("hearbackd's /practice leads to the phones", page.url() === phones + "/", page.url());
  await judgeAccess(page, "welcome");
  await shoot(page, "welcome");
  await page.getByRole("button", { name: /Hay clases mañana/ }).click();
  claim("a picked text is typed, not sent", await page.getByLabel("Text as this family").inputValue() === "¿Hay clases mañana?"
    && await page.locator(".text").count() === 0);
  claim("the cursor stands in the text", await page.getByLabel("Text as this family").evaluate((e) => e === document.activeElement));
  await page.keyboard.press("Enter");
  claim("what Rosa wrote stands there", await isSeen(bubble(page, "out", "¿Hay clases mañana?")));
  claim("and is acknowledged in Spanish", await isSeen(bubble(page, "in", "Gracias, Rosa")));
  await shoot(page, "spanish");
  await judgeAccess(page, "a conversation");
}

/** Boxes of one word in a bubble: one line, nothing between its letters. */
async function nameIsWhole(locator, name) {
  return locator.evaluate((element, word) => {
    const node = element.firstChild, from = node.data.indexOf(word);
    if (from < 0) return { isThere: false };
    const range = document.createRange();
    let lastRight = -Infinity, isRising = true, top = null;
    for (let i = from; i < from + word.length; i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      // a new line begins anew
      if (top !== null && Math.abs(box.top - top) > 4) lastRight = -Infinity;
      if (box.left < lastRight - 1) isRising = false;
      lastRight = box.right;
      top = box.top;
    }
    return { isThere: true, isRising, isIsolated: node.data[from - 1] === "\u2068" && node.data[from + word.length] === "\u2069" };
  }, name);
}

async function arabic(page) {
  await openPhone(page, AMINA);
  await say(page, "هل توجد دروس غدا؟");
  const reply = bubble(page, "in", "شكر");
  claim("an Arabic text is acknowledged in Arabic", await isSeen(reply));
  claim("the reply runs from right to left", await reply.first().evaluate((e) => getComputedStyle(e).direction) === "rtl");
  claim("and so does what she wrote", await bubble(page, "out", "دروس").first().evaluate((e) => getComputedStyle(e).direction) === "rtl");
  const name = await nameIsWhole(reply.first(), "Maple County Schools");
  claim("the district's Latin name is isolated and reads left to right", name.isThere && name.isRising && name.isIsolated, JSON.stringify(name));
  await shoot(page, "arabic");
}

async function hostile(page) {
  await openPhone(page, STRANGER);
  for (const text of CORPUS) {
    await say(page, text);
    await page.waitForFunction((wanted) => [...document.querySelectorAll(".text.out .bubble")].some((e) => e.textContent === wanted), text)
      .then(() => claim("shown as text: " + text, true), () => claim("shown as text: " + text, false));
  }
  claim("nothing of it ran", await page.evaluate(() => window.ran === undefined));
  claim("no element was made of it", await page.locator("#texts :is(script, img, svg, iframe, style, a, meta, template, math, details)").count() === 0);
  await shoot(page, "hostile");
}

async function keyboard(page) {
  await page.goto(phones + "/");
  await page.keyboard.press("Tab");
  claim("the first key leads past the list", await page.evaluate(() => document.activeElement.className) === "skip");
  await page.keyboard.press("Tab");
  await page.keyboard.type("+1 312 555 0108");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Is the bus late today?");
  await page.keyboard.press("Enter");
  claim("a phone is opened and texts without a mouse", await isSeen(bubble(page, "in", "Maple County Schools")));
  await page.getByLabel("A family’s number").fill("12");
  await page.keyboard.press("Enter");
  claim("a short number is refused in words", await isSeen(page.getByText("Please type the whole number")));
}

async function small(browser) {
  const page = await openPage(browser, { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true, colorScheme: "dark" });
  const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  await page.goto(phones + "/");
  await isSeen(page.locator("#phones button"));
  claim("at 360 px nothing is cut off: phones", !await isWide());
  await shoot(page, "small-phones-dark");
  await judgeAccess(page, "small, dark, phones");
  await page.locator(`[data-number="${AMINA}"]`).tap();
  claim("at 360 px a phone opens", await isSeen(bubble(page, "in", "شكر")));
  claim("at 360 px nothing is cut off: conversation", !await isWide());
  claim("the send button is in sight", await page.getByRole("button", { name: "Send" }).isVisible());
  await shoot(page, "small-arabic-dark");
  await judgeAccess(page, "small, dark, conversation");
  await page.getByRole("button", { name: "Back to all phones" }).tap();
  claim("and back", await page.locator("#phones").isVisible());
  claim("no errors on the small page", page.wrong.length === 0, page.wrong.join("\n"));
  await page.context().close();
}

async function main() {
  const executablePath = ["/usr/lib/chromium/chromium", "/usr/bin/chromium"].find(existsSync);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const page = await openPage(browser, { colorScheme: "light" });
    for (const part of [spanish, arabic, hostile, keyboard]) await part(page);
    claim("no errors in the console", page.wrong.length === 0, page.wrong.join("\n"));
    await page.context().close();
    await small(browser);
  } finally {
    await browser.close();
  }
}

main().catch((fault) => claim("the browser ran to its end", false, fault.stack)).finally(() => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
});
