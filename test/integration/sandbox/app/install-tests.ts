import type { InstallTest, RunContext, StepOptions } from '../../../../electron/sandbox/run-context.ts';

/** Small install tests for the engine: what they do is told by the registration. */
const text = (words: string): { ru: string; en: string } => ({ ru: words, en: words });

function step(id: string, more: Partial<StepOptions> = {}): StepOptions {
  return { id, title: text(id), ruleIds: [`rule-${id}`], ...more };
}

function vendorUrl(context: RunContext): string {
  return String(context.solution['appUrl']);
}

/** Opens the vendor's page, waits for what `waitFor` says, clicks its button when told to, then opens a quiet page of the portal. */
const open: InstallTest = async (context) => {
  context.plan([
    {
      name: 'open',
      title: text('open'),
      steps: [step('open', { role: 'administrator' }), step('after', { role: 'administrator' })],
    },
  ]);
  await context.phase('open', async () => {
    await context.step('open', async () => {
      const browser = await context.browser('administrator');
      await browser.goto(vendorUrl(context));
      const selector = context.solution['waitFor'];
      if (typeof selector === 'string') await browser.page.waitForSelector(selector);
      if (context.solution['click'] === true) await browser.page.click('button');
    });
    await context.step('after', async () => {
      const browser = await context.browser('administrator');
      await browser.goto(`${context.portal.describe().address}/quiet`);
      if ((await browser.page.title()) !== 'quiet') throw new Error('the quiet page did not come');
    });
    const browser = await context.browser('administrator');
    context.scopes({ declared: browser.observations.map((one) => `${one.kind} ${one.url} ${one.text}`), used: [] });
  });
};

/** Both roles, findings, rule results, a skipped step. */
const full: InstallTest = async (context) => {
  context.plan([
    { name: 'first', title: text('first'), steps: [step('admin', { role: 'administrator' }), step('user', { role: 'user' })] },
    { name: 'second', title: text('second'), steps: [step('plain'), step('not-applicable')] },
  ]);
  await context.phase('first', async () => {
    for (const role of ['administrator', 'user'] as const) {
      await context.step(role === 'user' ? 'user' : 'admin', async () => {
        const browser = await context.browser(role);
        await browser.goto(vendorUrl(context));
        await browser.page.click('button');
        await browser.page.waitForSelector('#done');
      });
    }
  });
  await context.phase('second', async () => {
    await context.step('plain', async () => {
      if (context.solution['faulty'] !== true) return;
      context.finding({
        ruleId: 'rule-plain',
        severity: 'major',
        confidence: 'observed',
        message: text('seen with portal-access-token-7351'),
      });
    });
    context.skip('not-applicable', text('no such thing here'));
    context.ruleResult({ ruleId: 'rule-admin', status: 'pass', message: text('fine'), evidenceIds: [] });
  });
  context.calls([{ method: 'app.info', scope: '', count: 2 }]);
};

/** Knows of a fault while another page is open, and tells it again at the end of every step. */
const noticed: InstallTest = async (context) => {
  const pages = { elsewhere: '/quiet', there: '/good', again: '/good' };
  const names = Object.keys(pages) as (keyof typeof pages)[];
  context.plan([{ name: 'noticed', title: text('noticed'), steps: names.map((name) => step(name, { role: 'administrator' })) }]);
  await context.phase('noticed', async () => {
    for (const name of names) {
      await context.step(name, async () => {
        const browser = await context.browser('administrator');
        await browser.goto(context.portal.describe().address + pages[name]);
        await context.pointOut([{ ruleId: 'rule-noticed', message: text('the button «Дальше» does nothing') }]);
      });
    }
  });
  context.finding({
    ruleId: 'rule-noticed',
    stepId: 'elsewhere',
    severity: 'major',
    confidence: 'observed',
    message: text('the button «Дальше» does nothing'),
  });
};

/** Waits for ever in its first step. */
const wait: InstallTest = async (context) => {
  context.plan([{ name: 'wait', title: text('wait'), steps: [step('wait', { role: 'administrator' }), step('never')] }]);
  await context.phase('wait', async () => {
    await context.step('wait', async () => {
      const browser = await context.browser('administrator');
      await browser.goto(vendorUrl(context));
      await browser.page.waitForSelector('#never', { timeout: 0 });
    });
    await context.step('never', async () => undefined);
  });
};

/** Asks a person, after two steps without a browser. */
const ask: InstallTest = async (context) => {
  context.plan([{ name: 'ask', title: text('ask'), steps: [step('one'), step('two'), step('question')] }]);
  await context.phase('ask', async () => {
    await context.step('one', async () => undefined);
    await context.step('two', async () => undefined);
    await context.step('question', async () => {
      const answer = await context.checkpoint(text('does it look right?'));
      if (answer === 'fail') throw new Error('a person said no');
      context.scopes({ declared: [answer], used: [] });
    });
  });
};

/** Blocks its process, so that nothing but a kill helps, as soon as the portal's address was asked. */
const block: InstallTest = async (context) => {
  context.plan([{ name: 'block', title: text('block'), steps: [step('block', { role: 'administrator' })] }]);
  await context.phase('block', async () => {
    await context.step('block', async () => {
      await context.browser('administrator');
      context.finding({ ruleId: 'rule-block', severity: 'minor', confidence: 'observed', message: text('blocking') });
      await fetch(`${context.portal.describe().address}/blocking`);
      for (;;);
    });
  });
};

export const tests: Readonly<Record<string, InstallTest>> = { open, full, noticed, wait, ask, block };
