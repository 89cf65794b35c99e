// The pages in a real browser: every view, three clocks, links, keyboard, narrow, dark, without a script, and what axe finds.
// node --test tests/e2e/walk.mjs   with DYAD (the program) and CHROMIUM (default /usr/bin/chromium) in the environment;
// DYAD_SCREENSHOTS=DIR also writes a picture of each view.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const dyad = process.env.DYAD ?? "dyad";
const home = mkdtempSync(join(tmpdir(), "dyad-e2e-"));
const token = "e2e-token-0123456789";
const environment = { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: home };
const run = (...args) => execFileSync(dyad, args, { env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const json = (...args) => JSON.parse(run(...args, "--format", "json"));
// The article with scripts in its title and text.
const scripted = () => json("log").commits.at(-2).events[0].article;
let server, address, browser, context;

before(async () => {
  run("append", join(here, "articles.jsonl"));
  writeFileSync(join(home, "token"), token);
  server = spawn(dyad, ["serve", "--port", "0", "--token-file", join(home, "token")], { env: environment });
  address = await new Promise((ready) => server.stdout.once("data", (line) => ready(String(line).trim())));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(home, { recursive: true, force: true });
});

// Opens a page and watches it: no error in the console, no request to another host.
async function open(path, made = context) {
  const page = await made.newPage();
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("dialog", (dialog) => { page.faults.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(address)) page.faults.push(`foreign ${request.url()}`); });
  await page.goto(address + path.replace(/^\//, ""));
  return page;
}

async function picture(page, name) {
  if (process.env.DYAD_SCREENSHOTS) await page.screenshot({ path: join(process.env.DYAD_SCREENSHOTS, `${name}.png`), fullPage: true });
}

const views = ["/", "/?order=movers", "/pair/ARM-AZE?by=week", "/pair/ARM-AZE?by=week&b_to=2022-04-01", "/pair/RUS:UKR", "/matrix", "/country/RUS", "/log", "/method", "/?to=1990-01-01", "/?lang=nl"];

test("every view shows itself without an error or a foreign request, and axe finds nothing serious", async () => {
  const article = scripted();
  for (const path of [...views, `/article/${article}`]) {
    const page = await open(path);
    await page.waitForLoadState("networkidle").catch(() => {});
    assert.ok(await page.locator("h1").count(), `${path} has a heading`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
    const serious = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
    assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html}`), [], path);
    assert.deepEqual(page.faults, [], path);
    await picture(page, path.replace(/[^a-zA-Z0-9]+/g, "-").replace(/^-|-$/g, "") || "ranking");
    await page.close();
  }
});

test("what articles are called is shown and never run", async () => {
  const article = scripted();
  const page = await open(`/article/${article}`);
  assert.match(await page.locator("h1").innerText(), /<script>alert\('title'\)<\/script>/);
  assert.match(await page.locator(".text").innerText(), /<script>alert\('text'\)/);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("dragging a clock shows what the command line prints for that cut, digit for digit", async () => {
  const page = await open("/pair/ARM-AZE");
  for (const day of ["2022-09-14", "2022-04-05"]) {
    const slider = page.locator("input[type=range]").first();
    const value = Math.round(Date.parse(`${day}T00:00:00Z`) / 86400000);
    await slider.evaluate((range, v) => { range.value = v; range.dispatchEvent(new Event("input", { bubbles: true })); }, value);
    await page.waitForURL(`**to=${day}*`);
    const pair = json("replay", "--to", day).pairs.find((p) => p.pair === "ARM-AZE");
    await page.locator(".level b", { hasText: pair.tension.toFixed(1) }).waitFor({ timeout: 3000 });
    assert.match(await page.locator(".level").innerText(), new RegExp(`${day}.*${pair.severity.toFixed(2)}$`));
  }
  const known = page.locator("input[data-seq]").first();
  await known.fill("#8");
  await known.press("Enter");
  await page.waitForURL("**known_at=%238*");
  const there = json("replay", "--to", "2022-04-05", "--known-at", "#8").pairs.find((p) => p.pair === "ARM-AZE");
  assert.equal(there === undefined, (await page.locator(".level").count()) === 0);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("an address holds the whole state, and the browser goes back", async () => {
  const page = await open("/?to=2022-04-08");
  await page.locator("tbody a").first().click();
  assert.match(page.url(), /pair\/.*to=2022-04-08/);
  const text = await page.locator("main").innerText();
  const again = await open(page.url().slice(address.length - 1));
  assert.equal(await again.locator("main").innerText(), text);
  await page.goBack();
  assert.match(page.url(), /\/\?to=2022-04-08$/);
  await page.close();
  await again.close();
});

test("the differences of two cuts sum to the difference in severity", async () => {
  const page = await open("/pair/ARM-AZE?b_to=2022-04-10");
  const cells = await page.locator("main > table").first().locator("tbody tr td:first-child").allInnerTexts();
  const sum = cells.reduce((total, cell) => total + Number(cell), 0);
  const [, from, to] = /severity \(points\) ([\d.]+) → ([\d.]+)/.exec(await page.locator("p.level").last().innerText());
  assert.ok(cells.length > 0 && Math.abs(sum - (to - from)) < 0.011 * cells.length, `${sum} ${from} ${to}`);
  await page.close();
});

test("a page is whole without a script", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await open("/pair/ARM-AZE", plain);
  await page.fill("input[name=to]", "2022-04-05");
  await page.click("form.cuts button");
  assert.match(page.url(), /to=2022-04-05/);
  assert.equal(await page.locator("svg.chart").count(), 3);
  await plain.close();
});

test("the keyboard reaches the content, the links and the marks of the chart", async () => {
  const page = await open("/pair/ARM-AZE");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  const reached = new Set();
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.closest("svg") ? "mark" : document.activeElement.tagName));
  }
  for (const kind of ["mark", "INPUT", "BUTTON", "SELECT"]) assert.ok(reached.has(kind), `${kind} of ${[...reached]}`);
  await page.close();
});

test("narrow and dark, nothing runs over the edge", async () => {
  for (const path of ["/", "/pair/ARM-AZE", "/matrix", "/log"]) {
    const narrow = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    const page = await open(path, narrow);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 361), `${path} at 360 px`);
    await picture(page, `narrow-${path.replace(/[^a-zA-Z]+/g, "-")}`);
    await narrow.close();
  }
});

test("a posted article appears by itself, once, and only with the token", async () => {
  const page = await open("/log");
  const body = JSON.stringify({ text: "Iran threatened Israel on Monday.", published: "2022-09-21" });
  const post = (authorization, query = "") => fetch(`${address}api/v1/articles${query}`, { method: "POST", body, headers: { authorization } });
  assert.equal((await post("Bearer wrong-token-000000")).status, 401);
  assert.equal((await post(`Bearer ${token}`, "?dryRun=true")).status, 200);
  const before = json("log").head.seq;
  const stored = await post(`Bearer ${token}`);
  assert.equal(stored.status, 201);
  assert.equal((await stored.json()).outcome, "stored");
  assert.equal((await (await post(`Bearer ${token}`)).json()).outcome, "duplicate");
  await page.locator("text=IRN → ISR").first().waitFor({ timeout: 5000 });
  assert.ok(json("log").head.seq > before);
  assert.deepEqual(page.faults, []);
  await page.close();
});
