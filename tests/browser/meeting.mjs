// A group's meeting that room.mjs and room_after.mjs share: its store, its
// pages, and what the store has of it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fits, must, open, same, shot, sizes, violations } from './harness.mjs';

export const skapa = path.resolve(process.env.B ?? 'build', 'skapa');
export const password = 'correct horse battery';

export function call(input, ...words) {
	const done = spawnSync(words[0], words.slice(1), { input, encoding: 'utf8' });

	must(done.status === 0, `${words.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout;
}

// A store in the folder with the session "Grupp 4", a seat a row ("ar yes": on
// paper), and the accounts, [name, role].
export function makeStore(at, rows, accounts) {
	const store = path.join(at, 'store');

	mkdirSync(at, { recursive: true });
	writeFileSync(path.join(at, 'group.csv'), 'session: Grupp 4\ndate: 2026-11-22\n'
		+ 'seat,code,language,level,steps,paper\n' + rows.map((row, i) => {
		const [language, paper] = row.split(' ');

		return `${i + 1},,${language},original,5,${paper}\n`;
	}).join(''));
	call('', skapa, 'store', 'init', '--store', store);
	call('', skapa, 'forms', 'pack', '--store', store, '--instrument', 'skapa',
		'--session', path.join(at, 'group.csv'), '--output', path.join(at, 'papers'));
	for (const [name, role] of accounts)
		call(`${password}\n`, skapa, 'store', 'account', 'add', '--store', store, '--role', role, name);
	return store;
}

// What the store has of the room, changed while no server has it.
export function change(store, ...statements) {
	const db = readdirSync(store).find((name) => /\.(db|sqlite)$/.test(name));

	return call('', 'python3', '-c', 'import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n'
		+ 'for s in sys.argv[2:]: c.execute(s)\nc.commit()\n'
		+ 'print(c.execute("SELECT state FROM room").fetchone()[0])', path.join(store, db), ...statements);
}

export async function look(page, name) {
	await page.evaluate(() => document.fonts.ready);
	await shot(page, name);
	await fits(page);
	same(await violations(page), '', name);
}

// Who leads puts the session on tablets: the cards' codes.
export async function openRoom(server, lead) {
	await lead.goto(`${server.url}/staff/rooms`);
	await look(lead, 'room-list');
	await lead.click('text=Ha på plattor');
	await lead.waitForURL('**/staff/rooms/*');
	const address = lead.url();
	await lead.goto(`${address}/cards`);
	await look(lead, 'room-cards');
	const cards = await lead.locator('.card code').allTextContents();
	await lead.goto(address);
	return cards;
}

export async function join(server, card, where, options) {
	const page = await open({ size: sizes[2], ...options });

	await page.goto(`${server.url}/room`);
	await page.fill('#card', card);
	await page.click('button');
	await page.waitForURL(`**${where}`);
	return page;
}

// The next that the meeting comes to, by a word of its name; after what was
// tapped before: a command that was decided on another state does nothing.
export async function next(lead, phase) {
	await lead.waitForFunction(() => document.querySelector('.sending') === null);
	await lead.click('.commands .go');
	await lead.waitForFunction((word) => document.querySelector('h2').textContent.includes(word), phase);
}
