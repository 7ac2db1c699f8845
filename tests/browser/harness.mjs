// What the browser tests share: a server of their own, Debian's Chromium, axe.
//
//	import { check, finish, open, sizes, start, violations } from './harness.mjs';
//	const server = await start();
//	await check('page_is_right', async () => { ... throw if it is not ... });
//	await finish();
//
// $B is the build folder; SHOTS=folder also keeps a picture of each page that
// shot() was asked for. The packages are in build/browser (make deps).
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = process.cwd();
const build = path.resolve(process.env.B ?? 'build');
const require = createRequire(path.join(root, 'build/browser/'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// The screen at a reception, upright and lying; a tablet of ten inches.
export const sizes = [
	{ width: 1080, height: 1920 },
	{ width: 1920, height: 1080 },
	{ width: 1280, height: 800 },
];

let failed = false;
const endings = [];

export async function check(name, test) {
	const began = Date.now();
	const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;

	try {
		await test();
		console.log(`ok browser_${name} ${took()}`);
	} catch (error) {
		failed = true;
		console.log(`not ok browser_${name} ${took()}`);
		console.log(error.stack ?? error);
	}
}

export function must(is, sentence) {
	if (!is) throw new Error(sentence);
}

export function same(a, b, what) {
	must(a === b, `${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
}

// Stops what was started and ends the process.
export async function finish() {
	for (const end of endings.reverse()) await end();
	process.exit(failed ? 1 : 0);
}

// A program of the build in a folder; what it says.
export function run(folder, ...words) {
	return new Promise((done) => {
		const child = spawn(path.join(build, 'skapa'), words, {
			cwd: folder,
			env: { ...process.env, SKAPA_STORE: 'store' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let out = '';
		child.stdout.on('data', (data) => (out += data));
		child.stderr.on('data', (data) => (out += data));
		child.on('close', (status) => done({ status, out }));
	});
}

export function folder() {
	const made = mkdtempSync(path.join(tmpdir(), 'skapa-browser-'));
	endings.push(() => rmSync(made, { recursive: true, force: true }));
	return made;
}

// A server over folder/store, at a free port unless one is given.
// {url, code: of the first account, folder, said(), stop(signal)}
// listen: elsewhere than on this machine alone, with options for it.
export async function start({ at = folder(), port = 0, listen = `127.0.0.1:${port}`, options = [] } = {}) {
	if (!existsSync(path.join(at, 'store'))) {
		const made = await run(at, 'store', 'init');
		must(made.status === 0, made.out);
	}
	const child = spawn(
		path.join(build, 'skapa-kiosk'),
		['serve', '--store', 'store', '--listen', listen, ...options],
		{ cwd: at, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	let said = '';
	const ended = new Promise((done) => child.on('close', done));
	await new Promise((done, fail) => {
		child.stderr.on('data', (data) => {
			said += data;
			if (/listening at /.test(said)) done();
		});
		child.on('close', () => fail(new Error(`the server ended: ${said}`)));
	});
	const stop = async (signal = 'SIGTERM') => {
		child.kill(signal);
		return ended;
	};
	endings.push(stop);
	return {
		url: said.match(/listening at (\S+)\//)[1].replace('0.0.0.0', '127.0.0.1'),
		code: said.match(/the code is (\d+)/)?.[1],
		folder: at,
		said: () => said,
		stop,
	};
}

const program = {
	executablePath: ['/usr/lib/chromium/chromium', '/usr/bin/chromium'].find(existsSync),
	timeout: 0,
	args: [
		// Root has no sandbox to give.
		...(process.getuid() === 0 ? ['--no-sandbox'] : []),
		// As kiosk/system/skapa-screen: what is recorded is heard at once.
		'--autoplay-policy=no-user-gesture-required',
		// A microphone that is not there: it beeps.
		'--use-fake-device-for-media-stream',
	],
};
let browser;

// A page of its own context: nothing is shared with another. touch: as on a
// tablet. script false: as if there were no JavaScript. idles false: a page that
// is looked at for minutes, on a slow machine, does not ask who is there.
export async function open({ size = sizes[0], touch = true, script = true, idles = true } = {}) {
	if (!browser) {
		browser = await chromium.launch(program);
		endings.push(() => browser.close());
	}
	const context = await browser.newContext({
		viewport: size,
		hasTouch: touch,
		javaScriptEnabled: script,
		ignoreHTTPSErrors: true,
		// axe is injected; that the policy holds is checked in front.mjs.
		bypassCSP: true,
		locale: 'sv-SE',
	});
	// Of a machine that does much else besides.
	context.setDefaultTimeout(300_000);
	if (!idles)
		await context.addInitScript(() => {
			const set = setTimeout;

			window.setTimeout = (does, ms, ...more) => (ms >= 30_000 ? 0 : set(does, ms, ...more));
		});
	return context.newPage();
}

// A browser of its own with its profile in a folder, as a screen's is, with the
// pages it holds in memory for going back; close() has all of it on the disk.
export async function withProfile(at) {
	const context = await chromium.launchPersistentContext(at, {
		...program,
		ignoreDefaultArgs: ['--disable-back-forward-cache'],
		viewport: sizes[2],
		hasTouch: true,
	});
	let isOpen = true;
	const close = async () => {
		if (isOpen) await context.close();
		isOpen = false;
	};

	endings.push(close);
	context.setDefaultTimeout(300_000);
	return { page: context.pages()[0], close };
}

// Does what leads to another page, or to this one anew, and waits until that is
// there with all it needs: an address may be the same before and after.
export async function leads(page, does) {
	await Promise.all([page.waitForNavigation(), does()]);
}

export const tap = (page, what) => leads(page, () => page.locator(what).first().tap());
export const click = (page, what) => leads(page, () => page.locator(what).first().click());

// Waits until something is so, whatever time it takes.
export async function until(is, sentence) {
	const end = Date.now() + 300_000;

	while (!(await is())) {
		must(Date.now() < end, sentence);
		await new Promise((done) => setTimeout(done, 50));
	}
}

// What axe finds against WCAG 2.2 AA, a line each; '' for nothing.
export async function violations(page) {
	// tests/test_browser.sh looks whether it has seen every page.
	if (process.env.LOOKED) appendFileSync(process.env.LOOKED, `${new URL(page.url()).pathname}\n`);
	await page.evaluate(axe);
	const found = await page.evaluate(() =>
		// eslint-disable-next-line no-undef
		axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
		}),
	);
	must(found.passes.length > 0, 'axe looked at nothing');
	return found.violations
		.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(' ')}`)
		.join('\n');
}

// That nothing has to be moved sideways to be seen.
export async function fits(page) {
	const [wide, seen] = await page.evaluate(() => [
		document.documentElement.scrollWidth,
		document.documentElement.clientWidth,
	]);
	must(wide <= seen, `${page.url()} is ${wide} wide in ${seen}`);
}

export async function shot(page, name) {
	if (!process.env.SHOTS) return;
	mkdirSync(process.env.SHOTS, { recursive: true });
	await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`) });
}

// The first account, an admin, and a page that is logged in as it.
export async function firstAccount(server, page, name = 'adm', password = 'correct horse battery') {
	await page.goto(`${server.url}/`);
	await page.fill('#code', server.code);
	await page.fill('#name', name);
	await page.fill('#password', password);
	await click(page, 'button[type=submit]');
	must(page.url().endsWith('/staff/in'), `the first account leads to ${page.url()}`);
}

export async function logIn(server, page, name = 'adm', password = 'correct horse battery') {
	await page.goto(`${server.url}/staff/in`);
	await page.fill('#name', name);
	await page.fill('#password', password);
	await click(page, 'button[type=submit]');
	must(!page.url().includes('/staff/in'), `${name} is not let in`);
}
