import { DEMO_SOLUTIONS } from './solutions.ts';

const HOUR_MS = 3_600_000;

interface DemoReview {
  readonly code: string;
  readonly hoursAgo: number;
  readonly author: string;
  readonly portal: string;
  readonly plan?: 'commercial' | 'demo' | 'free';
  readonly installed?: boolean;
  readonly rating: number;
  readonly text: string;
  readonly answer?: string;
  readonly correction?: string;
  readonly dispute?: string;
}

/** Reviews of fictional buyers: waiting, answered well and badly, disputed, corrected, and some that should not have been possible. */
const REVIEWS: readonly DemoReview[] = [
  {
    code: 'mostik.warehouse',
    hoursAgo: 52,
    author: 'Мария',
    portal: 'buket-i-lenta.example',
    plan: 'commercial',
    installed: true,
    rating: 2,
    text: 'Остатки обновляются раз в сутки, из-за этого продали то, чего нет на складе. Поддержка ответила только на третий день.',
    dispute: 'Обмен по расписанию описан в карточке, покупатель его не включил. Просим снять отзыв.',
  },
  {
    code: 'mostik.warehouse',
    hoursAgo: 30,
    author: 'Олег',
    portal: 'krepezh-tochka.example',
    plan: 'commercial',
    installed: true,
    rating: 5,
    text: 'Настроили за вечер, остатки и цены приходят сами.',
    answer: 'Олег, спасибо за отзыв! Рады, что всё получилось. Если появятся вопросы, пишите: поможем.',
  },
  {
    code: 'polekadr.shifts',
    hoursAgo: 20,
    author: 'Светлана',
    portal: 'pekarnya-utro.example',
    plan: 'commercial',
    installed: true,
    rating: 3,
    text: 'График удобный, но нельзя поменять смену задним числом.',
    answer: 'Так и задумано. Читайте инструкцию.',
    correction: 'График удобный. Смену задним числом меняет администратор, подсказала поддержка.',
  },
  {
    code: 'polekadr.shifts',
    hoursAgo: 9,
    author: 'Иван',
    portal: 'avtomoyka-voda.example',
    plan: 'demo',
    installed: true,
    rating: 1,
    text: 'Ничего не понял.',
  },
  {
    code: 'orbita-bi.sales',
    hoursAgo: 5,
    author: 'Павел',
    portal: 'mebel-dom.example',
    rating: 4,
    text: 'Отчёты хорошие, не хватает сравнения с прошлым годом.',
  },
  {
    code: 'severlab.invoices',
    hoursAgo: 200,
    author: 'Елена',
    portal: 'stroy-smeta.example',
    plan: 'commercial',
    installed: true,
    rating: 5,
    text: 'Счета из сделки в один клик, бухгалтер доволен.',
    answer: 'Елена, благодарим! Приятно знать, что решение помогает. Хорошего дня!',
  },
  {
    code: 'severlab.invoices',
    hoursAgo: 120,
    author: 'Тимур',
    portal: 'logist-perevoz.example',
    plan: 'commercial',
    installed: true,
    rating: 2,
    text: 'После обновления слетела нумерация актов.',
  },
  {
    code: 'severlab.invoices',
    hoursAgo: 2,
    author: 'Аноним',
    portal: 'portal-0000.example',
    plan: 'free',
    installed: false,
    rating: 1,
    text: 'Не советую.',
  },
];

/** The reviews as a package in the open format. @param now ms UTC */
export function demoReviews(now: number): object {
  return {
    format: 'moderation-reviews',
    formatVersion: 1,
    marketplace: 'bitrix24',
    reviews: REVIEWS.map(({ code, hoursAgo, author, portal, plan, installed, rating, text, answer, correction, dispute }, index) => {
      const solution = DEMO_SOLUTIONS.find((each) => each.code === code);
      if (solution === undefined) throw new Error(`The demonstration has no solution ${code}`);
      const submittedAt = now - hoursAgo * HOUR_MS;
      // Everything that followed happened on the way to now.
      const later = (part: number): string => new Date(submittedAt + hoursAgo * HOUR_MS * part).toISOString();
      const said = (words: string | undefined, part: number): object | undefined =>
        words === undefined ? undefined : { text: words, at: later(part) };
      return {
        externalId: `OT-${String(5_100 + index)}`,
        submittedAt: new Date(submittedAt).toISOString(),
        solution: { code, name: solution.name },
        vendor: { code: solution.vendor.code, name: solution.vendor.name },
        author,
        portal: { address: portal, plan, installed },
        rating,
        text,
        answer: said(answer, 0.3),
        correction: said(correction, 0.6),
        dispute: said(dispute, 0.8),
      };
    }),
  };
}
