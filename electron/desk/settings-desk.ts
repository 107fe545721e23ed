import { isDeepStrictEqual } from 'node:util';
import type { Parsed, SettingsView } from '../../shared/ipc/contract.ts';
import { Settings } from '../../shared/ipc/inputs.ts';
import type { Connection } from '../store/connection.ts';
import { appendEvent } from '../store/event-log.ts';
import { fact, setFact } from '../store/repositories/facts.ts';
import { renameClaimant } from '../store/repositories/submissions.ts';
import type { Emit } from './desk-context.ts';

export const DEFAULT_SETTINGS: SettingsView = {
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

const FACT = 'settings';

export type SettingsChange = Parsed<'settings.set'>;

/** What is absent stays; pane sizes are kept one by one. */
export function mergeSettings(current: SettingsView, change: SettingsChange): SettingsView {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return Settings.parse({ ...current, ...given, layout: { ...current.layout, ...change.layout } });
}

/** Settings of the workspace, held in memory since every event needs the moderator's name. */
export class SettingsDesk {
  private current: SettingsView;

  constructor(
    private readonly db: Connection,
    private readonly workstationId: string,
    /** Name of the account, for as long as the moderator has not introduced himself. */
    private readonly accountName: string,
    private readonly now: () => number,
    private readonly emit: Emit,
  ) {
    this.current = this.read();
  }

  get(): SettingsView {
    return this.current;
  }

  /** Another process may have changed them. */
  reload(): void {
    const stored = this.read();
    if (isDeepStrictEqual(stored, this.current)) return;
    this.current = stored;
    this.emit('settings.changed', stored);
  }

  /** Never empty: nothing in the log may be nobody's. */
  actor(): string {
    return this.actorOf(this.current);
  }

  /** A new name takes the claims of this workstation along; the renaming is logged. */
  set(change: SettingsChange): SettingsView {
    const next = mergeSettings(this.current, change);
    const from = this.actorOf(this.current);
    const to = this.actorOf(next);
    this.db.write((tx) => {
      setFact(tx, FACT, JSON.stringify(next));
      if (from !== to) {
        const claims = renameClaimant(tx, this.workstationId, from, to);
        appendEvent(tx, this.workstationId, { at: this.now(), actor: to, type: 'moderator.renamed', details: { from, to, claims } });
      }
    });
    this.current = next;
    this.emit('settings.changed', next);
    return next;
  }

  private actorOf(settings: SettingsView): string {
    return settings.moderatorName.trim() || this.accountName;
  }

  /** What an older or damaged value does not hold comes from the defaults; settings never keep a workspace from opening. */
  private read(): SettingsView {
    const stored = fact(this.db, FACT);
    if (stored === undefined) return DEFAULT_SETTINGS;
    try {
      const parsed = Settings.safeParse({ ...DEFAULT_SETTINGS, ...(JSON.parse(stored) as object) });
      return parsed.success ? parsed.data : DEFAULT_SETTINGS;
    } catch {
      return DEFAULT_SETTINGS;
    }
  }
}
