import type { PortalUser } from '../../../portals/portal.ts';

type Language = 'ru' | 'en';

/** People of the account; the same as in its table of employees. Named by role, so that nobody real is meant. */
export interface AccountUser {
  readonly id: string;
  readonly roleId: number;
  readonly name: Readonly<Record<Language, string>>;
  readonly role: Readonly<Record<Language, string>>;
  readonly email: string;
  /** role_id 3 is the owner (domain/poster.md §2). */
  readonly isOwner: boolean;
}

export const ACCOUNT_USERS: readonly AccountUser[] = [
  {
    id: '7',
    roleId: 3,
    name: { ru: 'Владелец', en: 'Owner' },
    role: { ru: 'владелец', en: 'owner' },
    email: 'owner@account.example',
    isOwner: true,
  },
  {
    id: '8',
    roleId: 2,
    name: { ru: 'Управляющий', en: 'Manager' },
    role: { ru: 'управляющий', en: 'manager' },
    email: 'manager@account.example',
    isOwner: false,
  },
];

export function findUser(id: string): AccountUser | null {
  return ACCOUNT_USERS.find((user) => user.id === id) ?? null;
}

export function portalUsers(language: Language): readonly PortalUser[] {
  return ACCOUNT_USERS.map((user) => ({ id: user.id, role: user.isOwner ? 'administrator' : 'user', name: user.name[language] }));
}
