// What is heard in a group's meeting, what waits when there is too much, how one
// leaves it, and what a tablet has that comes when it is long over.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { check, finish, folder, logIn, must, open, run, same, sizes, start } from './harness.mjs';
import { call, change, join, look, makeStore, next, openRoom, password, skapa } from './meeting.mjs';

const languages = ['ar', 'ti', 'sv'];
const at = folder();
const words = path.join(at, 'words');

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// A second of silence for every text that has no clip.
mkdirSync(path.join(words, 'audio'), { recursive: true });
const clip = spawnSync('opusenc', ['--quiet', '--raw', '--raw-rate', '48000', '--raw-chan', '1', '-', '-'],
	{ input: Buffer.alloc(96000) }).stdout;
let index = 'language\ttext_sha256\tclip_sha256\tstatus\n';
for (const language of languages) {
	const texts = call('', skapa, 'kiosk', 'audio', 'list', '--language', language, '--templates', words)
		.trimEnd().split('\n').slice(2);
	mkdirSync(path.join(words, 'audio', language));
	for (const hash of new Set(texts.map(sha256))) {
		writeFileSync(path.join(words, 'audio', language, `${hash}.ogg`), clip);
		index += `${language}\t${hash}\t${sha256(clip)}\trecorded\n`;
	}
}
writeFileSync(path.join(words, 'audio/index.tsv'), index);

const store = makeStore(at, ['ar no', 'ti no', 'sv no', 'ar no'], [['ab-1', 'caseworker'], ['ar-1', 'archive']]);
const people = call('', skapa, 'store', 'people', 'list', '--store', store, '--format', 'json')
	.trim().split('\n').map((line) => JSON.parse(line).code);
const options = ['--templates', 'words'];
let server = await start({ at, options });
const port = new URL(server.url).port;
const lead = await open({ size: sizes[1], touch: false });
const seats = [];
let cards, voice;

// Notes what the page plays from now on, whatever of it is exchanged.
function listen(page) {
	return page.context().addInitScript(() => {
		window.heard = [];
		document.addEventListener('playing', (event) => window.heard.push(event.target.src), true);
	});
}

async function plays(page, text) {
	await page.waitForFunction((hash) => window.heard.some((src) => src.endsWith(hash)), sha256(text));
}

const question = (page) => page.textContent('#question');
const answers = (page) => page.locator('button.step span:not(.number)').allTextContents();

await check('after_interpreter_practises_and_hears', async () => {
	await logIn(server, lead, 'ab-1', password);
	cards = await openRoom(server, lead);
	for (let i = 0; i < 4; i++) seats.push(await join(server, cards[i], '/room/seat'));
	voice = await join(server, cards[4], '/room/voice');
	await listen(voice);
	await voice.click('.tile >> nth=2');
	await voice.waitForSelector('.question');
	same((await voice.locator('.pair .number').allTextContents()).join(''), '12345', 'the numbers of the answers');
	const said = await voice.textContent('main');
	for (const words of ['Vad frågan gäller', 'Säg inte', 'Att prata om först'])
		must(said.includes(words), `the interpreter's page lacks "${words}"`);
	must(!people.some((code) => said.includes(code)), 'the interpreter sees a person');
	await look(voice, 'room-voice-practises-one');
	await voice.click('.question .hear');
	await plays(voice, await voice.textContent('.question .own p'));
	await voice.click('text=Alla frågor');
	await voice.waitForSelector('.tile');
});

await check('after_recording_is_heard_at_the_seats', async () => {
	await listen(seats[1]);
	await seats[1].reload();
	await lead.click('.channels li >> nth=1 >> css=summary');
	await lead.click('.channels li >> nth=1 >> text=inspelning');
	await next(lead, 'Samling');
	await next(lead, 'Övning');
	await next(lead, 'titta och lyssna');
	await seats[1].waitForSelector('form.answers button.step:disabled');
	await plays(seats[1], await question(seats[1]));
	await look(seats[1], 'room-seat-heard-ti');
	// The interpreter of another language sees the same numbers, and hears.
	await voice.waitForSelector('text=Jag har läst klart');
	same((await voice.locator('.pair:has(.number) .own p').allTextContents()).join('|'),
		(await answers(seats[0])).join('|'), 'the answers as the interpreter has them');
	await voice.click('.pair:has(.number) .hear >> nth=1');
	await plays(voice, (await answers(seats[0]))[1]);
	await voice.click('text=Jag har läst klart');
});

await check('after_largest_text_in_arabic', async () => {
	for (const size of [1, 2]) {
		await seats[0].click('.larger');
		await seats[0].waitForSelector(`body.text-${size}`);
	}
	await seats[0].waitForSelector('form.answers button.step:enabled');
	await look(seats[0], 'room-seat-largest-ar');
});

// What the server has too much of, or is not there for, is asked for again.
async function refuse(page, pattern) {
	let n = 0;

	await page.route(pattern, (route) => {
		n++;
		if (n === 1) return route.fulfill({ status: 429, body: '' });
		if (n === 2) return route.fulfill({ status: 503, body: '' });
		if (n === 3) return route.abort();
		return route.continue();
	});
}

await check('after_too_much_is_waited_for', async () => {
	await refuse(lead, '**/do');
	await refuse(seats[2], '**/room/seat/answer');
	await lead.click('.commands >> text=Paus');
	await lead.waitForSelector('#lost:not([hidden])');
	await lead.waitForSelector('.commands >> text=Fortsätt');
	await lead.waitForSelector('#lost', { state: 'hidden' });
	await lead.click('text=Fortsätt');
	// A page that comes in vain comes again.
	await seats[2].waitForSelector('form.answers button.step:enabled');
	await refuse(seats[2], '**/room/seat');
	await seats[2].click('button.step >> nth=1');
	await seats[2].waitForSelector('.headline ~ .notice');
	same(await seats[2].evaluate(() => sessionStorage.length), 0, 'answers that wait');
	await seats[2].unrouteAll();
	await lead.unrouteAll();
});

await check('after_stop_keeps_or_deletes', async () => {
	const [keeps, deletes] = seats;

	await keeps.click('button.step >> nth=3');
	await deletes.click('button.step >> nth=1');
	for (const [page, what] of [[keeps, 'keep'], [deletes, 'delete']]) {
		await page.waitForSelector('.headline ~ .notice');
		await page.click('.stop');
		await page.waitForURL('**/stop');
		for (const picture of ['keep', 'delete'])
			must(await page.locator(`button[value=${picture}] img`).isVisible(), `no picture of ${picture}`);
		await look(page, `room-seat-stop-${what}`);
		await page.click(`button[value=${what}] img`);
		await page.waitForSelector('main > .notice');
		must((await page.locator('.stop').count()) === 0, 'who has stopped can stop');
	}
	await look(keeps, 'room-seat-thanks-ar');
	await lead.waitForFunction(() => document.querySelectorAll('.seat.withdrew').length === 2);
	await look(lead, 'room-lead-two-stopped');
});

// The meeting ends while two tablets have no network; a day and an hour pass.
await check('after_a_day_it_is_put_away', async () => {
	await next(lead, 'vi går snart');
	await next(lead, 'titta och lyssna');
	await next(lead, 'alla svarar');
	for (const seat of seats.slice(2)) {
		await seat.waitForSelector('form.answers button.step:enabled');
		await seat.context().setOffline(true);
		await seat.click('button.step >> nth=4');
		await seat.waitForFunction(() => sessionStorage.length === 1);
	}
	await server.stop('SIGKILL');
	change(store, "UPDATE room SET state = json_set(state, '$.state', 5, '$.closed_at',"
		+ " CAST(strftime('%s', 'now') AS INTEGER) - 90000)");
	server = await start({ at, port, options });
	await logIn(server, lead, 'ab-1', password);
	do await lead.goto(`${server.url}/staff/rooms`);
	while (!(await lead.textContent('main')).includes('Färdig'));
	await lead.click('text=Färdig');
	await lead.waitForURL('**/report');
	must(!(await lead.textContent('main')).includes('svar väntar'), 'something waits already');
});

await check('after_a_tablet_sends_what_it_had', async () => {
	for (const seat of seats.slice(2)) {
		await seat.context().setOffline(false);
		await seat.waitForSelector('a[href="/room?next=1"]');
		await seat.waitForFunction(() => sessionStorage.length === 0);
	}
	await look(seats[2], 'room-seat-thanks-link-sv');
	await look(seats[3], 'room-seat-thanks-link-ar');
	await lead.reload();
	same((await lead.textContent('main')).match(/1 svar väntar på granskning/g)?.length, 2, 'seats that wait');
	await look(lead, 'room-report-late');
	await seats[2].click('a[href="/room?next=1"]');
	await seats[2].waitForSelector('#card');
	must((await seats[2].locator('[role=alert]').count()) === 0, 'the tablet is said to be another\'s');
});

await check('after_late_answers_are_reviewed', async () => {
	const page = await open({ size: sizes[2], touch: false });

	await logIn(server, page, 'ar-1', password);
	await page.goto(`${server.url}/staff/review/next`);
	await look(page, 'room-review-late');
	// One is taken as it came, the other is not.
	await page.click('.choice[value="5"]');
	await page.goto(`${server.url}/staff/review/next`);
	await page.click('.choice[value="blank"]');
	await page.goto(`${server.url}/staff/review/next`);
	must((await page.textContent('main')).includes('Inget väntar'), 'something is left');
	await lead.reload();
	must(!(await lead.textContent('main')).includes('svar väntar'), 'the report does not know');
});

await check('after_it_is_kept_what_was_said', async () => {
	same(await server.stop(), 0, 'the server ends with');
	for (const [i, kept] of ['4', '_', '25', '_'].entries()) {
		const into = path.join(at, `of-${i}`);
		const ended = await run(at, 'report', 'extract', people[i], '--output', into);

		must(ended.status === 0, ended.out);
		same(JSON.parse(readFileSync(path.join(into, 'extract.json'), 'utf8')).answers
			.map((a) => (a.status === 'answered' ? String(a.value) : '_')).join(''), kept, `seat ${i + 1}`);
	}
});

await finish();
