import type { Evaluate } from './compile.ts'
import type { Operator } from './syntax.ts'
import { unreadable, type Value } from './values.ts'

/** Three-valued, as in SQL: what one side settles alone is settled though the other is missing. */
export function compileLogic(operator: 'and' | 'or', left: Evaluate, right: Evaluate): Evaluate {
  const settles = operator === 'or'
  return (cells) => {
    const a = left(cells)
    if (a === settles || a === unreadable) return a
    const b = right(cells)
    if (b === settles || b === unreadable) return b
    return a === null || b === null ? null : !settles
  }
}

/** Sides of one type. Texts by their code units, so that the result is the same on every machine. */
export function compileComparison(operator: Operator, left: Evaluate, right: Evaluate): Evaluate {
  const holds = comparisons[operator as keyof typeof comparisons]
  return (cells) => {
    const [a, b] = [left(cells), right(cells)]
    if (typeof a === 'symbol' || typeof b === 'symbol') return unreadable
    return a === null || b === null ? null : holds(a, b)
  }
}

type Present = Exclude<Value, null | symbol>

const comparisons = {
  '=': (a: Present, b: Present) => a === b,
  '!=': (a: Present, b: Present) => a !== b,
  '<': (a: Present, b: Present) => a < b,
  '<=': (a: Present, b: Present) => a <= b,
  '>': (a: Present, b: Present) => a > b,
  '>=': (a: Present, b: Present) => a >= b,
}
