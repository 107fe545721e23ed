import { couldNotLook, quote, type Judgement } from '../../../page-watch/judgement.ts';
import type { RunFacts } from '../facts.ts';

// What begins in the account and ends where the sandbox cannot follow: at the vendor's own sign-in, on the terminal.

/** po-tel-oauth-link: after OAuth a login to the vendor's system links both accounts. Whose login that is, only a person knows. */
export function judgeTelephonyLink(facts: RunFacts): Judgement[] {
  const rule = 'po-tel-oauth-link';
  const { registration, connects } = facts;
  if (registration.solutionType !== 'telephony' || registration.redirectUri === null) return [];
  const attempt = connects.find((one) => one.installNumber === 1);
  // That it could not be connected is told under its own rule.
  if (attempt?.outcome !== 'finished') return [];
  const login = facts.pages.find((page) => page.role === 'administrator' && page.passwordFields.length > 0);
  if (login === undefined)
    return [
      couldNotLook(
        rule,
        attempt.stepId,
        'OAuth пройден. Входа в систему телефонии на страницах приложения не видно: как связаны аккаунты, проверит человек.',
        'OAuth was passed. The application’s pages show no login to the telephony system: how the accounts are linked, a person has to see.',
      ),
    ];
  return [
    couldNotLook(
      rule,
      login.stepId,
      `OAuth пройден, после него страница просит войти в систему телефонии («${quote(login.passwordFields[0]?.context ?? '')}»). Войдите с тестовым доступом и проверьте связь аккаунтов.`,
      `OAuth was passed; then a page asks for a login to the telephony system ("${quote(login.passwordFields[0]?.context ?? '')}"). Log in with the test access and see whether the accounts are linked.`,
    ),
  ];
}

/** po-pos-touch-44: click areas can be measured where the terminal shows them, and only there. */
export function judgeTouchAreas(facts: RunFacts): Judgement[] {
  if (!facts.registration.hasPosBundle) return [];
  return [
    couldNotLook(
      'po-pos-touch-44',
      null,
      'Экраны кассы показывает только терминал, в песочнице его нет: области нажатия измерьте на кассе, нужно не меньше 44×44.',
      'Only a terminal shows the screens of the POS, and the sandbox has none: measure the click areas there; at least 44×44 is needed.',
    ),
  ];
}
