import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { SolutionRegistration } from '../../portals/portal.ts';
import { bitrix24RegistrationSchema, type Bitrix24Mode } from './portal/registration.ts';
import type { InstallMode } from './vocabulary.ts';
import { versionSchema } from './version-schema.ts';

/** Letters of domain/bitrix24.md §1. */
const LETTER: Readonly<Record<InstallMode, Bitrix24Mode>> = {
  wizard: 'A',
  interface: 'B',
  callback: 'C',
  'settings-form': 'D',
  archive: 'E',
};

const refused = (ru: string, en: string): { readonly refused: LocalizedText } => ({ refused: { ru, en } });

/**
 * What a portal registers for a validated version.
 * @param testData values of the private field «Тестовые данные»: `client_id` and `client_secret`
 * @param archivePath zip file of a static solution on this machine
 * @returns the registration, or why a portal cannot install this version
 */
export function registrationOf(
  solution: { readonly code: string; readonly name: string; readonly vendorName: string },
  raw: Readonly<Record<string, unknown>>,
  testData: Readonly<Record<string, string>>,
  archivePath: string | null = null,
): SolutionRegistration | { readonly refused: LocalizedText } {
  const version = versionSchema.parse(raw);
  if (version.mode === 'archive' && archivePath === null) {
    return refused(
      'Версия поставляется архивом: тест установки по заявке для архива недоступен, проверьте установку на облачном портале.',
      'The version is an archive of static files: the install test of a submission cannot take it; check the installation on a cloud portal.',
    );
  }
  // A static solution has no server that would have to show keys.
  const unused = version.mode === 'archive' ? 'archive-without-keys' : '';
  const clientId = testData['client_id'] || unused;
  const clientSecret = testData['client_secret'] || unused;
  if (clientId === '' || clientSecret === '') {
    return refused(
      'В тестовых данных нет client_id и client_secret: без них сервер разработчика не примет портал. Запросите их в чате.',
      'The test data has no client_id and client_secret, without which the vendor’s server will not accept the portal. Ask for them in the chat.',
    );
  }
  const parsed = bitrix24RegistrationSchema.safeParse({
    code: solution.code,
    name: solution.name,
    vendorName: solution.vendorName,
    version: version.number,
    mode: LETTER[version.mode],
    appUrl: version.appUrl ?? null,
    installUrl: version.mode === 'wizard' ? (version.installUrl ?? null) : null,
    eventUrl: version.eventUrl ?? null,
    settingsUrl: version.settingsUrl ?? null,
    archivePath,
    clientId,
    clientSecret,
    scopes: version.scopes,
    placements: version.placements,
    userInstall: version.userInstall,
  });
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  return refused(
    `Портал не может принять карточку версии: ошибка в поле ${where}.`,
    `The portal cannot take the version card: the field ${where} is wrong.`,
  );
}
