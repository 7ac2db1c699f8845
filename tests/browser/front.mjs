// The first steps and the staff's way in.
import { check, click, finish, firstAccount, fits, logIn, must, open, same, shot, sizes, start, until, violations } from './harness.mjs';

const server = await start();

for (const size of sizes) {
	const name = `${size.width}x${size.height}`;
	for (const [what, address] of [['first', '/'], ['login', '/staff/in'], ['lost', '/nowhere']])
		await check(`front_${what}_${name}`, async () => {
			const page = await open({ size });
			await page.goto(server.url + address);
			await page.evaluate(() => document.fonts.ready);
			await shot(page, `${what}-${name}`);
			await fits(page);
			same(await violations(page), '', 'WCAG 2.2 AA');
			await page.context().close();
		});
}

await check('front_nothing_is_refused_by_the_policy', async () => {
	const page = await open();
	const said = [];
	page.on('console', (message) => said.push(message.text()));
	page.on('requestfailed', (request) => said.push(request.url()));
	page.on('response', (response) => {
		if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
	});
	for (const address of ['/', '/staff/in']) {
		await page.goto(server.url + address);
		// What is left unfinished counts as failed.
		await page.evaluate(() => document.fonts.ready);
	}
	same(said.join('\n'), '', 'the browser said');
	await page.context().close();
});

await check('front_a_wrong_code_makes_no_account', async () => {
	const page = await open();
	await page.goto(server.url);
	await page.fill('#code', '00000000' === server.code ? '1' : '00000000');
	await page.fill('#name', 'adm');
	await page.fill('#password', 'correct horse battery');
	await click(page, 'button[type=submit]');
	must((await page.textContent('[role=alert]')).includes('Koden'), 'no word of the code');
	same(await violations(page), '', 'WCAG 2.2 AA');
	const codes = () => server.said().match(/the code is \d+/g);
	await until(() => codes().length > 1, 'no other code is written');
	server.code = codes().at(-1).match(/\d+/)[0];
	await page.context().close();
});

await check('front_the_first_account_logs_in_and_out_without_script', async () => {
	const page = await open({ script: false, touch: false });
	await firstAccount(server, page);
	await page.fill('#name', 'adm');
	await page.fill('#password', 'wrong wrong wrong');
	await click(page, 'button[type=submit]');
	must((await page.textContent('[role=alert]')).includes('stämmer inte'), 'a wrong password was taken');
	await logIn(server, page);
	const cookies = await page.context().cookies();
	const staff = cookies.find((cookie) => cookie.name === 'skapa-staff');
	must(staff?.httpOnly && staff.sameSite === 'Strict', JSON.stringify(cookies));
	await page.goto(server.url);
	must(!(await page.content()).includes('/first'), 'the first steps are still there');
	await page.context().close();
});

await finish();
