import type { InstallAttempt, RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, quote, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';

/** Bindings made this soon after installFinish belong to the installer, which should have made them before. */
const LATE_BINDING_MS = 5000;

/** install-url-head: every address of the version card answers HEAD with 200, 301 or 302. */
export function judgeHeadChecks(facts: RunFacts): Judgement[] {
  const rule = 'install-url-head';
  const checks = facts.latest?.headChecks ?? [];
  if (checks.length === 0) return [];
  const refused = checks.filter((check) => !check.accepted);
  if (refused.length === 0) {
    return [
      passed(
        rule,
        'registration.head',
        `HEAD: адресов ${checks.length}, все отвечают 200, 301 или 302.`,
        `HEAD: ${checks.length} addresses, all answer 200, 301 or 302.`,
      ),
    ];
  }
  return refused.map((check) => {
    const answer =
      check.status === null
        ? { ru: `ответа нет (${quote(check.error ?? '')})`, en: `no answer (${quote(check.error ?? '')})` }
        : { ru: `HTTP ${check.status}`, en: `HTTP ${check.status}` };
    return failed(
      rule,
      'registration.head',
      `HEAD ${shortUrl(check.url)}: ${answer.ru}, а нужен 200, 301 или 302.`,
      `HEAD ${shortUrl(check.url)}: ${answer.en}, but 200, 301 or 302 is needed.`,
    );
  });
}

function attempt(facts: RunFacts, installNumber: number): InstallAttempt | null {
  return facts.installs.find((one) => one.installNumber === installNumber) ?? null;
}

/** Mode A always has a wizard, an archive when it holds an installer page. */
function hasWizard(facts: RunFacts): boolean {
  const { mode } = facts.registration;
  return mode === 'A' || (mode === 'E' && facts.latest?.frames.some((frame) => frame.purpose === 'installer') === true);
}

/** True when the wizard's page itself worked and only the end of the installation never came. */
export function onlyFinishIsMissing(facts: RunFacts, installNumber: number): boolean {
  const application = facts.latest;
  if (application === null || !hasWizard(facts)) return false;
  if (attempt(facts, installNumber)?.outcome !== 'stalled') return false;
  const page = facts.pages.findLast((one) => one.purpose === 'installer' && one.installNumber === installNumber);
  if (page === undefined || (page.httpStatus !== null && page.httpStatus >= 400)) return false;
  // Registrations show that the vendor's server did its part; without them the installation failed earlier.
  const bound = application.bindings.some((one) => one.installNumber === installNumber && one.error === null);
  const called = application.restCalls.some((one) => one.installNumber === installNumber && Object.keys(one.errors).length === 0);
  return bound || called;
}

/** install-clean-portal: installs on a portal that never had it. */
export function judgeCleanInstall(facts: RunFacts): Judgement[] {
  const rule = 'install-clean-portal';
  const first = attempt(facts, 1);
  if (first === null) return [];
  if (first.outcome === 'finished') {
    return [
      passed(
        rule,
        first.stepId,
        'Установка на портал, где решения никогда не было, завершилась.',
        'The installation on a portal that never had the solution finished.',
      ),
    ];
  }
  if (onlyFinishIsMissing(facts, 1)) {
    return [
      couldNotLook(
        rule,
        first.stepId,
        'Мастер отработал, но об окончании установки не сообщил; см. требование об installFinish.',
        'The wizard did its work but never reported the end of the installation; see the rule about installFinish.',
      ),
    ];
  }
  if (facts.registration.mode === 'C') {
    return [
      couldNotLook(
        rule,
        first.stepId,
        'Портал установил решение, но его сервер не принял ONAPPINSTALL; см. требование об обработчике установки.',
        'The portal installed the solution, but its server did not take ONAPPINSTALL; see the rule about the install handler.',
      ),
    ];
  }
  const seen = quote(first.lastText);
  return [
    failed(
      rule,
      first.stepId,
      `Решение не установилось на чистый портал.${seen === '' ? '' : ` На экране: «${seen}».`}`,
      `The solution did not install on a clean portal.${seen === '' ? '' : ` On the screen: "${seen}".`}`,
    ),
  ];
}

/** install-finish-called: mode A calls installFinish exactly once, after its registrations. */
export function judgeInstallFinish(facts: RunFacts): Judgement[] {
  const rule = 'install-finish-called';
  const application = facts.latest;
  if (application === null || !hasWizard(facts)) return [];
  const judgements: Judgement[] = [];
  for (const [index, one] of facts.installs.entries()) {
    const until = facts.installs[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY;
    const calls = application.installFinishCalls.filter(
      (call) => call.installNumber === one.installNumber && call.at >= one.startedAt && call.at < until,
    );
    if (calls.length === 0) {
      if (one.outcome !== 'stalled') continue;
      if (onlyFinishIsMissing(facts, one.installNumber)) {
        judgements.push(
          failed(
            rule,
            one.stepId,
            `Мастер установки пройден${one.pressed.length > 0 ? ` (нажато: ${one.pressed.map((text) => `«${text}»`).join(', ')})` : ''}, но BX24.installFinish не вызван; app.info отвечает INSTALLED=false.`,
            `The wizard was completed${one.pressed.length > 0 ? ` (pressed: ${one.pressed.map((text) => `"${text}"`).join(', ')})` : ''}, but BX24.installFinish was not called; app.info answers INSTALLED=false.`,
          ),
        );
      } else {
        judgements.push(
          couldNotLook(
            rule,
            one.stepId,
            'До конца мастера дойти не удалось, поэтому вызов installFinish не увидеть.',
            'The end of the wizard was not reached, so the call of installFinish cannot be seen.',
          ),
        );
      }
      continue;
    }
    if (calls.length > 1) {
      judgements.push(
        failed(
          rule,
          one.stepId,
          `BX24.installFinish вызван ${calls.length} раза за одну установку (установка ${one.installNumber}), а нужен один вызов.`,
          `BX24.installFinish was called ${calls.length} times in one installation (installation ${one.installNumber}) instead of once.`,
        ),
      );
    }
    const accepted = calls.find((call) => call.accepted);
    if (accepted === undefined) continue;
    const late = application.bindings.filter(
      (binding) =>
        binding.installNumber === one.installNumber &&
        binding.error === null &&
        binding.action.endsWith('.bind') &&
        binding.at > accepted.at &&
        binding.at < until &&
        binding.at - accepted.at < LATE_BINDING_MS,
    );
    const before = application.bindings.some(
      (binding) =>
        binding.installNumber === one.installNumber && binding.error === null && binding.at >= one.startedAt && binding.at <= accepted.at,
    );
    if (late.length > 0 && !before) {
      judgements.push(
        failed(
          rule,
          one.stepId,
          `BX24.installFinish вызван раньше регистраций: ${late.map((binding) => binding.name).join(', ')} зарегистрированы после него.`,
          `BX24.installFinish was called before the registrations: ${late.map((binding) => binding.name).join(', ')} came after it.`,
        ),
      );
    }
  }
  if (judgements.length > 0) return judgements;
  const finished = facts.installs.filter((one) => one.outcome === 'finished');
  if (finished.length === 0) return [];
  return [
    passed(
      rule,
      finished.at(-1)?.stepId ?? null,
      `Установок: ${finished.length}, в каждой installFinish вызван один раз, INSTALLED=true.`,
      `Installations: ${finished.length}, installFinish was called once in each, INSTALLED=true.`,
    ),
  ];
}

/** install-callback-no-finish: mode C answers ONAPPINSTALL with 2xx and uses the tokens that came with it. */
export function judgeInstallCallback(facts: RunFacts): Judgement[] {
  const rule = 'install-callback-no-finish';
  const application = facts.latest;
  if (facts.registration.mode !== 'C' || application === null) return [];
  const judgements: Judgement[] = [];
  for (const one of facts.installs) {
    const delivery = application.events.find(
      (event) => event.event === 'ONAPPINSTALL' && event.installNumber === one.installNumber && !event.forged,
    );
    if (delivery === undefined) {
      judgements.push(couldNotLook(rule, one.stepId, 'ONAPPINSTALL не отправлялся.', 'ONAPPINSTALL was not sent.'));
    } else if (delivery.status === null || delivery.status < 200 || delivery.status > 299) {
      const answer = delivery.status === null ? `${delivery.error ?? ''}` : `HTTP ${delivery.status}`;
      judgements.push(
        failed(
          rule,
          one.stepId,
          `На ONAPPINSTALL обработчик ${shortUrl(delivery.url)} не ответил 2xx: ${quote(answer)}.`,
          `The handler ${shortUrl(delivery.url)} did not answer ONAPPINSTALL with 2xx: ${quote(answer)}.`,
        ),
      );
    }
  }
  if (judgements.length > 0 || facts.installs.length === 0) return judgements;
  const last = facts.installs.at(-1);
  const used = application.restCalls.filter((call) => call.source === 'vendor').reduce((sum, call) => sum + call.count, 0);
  if (used === 0) {
    return [
      couldNotLook(
        rule,
        last?.stepId ?? null,
        'На ONAPPINSTALL ответ 2xx, но сервер ни разу не обратился к порталу: сохранены ли токены, не видно.',
        'ONAPPINSTALL was answered with 2xx, but the server never called the portal: whether the tokens were stored cannot be seen.',
      ),
    ];
  }
  return [
    passed(
      rule,
      last?.stepId ?? null,
      `На ONAPPINSTALL ответ 2xx, сервер работает с порталом по полученным токенам (вызовов: ${used}).`,
      `ONAPPINSTALL was answered with 2xx; the server works with the tokens it received (calls: ${used}).`,
    ),
  ];
}
