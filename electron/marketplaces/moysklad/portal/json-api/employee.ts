import { ENTITY_RIGHTS } from '../../vocabulary.ts';
import type { PortalCore } from '../core.ts';
import type { DemoUser } from '../users.ts';

/** An employee as `context/employee` and the Vendor API's context show it (REMAP, «Контекст запроса сотрудника»). */
export function employeeContext(core: PortalCore, user: DemoUser, language: 'ru' | 'en'): Record<string, unknown> {
  const href = `${core.address.origin}/api/remap/1.2/entity/employee/${user.id}`;
  const level = user.isAdmin ? 'ALL' : 'OWN';
  const permissions: Record<string, unknown> = {};
  for (const [name, levels] of ENTITY_RIGHTS) permissions[name.toLowerCase()] = Object.fromEntries(levels.map((one) => [one, level]));
  permissions['admin'] = { view: user.isAdmin ? 'ALL' : 'NO' };
  return {
    meta: {
      href,
      metadataHref: `${core.address.origin}/api/remap/1.2/entity/employee/metadata`,
      type: 'employee',
      mediaType: 'application/json',
    },
    id: user.id,
    accountId: core.state.accountId,
    shared: true,
    name: user.name[language],
    externalCode: user.login,
    archived: false,
    uid: `${user.login}@${core.state.accountName}`,
    email: `${user.login}@company.example`,
    lastName: user.name[language],
    fullName: user.name[language],
    shortFio: user.shortName[language],
    cashiers: [],
    permissions,
  };
}
