import type { LocalizedText, RuleArea } from '../../shared/domain/rulebook.ts';
import type { VerdictKind } from '../../shared/domain/submission.ts';
import type { BoundEvidenceRow } from '../store/repositories/evidence.ts';
import type { FullFinding } from './finding-desk.ts';

type Language = 'ru' | 'en';

const AREA_TITLES: Readonly<Record<RuleArea, LocalizedText>> = {
  card: { ru: 'Карточка', en: 'Card' },
  media: { ru: 'Изображения и материалы', en: 'Pictures and media' },
  support: { ru: 'Поддержка', en: 'Support' },
  legal: { ru: 'Правовые требования', en: 'Legal requirements' },
  pricing: { ru: 'Цены', en: 'Prices' },
  rights: { ru: 'Права доступа', en: 'Access rights' },
  install: { ru: 'Установка', en: 'Installation' },
  uninstall: { ru: 'Удаление', en: 'Removal' },
  reinstall: { ru: 'Повторная установка', en: 'Reinstallation' },
  function: { ru: 'Работа решения', en: 'Function' },
  interface: { ru: 'Интерфейс', en: 'Interface' },
  security: { ru: 'Безопасность', en: 'Security' },
  region: { ru: 'Требования региона', en: 'Regional requirements' },
  type: { ru: 'Требования к типу решения', en: 'Requirements of the solution type' },
};

/** What the letter is about. */
export interface LetterSubject {
  readonly solutionName: string;
  readonly version: string;
  readonly externalId: string;
  readonly attempt: number;
}

const WORDS = {
  ru: {
    greeting: 'Здравствуйте.',
    subject: (about: LetterSubject): string =>
      `Решение «${about.solutionName}», версия ${about.version} (заявка ${about.externalId}, попытка ${String(about.attempt)})`,
    opening: {
      approve: (subject: string): string => `${subject}: проверка пройдена, решение одобрено.`,
      return: (subject: string, count: number): string => `${subject}: возвращено на доработку. Замечаний: ${String(count)}.`,
      refuse: (subject: string): string => `${subject}: в публикации отказано.`,
      withdraw: (subject: string): string => `${subject}: снято с публикации.`,
    },
    again: (attempts: readonly number[]): string =>
      `Повторно: ${attempts.length === 1 ? 'замечание попытки' : 'замечание попыток'} ${attempts.join(', ')}`,
    expected: 'Требуется',
    seen: 'Обнаружено',
    steps: 'Как повторить',
    pictures: (numbers: readonly number[]): string => `${numbers.length === 1 ? 'Рисунок' : 'Рисунки'}: ${numbers.join(', ')}`,
    picture: (number: number, title: string): string => `Рисунок ${String(number)}. ${title}`,
    closing: {
      approve: '',
      return:
        'Вопросы по замечаниям можно задать в чате с модератором.\n\nПосле исправления отправьте решение на модерацию ещё раз: заявка встанет в конец очереди.',
      refuse: '',
      withdraw: '',
    },
  },
  en: {
    greeting: 'Hello.',
    subject: (about: LetterSubject): string =>
      `Solution "${about.solutionName}", version ${about.version} (submission ${about.externalId}, attempt ${String(about.attempt)})`,
    opening: {
      approve: (subject: string): string => `${subject}: the check is passed, the solution is approved.`,
      return: (subject: string, count: number): string => `${subject}: returned for rework. Findings: ${String(count)}.`,
      refuse: (subject: string): string => `${subject}: publication is refused.`,
      withdraw: (subject: string): string => `${subject}: withdrawn from publication.`,
    },
    again: (attempts: readonly number[]): string =>
      `Again: a finding of ${attempts.length === 1 ? 'attempt' : 'attempts'} ${attempts.join(', ')}`,
    expected: 'Required',
    seen: 'Found',
    steps: 'Steps to repeat',
    pictures: (numbers: readonly number[]): string => `${numbers.length === 1 ? 'Picture' : 'Pictures'}: ${numbers.join(', ')}`,
    picture: (number: number, title: string): string => `Picture ${String(number)}. ${title}`,
    closing: {
      approve: '',
      return:
        'Questions about the findings can be asked in the chat with the moderator.\n\nAfter mending it, submit the solution again: it will enter at the end of the queue.',
      refuse: '',
      withdraw: '',
    },
  },
} as const;

/** Pictures of the findings that go into the letter, numbered from 1 in the order of the letter. */
export function numberPictures(findings: readonly FullFinding[]): ReadonlyMap<string, { number: number; picture: BoundEvidenceRow }> {
  const numbered = new Map<string, { number: number; picture: BoundEvidenceRow }>();
  for (const { evidence } of findings) {
    for (const picture of evidence) {
      if (picture.kind === 'screenshot' && !numbered.has(picture.id)) numbered.set(picture.id, { number: numbered.size + 1, picture });
    }
  }
  return numbered;
}

/**
 * The letter to the vendor: findings by area, each with what is required, what was seen, how to repeat it and the
 * numbers of its pictures. Only a return names findings: the other verdicts owe no reasons, a person adds what there is to say.
 */
export function compileLetter(kind: VerdictKind, about: LetterSubject, included: readonly FullFinding[], language: Language): string {
  const words = WORDS[language];
  const listed = kind === 'return' ? included : [];
  const blocks: string[] = [words.greeting, words.opening[kind](words.subject(about), listed.length)];
  const areas = [...new Set(listed.map(({ rule }) => rule.area))];
  const pictures = numberPictures(areas.flatMap((area) => listed.filter(({ rule }) => rule.area === area)));
  areas.forEach((area, areaIndex) => {
    blocks.push(`${String(areaIndex + 1)}. ${AREA_TITLES[area][language]}`);
    listed
      .filter(({ rule }) => rule.area === area)
      .forEach((each, index) => {
        blocks.push(paragraph(each, `${String(areaIndex + 1)}.${String(index + 1)}`, pictures, language));
      });
  });
  if (pictures.size > 0) blocks.push([...pictures.values()].map(({ number, picture }) => words.picture(number, picture.title)).join('\n'));
  if (words.closing[kind] !== '') blocks.push(words.closing[kind]);
  return `${blocks.join('\n\n')}\n`;
}

function paragraph(
  { finding, rule, seen, evidence, earlierAttempts }: FullFinding,
  number: string,
  pictures: ReadonlyMap<string, { number: number }>,
  language: Language,
): string {
  const words = WORDS[language];
  const lines = [`${number}. ${rule.text[language]}`];
  if (earlierAttempts.length > 0) lines.push(words.again(earlierAttempts));
  lines.push(`${words.expected}: ${rule.expected[language]}`);
  if (seen[language].trim() !== '') lines.push(`${words.seen}: ${seen[language].trim()}`);
  if (finding.steps.trim() !== '') lines.push(`${words.steps}: ${finding.steps.trim()}`);
  const numbers = evidence.flatMap(({ id }) => pictures.get(id)?.number ?? []);
  if (numbers.length > 0) lines.push(words.pictures(numbers));
  return lines.join('\n');
}
