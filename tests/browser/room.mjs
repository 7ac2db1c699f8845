// A group's meeting in Arabic, Tigrinya and Swedish with two interpreters: every
// page as axe sees it, one whole meeting, and what tablets do when the server
// is killed, when a card moves and when nobody has a script.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { check, click, finish, folder, logIn, must, open, same, sizes, start } from './harness.mjs';
import { call, change, join, look, makeStore, next, openRoom, password } from './meeting.mjs';

const items = 11;
const at = folder();
const store = makeStore(at, ['ar no', 'ti no', 'sv no', 'ar yes'], [['ab-1', 'caseworker']]);
let server = await start({ at });
const port = new URL(server.url).port;

const lead = await open({ size: sizes[1], touch: false });
const seats = [];
const voices = [];
let cards;

await check('room_is_opened_and_cards_are_printed', async () => {
	await logIn(server, lead, 'ab-1', password);
	cards = await openRoom(server, lead);
	same(cards.length, 7, 'cards');
});

await check('room_seats_and_interpreters_come_in', async () => {
	const page = await open({ size: sizes[2] });
	await page.goto(`${server.url}/room`);
	await look(page, 'room-card');
	await page.fill('#card', '00000-00000');
	await click(page, 'button');
	must((await page.textContent('[role=alert]')).includes('inte med'), 'a wrong card is taken');
	for (let i = 0; i < 3; i++) seats.push(await join(server, cards[i], '/room/seat'));
	for (let i = 4; i < 6; i++) voices.push(await join(server, cards[i], '/room/voice'));
	await lead.waitForFunction(() => document.querySelectorAll('.seat.present').length === 3);
	await look(lead, 'room-lead-lobby');
	await look(seats[0], 'room-seat-wait');
	await look(voices[1], 'room-voice-practise');
});

await check('room_goes_through_one_item', async () => {
	await next(lead, 'Samling');
	await next(lead, 'Övning');
	await seats[0].waitForSelector('form.answers');
	await look(seats[1], 'room-seat-practice');
	await next(lead, 'titta och lyssna');
	await seats[0].waitForSelector('form.answers button.step:disabled');
	await look(seats[0], 'room-seat-explain-ar');
	for (const voice of voices) await voice.waitForSelector('text=Jag har läst klart');
	await look(voices[0], 'room-voice-explain-ar');
	await look(voices[1], 'room-voice-explain-ti');
	await voices[1].click('text=Fråga ledaren');
	await lead.waitForSelector('text=Tolken frågar efter dig');
	await look(lead, 'room-lead-asks');
	for (const voice of voices) await voice.click('text=Jag har läst klart');
	// The last of them opens the item.
	for (const seat of seats) await seat.waitForSelector('form.answers button.step:enabled');
	await look(seats[0], 'room-seat-open-ar');
	await look(seats[1], 'room-seat-open-ti');
	await look(seats[2], 'room-seat-open-sv');
	for (const seat of seats) {
		const box = await seat.locator('button.step').first().boundingBox();
		must(box.width >= 94 && box.height >= 94, `an answer of ${box.width} by ${box.height} pixels`);
	}
	await seats[0].click('button.step >> nth=3');
	await seats[0].waitForSelector('.notice');
	await look(seats[0], 'room-seat-given');
	must(!(await seats[0].content()).includes('name="value"'), 'what was answered can still be seen');
	await lead.waitForSelector('.seat.has');
	must((await seats[0].evaluate(() => sessionStorage.length)) === 0, 'an answer stays in the browser');
});

await check('room_has_larger_text_and_a_glossary', async () => {
	const tongues = ['ar', 'ti', 'sv'];

	for (let i = 1; i < 3; i++) {
		for (const size of [1, 2, 0]) {
			await seats[i].click('.larger');
			await seats[i].waitForSelector(`body.text-${size}`);
			if (size === 2) await look(seats[i], `room-seat-largest-${tongues[i]}`);
		}
	}
	for (let i = 0; i < 2; i++) {
		await voices[i].goto(`${server.url}/room/voice?words=1`);
		must((await voices[i].locator('.term').count()) > 5, 'the glossary is short');
		await look(voices[i], `room-voice-glossary-${tongues[i]}`);
		await voices[i].goto(`${server.url}/room/voice`);
	}
});

await check('room_comes_back_after_a_kill', async () => {
	await seats[1].click('button.step >> nth=0');
	await seats[1].waitForSelector('.notice');
	await server.stop('SIGKILL');
	await seats[2].click('button.step >> nth=1');
	// The server that comes counts from lower than the one before.
	const rev = Number(change(store).match(/"rev":(\d+)/)[1]);
	must(rev > 3, `the room has counted to ${rev} alone`);
	must(change(store, `UPDATE room SET boot = 0, state = replace(state, '"rev":${rev}', '"rev":1')`).includes('"rev":1,'),
		'the counter is not lower');
	server = await start({ at, port });
	await seats[2].waitForSelector('.notice');
	await logIn(server, lead, 'ab-1', password);
	await lead.goto(`${server.url}/staff/rooms/1`);
	await lead.waitForFunction(() => document.querySelectorAll('.seat.has').length === 3);
	must((await seats[2].evaluate(() => sessionStorage.length)) === 0, 'an answer stays in the browser');
	// Who was there before the kill follows, too: the epoch is another.
	await next(lead, 'vi går snart');
	for (const seat of seats) await seat.waitForSelector('.soon');
	await look(lead, 'room-lead-closing');
});

await check('room_card_moves_to_another_tablet', async () => {
	const old = seats[0];

	// It finds out by itself: no stream tells it.
	await old.route('**/room/seat/events*', (route) => route.fulfill({ status: 403 }));
	await old.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	seats[0] = await join(server, cards[0], '/room/seat');
	await old.waitForURL('**/room');
	must((await old.textContent('[role=alert]')).includes('annan platta'), 'the old tablet is not told');
	await seats[0].waitForSelector('.notice');
	await old.context().close();
});

await check('room_is_led_by_another', async () => {
	const link = await open({ size: { width: 412, height: 900 } });
	await lead.click('.channels li >> nth=1 >> css=summary');
	await lead.click('.channels li >> nth=1 >> text=Gör en länk till tolken');
	const address = (await lead.textContent('pre')).trim();
	await look(lead, 'room-link');
	await link.goto(address);
	await link.waitForURL('**/room/voice');
	await look(link, 'room-voice-phone');
	await link.context().close();
	await lead.goto(`${server.url}/staff/rooms/1`);
	await lead.click('.commands >> text=Paus');
	await seats[1].waitForSelector('.notice');
	await look(seats[1], 'room-seat-pause');
	await lead.click('text=Fortsätt');
	await seats[1].waitForSelector('.soon');
});

await check('room_holds_no_browser_up', async () => {
	const tabs = [];
	const hide = (page, is) => page.evaluate((hidden) => {
		Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
		document.dispatchEvent(new Event('visibilitychange'));
	}, is);

	// A browser has six connections: a page that nobody sees gives its own back.
	await hide(lead, true);
	for (let i = 0; i < 8; i++) {
		if (i > 0) await hide(tabs[i - 1], true);
		tabs.push(await lead.context().newPage());
		await tabs[i].goto(`${server.url}/staff/rooms/1`);
	}
	await hide(lead, false);
	await lead.click('.commands >> text=Paus');
	await tabs[7].waitForSelector('text=Fortsätt');
	await hide(tabs[0], false);
	await tabs[0].waitForSelector('text=Fortsätt');
	await lead.click('text=Fortsätt');
	await tabs[0].waitForSelector('.commands >> text=Paus');
	for (const tab of tabs) await tab.close();
});

await check('room_takes_nothing_from_under_a_finger', async () => {
	const other = await lead.context().newPage();

	await other.goto(`${server.url}/staff/rooms/1`);
	await lead.evaluate(() => (document.getElementById('main').dataset.old = 'yes'));
	await lead.hover('h2');
	await lead.mouse.down();
	await other.click('.commands >> text=Paus');
	await other.waitForSelector('text=Fortsätt');
	await lead.waitForTimeout(1000); // what was told has long come
	must(await lead.evaluate(() => document.getElementById('main').dataset.old === 'yes'),
		'the page is exchanged under a finger');
	await lead.mouse.up();
	await lead.click('text=Fortsätt');
	await lead.waitForSelector('.commands >> text=Paus');
	await other.close();
});

await check('room_works_without_a_script', async () => {
	const page = await join(server, cards[1], '/room/seat', { script: false });

	await next(lead, 'titta och lyssna');
	await next(lead, 'alla svarar');
	await page.goto(`${server.url}/room/seat`);
	await page.click('button.step >> nth=4');
	await page.waitForSelector('.notice');
	await seats[1].context().close();
	seats[1] = page;
});

await check('room_ends_with_what_is_left', async () => {
	for (let i = 1; i < items; i++) {
		await next(lead, 'vi går snart');
		await next(lead, i + 1 < items ? 'titta och lyssna' : 'Klart i egen takt');
		if (i + 1 < items) await next(lead, 'alla svarar');
	}
	await seats[0].waitForSelector('.tiles');
	await look(seats[0], 'room-seat-overview');
	await seats[0].click('.tile:not(.has) >> nth=0');
	await seats[0].waitForSelector('form.answers');
	await seats[0].click('button.aside >> nth=0');
	await seats[0].waitForFunction(() => document.querySelectorAll('.tile.has').length === 2);
	await seats[0].click('.stop');
	await seats[0].waitForURL('**/stop');
	await look(seats[0], 'room-seat-stop');
	await click(seats[0], '.choices a');
	await seats[0].click('main > form .go, main .go');
	await seats[0].waitForSelector('.notice img[src*="hand_in"]');
	await look(seats[0], 'room-seat-thanks');
	await next(lead, 'Slut');
	await seats[2].waitForSelector('.notice img[src*="hand_in"]');
	await look(lead, 'room-lead-closed');
	await lead.click('text=Vad som är klart');
	await lead.waitForURL('**/report');
	must((await lead.textContent('main')).includes('papperet saknas'), 'the paper seat is not missed');
	await look(lead, 'room-report');
});

await check('room_is_talked_about_afterwards', async () => {
	await lead.click('text=Efterprat');
	await lead.waitForURL('**/debrief');
	await lead.selectOption('[name=language]', 'ti');
	await lead.fill('form:has(select) [name=text]', 'Bättre ord för hälsa');
	await lead.click('text=Lämna till språkgranskningen');
	await lead.waitForSelector('strong:has-text("Bättre ord för hälsa")');
	await lead.fill('form:not(:has(select)) [name=text]', 'Mer tid till fråga 3');
	await lead.click('button:text-is("Spara")');
	await lead.waitForSelector('strong:has-text("Mer tid till fråga 3")');
	await look(lead, 'room-debrief');
	const pdf = path.join(at, 'debrief.pdf');
	writeFileSync(pdf, await (await lead.request.get(`${server.url}/staff/rooms/1/debrief/print`)).body());
	const text = call('', 'pdftotext', pdf, '-');
	for (const words of ['Efterprat: Grupp 4', 'tigrinska', 'Bättre ord för hälsa', 'Mer tid till fråga 3',
		'Hur lång tid det tog', ' min', 'Ingen fråga som fem eller fler'])
		must(text.includes(words), `the PDF lacks "${words}": ${text}`);
	call('', 'qpdf', '--check', pdf);
	await lead.goto(`${server.url}/staff/rooms/1/papers`);
	await look(lead, 'room-papers');
});

await finish();
