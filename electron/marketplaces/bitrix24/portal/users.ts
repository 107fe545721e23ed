import type { PortalUser } from '../../../portals/portal.ts';
import type { PortalSession } from '../../portal-kit/sessions.ts';

/** An employee of the demo company. Named by role, so that nobody real is meant. */
export interface DemoUser {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly firstName: Text;
  readonly lastName: Text;
  readonly position: Text;
  readonly email: string;
}

export type Session = PortalSession<DemoUser>;

type Language = 'ru' | 'en';
type Text = Readonly<Record<Language, string>>;

export const DEMO_USERS: readonly DemoUser[] = [
  {
    id: '1',
    isAdmin: true,
    firstName: { ru: 'Администратор', en: 'Portal' },
    lastName: { ru: 'портала', en: 'Administrator' },
    position: { ru: 'Системный администратор', en: 'System administrator' },
    email: 'admin@company.example',
  },
  {
    id: '2',
    isAdmin: false,
    firstName: { ru: 'Сотрудник', en: 'Sales' },
    lastName: { ru: 'отдела продаж', en: 'Employee' },
    position: { ru: 'Менеджер по продажам', en: 'Sales manager' },
    email: 'sales@company.example',
  },
  {
    id: '3',
    isAdmin: false,
    firstName: { ru: 'Руководитель', en: 'Head of' },
    lastName: { ru: 'отдела продаж', en: 'Sales' },
    position: { ru: 'Руководитель отдела', en: 'Head of department' },
    email: 'head@company.example',
  },
  {
    id: '4',
    isAdmin: false,
    firstName: { ru: 'Сотрудник', en: 'Accounting' },
    lastName: { ru: 'бухгалтерии', en: 'Employee' },
    position: { ru: 'Бухгалтер', en: 'Accountant' },
    email: 'accounting@company.example',
  },
];

export function findUser(id: string): DemoUser | null {
  return DEMO_USERS.find((user) => user.id === id) ?? null;
}

export function fullName(user: DemoUser, language: Language): string {
  return `${user.firstName[language]} ${user.lastName[language]}`;
}

export function portalUsers(language: Language): readonly PortalUser[] {
  return DEMO_USERS.map((user) => ({ id: user.id, role: user.isAdmin ? 'administrator' : 'user', name: fullName(user, language) }));
}

/** A user as `user.get` shows it; the narrower user scopes hide some of it (domain/bitrix24.md §7). */
export function restUser(user: DemoUser, language: Language, scopes: readonly string[]): Record<string, unknown> {
  const brief: Record<string, unknown> = {
    ID: user.id,
    ACTIVE: true,
    NAME: user.firstName[language],
    LAST_NAME: user.lastName[language],
    SECOND_NAME: '',
    TITLE: null,
    IS_ONLINE: 'Y',
    TIME_ZONE: '',
    TIME_ZONE_OFFSET: '0',
    USER_TYPE: 'employee',
    UF_DEPARTMENT: [1],
    WORK_POSITION: user.position[language],
    PERSONAL_GENDER: '',
    PERSONAL_PHOTO: '',
  };
  if (!scopes.includes('user') && !scopes.includes('user_basic')) return brief;
  return {
    ...brief,
    XML_ID: '',
    EMAIL: user.email,
    LAST_LOGIN: '2026-01-12T09:00:00+03:00',
    DATE_REGISTER: '2024-03-04T03:00:00+03:00',
    PERSONAL_BIRTHDAY: '',
    PERSONAL_WWW: '',
    PERSONAL_MOBILE: '',
    PERSONAL_CITY: '',
    WORK_PHONE: '',
    UF_EMPLOYMENT_DATE: '',
    UF_PHONE_INNER: `10${user.id}`,
  };
}
