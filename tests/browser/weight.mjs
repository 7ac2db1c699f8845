// What a page weighs for a browser that has nothing yet: every page of the
// participant's way, in the language with the most letters of each script, and
// its bytes on the wire with all headers; 60 kB at the most, before sound.
import path from 'node:path';
import { check, click, finish, folder, must, open, run, sizes, start, until } from './harness.mjs';

const most = 60_000;
const at = folder();
must((await run(at, 'store', 'init')).status === 0, 'no store');
must((await run(at, 'store', 'people', 'add', '--count', '1')).status === 0, 'nobody');
const server = await start({ at });

// A page's bytes in a browser of its own, that has only these cookies.
async function weigh(address, cookies) {
	const page = await open({ size: sizes[2], idles: false });
	await page.context().addCookies(cookies);
	const network = await page.context().newCDPSession(page);
	const asked = new Map();
	const parts = [];
	network.on('Network.requestWillBeSent', (e) => asked.set(e.requestId, e.request.url));
	network.on('Network.loadingFinished', (e) => {
		parts.push([e.encodedDataLength, path.basename(new URL(asked.get(e.requestId)).pathname)]);
		asked.delete(e.requestId);
	});
	await network.send('Network.enable');
	await page.goto(server.url + address);
	// Laid out twice: every font that its letters want is asked for.
	await page.evaluate(async () => {
		const frame = () => new Promise((done) => requestAnimationFrame(done));

		await frame();
		await frame();
		await document.fonts.ready;
	});
	await until(() => asked.size === 0, `${address} waits for ${[...asked.values()]}`);
	must(new URL(page.url()).pathname === address, `${address} leads to ${page.url()}`);
	must(parts.some(([, name]) => name.endsWith('.woff2')), 'no font came');
	await page.context().close();
	return parts.sort((a, b) => b[0] - a[0]);
}

async function holds(address, cookies) {
	const parts = await weigh(address, cookies);
	const all = parts.reduce((sum, [n]) => sum + n, 0);
	if (process.env.SHOW) console.log(`${address} ${all}`, parts.map((p) => p.join(' ')).join(', '));
	must(all > 5_000 && all <= most, `${address} weighs ${all}: ${parts.map((p) => p.join(' ')).join(', ')}`);
}

await check('weight_first_page', () => holds('/', []));

for (const language of ['sv', 'ar', 'ti', 'ru', 'th'])
	await check(`weight_${language}`, async () => {
		const page = await open({ size: sizes[2], idles: false });
		await page.goto(server.url);
		await click(page, `button[value="${language}"]`);
		const cookies = await page.context().cookies();
		await holds('/visit/who', cookies);
		await click(page, 'form[action="/visit/no-code"] .wide');
		await holds('/visit/purpose', cookies);
		await click(page, 'form[action="/visit/start"] .wide');
		for (const where of ['practice', 'item/job_idea', 'item/wage', 'overview', 'stop', 'still'])
			await holds(`/visit/${where}`, cookies);
		await page.context().close();
	});

await finish();
