/*
 * A page of a group's meeting follows the meeting: the server says that
 * something has changed, and <main> is taken anew from it. The page is whole
 * without this script; it is then taken anew by hand.
 *
 * What a stream says of itself is not trusted: after a sleep it may say that
 * it is open and be dead. So it is closed and opened again whenever the page
 * comes back, and when nothing was heard for SILENT_MS.
 */
import { hearAll, hearFirst, silence } from "./listen.js";

const SILENT_MS = 12000;
const LOST_MS = 3000; /* behind that, until it is shown */
const CLICK_MS = 100; /* behind a finger's leaving, until its click has come */
const QUEUE = "skapa-room-unsent";

const lost = document.getElementById("lost");
let main = document.getElementById("main");
const kind = main.dataset.kind;
const token = main.dataset.token;
let events = null;
let heard = 0;
let shown = "";
let refreshing = false;
let refresher = 0;
let turn = 0; /* of what was asked for: what came late is not shown */
let again = false;
let finger = false;
let waiting = 0; /* commands that were not taken at once */

/* ------------------------------------------------------------- the page */

/* What of a snapshot changes what the page shows. */
function key(state) {
	const at = [state.state, state.phase, state.item, state.paused];

	if (kind === "seat")
		at.push(state.answered, state.presence === "done",
			state.presence === "withdrew");
	if (kind === "voice")
		at.push(state.channels[state.channel]);
	return JSON.stringify(kind === "lead" ? { ...state, now: 0 } : at);
}

function isTyping() {
	return main.querySelector("details[open]") !== null;
}

/*
 * With a recording instead of an interpreter a new question is heard at once,
 * and again if the page was exchanged while it was heard.
 */
let played = "";
function listen(wasHeard) {
	const { state, item } = JSON.parse(main.dataset.state);
	const now = `${state} ${item}`;

	hearAll(main);
	if (main.dataset.plays !== undefined && (wasHeard || now !== played))
		hearFirst(main);
	played = now;
}

/* A button that is exchanged between its press and its release does nothing. */
document.addEventListener("pointerdown", () => {
	finger = true;
}, true);
for (const end of ["pointerup", "pointercancel"])
	document.addEventListener(end, () => setTimeout(() => {
		finger = false;
		takeAgain();
	}, CLICK_MS), true);

/* What came while a page was on its way or a finger on it. */
function takeAgain() {
	if (!again || refreshing || finger)
		return;
	again = false;
	refresh();
}

/*
 * This page is no longer this tablet's. Only the browser may follow that, once:
 * the page that it leads to says why, and takes the cookie away.
 */
function isElsewhere(reply) {
	return reply.type === "opaqueredirect";
}

/* Too much at once, or soon again: it is asked for anew. */
function isBusy(status) {
	return status === 408 || status === 429 || status >= 500;
}

/* Shows a page that came, if it is this one. */
function take(text, at) {
	const page = new DOMParser().parseFromString(text, "text/html");
	const fresh = page.getElementById("main");

	if (fresh?.dataset.kind !== kind || fresh.dataset.state === undefined)
		return false;
	const wasHeard = silence();

	main.replaceWith(fresh);
	main = fresh;
	document.body.className = page.body.className;
	listen(wasHeard);
	shown = key(JSON.parse(main.dataset.state));
	if (at !== location.pathname + location.search)
		history.replaceState(null, "", at);
	listenToAnswers();
	return true;
}

async function refresh() {
	if (refreshing || finger) {
		again = true;
		return;
	}
	clearTimeout(refresher);
	refreshing = true;
	const mine = ++turn;
	try {
		const reply = await fetch(location.pathname, {
			headers: { Accept: "text/html" },
			cache: "no-store",
			redirect: "manual",
		});
		if (isElsewhere(reply)) {
			leave(location.pathname);
			return;
		}
		if (isBusy(reply.status))
			throw new Error();
		const text = await reply.text();

		if (finger || mine !== turn)
			again = true;
		else if (reply.ok)
			take(text, location.pathname);
	} catch {
		/* Of a page that nobody sees, the next connection does it. */
		shown = "";
		if (!document.hidden)
			refresher = setTimeout(refresh, 1000 + Math.random() * 1000);
	}
	refreshing = false;
	takeAgain();
}

/* What is unsent is sent first; where it is not taken, nobody ever will. */
let going = "";
function leave(url) {
	events?.close();
	going = url;
	if (Object.keys(unsent()).length > 0)
		send();
	else
		go();
}

function go() {
	sessionStorage.removeItem(QUEUE);
	location.replace(going);
}

/* ------------------------------------------------------------- the stream */

let timer = 0;

/* Up to a second apart, so that a room does not come back as one. */
function soon(least) {
	clearTimeout(timer);
	timer = setTimeout(connect, least + Math.random() * 1000);
}

function connect() {
	clearTimeout(timer);
	events?.close();
	if (document.hidden || main.dataset.events === undefined) {
		/* A browser has six connections; others need them now. */
		events = null;
		return;
	}
	events = new EventSource(main.dataset.events);
	/* By itself a browser would wait for three seconds and more. */
	events.addEventListener("error", () => {
		const isRefused = events?.readyState === EventSource.CLOSED;

		events?.close();
		if (isRefused)
			refresh();
		soon(isRefused ? 2000 : 500);
	});
	events.addEventListener("state", (event) => {
		const state = JSON.parse(event.data);

		hear();
		sendNow();
		if (key(state) === shown)
			return;
		/* What is open under a finger is not taken away for a count. */
		if (kind !== "seat" && isTyping())
			return;
		shown = key(state);
		refresh();
	});
	events.addEventListener("beat", () => {
		hear();
		sayHere();
	});
	events.addEventListener("moved", () => leave("/room"));
}

function hear() {
	heard = Date.now();
	lost.hidden = waiting === 0;
}

function sayHere() {
	return fetch(main.dataset.here, {
		method: "POST",
		headers: { "X-Skapa-Token": token },
	}).catch(() => {});
}

setInterval(() => {
	const silent = Date.now() - heard;

	if (document.hidden || main.dataset.events === undefined)
		return;
	if (silent > SILENT_MS + LOST_MS)
		lost.hidden = false;
	if (silent > SILENT_MS && silent % SILENT_MS < 1000)
		soon(0);
}, 1000);

let lock = null;
async function comeBack() {
	if (document.hidden) {
		connect();
		return;
	}
	connect();
	send();
	try {
		lock = kind === "seat" ? await navigator.wakeLock?.request("screen")
			: null;
	} catch {
		lock = null;
	}
}

document.addEventListener("visibilitychange", comeBack);
window.addEventListener("pageshow", (event) => {
	if (event.persisted)
		comeBack();
});
window.addEventListener("online", comeBack);

/* ------------------------------------------------------------- answers */

/*
 * What was tapped and is not yet with the server: one for each item, under
 * this tablet's token, gone as soon as the server has it. The tick is shown by
 * the server.
 */
function unsent() {
	const kept = JSON.parse(sessionStorage.getItem(QUEUE) ?? "null");

	return kept !== null && kept.token === token ? kept.answers : {};
}

function keep(answers) {
	if (Object.keys(answers).length === 0)
		sessionStorage.removeItem(QUEUE);
	else
		sessionStorage.setItem(QUEUE, JSON.stringify({ token, answers }));
}

let sending = false;
let wait = 500;
let retry = 0;

/* The server is there again: what waits for its next try does not wait. */
function sendNow() {
	if (wait === 500)
		return;
	wait = 500;
	send();
}

async function send() {
	const first = Object.values(unsent())[0];

	clearTimeout(retry);
	if (sending || first === undefined)
		return;
	sending = true;
	let ok = false;
	let over = false;
	try {
		const reply = await fetch("/room/seat/answer", {
			method: "PUT",
			headers: {
				"Content-Type": "application/x-www-form-urlencoded",
				"X-Skapa-Token": token,
			},
			body: new URLSearchParams(first),
			redirect: "manual",
			signal: AbortSignal.timeout(5000),
		});

		if (isElsewhere(reply)) {
			going = location.pathname;
			go();
			return;
		}
		ok = reply.ok;
		/* The server will never take it: the page says how it is. */
		over = !ok && !isBusy(reply.status);
	} catch {
		ok = false;
	}
	sending = false;
	if (ok || over) {
		const answers = unsent();

		if (answers[first.item]?.once === first.once)
			delete answers[first.item];
		keep(answers);
		wait = 500;
		if (going !== "" && Object.keys(answers).length === 0)
			go();
		else
			refresh();
		send();
		return;
	}
	retry = setTimeout(send, wait);
	wait = Math.min(2 * wait, 8000);
}

function listenToAnswers() {
	main.querySelector("form.answers")?.addEventListener("submit", (event) => {
		const form = event.currentTarget;
		const answers = unsent();
		const item = new FormData(form).get("item");

		if (item === "-1")
			return;
		event.preventDefault();
		answers[item] = {
			item,
			value: event.submitter.value,
			once: crypto.randomUUID?.() ??
				Array.from(crypto.getRandomValues(new Uint32Array(4)),
					(n) => n.toString(36)).join("-"),
			seq: String(Date.now()),
		};
		keep(answers);
		for (const button of form.querySelectorAll("button"))
			button.disabled = true;
		event.submitter.classList.add("sending");
		send();
	});
}

/* ------------------------------------------------------------- commands */

/*
 * A form is sent from the page: were the server away, the browser would show
 * a page of its own, and nothing leads back from that. It is sent until it is
 * taken; twice does no harm, as a command says on which state it was decided.
 */
async function post(path, body) {
	const reply = await fetch(path, {
		method: "POST",
		headers: { Accept: "text/html" },
		body,
		signal: AbortSignal.timeout(5000),
	});

	if (isBusy(reply.status))
		throw new Error();
	return { url: new URL(reply.url), text: await reply.text() };
}

async function postUntilTaken(path, body) {
	try {
		return await post(path, body);
	} catch {
		waiting++;
	}
	for (let pause = 500; ; pause = Math.min(2 * pause, 8000)) {
		lost.hidden = false;
		await new Promise((done) => setTimeout(done, pause));
		try {
			const taken = await post(path, body);

			lost.hidden = --waiting === 0;
			return taken;
		} catch {
			/* The same as busy. */
		}
	}
}

let commands = 0;

async function command(form, button) {
	const body = new URLSearchParams(new FormData(form));
	const mine = ++commands;

	if (button?.name)
		body.append(button.name, button.value);
	button?.classList.add("sending");
	const { url, text } = await postUntilTaken(form.getAttribute("action"), body);

	/* Of two, the page of the later; and none that was asked for before. */
	turn++;
	if (mine !== commands)
		refresh();
	/* Whoever is not known any more is led on by the page's own address. */
	else if (!take(text, url.pathname + url.search))
		leave(location.pathname);
}

/* Those that lead back to this page. */
document.addEventListener("submit", (event) => {
	const path = event.target.getAttribute("action");

	if (event.defaultPrevented || !/^\/room\/|\/do$/.test(path))
		return;
	event.preventDefault();
	command(event.target, event.submitter);
});

shown = key(JSON.parse(main.dataset.state));
listen(false);
listenToAnswers();
heard = Date.now();
comeBack();
