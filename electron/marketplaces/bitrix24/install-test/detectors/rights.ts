import { KNOWN_EVENTS, placementScope } from '../../portal/rest/catalogue.ts';
import type { RunFacts } from '../facts.ts';
import { couldNotLook, failed, passed, type Judgement } from '../../../page-watch/judgement.ts';
import { whyPageIsUseless } from './roles.ts';

/** rights-scopes-minimal: every declared scope was used while the application was tried. */
export function judgeScopes(facts: RunFacts): Judgement[] {
  const rule = 'rights-scopes-minimal';
  const application = facts.beforeUninstall;
  if (application === null || !facts.installs.some((one) => one.outcome === 'finished')) return [];
  // Subscribing to an event or binding a widget of a subject needs its scope, whether or not its methods are called.
  const needed = new Set<string | null | undefined>([
    ...application.scopesUsed,
    ...application.handlers.map((one) => KNOWN_EVENTS.get(one.event)),
    ...application.placements.map((one) => placementScope(one.placement)),
  ]);
  const unused = application.scopesDeclared.filter((scope) => !needed.has(scope));
  const broken =
    facts.unopened.length > 0 ||
    facts.pages.some(
      (page) =>
        page.installNumber === 1 && page.purpose !== 'installer' && page.role === 'administrator' && whyPageIsUseless(page) !== null,
    );
  if (unused.length > 0 && broken) {
    return [
      couldNotLook(
        rule,
        'roles.administrator',
        `Права не использованы: ${unused.join(', ')}; но страницы решения не работают, поэтому о лишних правах судить нельзя.`,
        `Scopes not used: ${unused.join(', ')}; but the solution’s pages do not work, so needless scopes cannot be judged.`,
      ),
    ];
  }
  if (unused.length > 0) {
    return [
      failed(
        rule,
        'roles.administrator',
        `Запрошены, но за весь прогон ни разу не использованы права: ${unused.join(', ')}.`,
        `Scopes asked for and never used during the run: ${unused.join(', ')}.`,
        'not-observed',
      ),
    ];
  }
  return [
    passed(
      rule,
      'roles.administrator',
      application.scopesDeclared.length === 0
        ? 'Решение не просит прав.'
        : `Все запрошенные права использованы: ${application.scopesDeclared.join(', ')}.`,
      application.scopesDeclared.length === 0
        ? 'The solution asks for no scopes.'
        : `Every scope asked for was used: ${application.scopesDeclared.join(', ')}.`,
    ),
  ];
}

/** rights-widgets-declared: the places in the version card equal those that are bound. */
export function judgeDeclaredWidgets(facts: RunFacts): Judgement[] {
  const rule = 'rights-widgets-declared';
  const application = facts.beforeUninstall;
  if (application === null || !facts.installs.some((one) => one.outcome === 'finished')) return [];
  const declared = new Set(facts.registration.placements);
  const bound = new Set(application.placements.map((one) => one.placement));
  const missing = [...declared].filter((code) => !bound.has(code));
  const extra = [...bound].filter((code) => !declared.has(code));
  const judgements: Judgement[] = [];
  if (missing.length > 0) {
    judgements.push(
      failed(
        rule,
        'verify.state',
        `В карточке версии заявлены, но не зарегистрированы виджеты: ${missing.join(', ')}.`,
        `Widgets declared in the version card but not bound: ${missing.join(', ')}.`,
      ),
    );
  }
  if (extra.length > 0) {
    judgements.push(
      failed(
        rule,
        'verify.state',
        `Зарегистрированы, но не заявлены в карточке версии виджеты: ${extra.join(', ')}.`,
        `Widgets bound but not declared in the version card: ${extra.join(', ')}.`,
      ),
    );
  }
  if (judgements.length > 0 || (declared.size === 0 && bound.size === 0)) return judgements;
  return [
    passed(
      rule,
      'verify.state',
      `Заявленные виджеты зарегистрированы: ${[...bound].join(', ')}.`,
      `The declared widgets are bound: ${[...bound].join(', ')}.`,
    ),
  ];
}
