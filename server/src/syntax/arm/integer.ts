/** Digits as a number; those that a double can't hold exactly as a bigint, as far as 64 bits may go. */
export function integerOf(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) || digits.length > 20 || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
}
