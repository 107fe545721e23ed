import type { CardLanguage } from '../marketplaces/bitrix24/card-schema.ts';
import type { DemoSolution } from './solutions.ts';

/** One submission of the demonstration: which solution, which attempt, how long ago, and what is wrong with it. */
export interface DemoSubmission {
  readonly code: string;
  readonly kind: 'new-solution' | 'new-version' | 'card-change';
  readonly version: string;
  readonly daysAgo: number;
  readonly region?: 'ru' | 'by' | 'kz' | 'west';
  readonly fault?: keyof typeof FAULTS;
  /** Decided long ago, so that later submissions have a history. */
  readonly outcome?: 'approved' | 'returned';
  /** Why it was returned: the rule and what was seen. */
  readonly reason?: { readonly ruleId: string; readonly seen: string };
}

export interface DemoCard {
  texts: Partial<Record<CardLanguage, Record<'name' | 'slogan' | 'description' | 'installation' | 'support', string>>>;
  categories: string[];
  tags: string[];
  keywords: string;
  links: Record<string, string>;
  pricing: Record<string, boolean>;
}

export interface DemoDraft {
  card: DemoCard;
  version: Record<string, unknown>;
  icon: string;
  screenshots: string[];
  testData: { note: string; values: Record<string, string> } | null;
}

/** Faults as vendors really make them; each changes a good draft. */
export const FAULTS = {
  'brand-in-keywords': (draft: DemoDraft) => {
    draft.card.keywords = `Битрикс24, ${draft.card.keywords}`;
  },
  'no-reaction-time': (draft: DemoDraft) => {
    if (draft.card.texts.ru !== undefined) draft.card.texts.ru.support = 'Почта поддержки указана на сайте. Пишите: support@primer.example';
  },
  'slogan-repeats-name': (draft: DemoDraft) => {
    if (draft.card.texts.ru !== undefined) draft.card.texts.ru.slogan = draft.card.texts.ru.name;
  },
  'no-privacy-link': (draft: DemoDraft) => {
    delete draft.card.links['privacy'];
  },
  'placeholder-left': (draft: DemoDraft) => {
    if (draft.card.texts.ru !== undefined)
      draft.card.texts.ru.installation =
        'Здесь будет описание установки. Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.';
  },
  'no-screenshots': (draft: DemoDraft) => {
    draft.screenshots = [];
  },
  'bad-icon': (draft: DemoDraft) => {
    draft.icon = 'faulty-icon.png';
  },
  'direct-sale': (draft: DemoDraft) => {
    if (draft.card.texts.ru !== undefined)
      draft.card.texts.ru.description += '\n\nСкидка 20% по промокоду ОСЕНЬ при оплате на нашем сайте.';
  },
  'no-whats-new': (draft: DemoDraft) => {
    draft.version['whatsNew'] = {};
  },
  'wide-rights': (draft: DemoDraft) => {
    draft.version['scopes'] = [...(draft.version['scopes'] as string[]), 'user', 'disk'];
  },
  'plain-http': (draft: DemoDraft) => {
    for (const key of ['appUrl', 'installUrl', 'eventUrl'])
      if (typeof draft.version[key] === 'string') draft.version[key] = draft.version[key].replace('https:', 'http:');
  },
  'no-test-data': (draft: DemoDraft) => {
    draft.testData = null;
  },
  'too-many-categories': (draft: DemoDraft) => {
    draft.card.categories = ['crm', 'documents', 'tasks', 'finance', 'hr', 'marketing'];
  },
} as const;

/** Oldest first, so that history comes before what follows it. */
export const DEMO_SUBMISSIONS: readonly DemoSubmission[] = [
  { code: 'severlab.invoices', kind: 'new-solution', version: '1.0', daysAgo: 120, outcome: 'approved' },
  { code: 'mostik.warehouse', kind: 'new-solution', version: '1.0', daysAgo: 96, outcome: 'approved' },
  { code: 'orbita-bi.sales', kind: 'new-solution', version: '1.0', daysAgo: 80, outcome: 'approved' },
  { code: 'polekadr.shifts', kind: 'new-solution', version: '1.0', daysAgo: 61, outcome: 'approved' },
  {
    code: 'zvonar.line',
    kind: 'new-solution',
    version: '1.0',
    daysAgo: 25,
    outcome: 'returned',
    reason: {
      ruleId: 'func-telephony-scenarios',
      seen: 'Запись разговора не прикрепляется к звонку: в карточке клиента звонок есть, записи нет.',
    },
  },
  {
    code: 'lavka-it.bot',
    kind: 'new-solution',
    version: '1.0',
    daysAgo: 21,
    outcome: 'returned',
    reason: { ruleId: 'func-chatbot-greeting', seen: 'Бот не здоровается при приглашении в чат и не показывает команды.' },
  },
  {
    code: 'kuznica.robots',
    kind: 'new-solution',
    version: '1.0',
    daysAgo: 18,
    outcome: 'returned',
    reason: { ruleId: 'card-install-steps', seen: 'Не описано, где найти роботов и что значат их настройки.' },
  },
  { code: 'severlab.payments', kind: 'new-solution', version: '1.0', daysAgo: 12 },
  { code: 'mostik.delivery', kind: 'new-solution', version: '1.0', daysAgo: 11, fault: 'no-test-data' },
  { code: 'tihiybereg.contacts', kind: 'new-solution', version: '1', daysAgo: 10 },
  { code: 'severlab.invoices', kind: 'new-version', version: '4', daysAgo: 9 },
  { code: 'lavka-it.quiz', kind: 'new-solution', version: '0.9', daysAgo: 9, fault: 'placeholder-left' },
  { code: 'polekadr.agreements', kind: 'new-solution', version: '2', daysAgo: 8 },
  { code: 'orbita-bi.sales', kind: 'new-version', version: '1.1', daysAgo: 8, fault: 'no-whats-new' },
  { code: 'polekadr.shifts', kind: 'card-change', version: '1.0', daysAgo: 7, fault: 'brand-in-keywords' },
  { code: 'mostik.warehouse', kind: 'new-version', version: '1.2', daysAgo: 7, fault: 'wide-rights' },
  { code: 'mostik.warehouse', kind: 'new-version', version: '1.2', daysAgo: 7, region: 'west' },
  { code: 'zvonar.line', kind: 'new-solution', version: '1.1', daysAgo: 6, fault: 'bad-icon' },
  { code: 'severlab.payments', kind: 'new-solution', version: '1.0', daysAgo: 6, region: 'kz' },
  { code: 'lavka-it.bot', kind: 'new-solution', version: '1.1', daysAgo: 6, fault: 'no-reaction-time' },
  { code: 'kuznica.robots', kind: 'new-solution', version: '1.1', daysAgo: 5 },
  { code: 'polekadr.agreements', kind: 'new-solution', version: '2', daysAgo: 5, region: 'by' },
  { code: 'tihiybereg.contacts', kind: 'new-solution', version: '1', daysAgo: 5, region: 'kz' },
  { code: 'severlab.invoices', kind: 'card-change', version: '1.0', daysAgo: 4, fault: 'direct-sale' },
  { code: 'mostik.delivery', kind: 'new-solution', version: '1.0', daysAgo: 4, region: 'by', fault: 'no-privacy-link' },
  { code: 'orbita-bi.sales', kind: 'card-change', version: '1.0', daysAgo: 4 },
  { code: 'lavka-it.quiz', kind: 'new-solution', version: '0.9', daysAgo: 3, region: 'kz', fault: 'no-screenshots' },
  { code: 'polekadr.shifts', kind: 'new-version', version: '1.3', daysAgo: 3 },
  { code: 'kuznica.robots', kind: 'new-solution', version: '1.1', daysAgo: 3, region: 'by', fault: 'slogan-repeats-name' },
  { code: 'zvonar.line', kind: 'new-solution', version: '1.1', daysAgo: 2, region: 'kz', fault: 'plain-http' },
  { code: 'mostik.warehouse', kind: 'card-change', version: '1.0', daysAgo: 2 },
  { code: 'lavka-it.bot', kind: 'new-solution', version: '1.1', daysAgo: 2, region: 'by' },
  { code: 'severlab.invoices', kind: 'new-version', version: '4', daysAgo: 1, region: 'kz' },
  { code: 'polekadr.shifts', kind: 'new-version', version: '1.3', daysAgo: 1, region: 'kz', fault: 'too-many-categories' },
  { code: 'orbita-bi.sales', kind: 'new-version', version: '1.1', daysAgo: 0, region: 'by' },
  { code: 'polekadr.agreements', kind: 'new-solution', version: '2', daysAgo: 0, region: 'kz' },
];

/** A draft with which nothing is wrong. @param version install settings of the version card */
export function draftOf(solution: DemoSolution, version: Record<string, unknown>, keys: Readonly<Record<string, string>>): DemoDraft {
  const { domain } = solution.vendor;
  const russian = {
    name: solution.name,
    slogan: solution.slogan,
    description: solution.description,
    installation: solution.installation,
    support: `Почта: help@${domain}\nТелефон: +7 495 000-00-00\nФорма обращения: https://${domain}/help\nРаботаем по будням с 9:00 до 18:00 по московскому времени. Время реакции: ответ в течение 4 рабочих часов.`,
  };
  return {
    card: {
      texts: {
        ru: russian,
        ...(solution.english === undefined
          ? {}
          : {
              en: {
                ...solution.english,
                support: `Mail: help@${domain}\nForm: https://${domain}/en/help\nWorking days 9:00 to 18:00 (UTC+3). Reaction time: reply within 8 working hours.`,
              },
            }),
      },
      categories: [...solution.categories],
      tags: [...solution.tags],
      keywords: solution.keywords,
      links: {
        eula: `https://${domain}/${solution.code}/eula.html`,
        privacy: `https://${domain}/privacy.html`,
        contact: `https://${domain}/${solution.code}`,
        ...(solution.type === 'integration' || solution.type === 'telephony'
          ? { service: `https://${domain}`, servicePrices: `https://${domain}/prices` }
          : {}),
      },
      pricing: {
        monetised: solution.monetised,
        externalServicePaid: solution.type === 'integration' || solution.type === 'telephony',
        extraPaid: false,
      },
    },
    version,
    icon: `${solution.code.split('.').join('-')}-icon.png`,
    screenshots: solution.screens.map((_, index) => `${solution.code.split('.').join('-')}-${String(index + 1)}.jpg`),
    testData: {
      note: 'Доступ для проверки. Учётная запись действует до конца месяца, сообщите в чате, если понадобится продлить.',
      values: { ...keys },
    },
  };
}
