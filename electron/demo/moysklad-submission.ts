import { STOCK_BOT } from './vendors/moysklad/sample-solutions.ts';

/** The demonstration's submission to MoySklad, with a server that answers: `address` is where it listens. */
export function moyskladSubmission(
  address: string,
  submittedAt: number,
): { readonly manifest: Record<string, unknown>; readonly pictures: readonly string[] } {
  const icon = 'mostik-warehouse-icon.png';
  const screenshots = ['mostik-warehouse-1.jpg', 'mostik-warehouse-2.jpg'];
  const manifest = {
    marketplace: 'moysklad',
    kind: 'new-solution',
    externalId: '31001',
    submittedAt: new Date(submittedAt).toISOString(),
    region: 'ru',
    solutionType: 'server',
    solution: { code: STOCK_BOT.appUid },
    vendor: { code: 'romashka', name: STOCK_BOT.company, legalName: 'ООО «Ромашка Софт»', email: 'market@romashka.example' },
    card: {
      texts: {
        ru: {
          name: STOCK_BOT.title,
          slogan: 'Предупреждает об остатках прямо в заказе покупателя.',
          description:
            'Показывает в заказе покупателя, хватает ли товара на выбранном складе, и предупреждает сотрудников сообщением.\n\nТариф «Базовый» — 1000 ₽ в месяц, пробный период 14 дней.',
        },
      },
      alias: 'stockbot',
      categories: ['warehouse'],
      contacts: { email: 'help@romashka.example', telegram: '@romashka_example', notifyEmail: 'market@romashka.example' },
      pricing: { tariffs: [{ id: 'base', name: 'Базовый', description: 'Все возможности', pricePerMonth: 1000, trialDays: 14 }] },
      legal: { form: 'company', country: 'RU', offerAccepted: true },
    },
    version: {
      number: '1',
      whatsNew: { ru: 'Первая версия.' },
      mode: 'main-window',
      appId: STOCK_BOT.appId,
      appUid: STOCK_BOT.appUid,
      descriptor: STOCK_BOT.descriptor(address),
      paid: true,
    },
    testData: { note: 'Внешний сервис не нужен. Сохраните настройки в главном окне.', values: { secret_key: STOCK_BOT.secretKey } },
    media: { icon, screenshots: screenshots.map((file) => ({ file, language: 'ru' })) },
  };
  return { manifest, pictures: [icon, ...screenshots] };
}
