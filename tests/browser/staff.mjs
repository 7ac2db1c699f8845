// The staff's pages: reviews by keyboard alone, scans handed in, and every page
// as axe and a narrow screen see it.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { check, click, finish, fits, folder, logIn, must, open, same, shot, sizes, start, violations } from './harness.mjs';

const skapa = path.resolve(process.env.B ?? 'build', 'skapa');
const samples = path.resolve('samples');
const password = 'correct horse battery';

function call(input, ...words) {
	const done = spawnSync(words[0], words.slice(1), { input, encoding: 'utf8' });

	must(done.status === 0, `${words.join(' ')}: ${done.stdout}${done.stderr}`);
	return done.stdout;
}

// The samples' sheets with some of their scans read, and an account a role.
const at = folder();
const store = path.join(at, 'store');
mkdirSync(at, { recursive: true });
call('', 'sh', path.join(samples, 'copy-store.sh'), store);
call('', skapa, 'intake', 'read', '--store', store, ...['black-0001.png', 'black-0002.png', 'black-0003.png', 'dark-0002.jpg']
	.map((name) => path.join(samples, 'scans', name)));
const people = call('', skapa, 'store', 'people', 'list', '--store', store, '--format', 'json')
	.trim().split('\n').map((line) => JSON.parse(line).code);
for (const code of people)
	call('', skapa, 'store', 'people', 'set', '--store', store, '--caseworker', 'cw-1', code);
for (const [name, role] of [['cw-1', 'caseworker'], ['ar-1', 'archive'], ['au-1', 'auditor'], ['ad-1', 'admin'],
	['re-1', 'report']])
	call(`${password}\n`, skapa, 'store', 'account', 'add', '--store', store, '--role', role, name);

const server = await start({ at });

// A page of that account, logged in once: tries are counted.
const loggedIn = new Map();
async function staff(name, script = true) {
	const key = `${name} ${script}`;

	if (!loggedIn.has(key)) {
		const page = await open({ size: sizes[2], touch: false, script });

		await logIn(server, page, name, password);
		loggedIn.set(key, page);
	}
	const page = loggedIn.get(key);
	await page.setViewportSize(sizes[2]);
	return page;
}

const pages = {
	'cw-1': ['/staff', '/staff/review', '/staff/review/next', '/staff/people', `/staff/people/${people[0]}`,
		`/staff/people/${people[0]}/journal`, '/staff/uploads', '/staff/due', '/staff/sessions', '/staff/sessions/first',
		'/staff/password'],
	'au-1': ['/staff', '/staff/audit', '/staff/wording', '/staff/wording/ar/skapa'],
	'ad-1': ['/staff/accounts'],
	're-1': ['/staff/report'],
};

for (const size of sizes)
	for (const [name, addresses] of Object.entries(pages))
		await check(`staff_pages_of_${name}_${size.width}x${size.height}`, async () => {
			const page = await staff(name);

			await page.setViewportSize(size);
			for (const address of addresses) {
				await page.goto(server.url + address);
				await page.evaluate(() => document.fonts.ready);
				await shot(page, `${name}${address.replace(people[0], 'P').replaceAll('/', '-')}-${size.width}`);
				await fits(page);
				// What axe looks at is the same at every size.
				if (size === sizes[2])
					same(await violations(page), '', address);
			}
		});

// What stands on the page: the number, how many wait, what was done last.
async function seen(page) {
	return page.evaluate(() => ({
		number: location.pathname.split('/').at(-1),
		waits: document.querySelector('.panel .hint')?.textContent ?? '',
		done: document.querySelector('.done p')?.textContent ?? '',
		choices: document.querySelectorAll('.choice').length,
	}));
}

// Presses a key and waits until another page, with its picture, is shown.
async function press(page, key) {
	await page.evaluate(() => (document.querySelector('main').dataset.old = 'yes'));
	const before = Date.now();
	await page.keyboard.press(key);
	await page.waitForFunction(() => {
		const main = document.querySelector('main');
		const image = main?.querySelector('.scan img');

		return main && !main.dataset.old && (!image || (image.complete && image.naturalWidth > 0));
	}, null, { polling: 'raf' });
	return Date.now() - before;
}

await check('staff_reviews_by_keyboard_alone', async () => {
	const page = await staff('ar-1');
	const took = [];

	await page.goto(`${server.url}/staff/review/next`);
	const first = await seen(page);
	must(first.choices > 4, 'nothing to choose');
	// A step, undone, the same review again, and on.
	await press(page, '2');
	const second = await seen(page);
	must(second.number !== first.number, 'the next is not shown');
	must(second.done.includes(`Nr ${first.number} `), `nothing says what was done: "${second.done}"`);
	await press(page, 'u');
	const again = await seen(page);
	same(again.number, first.number, 'undone, the review');
	same(again.waits, first.waits, 'undone, what waits');
	// The whole page and back, without leaving.
	const part = await page.getAttribute('.scan img', 'src');
	await page.keyboard.press('f');
	must((await page.getAttribute('.scan img', 'src')).endsWith('/page'), 'the page is not shown');
	await page.keyboard.press('f');
	same(await page.getAttribute('.scan img', 'src'), part, 'the part');
	await press(page, 'n');
	must((await seen(page)).number !== first.number, 'n does not go on');
	await page.goto(`${server.url}/staff/review/next`);
	// To the end: a step, or no step, or a text.
	for (let i = 0; i < 60; i++) {
		const now = await seen(page);

		if (now.number === 'review')
			break;
		await page.waitForTimeout(300); // as a person looks
		if (now.choices > 0) {
			took.push(await press(page, ['1', 'v', 'i', 't', 'o'][i % 5]));
		} else {
			// A text: the keys are letters there.
			await page.keyboard.press('Tab');
			while (!(await page.evaluate(() => document.activeElement.matches('textarea, input'))))
				await page.keyboard.press('Tab');
			await page.keyboard.type('unt');
			await page.keyboard.press('Tab');
			await press(page, 'Enter');
		}
	}
	must((await page.textContent('main')).includes('Inget väntar'), 'something is left');
	took.sort((a, b) => a - b);
	console.log(`# next review in ${took[Math.floor(took.length / 2)]} ms, of ${took.length} the slowest ${took.at(-1)} ms`);
});

await check('staff_keys_are_not_heard_in_the_menu', async () => {
	const page = await staff('ar-1');

	// The last decision is undone by its page, so that something waits.
	await page.goto(`${server.url}/staff/review/1`);
	await press(page, 'u');
	const before = await seen(page);
	await page.focus('nav a');
	await page.keyboard.press('2');
	await page.waitForTimeout(200);
	same(JSON.stringify(await seen(page)), JSON.stringify(before), 'a key in the menu');
});

await check('staff_reviews_without_script', async () => {
	const page = await staff('ar-1', false);

	await page.goto(`${server.url}/staff/review/1`);
	await click(page, '.choice[value="3"]');
	must((await page.textContent('.done')).includes('Nr 1 '), 'nothing says what was done');
	await click(page, '.done button');
	must(page.url().endsWith('/staff/review/1'), page.url());
});

// One press: what is in the clipboard is what a note takes.
await check('staff_copies_the_journal_text', async () => {
	const page = await staff('cw-1');

	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto(`${server.url}/staff/people/${people[0]}/journal`);
	for (const what of ['line', 'text']) {
		const button = page.locator('button', { hasText: what === 'line' ? 'Kopiera raden' : 'Kopiera texten' });
		const wanted = call('', skapa, 'report', 'person', '--store', store, '--format', what, people[0]);

		await button.click();
		await page.locator('button', { hasText: 'Kopierad' }).nth(what === 'line' ? 0 : 1).waitFor();
		same((await page.evaluate(() => navigator.clipboard.readText())).trim(), wanted.trim(), what);
	}
	// And the file for systems that read Latin-1.
	const reply = await page.request.get(`${server.url}/staff/people/${people[0]}/journal.txt`);
	same(reply.headers()['content-disposition'], 'attachment; filename="journal.txt"', 'the file');
	same((await reply.body()).toString('latin1').replaceAll('\r\n', '\n'),
		call('', skapa, 'report', 'person', '--store', store, people[0]), 'the file says');
});

await check('staff_hands_in_scans', async () => {
	const page = await staff('ar-1');

	await page.goto(`${server.url}/staff/uploads`);
	await page.setInputFiles('.drop input', ['black-0004.png', 'glass-0003.jpg'].map((name) => path.join(samples, 'scans', name)));
	await page.waitForFunction(() => {
		const rows = [...document.querySelectorAll('#files tbody tr')];

		return rows.length === 2 && rows.every((row) => row.dataset.state === 'done');
	});
	must((await page.textContent('#files')).includes('black-0004.png'), 'the name is not shown');
	same(await violations(page), '', 'WCAG 2.2 AA');
	await shot(page, 'uploads-done');
	// The server knows a number, no name.
	await page.reload();
	const text = await page.textContent('#files');
	must(text.includes('Fil 2') && !text.includes('black-0004'), text);
});

await finish();
