import type { PortalUser } from '../../../portals/portal.ts';
import type { PortalSession } from '../../portal-kit/sessions.ts';

type Language = 'ru' | 'en';
type Text = Readonly<Record<Language, string>>;

/** An employee of the demo account. Named by role, so that nobody real is meant. */
export interface DemoUser {
  readonly id: string;
  /** Role as the Vendor API names it (MS §6.3). */
  readonly role: 'admin' | 'cashier' | 'worker' | 'individual';
  readonly isAdmin: boolean;
  readonly login: string;
  readonly name: Text;
  readonly shortName: Text;
}

export type Session = PortalSession<DemoUser>;

export const DEMO_USERS: readonly DemoUser[] = [
  {
    id: '7c1e0a10-5d00-4e00-8a00-000000000001',
    role: 'admin',
    isAdmin: true,
    login: 'admin',
    name: { ru: 'Администратор аккаунта', en: 'Account administrator' },
    shortName: { ru: 'Администратор А.', en: 'Administrator A.' },
  },
  {
    id: '7c1e0a10-5d00-4e00-8a00-000000000002',
    role: 'individual',
    isAdmin: false,
    login: 'manager',
    name: { ru: 'Менеджер продаж', en: 'Sales manager' },
    shortName: { ru: 'Менеджер П.', en: 'Manager S.' },
  },
  {
    id: '7c1e0a10-5d00-4e00-8a00-000000000003',
    role: 'cashier',
    isAdmin: false,
    login: 'cashier',
    name: { ru: 'Кассир магазина', en: 'Shop cashier' },
    shortName: { ru: 'Кассир М.', en: 'Cashier S.' },
  },
];

export function findUser(id: string): DemoUser | null {
  return DEMO_USERS.find((user) => user.id === id) ?? null;
}

export function portalUsers(language: Language): readonly PortalUser[] {
  return DEMO_USERS.map((user) => ({ id: user.id, role: user.isAdmin ? 'administrator' : 'user', name: user.name[language] }));
}
