// A participant's way at the screen: by touch only, without JavaScript, left
// and gone on with, over a server that is killed; how large things are. LONG=1
// measures every language in every size of text, and kills the server between
// any two answers; the plain run those with the longest words, and every third.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { check, click, finish, fits, folder, must, open, run, same, shot, sizes, start, tap, violations } from './harness.mjs';

const languages = ['sv', 'ar', 'ckb', 'en', 'es', 'fa', 'kmr', 'prs', 'ps', 'ru', 'so', 'sv-simple', 'th', 'ti', 'tr', 'uk'];
const long = process.env.LONG === '1';
const items = 11;
const everywhere = ['purpose', 'new-code', 'practice', 'overview', 'stop', 'still',
	...['job_idea', 'contact', 'cooperation', 'support', 'energy', 'health', 'skills', 'manage_job', 'improve',
		'job_search', 'wage'].map((item) => `item/${item}`)];
const millimetre = 96 / 25.4;

// A store with n people; their codes.
async function store(n) {
	const at = folder();
	must((await run(at, 'store', 'init')).status === 0, 'no store');
	const people = await run(at, 'store', 'people', 'add', '--count', String(n));
	return { at, codes: people.out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/g) };
}

// What is kept of a person, in the order of the questions: "351-?".
async function kept(at, code) {
	const into = path.join(at, `of-${code}`);
	const ended = await run(at, 'report', 'extract', code, '--output', into);
	must(ended.status === 0, ended.out);
	const all = JSON.parse(readFileSync(path.join(into, 'extract.json'), 'utf8'));
	const signs = { declined: '-', not_understood: '?', blank: '_' };
	return all.answers.map((a) => signs[a.status] ?? String(a.value)).join('');
}

async function choose(page, language) {
	await tap(page, `button[value="${language}"]`);
}

async function type(page, code) {
	for (const key of code.replace('-', '')) await page.locator(`.key[value="${key}"]`).tap();
	await tap(page, 'button.yes[value=done]');
}

async function comeIn(server, page, language, code) {
	await page.goto(server.url);
	await choose(page, language);
	await type(page, code);
}

async function begin(server, page, language, code) {
	await comeIn(server, page, language, code);
	await tap(page, 'form[action="/visit/start"] .wide');
	await page.locator('input[value="4"]').tap();
	await tap(page, '.next');
	await tap(page, 'a.yes');
}

async function answer(page, value) {
	await page.locator(`input[value="${value}"]`).tap();
	await tap(page, '.next');
}

// Every control 20 mm, every answer's picture 25 mm, gaps 3 mm; nothing hidden
// on the side.
async function measures(page) {
	await fits(page);
	const wrong = await page.evaluate((mm) => {
		const said = [];
		const boxes = [];
		for (const e of document.querySelectorAll('button:not(.enter), a, label')) {
			const box = e.getBoundingClientRect();
			boxes.push([e, box]);
			if (box.width < 20 * mm - 0.5 || box.height < 20 * mm - 0.5)
				said.push(`${e.outerHTML.slice(0, 80)} is ${(box.width / mm).toFixed(1)} x ${(box.height / mm).toFixed(1)} mm`);
			if (e.scrollWidth > e.clientWidth + 1) said.push(`${e.outerHTML.slice(0, 80)} does not hold its words`);
		}
		for (const e of document.querySelectorAll('.step label img, .tile img')) {
			const box = e.getBoundingClientRect();
			if (Math.min(box.width, box.height) < 25 * mm - 0.5) said.push(`${e.src} is ${(box.width / mm).toFixed(1)} mm`);
		}
		for (const [a, p] of boxes)
			for (const [b, q] of boxes) {
				const x = Math.max(q.left - p.right, p.left - q.right);
				const y = Math.max(q.top - p.bottom, p.top - q.bottom);
				if (a !== b && Math.max(x, y) < 3 * mm - 0.5)
					said.push(`${a.outerHTML.slice(0, 60)} and ${b.outerHTML.slice(0, 60)} are ${(Math.max(x, y) / mm).toFixed(1)} mm apart`);
			}
		return said.slice(0, 4).join('\n');
	}, millimetre);
	same(wrong, '', page.url());
}

// axe looks at the pages in one language: the others have the same elements.
async function looks(page, name) {
	await page.evaluate(() => document.fonts.ready);
	await shot(page, name);
	await measures(page);
	if (long || name.includes('-sv-')) same(await violations(page), '', `WCAG 2.2 AA at ${page.url()}`);
}

const { at, codes } = await store(8);
let server = await start({ at });

// --- the whole way ----------------------------------------------------------

for (const [i, language] of ['sv', 'ar', 'ti'].entries())
	await check(`visit_whole_way_${language}`, async () => {
		const size = sizes[i];
		const page = await open({ size, idles: false });
		const name = (what) => `visit-${language}-${size.width}x${size.height}-${what}`;
		const refused = [];
		page.on('response', (r) => r.status() >= 400 && refused.push(`${r.status()} ${r.url()}`));
		await page.goto(server.url);
				await looks(page, name('languages'));
		await choose(page, language);
		await looks(page, name('who'));
		await type(page, codes[i]);
		await looks(page, name('purpose'));
		await tap(page, 'form[action="/visit/start"] .wide');
		await looks(page, name('practice'));
		await page.locator('input[value="4"]').tap();
		await tap(page, '.next');
		await looks(page, name('told'));
		await tap(page, 'a.yes');
		must((await page.getAttribute('html', 'dir')) === (language === 'ar' ? 'rtl' : 'ltr'), 'the direction is wrong');
		// Low first, in reading direction.
		const left = (value) => page.locator(`label:has([value="${value}"])`).boundingBox();
		must((await left(1)).x < (await left(5)).x === (language !== 'ar'), 'the ladder does not turn round');
		await looks(page, name('item'));
		await tap(page, '.next');
		must((await page.locator('.said').count()) === 1, 'nothing is said when nothing was chosen');
		await answer(page, 'declined');
		await answer(page, 'not_understood');
		for (let n = 2; n < items; n++) await answer(page, (n % 5) + 1);
		await looks(page, name('overview'));
		same(await page.locator('.tile.done').count(), items, 'tiles that are done');
		await tap(page, 'a.tool.stop');
		await looks(page, name('stop'));
		await page.goto(`${server.url}/visit/still`);
		await looks(page, name('still'));
		await tap(page, 'form .yes');
		same(new URL(page.url()).pathname, '/visit/overview', 'where it goes on');
		await tap(page, 'a[href="/visit/item/wage"]');
		same(await page.locator(':checked').count(), 0, 'earlier answers shown');
		await answer(page, 6);
		await tap(page, 'form[action="/visit/finish"] .wide');
		await looks(page, name('thanks'));
		same(refused.join('\n'), '', 'refused');
		same((await page.context().cookies()).length, 0, 'cookies left');
		await page.context().close();
	});

await check('visit_works_without_script', async () => {
	const page = await open({ size: sizes[2], script: false });
	await page.goto(server.url);
	await tap(page, 'button[value="so"]');
	for (const key of codes[3].replace('-', '')) await tap(page, `.key[value="${key}"]`);
	await tap(page, 'button.yes[value=done]');
	await tap(page, 'form[action="/visit/start"] .wide');
	await page.locator('input[value="2"]').tap();
	await tap(page, '.next');
	await tap(page, 'a.yes');
	for (let n = 0; n < items; n++) await answer(page, (n % 5) + 1);
	await tap(page, 'form[action="/visit/finish"] .wide');
	must(page.url().endsWith('/visit/thanks/so/kept'), page.url());
	await page.context().close();
});

await check('visit_a_reader_types_the_code', async () => {
	const page = await open({ size: sizes[1], touch: false });
	await page.goto(server.url);
	await click(page, 'button[value="sv"]');
	await page.locator('h1').click();
	await page.keyboard.type(codes[4]);
	await Promise.all([page.waitForURL('**/purpose'), page.keyboard.press('Enter')]);
	await page.context().close();
});

// --- left, and gone on with --------------------------------------------------

await check('visit_asks_then_parks_and_leaves_nothing', async () => {
	const page = await open({ size: sizes[2] });
	const context = page.context();
	// Its time goes when it is told to, however slow the machine is.
	await page.clock.install({ time: 0 });
	await page.clock.pauseAt(1_000);
	await begin(server, page, 'sv', codes[5]);
	await answer(page, 2);
	await page.clock.fastForward(59_000);
	await page.locator('h1').tap();
	await page.clock.fastForward(59_000);
	must(page.url().includes('/visit/item/'), 'a touch is not seen');
	const asked = page.waitForURL('**/visit/still');
	await page.clock.fastForward(2_000);
	await asked;
	await page.clock.fastForward(30_000);
	must(page.url().endsWith('/visit/still'), 'it does not wait for 30 s');
	await tap(page, 'form .yes');
	must(page.url().endsWith('/visit/item/contact'), page.url());
	const again = page.waitForURL('**/visit/still');
	await page.clock.fastForward(61_000);
	await again;
	const away = page.waitForURL(`${server.url}/`);
	await page.clock.fastForward(46_000);
	await away;
	same((await context.cookies()).length, 0, 'cookies left');
	const bytes = await page.evaluate(async () => [
		localStorage.length + sessionStorage.length,
		(await indexedDB.databases()).length,
		globalThis.caches ? (await caches.keys()).length : 0,
		(await navigator.serviceWorker?.getRegistrations?.())?.length ?? 0,
	]);
	same(bytes.join(' '), '0 0 0 0', 'storage, databases, caches, workers');
	// Back: nothing of the visit is shown again.
	await page.goBack();
	must(!page.url().includes('/visit/item') && !(await page.content()).includes('fieldset'), `back shows ${page.url()}`);
	await comeIn(server, page, 'ar', codes[5]);
	must(page.url().endsWith('/visit/item/contact'), `goes on at ${page.url()}`);
	await context.close();
});

await check('visit_deletes_what_was_said', async () => {
	const page = await open({ size: sizes[2], idles: false });
	await begin(server, page, 'sv', codes[6]);
	await answer(page, 3);
	await tap(page, 'a.tool.stop');
	await tap(page, 'button[value=delete]');
	must(page.url().endsWith('/deleted'), page.url());
	await page.context().close();
});

// --- a server that is killed ---------------------------------------------------

await check('visit_survives_kill_9_between_answers', async () => {
	const page = await open({ size: sizes[2], idles: false });
	const port = Number(new URL(server.url).port);
	await begin(server, page, 'sv', codes[7]);
	for (let n = 0; n < items; n++) {
		await answer(page, (n % 5) + 1);
		if (!long && n % 3 !== 0) continue;
		await server.stop('SIGKILL');
		server = await start({ at, port });
		await page.reload();
	}
	must(page.url().endsWith('/visit/overview'), page.url());
	same(await page.locator('.tile.done').count(), items, 'tiles that are done');
	await tap(page, 'form[action="/visit/finish"] .wide');
	await page.context().close();
});

// --- how large things are --------------------------------------------------------

// Larger letters until they are of that size.
async function enlarge(page, size) {
	for (let n = 0; n < size; n++) await tap(page, 'button[name=text_size]');
}

for (const size of long ? [0, 1, 2] : [2])
	await check(`visit_is_large_enough_in_size_${size}`, async () => {
		const said = [];
		for (const language of long ? languages : ['ar', 'ru', 'so']) {
			const page = await open({ size: sizes[2], idles: false });
			await page.goto(server.url);
			await choose(page, language);
			await enlarge(page, size);
			await measures(page).catch((error) => said.push(`${language}: ${error.message}`));
			await tap(page, 'form[action="/visit/no-code"] .wide');
			await tap(page, 'form[action="/visit/start"] .wide');
			for (const where of long ? everywhere : ['new-code', 'practice', 'item/job_idea', 'item/wage', 'overview', 'stop', 'still']) {
				await page.goto(`${server.url}/visit/${where}`);
				await shot(page, `size-${size}-${language}-${where.replace('/', '-')}`);
				await measures(page).catch((error) => said.push(`${language}: ${error.message}`));
			}
			await page.context().close();
		}
		same(said.join('\n'), '', 'too small');
	});

await check('visit_kept_what_was_said', async () => {
	same(await server.stop(), 0, 'the server ends with');
	for (const [i, answers] of [
		[0, '-?345123456'],
		[1, '-?345123456'],
		[2, '-?345123456'],
		[3, '12345123451'],
		[5, '2'],
		[6, '_'],
		[7, '12345123451'],
	])
		same(await kept(at, codes[i]), answers, `person ${i}`);
});

await finish();
