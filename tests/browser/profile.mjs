// What a browser with a profile on a disk keeps of a visit that ended, and of
// one that was parked: nothing of a page, a code or a cookie, in any file; and
// nothing by going back, with the browser's memory of pages switched on.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { check, finish, folder, must, run, same, start, tap, withProfile } from './harness.mjs';

const at = folder();
must((await run(at, 'store', 'init')).status === 0, 'no store');
const people = await run(at, 'store', 'people', 'add', '--count', '2');
const codes = people.out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/g);
const server = await start({ at });

// The files below a folder that hold one of the texts, as UTF-8 or UTF-16.
function holding(where, texts) {
	const needles = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);

	return readdirSync(where, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.path, entry.name))
		.filter((file) => {
			const bytes = readFileSync(file);

			return needles.some((needle) => bytes.includes(needle));
		})
		.map((file) => path.relative(where, file));
}

// A visit up to its second answer; what was seen that nobody may find again.
async function visit(page, code) {
	const seen = [code, code.replace('-', '')];

	await page.goto(server.url);
	await tap(page, 'button[value="sv"]');
	await page.locator('.keypad input').fill(code);
	await tap(page, 'button.yes[value=done]');
	await tap(page, 'form[action="/visit/start"] .wide');
	await page.locator('input[value="4"]').tap();
	await tap(page, '.next');
	await tap(page, 'a.yes');
	for (const value of ['2', '3']) {
		seen.push((await page.textContent('legend, h1')).trim());
		await page.locator(`input[value="${value}"]`).tap();
		await tap(page, '.next');
	}
	for (const cookie of await page.context().cookies()) seen.push(cookie.value);
	must(seen.length > 4 && seen.every((text) => text.length > 7), `not enough to look for: ${seen}`);
	return seen;
}

const ways = {
	parked: async (page) => {
		await page.goto(`${server.url}/visit/still`);
		await page.goto(server.url);
	},
	finished: async (page) => {
		await page.goto(`${server.url}/visit/overview`);
		await tap(page, 'form[action="/visit/finish"] .wide');
		await page.goto(server.url);
	},
};

for (const [i, [name, end]] of Object.entries(ways).entries())
	await check(`profile_keeps_nothing_of_a_visit_that_is_${name}`, async () => {
		const profile = folder();
		const { page, close } = await withProfile(profile);
		const seen = await visit(page, codes[i]);
		await end(page);
		same((await page.context().cookies()).length, 0, 'cookies left');
		// Back, as far as it goes.
		for (let n = 0; n < 6; n++) {
			await page.goBack().catch(() => {});
			await page.waitForLoadState();
			const text = await page.content();
			for (const what of seen) must(!text.includes(what), `${n} pages back shows ${what}`);
		}
		await close();
		// The disk has what every page has, so that it is the place to look in.
		must(holding(profile, ['visit.css']).length > 0, 'nothing at all is kept: look elsewhere');
		same(holding(profile, seen).join(' '), '', 'what holds something of the visit');
		// What is packed is found by its address.
		same(holding(path.join(profile, 'Default/Cache'), ['/visit/']).join(' '), '', 'pages in the cache');
	});

await finish();
