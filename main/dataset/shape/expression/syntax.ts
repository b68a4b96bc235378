import { badExpression, cutTokens, type Token } from './tokens.ts'

export type Operator = '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'

/** An expression as a tree. `at` is where it begins in the source, from 1. */
export type Expression = { at: number } & (
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'missing' }
  | { kind: 'column'; name: string }
  | { kind: 'negate' | 'not'; of: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'call'; name: string; arguments: Expression[] }
)

/** How deep brackets, calls and signs may be nested. */
export const deepestExpression = 64

/** From the loosest to the tightest; operators of one level go from left to right. */
const levels: Operator[][] = [['or'], ['and'], ['=', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/']]
const comparison = 2

/**
 * Reads `quantity * [unit price] - coalesce(discount, 0)`. Names before a bracket are functions, all others columns, but
 * for `and`, `or`, `not`, `true`, `false` and `missing`. Throws `shape.expression`.
 */
export function parseExpression(source: string): Expression {
  const tokens = cutTokens(source)
  let next = 0
  let depth = 0

  const peek = () => tokens[next]
  const isWord = (token: Token, word: string) => token.kind === 'name' && token.text.toLowerCase() === word
  const isMark = (token: Token, mark: string) => token.kind === 'mark' && token.text === mark
  const expect = (mark: string) => {
    if (!isMark(peek(), mark)) throw badExpression(peek().at, mark, describe(peek()))
    next++
  }

  function nested(read: () => Expression): Expression {
    if (++depth > deepestExpression) {
      throw badExpression(peek().at, `at most ${deepestExpression} levels`, 'a deeper one')
    }
    const expression = read()
    depth--
    return expression
  }

  function operatorAt(level: number): Operator | null {
    const token = peek()
    if (token.kind !== 'mark' && token.kind !== 'name') return null
    const text = token.text === '<>' ? '!=' : token.text.toLowerCase()
    return levels[level].find((operator) => operator === text) ?? null
  }

  function binary(level: number): Expression {
    if (level === levels.length) return unary()
    let left = binary(level + 1)
    for (let operator = operatorAt(level); operator; operator = operatorAt(level)) {
      next++
      left = { kind: 'binary', at: left.at, operator, left, right: binary(level + 1) }
      if (level === comparison && operatorAt(level)) throw badExpression(peek().at, 'and, or', describe(peek()))
    }
    return left
  }

  function unary(): Expression {
    const token = peek()
    if (isMark(token, '-')) {
      next++
      return { kind: 'negate', at: token.at, of: nested(unary) }
    }
    if (!isWord(token, 'not')) return primary()
    next++
    // `not a = b` denies the comparison, as everybody reads it.
    return { kind: 'not', at: token.at, of: nested(() => binary(comparison)) }
  }

  function primary(): Expression {
    const token = peek()
    next++
    switch (token.kind) {
      case 'number':
        return { kind: 'number', at: token.at, value: Number(token.text) }
      case 'text':
        return { kind: 'text', at: token.at, value: token.text }
      case 'column':
        return { kind: 'column', at: token.at, name: token.text }
      case 'name':
        return isMark(peek(), '(') ? call(token) : word(token)
    }
    if (!isMark(token, '(')) throw badExpression(token.at, 'a number, a text, a column or (', describe(token))
    const inner = nested(() => binary(0))
    expect(')')
    return inner
  }

  function call(token: Token): Expression {
    expect('(')
    const given: Expression[] = []
    while (!isMark(peek(), ')')) {
      if (given.length > 0) expect(',')
      given.push(nested(() => binary(0)))
    }
    next++
    return { kind: 'call', at: token.at, name: token.text.toLowerCase(), arguments: given }
  }

  function word(token: Token): Expression {
    const text = token.text.toLowerCase()
    if (text === 'true' || text === 'false') return { kind: 'boolean', at: token.at, value: text === 'true' }
    if (text === 'missing') return { kind: 'missing', at: token.at }
    if (text === 'and' || text === 'or') {
      throw badExpression(token.at, 'a number, a text, a column or (', token.text)
    }
    return { kind: 'column', at: token.at, name: token.text }
  }

  const expression = binary(0)
  if (peek().kind !== 'end') throw badExpression(peek().at, 'an operator or the end', describe(peek()))
  return expression
}

const describe = (token: Token): string => (token.kind === 'end' ? 'the end' : token.text)
