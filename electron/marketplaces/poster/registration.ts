import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { SolutionRegistration } from '../../portals/portal.ts';
import type { SolutionIdentity } from '../marketplace.ts';
import { posterRegistrationSchema } from './portal/registration.ts';
import { versionSchema } from './version-schema.ts';

const refused = (ru: string, en: string): { readonly refused: LocalizedText } => ({ refused: { ru, en } });

/**
 * What an account registers for a validated version.
 * @param testData values of the private field «Тестовые данные»: `application_id` and `application_secret`
 * @returns the registration, or why no account can connect this version
 */
export function registrationOf(
  solution: SolutionIdentity,
  raw: Readonly<Record<string, unknown>>,
  testData: Readonly<Record<string, string>>,
): SolutionRegistration | { readonly refused: LocalizedText } {
  const version = versionSchema.parse(raw);
  if (version.mode === 'pos') {
    return refused(
      'Приложение работает только на терминале: бандл POS тест установки проверить не может, проверьте его на кассе.',
      'The application works on the terminal only: the install test cannot take a POS bundle; check it on a terminal.',
    );
  }
  const applicationId = testData['application_id'] ?? '';
  const applicationSecret = testData['application_secret'] ?? '';
  if (applicationId === '' || applicationSecret === '') {
    return refused(
      'В тестовых данных нет application_id и application_secret: без них сервер разработчика не обменяет код. Запросите их в чате.',
      'The test data has no application_id and application_secret, without which the vendor’s server cannot exchange the code. Ask for them in the chat.',
    );
  }
  const parsed = posterRegistrationSchema.safeParse({
    code: solution.code,
    name: solution.name,
    vendorName: solution.vendorName,
    version: version.number,
    mode: version.mode,
    solutionType: solution.solutionType,
    hasPosBundle: version.pos !== undefined,
    applicationId,
    applicationSecret,
    redirectUri: version.redirectUri ?? null,
    manageUrl: version.manageUrl ?? null,
    webhookUrl: version.webhookUrl ?? null,
    webhookEntities: version.webhookEntities,
    accesses: version.accesses,
  });
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  return refused(
    `Аккаунт не может принять настройки версии: ошибка в поле ${where}.`,
    `The account cannot take the version’s settings: the field ${where} is wrong.`,
  );
}
