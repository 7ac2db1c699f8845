// Screens that are let in with a code on both, measured with a card and shut
// out, on an address that others reach; codes that were tried out; the own
// answers on paper; the recorder, with a microphone that is not there.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { check, click, finish, fits, folder, leads, logIn, must, open, run, same, shot, sizes, start, tap, until, violations } from './harness.mjs';

// As a reader types; the keys of the screen are in visit.mjs.
async function type(page, code) {
	await page.locator('.keypad input').fill(code);
	await tap(page, 'button.yes[value=done]');
}

// An lp of our own, that keeps what it is given.
function printer(at) {
	const lp = path.join(at, 'bin', 'lp');

	mkdirSync(path.join(at, 'bin'));
	writeFileSync(lp, `#!/bin/sh\ncat >${at}/paper.half && mv ${at}/paper.half ${at}/paper.pdf\n`);
	chmodSync(lp, 0o755);
	process.env.PATH = `${path.join(at, 'bin')}:${process.env.PATH}`;
}

// A certificate for an hour, so that the server may listen where others are.
function certificate(at) {
	const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1',
		'-subj', '/CN=127.0.0.1', '-keyout', path.join(at, 'key.pem'), '-out', path.join(at, 'cert.pem')]);

	must(made.status === 0, String(made.stderr));
}

const at = folder();
mkdirSync(path.join(at, 'words'));
printer(at);
certificate(at);
must((await run(at, 'store', 'init')).status === 0, 'no store');
const code = (await run(at, 'store', 'people', 'add', '--count', '1')).out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
const password = 'correct horse battery';
for (const [name, role] of [['re-1', 'reception'], ['in-1', 'interpreter']]) {
	const made = spawnSync(path.join(path.resolve(process.env.B ?? 'build'), 'skapa'),
		['store', 'account', 'add', '--store', path.join(at, 'store'), '--role', role, name],
		{ input: `${password}\n` });

	must(made.status === 0, String(made.stderr));
}
const server = await start({
	at,
	listen: '0.0.0.0:0',
	options: ['--tls-cert', 'cert.pem', '--tls-key', 'key.pem', '--printer', 'desk', '--templates', 'words'],
});

// Of a page as it is, at each size.
async function looks(page, name) {
	for (const size of sizes) {
		await page.setViewportSize(size);
		await page.evaluate(() => document.fonts.ready);
		await shot(page, `screens-${name}-${size.width}x${size.height}`);
		await fits(page);
	}
	same(await violations(page), '', name);
}

const screen = await open({ size: sizes[2] });
const staff = await open({ size: sizes[2], touch: false });

await check('screens_are_let_in_by_a_code_on_both', async () => {
	await screen.goto(server.url);
	must((await screen.locator('button[value="sv"]').count()) === 0, 'a stranger is asked');
	await looks(screen, 'stranger');
	await tap(screen, 'form button');
	const shown = (await screen.textContent('.screen-code')).trim();
	await looks(screen, 'waits');
	await logIn(server, staff, 're-1', password);
	await staff.goto(`${server.url}/staff/screens`);
	must((await staff.textContent('.card h2')).includes(shown), `not the same code as ${shown}`);
	await looks(staff, 'staff-waits');
	await staff.fill('.card input[name=place]', 'Receptionen');
	await staff.selectOption('.card select', 'ti');
	await click(staff, '.card form.stack button');
	await looks(staff, 'staff-in');
	await screen.goto(`${server.url}/screen`);
	must((await screen.textContent('h1')) === 'Receptionen', 'it does not know its place');
	await screen.goto(server.url);
	same(await screen.locator('button[name=language]').first().getAttribute('value'), 'ti', 'the first language');
});

await check('screens_are_measured_with_a_card', async () => {
	await screen.goto(`${server.url}/screen/size`);
	await looks(screen, 'size');
	for (const step of ['10', '10', '1']) await tap(screen, `button[value="${step}"]`);
	same(await screen.locator('svg').getAttribute('width'), '345', 'the card');
	await tap(screen, 'button[value="0"]');
	await screen.goto(server.url);
	const mm = await screen.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--mm').trim());
	same(mm, '4.030px', 'a millimetre');
});

await check('screens_take_no_code_after_eight_wrong_ones', async () => {
	const tired = new Map();

	// All within the two minutes that the screen is tired.
	for (const language of ['sv', 'ar', 'ti']) {
		const page = await screen.context().newPage();
		await page.goto(server.url);
		await tap(page, `button[value="${language}"]`);
		if (language === 'sv') {
			await page.evaluate(async () => {
				const form = document.querySelector('.keypad').closest('form');
				const fields = new URLSearchParams(new FormData(form));

				fields.set('code', '0000-0000');
				fields.set('key', 'done');
				for (let n = 0; n < 8; n++) await fetch(form.action, { method: 'POST', body: fields });
			});
			await page.goto(`${server.url}/visit/who`);
		}
		tired.set(language, page);
	}
	for (const [language, page] of tired) {
		same(await page.locator('.keypad').count(), 0, 'keypads');
		must((await page.locator('.said').count()) === 1, 'nothing says why');
		must((await page.locator('form[action="/visit/no-code"]').count()) === 1, 'no other way on');
		await looks(page, `tired-${language}`);
		await page.close();
	}
});

await check('screens_print_the_own_answers', async () => {
	const other = await open({ size: sizes[2], idles: false });

	// Another screen notices nothing of the tired one.
	await other.goto(server.url);
	await tap(other, 'form button');
	await staff.goto(`${server.url}/staff/screens`);
	await staff.fill('.card input[name=place]', 'Rum 2');
	await click(staff, '.card form.stack button');
	for (const language of ['sv', 'ar', 'ti']) {
		await other.goto(server.url);
		await tap(other, `button[value="${language}"]`);
		if (language === 'sv') await type(other, code);
		else await tap(other, 'form[action="/visit/no-code"] .wide');
		await tap(other, 'form[action="/visit/start"] .wide');
		if (language !== 'sv') await looks(other, `new-code-${language}`);
		await other.goto(`${server.url}/visit/item/health`);
		await other.locator('input[value="4"]').tap();
		await tap(other, '.next');
		await other.goto(`${server.url}/visit/overview`);
		await tap(other, 'form[action="/visit/finish"] .wide');
		must(other.url().endsWith('/visit/copy'), other.url());
		await looks(other, `copy-${language}`);
		await tap(other, 'button[value=yes]');
		await looks(other, `printed-${language}`);
		const cookies = (await other.context().cookies()).map((cookie) => cookie.name);
		same(cookies.join(' '), '__Host-skapa-device', 'cookies left');
	}
	await until(() => existsSync(path.join(at, 'paper.pdf')), 'no paper');
	must(readFileSync(path.join(at, 'paper.pdf')).subarray(0, 5).toString() === '%PDF-', 'no paper');
	await other.context().close();
});

await check('screens_are_shut_out', async () => {
	await staff.goto(`${server.url}/staff/screens`);
	for (let n = 0; n < 2; n++) await click(staff, 'form[action$="/revoke"] button');
	await screen.goto(`${server.url}/visit/who`);
	same(new URL(screen.url()).pathname, '/', 'where a shut out screen is');
	must((await screen.locator('button[name=language]').count()) === 0, 'it is still asked');
});

await check('screens_recorder_files_a_draft', async () => {
	const page = await open({ size: sizes[2], touch: false });

	await page.context().grantPermissions(['microphone'], { origin: server.url });
	await logIn(server, page, 'in-1', password);
	await page.goto(`${server.url}/staff/voices`);
	await looks(page, 'voices');
	await page.goto(`${server.url}/staff/voices/ti`);
	const line = page.locator('.voices li').first();
	const text = await line.locator('.text').textContent();
	await line.getByRole('button', { name: 'Spela in' }).click();
	await line.getByRole('button', { name: 'Stoppa' }).waitFor();
	await page.waitForTimeout(500);
	await line.getByRole('button', { name: 'Stoppa' }).click();
	await line.getByRole('button', { name: 'Lyssna', exact: true }).click();
	await looks(page, 'voices-ti');
	await line.getByRole('button', { name: 'Spara' }).click();
	await page.waitForFunction(() => document.querySelector('.voices li').dataset.state === 'filed');
	same(readdirSync(path.join(at, 'words/audio/ti')).length, 1, 'clips');
	await page.reload();
	const filed = page.locator('.voices li', { hasText: 'ingen har lyssnat' });
	same(await filed.locator('.text').textContent(), text, 'the text that was read');
	// The browser can play what was filed.
	must(await filed.locator('audio').evaluate((audio) => new Promise((done) => {
		audio.onloadedmetadata = () => done(true);
		audio.onerror = () => done(false);
		audio.load();
		audio.play();
	})), 'it cannot be heard');
	await leads(page, () => filed.getByRole('button', { name: 'Den är bra' }).click());
	must((await page.textContent('main')).includes('godkänd'), 'it is not approved');
	await page.goto(`${server.url}/staff/wording/ti/kiosk`);
	await click(page, 'tr[id="kiosk.welcome"] button');
	must((await page.locator('tr[id="kiosk.welcome"]').textContent()).includes('granskad'), 'it is not reviewed');
	same(await violations(page), '', 'the words');
	await page.context().close();
});

await finish();
