// page - the practice phones in a browser.  Plain JavaScript; what families write is only
// ever set as text, each bubble in its own direction.
"use strict";

const at = (id) => document.getElementById(id);
const POLL_MS = 1000;
const TRIES = [
	["+13125550101", "Español", "es", "¿Hay clases mañana?"],
	["+13125550177", "Soomaali", "so", "Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa"],
	["+13125550104", "العربية", "ar", "هل توجد دروس غدا؟"],
	["+13125550105", "简体中文", "zh-Hans", "明天上课吗？"],
	["+13125550108", "English", "en", "Is the bus late today?"],
];
const STATES = { delivered: "", received: "", failed: "not delivered", undelivered: "not delivered" };
let open = "", seen = "", listed = "", drafts = new Map();

function make(kind, text, name) {
	const made = document.createElement(kind);
	if (text !== undefined) made.textContent = text;
	if (name) made.className = name;
	return made;
}

// +13125550101 reads better as +1 312 555 0101; other countries stay as they are.
function spell(number) {
	const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
	return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number;
}

// As telephones do (UAX 9, P2): what stands in isolates, such as the district's Latin name
// before an Arabic sentence, says nothing about the direction.  dir=auto would count it.
function directionOf(text) {
	const letter = /\p{L}/u.exec(text.replace(/[\u2066-\u2068][^\u2069]*\u2069?/g, ""));
	return letter && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(letter[0]) ? "rtl" : "ltr";
}

const dayOf = (time) => new Date(time).toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
const hourOf = (time) => new Date(time).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

function dress(face, number) {
	face.textContent = number.slice(-2);
	face.style.setProperty("--hue", (Number(number.slice(-4)) * 47) % 360);
}

async function get(path) {
	const reply = await fetch(path);
	if (!reply.ok) throw new Error(String(reply.status));
	return reply.json();
}

// --- all phones ----------------------------------------------------------------------

function phoneItem(phone) {
	const item = make("li"), button = make("button"), face = make("span", "", "face");
	const last = make("span", phone.last.text, "last");
	dress(face, phone.number);
	face.setAttribute("aria-hidden", "true");
	last.dir = directionOf(phone.last.text);
	button.type = "button";
	button.dataset.number = phone.number;
	button.setAttribute("aria-current", String(phone.number === open));
	button.append(face, make("span", spell(phone.number), "who"), make("span", hourOf(phone.last.at), "when"), last);
	button.onclick = () => choose(phone.number);
	item.append(button);
	return item;
}

function showPhones(all) {
	const now = JSON.stringify(all) + open;
	if (now === listed) return;
	listed = now;
	// whoever stands on a phone with the keyboard stays on it
	const stood = document.activeElement.dataset.number;
	at("phones").replaceChildren(...all.phones.map(phoneItem));
	if (stood) at("phones").querySelector(`[data-number="${CSS.escape(stood)}"]`)?.focus();
	if (at("line").childElementCount !== all.lines.length)
		at("line").replaceChildren(...all.lines.map((number) => new Option(spell(number), number)));
	at("line-field").hidden = all.lines.length < 2;
}

function showTries() {
	at("tries").append(...TRIES.map(([number, name, language, text]) => {
		const item = make("li"), button = make("button"), words = make("span", text);
		const label = make("b", name);
		label.lang = words.lang = language;
		label.dir = words.dir = directionOf(text);
		button.type = "button";
		button.append(label, words);
		button.onclick = () => { drafts.set(number, text); choose(number); };
		item.append(button);
		return item;
	}));
}

// --- one phone -------------------------------------------------------------------------

function textItem(text) {
	const item = make("div", undefined, "text " + text.direction), bubble = make("div", text.text, "bubble");
	const facts = [hourOf(text.at)];
	bubble.dir = directionOf(text.text);
	if (text.media) facts.push(text.media === 1 ? "1 picture" : `${text.media} pictures`);
	if (STATES[text.status]) facts.push(STATES[text.status]);
	item.append(make("span", text.direction === "out" ? "You:" : `${spell(text.with)}:`, "unseen"), bubble,
		make("div", facts.join(" · "), "fact"));
	return item;
}

function showTexts(phone) {
	const now = JSON.stringify(phone);
	if (now === seen) return;
	seen = now;
	const items = [];
	let day = "";
	for (const text of phone.messages) {
		if (dayOf(text.at) !== day) items.push(make("div", (day = dayOf(text.at)), "day"));
		items.push(textItem(text));
	}
	at("texts").replaceChildren(...(items.length ? items : [make("p", "No texts yet. Write the first one below.", "none")]));
	at("texts").scrollTop = at("texts").scrollHeight;
}

function choose(number) {
	if (open) drafts.set(open, at("text").value);
	open = number;
	seen = "";
	document.body.classList.add("talking");
	at("welcome").hidden = true;
	at("phone").hidden = false;
	at("title").textContent = spell(number);
	at("refused").textContent = "";
	dress(at("face"), number);
	at("text").value = drafts.get(number) ?? "";
	at("text").focus();
	refresh();
}

function leave() {
	const number = open;
	drafts.set(open, at("text").value);
	open = "";
	document.body.classList.remove("talking");
	at("phone").hidden = true;
	at("welcome").hidden = false;
	refresh().then(() => (at("phones").querySelector(`[data-number="${CSS.escape(number)}"]`) ?? at("number")).focus());
}

function tell(text, isBad) {
	if (at("state").textContent !== text) at("state").textContent = text;
	at("state").classList.toggle("bad", isBad);
}

async function refresh() {
	const asked = open;
	try {
		showPhones(await get("/phones"));
		const phone = asked && await get("/phones/" + encodeURIComponent(asked));
		if (phone && asked === open) showTexts(phone);
		tell("A practice phone", false);
	} catch {
		tell("The practice carrier does not answer. Is it running?", true);
	}
}

// --- what people do ----------------------------------------------------------------------

at("add").onsubmit = (event) => {
	event.preventDefault();
	const digits = at("number").value.replace(/\D/g, "");
	const isShort = digits.length < 10;
	at("wrong").textContent = isShort ? "Please type the whole number, such as +1 312 555 0177." : "";
	at("number").setAttribute("aria-invalid", String(isShort));
	if (isShort) return;
	at("number").value = "";
	choose((digits.length === 10 ? "+1" : "+") + digits);
};

at("send").onsubmit = async (event) => {
	event.preventDefault();
	const text = at("text").value, number = open;
	if (!text.trim()) return;
	at("text").value = "";
	drafts.delete(number);
	try {
		const reply = await fetch(`/phones/${encodeURIComponent(number)}/text`, {
			method: "POST", headers: { "Content-Type": "application/json" },
			body: JSON.stringify({ text, to: at("line").value }),
		});
		const told = await reply.json();
		at("refused").textContent = reply.ok ? "" : told.error.message;
		if (!reply.ok) at("text").value = text;
	} catch {
		at("refused").textContent = "It was not sent: the practice carrier does not answer.";
		at("text").value = text;
	}
	refresh();
};

at("text").onkeydown = (event) => {
	if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
	event.preventDefault();
	at("send").requestSubmit();
};
at("back").onclick = leave;

showTries();
refresh();
setInterval(() => { if (!document.hidden) refresh(); }, POLL_MS);
