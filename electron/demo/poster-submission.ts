import { LOYALTY, posterVendor } from './vendors/poster/sample-apps.ts';

/** The demonstration's submission to Poster, with a server that answers: `address` is where it listens. */
export function posterSubmission(
  address: string,
  submittedAt: number,
): { readonly manifest: Record<string, unknown>; readonly pictures: readonly string[] } {
  const icon = 'mostik-warehouse-icon.png';
  const screenshots = ['mostik-warehouse-1.jpg', 'mostik-warehouse-2.jpg'];
  const { manageUrl, webhookUrl } = posterVendor(LOYALTY).registration(address);
  const manifest = {
    marketplace: 'poster',
    kind: 'new-solution',
    externalId: '41001',
    submittedAt: new Date(submittedAt).toISOString(),
    region: 'ua',
    solutionType: 'loyalty',
    solution: { code: LOYALTY.code },
    vendor: { code: 'zyorna', name: LOYALTY.company, legalName: 'ООО «Зёрна и Ко»', email: 'market@zyorna.example' },
    card: {
      texts: {
        ru: {
          name: LOYALTY.title,
          slogan: 'Приветственные бонусы гостям без ручной работы.',
          description:
            'Для кофеен и небольших кафе.\n\nНовый гость получает приветственный бонус, владелец настраивает приветствие прямо в админ-панели. Гости возвращаются чаще, кассир ничего не вводит.',
          instruction:
            '1. Откройте приложение в маркете и нажмите «Подключить».\n2. Разрешите доступ к клиентам и настройкам.\n3. В окне приложения впишите приветствие и сохраните.',
          uninstallData: 'После отключения токен стирается сразу, приветствие хранится 30 дней и удаляется.',
        },
      },
      links: {
        site: 'https://zyorna.example',
        demoVideo: 'https://zyorna.example/demo.mp4',
        videoInstruction: 'https://zyorna.example/start.mp4',
      },
      prices: [{ region: 'Украина', amount: 300, currency: 'UAH', period: 'month', trialDays: 14 }],
      support: { email: 'help@zyorna.example', hours: 'По будням 9–18, ответ в течение дня' },
      testAccess: { needed: false, explanation: 'Вход в сервис не нужен: всё работает в окне админ-панели.' },
      testClients: ['Кофейня на Садовой'],
      calls: { introduction: true, technical: true },
    },
    version: {
      number: '1.0',
      whatsNew: { ru: 'Первая версия.' },
      mode: LOYALTY.mode,
      manageUrl,
      webhookUrl,
      webhookEntities: LOYALTY.webhookEntities,
      accesses: LOYALTY.accesses,
    },
    testData: {
      note: 'Внешний сервис не нужен.',
      values: { application_id: LOYALTY.applicationId, application_secret: LOYALTY.applicationSecret },
    },
    media: { icon, screenshots: screenshots.map((file) => ({ file, language: 'ru' })) },
  };
  return { manifest, pictures: [icon, ...screenshots] };
}
