import { AssayError } from '../../../base/errors.ts'

/** A piece of an expression. `at` counts characters from 1. */
export interface Token {
  kind: 'number' | 'text' | 'name' | 'column' | 'mark' | 'end'
  text: string
  at: number
}

/** Longer expressions belong into several columns. */
export const longestExpression = 2000

const marks = ['<=', '>=', '<>', '!=', '(', ')', ',', '+', '-', '*', '/', '=', '<', '>']
const number = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?/
const name = /^[\p{L}_#][\p{L}\p{N}_#]*/u

/** The error of an expression that can't be: what was expected where, and what stood there instead. */
export const badExpression = (at: number, expected: string, found: string): AssayError =>
  new AssayError('shape.expression', { position: at, expected, found })

/**
 * Cuts an expression into tokens. Texts stand in "…" or '…', column names bare or in […]; the closing mark is doubled to
 * stand for itself. Throws `shape.expression`.
 */
export function cutTokens(source: string): Token[] {
  if (source.length > longestExpression) {
    throw badExpression(longestExpression + 1, `at most ${longestExpression} characters`, `${source.length}`)
  }
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const blank = /^\s+/.exec(rest)
    if (blank) {
      at += blank[0].length
      continue
    }
    const { token, length } = nextToken(rest, at + 1)
    tokens.push(token)
    at += length
  }
  tokens.push({ kind: 'end', text: '', at: source.length + 1 })
  return tokens
}

function nextToken(rest: string, at: number): { token: Token; length: number } {
  const first = rest[0]
  if (first === '"' || first === "'") return quoted(rest, at, 'text', first)
  if (first === '[') return quoted(rest, at, 'column', ']')
  const digits = number.exec(rest)
  if (digits) return { token: { kind: 'number', text: digits[0], at }, length: digits[0].length }
  const word = name.exec(rest)
  if (word) return { token: { kind: 'name', text: word[0], at }, length: word[0].length }
  const mark = marks.find((each) => rest.startsWith(each))
  if (!mark) throw badExpression(at, 'a number, a text, a column or an operator', first)
  return { token: { kind: 'mark', text: mark, at }, length: mark.length }
}

function quoted(rest: string, at: number, kind: 'text' | 'column', close: string): { token: Token; length: number } {
  let text = ''
  for (let i = 1; i < rest.length; i++) {
    if (rest[i] !== close) text += rest[i]
    else if (rest[i + 1] === close) text += rest[i++]
    else return { token: { kind, text, at }, length: i + 1 }
  }
  throw badExpression(at + rest.length, close, 'the end')
}
