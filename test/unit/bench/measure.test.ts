import { describe, expect, it } from 'vitest';
import { interleave, quantile, ratioOf, seededRandom, summarise } from '../../bench/measure.ts';

describe('measuring', () => {
  it('computes quantiles by hand-checked values', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8);
    expect(summarise([3, 1, 2])).toMatchObject({ n: 3, median: 2, min: 1, max: 3 });
  });

  it('gives the ratio with an interval that holds it', () => {
    const random = seededRandom(1);
    const base = Array.from({ length: 50 }, (_, i) => 10 + (i % 5));
    const ratio = ratioOf(
      base.map((ms) => ms * 1.2),
      base,
      random,
    );
    expect(ratio.value).toBeCloseTo(1.2);
    expect(ratio.low).toBeGreaterThan(1.05);
    expect(ratio.high).toBeLessThan(1.4);
  });

  it('is not fooled by what slowed both arms in a round', () => {
    const base = Array.from({ length: 9 }, (_, round) => 10 + (round % 3) * 40);
    const ratio = ratioOf(
      base.map((ms) => ms * 1.2),
      base,
      seededRandom(2),
    );
    expect(ratio.low).toBeCloseTo(1.2);
    expect(ratio.high).toBeCloseTo(1.2);
  });

  it('runs every arm in every round, in changing order, without the warm-up', async () => {
    const order: string[] = [];
    const arm = (name: string) => ({ name, run: (): number => (order.push(name), 1) });
    const samples = await interleave([arm('a'), arm('b')], 20, seededRandom(7));
    expect([...samples].map(([, values]) => values.length)).toEqual([20, 20]);
    expect(order).toHaveLength(42);
    const firsts = order.filter((_, i) => i % 2 === 0);
    expect(new Set(firsts)).toEqual(new Set(['a', 'b']));
  });

  it('repeats itself with the same seed', () => {
    const [a, b] = [seededRandom(3), seededRandom(3)];
    expect([a(), a(), a()]).toEqual([b(), b(), b()]);
  });
});
