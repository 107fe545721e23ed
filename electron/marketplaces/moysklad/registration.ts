import { createHash } from 'node:crypto';
import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { SolutionRegistration } from '../../portals/portal.ts';
import { mainFrame } from './descriptor/descriptor.ts';
import { readDescriptor } from './descriptor/read-descriptor.ts';
import { moyskladRegistrationSchema } from './portal/registration.ts';
import { versionSchema } from './version-schema.ts';

const refused = (ru: string, en: string): { readonly refused: LocalizedText } => ({ refused: { ru, en } });

/**
 * What a portal registers for a validated version.
 * @param testData values of the private field «Тестовые данные»: `secret_key`, and `published_secret_key` for a version of a published solution
 * @returns the registration, or why a portal cannot install this version
 */
export function registrationOf(
  solution: { readonly code: string; readonly name: string; readonly vendorName: string },
  raw: Readonly<Record<string, unknown>>,
  testData: Readonly<Record<string, string>>,
): SolutionRegistration | { readonly refused: LocalizedText } {
  const version = versionSchema.parse(raw);
  if (version.mode === 'phone-api') {
    return refused(
      'Телефония подключается по Phone API без дескриптора: портал её не устанавливает, проверьте её на живом аккаунте.',
      'Telephony is connected by Phone API without a descriptor: the portal cannot install it; check it on a live account.',
    );
  }
  const secretKey = testData['secret_key'] ?? '';
  if (secretKey === '') {
    return refused(
      'В тестовых данных нет secret_key: без него сервер разработчика не примет портал. Запросите его в чате.',
      'The test data has no secret_key, without which the vendor’s server will not accept the portal. Ask for it in the chat.',
    );
  }
  const reading = readDescriptor(version.descriptor ?? '');
  if (reading.descriptor === null || reading.descriptor.endpointBase === '') {
    const why = reading.problems[0]?.message;
    return refused(
      `Портал не может прочитать дескриптор. ${why?.ru ?? ''}`.trim(),
      `The portal cannot read the descriptor. ${why?.en ?? ''}`.trim(),
    );
  }
  const { appId = '', appUid = '' } = version;
  const publishedKey = testData['published_secret_key'] ?? '';
  return moyskladRegistrationSchema.parse({
    code: solution.code,
    name: solution.name,
    vendorName: solution.vendorName,
    version: version.number,
    mode: mainFrame(reading.descriptor) === null ? 'no-window' : 'main-window',
    appId,
    appUid,
    secretKey,
    descriptor: reading.descriptor,
    descriptorProblems: reading.problems,
    paid: version.paid,
    tariffs: tariffsOf(appId),
    published: version.published === undefined || publishedKey === '' ? null : { ...version.published, secretKey: publishedKey },
  });
}

/** Two tariffs, so that one can be changed for the other; the ids are made from the appId, so that each run has the same. */
export function tariffsOf(appId: string): { id: string; name: string }[] {
  return ['Базовый', 'Расширенный'].map((name) => {
    const hex = createHash('sha256').update(`${appId} ${name}`).digest('hex');
    const id = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
    return { id, name };
  });
}
