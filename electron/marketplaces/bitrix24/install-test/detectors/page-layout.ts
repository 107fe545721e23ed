import type { RunFacts } from '../facts.ts';
import { failed, passed, shortUrl, type Judgement } from '../../../page-watch/judgement.ts';

/** ui-no-scrollbars: no scrollbars of the frame in windows 1280 pixels wide and wider. */
export function judgeScrollbars(facts: RunFacts): Judgement[] {
  const rule = 'ui-no-scrollbars';
  const failures: Judgement[] = [];
  let looked = 0;
  for (const page of facts.pages) {
    for (const layout of page.layouts) {
      looked += 1;
      if (!layout.scrollsHorizontally && !layout.scrollsVertically) continue;
      const which =
        layout.scrollsHorizontally && layout.scrollsVertically
          ? { ru: 'горизонтальная и вертикальная полосы', en: 'horizontal and vertical scrollbars' }
          : layout.scrollsHorizontally
            ? { ru: 'горизонтальная полоса', en: 'a horizontal scrollbar' }
            : { ru: 'вертикальная полоса', en: 'a vertical scrollbar' };
      const sizes = `${layout.contentWidth}×${layout.contentHeight} / ${layout.frameWidth}×${layout.frameHeight}`;
      failures.push(
        failed(
          rule,
          page.stepId,
          `Во фрейме ${which.ru} прокрутки при ширине окна ${layout.windowWidth}: содержимое / фрейм ${sizes} (${shortUrl(page.url)}).`,
          `The frame has ${which.en} in a window ${layout.windowWidth} wide: content / frame ${sizes} (${shortUrl(page.url)}).`,
        ),
      );
    }
  }
  if (failures.length > 0) return failures;
  if (looked === 0) return [];
  return [
    passed(
      rule,
      facts.pages.findLast((page) => page.layouts.length > 0)?.stepId ?? null,
      `Полос прокрутки у фрейма нет, замеров: ${looked}.`,
      `The frame has no scrollbars, measured ${looked} times.`,
    ),
  ];
}
