// The recorder: each text gets buttons to record it, to hear what was recorded,
// and to file it. What is recorded stays in the page until it is filed.

const area = document.getElementById("recorder");
const MOST_S = 45; // a text of a screen is read in far less
let recorder = null; // one at a time
let stream = null;

function button(word, does) {
	const made = document.createElement("button");

	made.type = "button";
	made.textContent = word;
	made.addEventListener("click", does);
	return made;
}

// Sound is decoded here and played: an address of it would not be let in.
async function hear(blob) {
	const context = new AudioContext();
	const source = context.createBufferSource();

	source.buffer = await context.decodeAudioData(await blob.arrayBuffer());
	source.connect(context.destination);
	source.onended = () => context.close();
	source.start();
}

async function file(line, blob, say) {
	try {
		const reply = await fetch(line.dataset.to, {
			method: "PUT",
			body: blob,
			headers: {
				"X-Skapa-Token": area.dataset.token,
				"Content-Type": "application/octet-stream",
			},
		});

		if (reply.status === 201) {
			line.dataset.state = "filed";
			say("Sparad som utkast.");
			return true;
		}
		const page = new DOMParser().parseFromString(
			await reply.text(), "text/html");

		say(page.querySelector("main p")?.textContent ??
			"Den sparades inte.");
	} catch {
		say("Servern svarar inte. Försök igen.");
	}
	return false;
}

async function begin(kept) {
	stream ??= await navigator.mediaDevices.getUserMedia({audio: true});
	const type = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus"].find(
		(one) => MediaRecorder.isTypeSupported(one));
	const chunks = [];
	const made = new MediaRecorder(stream,
		{mimeType: type, audioBitsPerSecond: 32000});

	made.ondataavailable = (event) => chunks.push(event.data);
	made.onstop = () => kept(new Blob(chunks, {type}));
	made.start();
	setTimeout(() => made.state === "recording" && made.stop(),
		MOST_S * 1000);
	return made;
}

function prepare(line) {
	const place = line.querySelector(".line");
	const said = line.querySelector(".hint");
	const say = (sentence) => (said.textContent = sentence);
	const listen = button("Lyssna", () => hear(blob));
	const keep = button("Spara", async () => {
		keep.disabled = true;
		if (!(await file(line, blob, say)))
			keep.disabled = false;
	});
	let blob = null;

	said.setAttribute("role", "status");
	listen.hidden = keep.hidden = true;
	listen.className = "quiet";
	const record = button("Spela in", async () => {
		if (recorder?.state === "recording") {
			recorder.stop();
			return;
		}
		try {
			recorder = await begin((made) => {
				blob = made;
				record.textContent = "Spela in igen";
				listen.hidden = keep.hidden = keep.disabled = false;
				line.dataset.state = "recorded";
				say("Inspelad. Lyssna, och spara om den är bra.");
			});
			record.textContent = "Stoppa";
			line.dataset.state = "records";
			say("Läs nu.");
		} catch {
			say("Webbläsaren får inte höra: tillåt mikrofonen för den här sidan.");
		}
	});
	place.append(record, listen, keep);
}

for (const line of area?.querySelectorAll("li[data-to]") ?? []) prepare(line);
