import { InvalidArgumentError } from 'commander';

/** A whole number from 1 to `limit`. */
export function atMost(limit: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < 1 || number > limit) {
      throw new InvalidArgumentError(`A whole number from 1 to ${String(limit)} is needed.`);
    }
    return number;
  };
}
