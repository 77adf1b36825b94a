// A browser for tests: reads one order a line, as JSON, and answers each with a line: `{"ok": …}` or `{"error": "…"}`.
// What a page does that it should not is kept, and asked for by `problems`.
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE = 10_000;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
let context;
let page;
let problems = [];

// What the simulated Discord's own pages do is theirs.
const isOurs = () => page.url().startsWith(process.argv[3]);
const isHere = (address) => ['127.0.0.1', 'localhost'].includes(new URL(address).hostname);

const watch = (opened) => {
  opened.setDefaultTimeout(PATIENCE);
  opened.on('console', (message) => {
    // That a page says what is wrong by its status is as it should be.
    const isStatus = message.location().url === opened.url() && message.text().startsWith('Failed to load resource');
    // So does htmx of a request that was under way when the page was left.
    const isLeft = message.text() === 'htmx:sendAbort';
    if (message.type() === 'error' && isOurs() && !isStatus && !isLeft) problems.push(`console: ${message.text()} (${opened.url()})`);
  });
  opened.on('pageerror', (error) => isOurs() && problems.push(`script: ${error.message} (${opened.url()})`));
  opened.on('request', (request) => {
    const address = request.url();
    if (/^https?:/.test(address) && !isHere(address)) problems.push(`request elsewhere: ${address}`);
  });
};

const orders = {
  // A window of its own, with nobody signed in.
  async open({ scripts = true, width = 1280, height = 900, scheme = 'light', locale = 'en-US', motion = 'reduce' }) {
    const cookies = context ? await context.cookies() : [];
    await context?.close();
    context = await browser.newContext({
      javaScriptEnabled: scripts, viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: motion,
      timezoneId: 'Europe/Berlin',
    });
    await context.addCookies(cookies);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    page = await context.newPage();
    watch(page);
  },
  async forget() {
    await context.clearCookies();
  },
  async goto({ address }) {
    const answer = await page.goto(address, { waitUntil: 'load' });
    return { status: answer?.status(), address: page.url() };
  },
  // By what it is called, as people find it.
  async click({ role = 'button', name, exact = true }) {
    await page.getByRole(role, { name, exact }).first().click();
  },
  async fill({ label, value }) {
    await page.getByLabel(label, { exact: true }).first().fill(value);
  },
  async choose({ label, value }) {
    await page.getByLabel(label, { exact: true }).first().selectOption({ label: value });
  },
  async check({ label }) {
    await page.getByLabel(label, { exact: true }).first().check();
  },
  // Drags what a text is in to where another one is.
  async drag({ from, to }) {
    await page.getByText(from, { exact: true }).first().dragTo(page.getByText(to, { exact: true }).first());
  },
  // What is folded up, by what stands above it.
  async unfold({ name }) {
    await page.locator('summary', { hasText: name }).and(page.getByText(name, { exact: true })).first().click();
  },
  // Chooses in the only list of a form that was folded up, and sends it.
  async send({ form, choice }) {
    const folded = page.locator('details', { has: page.locator('summary', { hasText: form }) }).first();
    await folded.locator('select').selectOption({ label: choice });
    await folded.locator('button').click();
  },
  async press({ keys }) {
    for (const key of keys) await page.keyboard.press(key);
  },
  async type({ text }) {
    await page.keyboard.type(text);
  },
  // Waits until a text can be seen.
  async see({ text }) {
    await page.getByText(text).filter({ visible: true }).first().waitFor({ state: 'visible' });
  },
  async gone({ text }) {
    await page.getByText(text).filter({ visible: true }).first().waitFor({ state: 'hidden' });
  },
  // Waits until something can be seen.
  async appear({ selector }) {
    await page.locator(selector).first().waitFor({ state: 'visible' });
  },
  async text({ selector = 'main' }) {
    return page.locator(selector).first().innerText();
  },
  async count({ selector }) {
    return page.locator(selector).count();
  },
  async address() {
    return page.url();
  },
  async evaluate({ script }) {
    return page.evaluate(script);
  },
  async screenshot({ path }) {
    await page.screenshot({ path, fullPage: true });
  },
  // Whether anything is wider than the window.
  async overflow() {
    return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  },
  // What WCAG 2.2 AA finds, a line each.
  async audit() {
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: { type: 'tag', values: tags } }), WCAG);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  },
  async problems() {
    const found = problems;
    problems = [];
    return found;
  },
};

await orders.open({});
process.stdout.write('{"ok":"ready"}\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...rest } = JSON.parse(line);
  const answer = await Promise.resolve()
    .then(() => orders[order](rest))
    .then((ok) => ({ ok: ok ?? null }), (error) => ({ error: String(error.message ?? error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
