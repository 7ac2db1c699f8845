// What the staff's pages gain where there is JavaScript: keys for reviews, the
// next picture fetched ahead, progress of uploads, recording of words, copying.
// Without it every page but that of recording works with the mouse.

// --- reviews: keys ---------------------------------------------------------
// A key works only while the focus is within the page's main part, and not in
// a field that is typed into (WCAG 2.1.4). What is decided is sent, and the
// next page takes the place of this one without being loaded as a whole.

const pictures = new Map(); // address -> an image that was fetched ahead
let busy = false;

function main() {
	return document.getElementById("main");
}

function lookAhead() {
	const image = main().querySelector("img[data-ahead]");
	const ahead = image && image.dataset.ahead;

	if (!ahead || pictures.has(ahead))
		return;
	if (!image.complete) { // this one first
		image.addEventListener("load", lookAhead, {once: true});
		return;
	}
	const next = new Image();
	next.src = ahead;
	pictures.set(ahead, next);
}

// Puts what was fetched ahead where the new page has its picture. An image that
// goes from one document to another is fetched again: the kept one stays in
// this document, and the other never comes into it.
function putPage(part) {
	const image = part.querySelector("img[data-ahead]");
	const kept = image && pictures.get(image.getAttribute("src"));
	const place = document.createElement("span");

	if (kept) {
		for (const {name, value} of image.attributes)
			if (name !== "src")
				kept.setAttribute(name, value);
		pictures.delete(image.getAttribute("src"));
		image.replaceWith(place);
	}
	main().replaceWith(document.adoptNode(part));
	if (kept)
		place.replaceWith(kept);
}

function show(text, address, push) {
	const page = new DOMParser().parseFromString(text, "text/html");
	const part = page.getElementById("main");

	if (!part) { // a login page, or a sentence
		location.assign(address);
		return;
	}
	putPage(part);
	document.title = page.title;
	if (push) // a page that came at once says where it is
		history.pushState(null, "", main().querySelector(".review")
			?.dataset.address ?? address);
	main().focus({preventScroll: true});
	scrollTo(0, 0);
	start();
}

async function go(address, options, push) {
	if (busy)
		return;
	busy = true;
	try {
		const reply = await fetch(address, options);

		show(await reply.text(), reply.url, push);
	} catch {
		location.assign(address); // the browser says what is wrong
	} finally {
		busy = false;
	}
}

function isReview(address) {
	const path = new URL(address, location.href).pathname;

	return /^\/staff\/review(\/(\d+|next))?$/.test(path);
}

function send(form, button) {
	const fields = new URLSearchParams(new FormData(form, button));

	go(form.action, {
		method: "POST",
		body: fields,
		headers: {"X-Skapa-Page": "1"},
	}, true);
}

function showWhole(link) {
	const figure = link.closest("figure");
	const image = figure.querySelector("img");
	const part = image.dataset.part || image.getAttribute("src");
	const whole = figure.classList.toggle("whole");

	image.dataset.part = part;
	image.src = whole ? image.dataset.page : part;
}

function isTyping(element) {
	return element.matches("textarea, select, input:not([type=hidden])");
}

addEventListener("keydown", (event) => {
	if (event.ctrlKey || event.altKey || event.metaKey ||
		event.key.length !== 1 || isTyping(event.target) ||
		!main() || !main().contains(event.target))
		return;
	const key = CSS.escape(event.key.toLowerCase());
	const target = main().querySelector(`[data-key="${key}"]`);

	if (!target || event.repeat)
		return;
	event.preventDefault();
	target.click();
});

addEventListener("submit", (event) => {
	const form = event.target;

	if (form.method !== "post" || !isReview(form.action))
		return;
	event.preventDefault();
	send(form, event.submitter);
});

addEventListener("click", (event) => {
	const link = event.target.closest("a[href]");

	if (!link || event.button !== 0 || event.ctrlKey || event.shiftKey ||
		event.metaKey || !main() || !main().contains(link))
		return;
	if (link.dataset.key === "f") {
		event.preventDefault();
		showWhole(link);
	} else if (isReview(link.href)) {
		event.preventDefault();
		go(link.href, {}, true);
	}
});

addEventListener("popstate", () => {
	if (isReview(location.href))
		go(location.href, {}, false);
	else
		location.reload();
});

// --- uploads ---------------------------------------------------------------

const words = {
	sends: "skickas",
	waits: "väntar",
	reads: "läses",
	done: "klar",
	failed: "gick inte",
};

function row(list, name) {
	const line = list.querySelector("template").content.cloneNode(true);

	line.querySelector(".name").textContent = name;
	list.querySelector("tbody").append(line);
	list.hidden = false;
	return list.querySelector("tbody").lastElementChild;
}

function tell(line, state, text) {
	line.dataset.state = state;
	line.querySelector(".state").textContent = words[state];
	line.querySelector(".text").textContent = text || "";
}

function put(area, file, line) {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		const bar = line.querySelector("progress");

		tell(line, "sends");
		request.upload.onprogress = (event) => {
			bar.value = event.total ? event.loaded / event.total : 0;
		};
		request.onload = () => {
			bar.value = 1;
			if (request.status === 202) {
				line.dataset.number =
					JSON.parse(request.responseText).number;
				tell(line, "waits");
			} else {
				tell(line, "failed", area.dataset.refused);
			}
			resolve();
		};
		request.onerror = () => {
			tell(line, "failed", area.dataset.lost);
			resolve();
		};
		request.open("PUT", area.dataset.to);
		request.setRequestHeader("X-Skapa-Token", area.dataset.token);
		request.setRequestHeader("Content-Type",
			"application/octet-stream");
		request.send(file);
	});
}

// Asks how far it has come until everything has.
async function follow(area, list) {
	for (;;) {
		const open = [...list.querySelectorAll("tr[data-number]")].filter(
			(line) => !["done", "failed"].includes(line.dataset.state));

		if (open.length === 0)
			return;
		await new Promise((resolve) => setTimeout(resolve, 700));
		let known;
		try {
			known = await (await fetch(area.dataset.status)).json();
		} catch {
			continue;
		}
		for (const line of open) {
			const one = known.find((file) =>
				String(file.number) === line.dataset.number);

			if (one)
				tell(line, one.state, one.text);
			else
				tell(line, "failed", area.dataset.lost);
		}
	}
}

let following = Promise.resolve();

async function upload(area, files) {
	const list = document.getElementById("files");
	const lines = [...files].map((file) => [file, row(list, file.name)]);

	for (const [file, line] of lines)
		await put(area, file, line);
	following = following.then(() => follow(area, list));
}

function startUploads(area) {
	const input = area.querySelector("input[type=file]");

	area.hidden = false;
	input.addEventListener("change", () => {
		upload(area, input.files);
	});
	area.addEventListener("dragover", (event) => {
		event.preventDefault();
		area.classList.add("over");
	});
	area.addEventListener("dragleave", () => area.classList.remove("over"));
	area.addEventListener("drop", (event) => {
		event.preventDefault();
		area.classList.remove("over");
		upload(area, event.dataTransfer.files);
	});
}

// --- texts for the journal: a button that copies ---------------------------
// Without it one press on the text marks all of it (staff.css). A page that is
// not fetched by TLS may not write to the clipboard: the text is marked then.

async function copy(text, button) {
	getSelection().selectAllChildren(text);
	try {
		await navigator.clipboard.writeText(text.textContent);
	} catch {
		if (!document.execCommand("copy"))
			return;
	}
	button.textContent = text.dataset.copied;
}

function offerCopy(text) {
	const button = document.createElement("button");

	button.type = "button";
	button.textContent = text.dataset.copy;
	button.addEventListener("click", () => copy(text, button));
	text.before(button);
}

// ---------------------------------------------------------------------------

function start() {
	const area = document.querySelector(".drop");

	lookAhead();
	if (area)
		startUploads(area);
	document.querySelectorAll("[data-copy]").forEach(offerCopy);
	if (document.querySelector(".review"))
		main().focus({preventScroll: true});
}

start();
