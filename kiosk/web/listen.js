/*
 * Texts read aloud: a button with a picture in the place of the browser's own
 * player. One clip at a time; a second touch, or another clip, ends it.
 */
let playing = null;

/* Whether anything was heard. */
export function silence() {
	if (!playing) return false;
	playing.audio.pause();
	playing.audio.currentTime = 0;
	playing.button.classList.remove("plays");
	playing = null;
	return true;
}

function hear(span) {
	const audio = span.querySelector("audio");
	const button = document.createElement("button");
	const picture = document.createElement("img");

	/* One that was cut off says so when another is on already. */
	const end = () => {
		if (playing?.audio === audio) silence();
	};

	button.type = "button";
	button.className = "hear";
	button.setAttribute("aria-label", span.dataset.word);
	picture.src = new URL("picture/listen.svg", import.meta.url);
	picture.alt = "";
	button.append(picture);
	button.addEventListener("click", () => {
		const again = playing && playing.audio === audio;

		silence();
		if (again) return;
		playing = { audio, button };
		button.classList.add("plays");
		audio.play().catch(end);
	});
	audio.addEventListener("ended", end);
	audio.controls = false;
	span.append(button);
}

export function hearAll(root) {
	for (const span of root.querySelectorAll(".listen")) hear(span);
}

/* The first text of a page, by itself; a browser may refuse. */
export function hearFirst(root) {
	root.querySelector(".listen button.hear")?.click();
}
