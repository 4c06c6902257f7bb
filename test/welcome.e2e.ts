import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';
import { setClock } from './processes.js';

const executablePath = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Counts what moves, at all and by itself, and what the page's policy stops. */
const watch = `
  window.movedAtAll = 0;
  window.moved = 0;
  window.stopped = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) {
      window.movedAtAll += value;
      if (!hadRecentInput) window.moved += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => window.stopped.push(event.blockedURI));`;

/** What has moved is told once it is shown. */
const framesShown = 'new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))';

/** A person with a keyboard and nothing else. */
class Visitor {
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    origin: string,
  ) {
    page.on('console', (message) => message.type() === 'error' && this.faults.push(message.text()));
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) this.faults.push(`asked for ${request.url()}`);
    });
  }

  static async open(browser: Browser, origin: string, options: BrowserContextOptions): Promise<Visitor> {
    const page = await browser.newPage(options);
    const visitor = new Visitor(page, origin);
    await page.addInitScript(watch);
    await page.goto(origin);
    return visitor;
  }

  /** Presses Tab until the focus is on something, which the browser shows. */
  async tabTo(selector: string): Promise<void> {
    for (let presses = 0; presses < 80; presses += 1) {
      const focus = this.page.locator(`${selector}:focus`);
      if ((await focus.count()) === 1) return;
      await this.press('Tab');
    }
    throw new Error(`Tab leads to no ${selector}`);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async enter(selector: string): Promise<void> {
    await this.tabTo(selector);
    await this.press('Enter');
  }

  async type(selector: string, text: string): Promise<void> {
    await this.tabTo(selector);
    await this.page.keyboard.type(text);
  }

  async sees(selector: string): Promise<void> {
    await this.page.locator(selector).first().waitFor();
  }

  /** What axe finds wrong, in light and in dark. */
  async barriers(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.evaluate(axe);
      const { violations } = await this.page.evaluate<{ violations: { id: string }[] }>('axe.run()');
      found.push(...violations.map(({ id }) => `${colorScheme}: ${id}`));
    }
    return found;
  }
}

describe.skipIf(!existsSync(executablePath))(`the page in a browser (${executablePath})`, () => {
  const password = 'once upon a midnight drum';
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp({ SIGNUP_POINTS: '100000' });
    // The browser goes by the clock on the wall.
    setClock(app);
    const make = new Make(app);
    await make.space({ title: '망원 합주실' });
    const elsewhere = { subtitle: '창이 넓은 방', address: '서울특별시 성동구 성수이로 1' };
    await make.space({ title: '성수 파티룸', ...elsewhere });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it.each([
    { locale: 'ko-KR', viewport: { width: 390, height: 844 } },
    { locale: 'en-US', viewport: { width: 1440, height: 900 } },
  ])('lets one find, like, book, pay and cancel by keyboard alone: $locale', async (options) => {
    const email = `${options.locale}@example.com`;
    const signUp = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken } }';
    await app.run(signUp, { input: { email, password, nickname: '합주 손님' } });
    const visitor = await Visitor.open(browser, app.url, options);
    const { page } = visitor;

    await visitor.sees('.card:not(.skeleton)');
    expect(await page.locator('html').getAttribute('lang')).toBe(options.locale.slice(0, 2));
    expect(await visitor.barriers()).toEqual([]);
    await visitor.enter('.skip');
    await visitor.type('[name=q]', '망원');
    const titles = async () => page.locator('.card h3').allInnerTexts();
    await vi.waitFor(async () => expect(await titles()).toEqual(['망원 합주실']), 10_000);

    await visitor.enter('.card h3 a');
    await visitor.sees('.calendar .half.free');
    expect(await visitor.barriers()).toEqual([]);
    await visitor.tabTo('.date');
    await visitor.press('ArrowRight');
    await visitor.press('Enter');
    await visitor.enter('#room-body [data-sign-in]');
    await visitor.type('#sign-in [name=email]', email);
    await visitor.type('#sign-in [name=password]', password);
    await visitor.press('Enter');
    await visitor.sees('#session a');
    await visitor.enter('#room .like');
    await visitor.sees('#room .like[aria-pressed=true]');

    await visitor.enter('#room-body .booking-form .primary');
    await visitor.sees('#room-body .countdown');
    expect(await visitor.barriers()).toEqual([]);
    await visitor.type('#room-body [name=name]', '김합주');
    await visitor.type('#room-body [name=phone]', '010-1234-5678');
    await visitor.press('Enter');
    await visitor.sees('#room-body .badge.completed');
    await visitor.enter('#room-body .order button');
    await visitor.enter('#room-body .order .primary');
    await visitor.sees('#room-body .badge.cancelled');
    await visitor.press('Escape');
    expect(await page.locator('.card h3 a:focus').innerText()).toBe('망원 합주실');
    expect(await visitor.barriers()).toEqual([]);

    expect(visitor.faults).toEqual([]);
    expect(await page.evaluate('stopped')).toEqual([]);
    expect(await page.evaluate('moved')).toBeLessThan(0.01);
    await page.context().close();
  });

  it.each([360, 768, 1280])(
    'puts a recording where its upload was, and moves nothing else, %i pixels wide',
    async (width) => {
      const signUp = 'mutation ($input: SignUpInput!) { signUp(input: $input) { refreshToken } }';
      const input = { email: `${width}@example.com`, password, nickname: '합주 손님' };
      const { refreshToken } = (await app.run(signUp, { input })).data.signUp;
      const visitor = await Visitor.open(browser, app.url, {
        locale: 'ko-KR',
        viewport: { width, height: 900 },
      });
      const { page } = visitor;
      await page.evaluate(`localStorage.setItem('hapju-refresh-token', '${refreshToken}')`);
      const held: Route[] = [];
      await page.route('**/recordings/*', (route) => void held.push(route));
      await page.reload();
      const rows = page.locator('.recording-list li');
      const choose = async (...names: string[]) => {
        await page.locator('.new-recording').evaluate((maker) => maker.scrollIntoView());
        const buffer = readFileSync('test/fixtures/cbr.mp3');
        const files = names.map((name) => ({ name, mimeType: 'audio/mpeg', buffer }));
        await page.locator('.new-recording input').setInputFiles(files);
        await vi.waitFor(() => expect(held).toHaveLength(1));
        await page.evaluate(framesShown);
        await page.evaluate('movedAtAll = 0');
      };
      const staysInPlace = async () => {
        await page.evaluate(framesShown);
        expect(await page.evaluate('movedAtAll')).toBeLessThan(0.002);
      };
      await visitor.sees('.recording-list .notice');
      for (const [name, ...others] of [['first.mp3'], ['second.mp3'], ['3.mp3', '4.mp3', '5.mp3']]) {
        await choose(name as string, ...others);
        if (width === 360) expect(await visitor.barriers()).toEqual([]);
        for (const each of [name, ...others]) {
          await vi.waitFor(() => expect(held).toHaveLength(1));
          const before = await rows.count();
          app.clock.advance(1000);
          await held.pop()?.continue();
          await vi.waitFor(async () => expect(await rows.count()).toBe(before + 1));
          expect(await rows.first().innerText()).toContain(each);
          expect(await page.locator('.new-recording [role=status]').innerText()).toContain(each);
          await staysInPlace();
        }
        await page.locator('.upload').waitFor({ state: 'detached' });
      }
      expect(visitor.faults).toEqual([]);

      await choose('fails.mp3', 'given-up.mp3', 'arrives.mp3');
      await page.locator('.upload', { hasText: 'given-up' }).locator('button').click();
      await page.locator('.uploads [role=status]', { hasText: 'given-up' }).waitFor();
      await held.pop()?.abort();
      await page.locator('.uploads [role=alert]', { hasText: 'fails' }).waitFor();
      await vi.waitFor(() => expect(held).toHaveLength(1));
      await staysInPlace();
      app.clock.advance(1000);
      await held.pop()?.continue();
      await page.locator('.upload').waitFor({ state: 'detached' });
      expect(await rows.first().innerText()).toContain('arrives.mp3');
      await page.locator('.uploads [role=alert] button').click();
      await vi.waitFor(() => expect(held).toHaveLength(1));
      app.clock.advance(1000);
      await held.pop()?.continue();
      await vi.waitFor(async () => expect(await rows.first().innerText()).toContain('fails.mp3'));
      await page.context().close();
    },
  );
});
