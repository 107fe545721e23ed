import type { Output, Parsed } from '../../shared/ipc/contract.ts';
import type { DeskContext } from './desk-context.ts';

/** Far enough in both directions for every moment that an event can have. */
const EVER_FROM = 0;

/** Numbers from the event log, read by a worker of their own. Rules that this build does not know keep their id only. */
export async function getStatistics(context: DeskContext, input: Parsed<'statistics.get'>): Promise<Output<'statistics.get'>> {
  const now = context.now();
  const from = input.from ?? EVER_FROM;
  const to = input.to ?? now + 1;
  const { marketplace, region, moderator } = input;
  const found = await context.statisticsReader.run('statistics', { filter: { from, to, marketplace, region, moderator }, now });
  return {
    ...found,
    from: input.from ?? found.known.firstAt ?? now,
    to: Math.min(to, now + 1),
    decided: { ...found.decided },
    firstDecision: { ...found.firstDecision },
    waiting: { us: { ...found.waiting.us }, vendor: { ...found.waiting.vendor } },
    volume: [...found.volume],
    attempts: [...found.attempts],
    reasons: found.reasons.map((reason) => ({ ...reason, text: ruleText(context, reason.marketplace, reason.ruleId) })),
    moderators: [...found.moderators],
    places: [...found.places],
    known: { moderators: [...found.known.moderators], firstAt: found.known.firstAt },
  };
}

function ruleText(context: DeskContext, marketplace: string, ruleId: string): { ru: string; en: string } | null {
  const rules = context.marketplaces.find(({ id }) => id === marketplace)?.rulebook.rules ?? [];
  const rule = rules.find(({ id }) => id === ruleId);
  return rule === undefined ? null : { ...rule.text };
}
