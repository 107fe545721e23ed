import type { Severity } from '../../../../shared/domain/rulebook.ts';

/** Severities of the rules that the install test judges, as graded in the rulebook (domain/bitrix24.md (iii)). */
export const SEVERITIES_OF_RULES = {
  'install-url-head': 'blocker',
  'install-clean-portal': 'blocker',
  'install-finish-called': 'blocker',
  'install-callback-no-finish': 'blocker',
  'install-no-blank-page': 'blocker',
  'install-widgets-live': 'major',
  'install-events-received': 'major',
  'install-nonadmin-open': 'major',
  'uninstall-handler': 'major',
  'uninstall-data-removed': 'blocker',
  'uninstall-no-afterlife': 'major',
  'reinstall-works': 'blocker',
  'reinstall-rebinds': 'major',
  'rights-scopes-minimal': 'blocker',
  'rights-widgets-declared': 'major',
  'ui-no-scrollbars': 'major',
  'ui-no-js-errors': 'blocker',
  'ui-no-server-errors': 'blocker',
  'ui-no-broken-links': 'major',
  'sec-no-password-request': 'blocker',
  'sec-rest-economy': 'major',
  'sec-token-refresh-sane': 'major',
  'sec-secret-not-in-browser': 'blocker',
  'sec-application-token-check': 'major',
} as const satisfies Record<string, Severity>;

export function severityOf(ruleId: string): Severity {
  const severities: Readonly<Record<string, Severity>> = SEVERITIES_OF_RULES;
  const severity = severities[ruleId];
  if (severity === undefined) throw new Error(`no severity for rule ${ruleId}`);
  return severity;
}
