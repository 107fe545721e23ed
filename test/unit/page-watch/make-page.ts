import type { PageSnapshot } from '../../../electron/marketplaces/page-watch/page-facts.ts';

/** A page of an application as a run notes it, with nothing to complain of. */
export function makePage(change: Partial<PageSnapshot> = {}): PageSnapshot {
  return {
    stepId: 'use.window',
    role: 'administrator',
    purpose: 'application',
    installNumber: 1,
    at: 1,
    url: 'http://127.0.0.1:1/main',
    title: '',
    text: 'Настройки',
    html: '<main>Настройки</main>',
    httpStatus: 200,
    visibleElements: 3,
    layouts: [],
    brokenImages: [],
    links: [],
    checkedLinks: [],
    insecureParts: [],
    passwordFields: [],
    fieldValues: [],
    storage: [],
    hiddenCookies: [],
    debugMarks: [],
    ...change,
  };
}
