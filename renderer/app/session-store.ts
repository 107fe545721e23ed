import { create } from 'zustand';
import type { Output, SettingsView } from '../../shared/ipc/contract.ts';
import { sourceInWords } from '../../shared/domain/source-names.ts';
import { i18nFor, type I18n } from '../i18n/translate.ts';
import { call } from '../lib/bridge.ts';
import type { Failure } from '../lib/resources.ts';

export type AppInfo = Output<'app.info'>;
type LayoutValue = SettingsView['layout'][string];

interface Session {
  readonly info: AppInfo | null;
  readonly failure: Failure | null;
  readonly settings: SettingsView;
}

const BEFORE_LOADING: SettingsView = {
  locale: 'ru',
  theme: 'system',
  density: 'comfortable',
  moderatorName: '',
  termDays: 5,
  calendar: { holidays: 'ru', daysOff: [], workDays: [] },
  stageDays: {},
  prices: {},
  layout: {},
};

export const useSession = create<Session>()(() => ({ info: null, failure: null, settings: BEFORE_LOADING }));

/** Puts theme, density and language on the root element; tokens.css does the rest. */
function applyToDocument(settings: SettingsView): void {
  const root = document.documentElement;
  root.dataset['theme'] = settings.theme;
  root.dataset['density'] = settings.density;
  root.lang = settings.locale;
  document.title = i18nFor(settings.locale).t('app.title');
}

export function acceptSettings(settings: SettingsView): void {
  useSession.setState({ settings });
  applyToDocument(settings);
}

/** @param alongside awaited before anything is shown, so that what it brings is in the first picture */
export async function loadSession(alongside?: Promise<void>): Promise<void> {
  const [result] = await Promise.all([call('app.info', {}), alongside]);
  if (result.ok) {
    const { settings } = result.value;
    useSession.setState({ info: result.value, failure: null });
    acceptSettings({ ...settings, layout: { ...settings.layout, ...Object.fromEntries(unwritten) } });
  } else useSession.setState({ failure: { code: result.code, message: result.message, details: result.details } });
}

/** Changes settings at once on the screen, and on disk; what the main process answers is what holds. */
export async function changeSettings(change: Partial<SettingsView>): Promise<Failure | null> {
  acceptSettings({ ...useSession.getState().settings, ...change });
  const result = await call('settings.set', change);
  if (result.ok) {
    acceptSettings(result.value);
    return null;
  }
  return { code: result.code, message: result.message, details: result.details };
}

let layoutTimer: ReturnType<typeof setTimeout> | undefined;
/** What was remembered and is not on disk yet: a session that is read meanwhile does not know it. */
const unwritten = new Map<string, LayoutValue>();

/** Remembers a pane size or the like; written a moment after the last change. */
export function rememberLayout(name: string, value: LayoutValue): void {
  const settings = useSession.getState().settings;
  if (settings.layout[name] === value) return;
  const layout = { ...settings.layout, [name]: value };
  useSession.setState({ settings: { ...settings, layout } });
  unwritten.set(name, value);
  clearTimeout(layoutTimer);
  layoutTimer = setTimeout(() => {
    const written = new Map(unwritten);
    void call('settings.set', { layout: useSession.getState().settings.layout }).then(() => {
      for (const [each, as] of written) if (unwritten.get(each) === as) unwritten.delete(each);
    });
  }, 400);
}

export function layoutNumber(name: string, fallback: number): number {
  const value = useSession.getState().settings.layout[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** The language of the person, for components. */
export function useI18n(): I18n {
  return i18nFor(useSession((session) => session.settings.locale));
}

/** Names the documents that rules, stages and prices refer to. */
export function useSourceWords(): (source: string) => string {
  const { pick } = useI18n();
  const marketplaces = useSession((session) => session.info?.marketplaces);
  return (source) => sourceInWords(source, marketplaces?.flatMap(({ sources }) => sources) ?? [], pick);
}

/** The same outside components. */
export function currentI18n(): I18n {
  return i18nFor(useSession.getState().settings.locale);
}
