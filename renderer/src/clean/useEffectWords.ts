import { useFormat } from '../composables/useFormat.ts'

/** By how much something moved, with its sign. */
export function useEffectWords() {
  const format = useFormat()
  const signed = (value: number, words: (size: number) => string) =>
    `${value > 0 ? '+' : value < 0 ? '−' : ''}${words(Math.abs(value))}`
  // Sums of cents end in digits that nobody has written: a ten-thousandth is none of them.
  const tidy = (value: number) => Math.round(value * 1e4) / 1e4

  return {
    count: (rows: number) => format.value.count(rows),
    signedCount: (rows: number) => signed(rows, format.value.count),
    money: (value: number) => signed(tidy(value), format.value.money),
    exactMoney: (value: number) => signed(tidy(value), format.value.exactMoney),
  }
}
