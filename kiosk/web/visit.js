/*
 * The participant's screens work without this. With it they know of touches
 * before they ask "are you still here?", take a double touch as one, type on
 * the keypad without asking the server, and have large buttons for sound.
 * Nothing is kept in the browser.
 */
import { hearAll, silence } from "./listen.js";

const main = document.querySelector("main");

/* --- idle: "60; url=/visit/still", as the page says it without JavaScript - */

function watch(said) {
	const [seconds, to] = said.split("; url=");
	let timer;

	function wait() {
		clearTimeout(timer);
		timer = setTimeout(() => location.replace(to), seconds * 1000);
	}
	for (const kind of ["pointerdown", "keydown", "input", "scroll"])
		addEventListener(kind, wait, { passive: true, capture: true });
	/* A clip that is heard is no idleness; events of media do not bubble. */
	addEventListener("timeupdate", wait, { capture: true });
	wait();
}

/* --- one touch is one touch ------------------------------------------------ */

let sent = false;

addEventListener("submit", (event) => {
	if (sent) event.preventDefault();
	sent = true;
});
addEventListener("click", (event) => {
	if (event.target.closest("a[href]")) {
		if (sent) event.preventDefault();
		sent = true;
	}
});
/* A page out of the browser's memory may be another person's. */
addEventListener("pageshow", (event) => {
	if (event.persisted) location.reload();
});
addEventListener("contextmenu", (event) => event.preventDefault());

/* --- the keypad, and readers that type like a keyboard --------------------- */

const code = document.querySelector(".keypad input");

if (code) {
	addEventListener("click", (event) => {
		const key = event.target.closest("button[name=key]");

		if (!key || key.value === "done") return;
		event.preventDefault();
		if (key.value === "erase") code.value = code.value.slice(0, -1);
		else if (code.value.length < code.maxLength) code.value += key.value;
	});
	addEventListener("keydown", (event) => {
		if (event.target === code || event.key.length !== 1) return;
		code.focus();
	});
}

hearAll(document);
addEventListener("change", silence);

if (main && main.dataset.idle) watch(main.dataset.idle);
