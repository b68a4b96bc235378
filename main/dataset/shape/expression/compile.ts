import { callPlain, functions, isDateStyle, type PlainFunction, type Type } from './functions.ts'
import { compileComparison, compileLogic } from './logic.ts'
import { parseExpression, type Expression } from './syntax.ts'
import { badExpression } from './tokens.ts'
import { finite, unreadable, type CellReaders, type Value } from './values.ts'

export type Evaluate = (cells: string[]) => Value

/** An expression ready to run: its type, and what gives its value for the cells of a row. */
export interface Compiled {
  type: Type
  run: Evaluate
  /** Of a cell, or a choice between cells: reads it as what is needed. `run` reads it as text. */
  readAs?(type: Type): Evaluate
}

/** The columns an expression may name, and how their cells are read. */
export interface Scope {
  columns: string[]
  readers: CellReaders
}

/**
 * Checks an expression against the columns it may use. Running it is total: missing in gives missing out (but for
 * `coalesce`, `if`, `ismissing`, `and`, `or`), a cell that is there and can't be read as needed gives `unreadable`.
 * Throws `shape.expression` with what was expected where.
 */
export function compileExpression(source: string, scope: Scope): Compiled {
  return compile(parseExpression(source), scope)
}

/** As `compileExpression`, for a condition. */
export function compileCondition(source: string, scope: Scope): Evaluate {
  return as('boolean', compileExpression(source, scope), 1)
}

function compile(node: Expression, scope: Scope): Compiled {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean': {
      const { value } = node
      return { type: node.kind, run: () => value }
    }
    case 'missing':
      return { type: 'missing', run: () => null }
    case 'column':
      return compileColumn(node.name, node.at, scope)
    case 'negate': {
      const run = as('number', compile(node.of, scope), node.of.at)
      return { type: 'number', run: (cells) => negated(run(cells)) }
    }
    case 'not': {
      const run = as('boolean', compile(node.of, scope), node.of.at)
      return { type: 'boolean', run: (cells) => denied(run(cells)) }
    }
    case 'binary':
      return compileBinary(node, scope)
    case 'call':
      return compileCall(node, scope)
  }
}

function compileColumn(name: string, at: number, { columns, readers }: Scope): Compiled {
  const index = columns.indexOf(name)
  if (index < 0) throw badExpression(at, `a column (${shortList(columns)})`, name)
  const readAs = (type: Type): Evaluate => {
    const read = type === 'date' ? readers.date(name) : readers[type === 'number' || type === 'boolean' ? type : 'text']
    return (cells) => read(cells[index])
  }
  return { type: 'cell', run: readAs('text'), readAs }
}

const shortList = (names: string[]) => (names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', '))

/** Reads a compiled expression as a type. Only cells adapt; everything else must be of it. */
export function as(type: Type, given: Compiled, at: number): Evaluate {
  if (given.type === type || given.type === 'missing') return given.run
  if (!given.readAs) throw badExpression(at, type, given.type)
  return given.readAs(type)
}

function compileBinary(node: Expression & { kind: 'binary' }, scope: Scope): Compiled {
  const left = compile(node.left, scope)
  const right = compile(node.right, scope)
  const { operator } = node
  const read = (type: Type): [Evaluate, Evaluate] => [as(type, left, node.left.at), as(type, right, node.right.at)]
  switch (operator) {
    case 'and':
    case 'or':
      return { type: 'boolean', run: compileLogic(operator, ...read('boolean')) }
    case '+':
    case '-':
    case '*':
    case '/':
      return { type: 'number', run: compileArithmetic(arithmetic[operator], ...read('number')) }
    default:
      return { type: 'boolean', run: compileComparison(operator, ...read(comparedAs(operator, left, right))) }
  }
}

/** Two bare columns are compared as numbers where order is asked for, else as texts. */
function comparedAs(operator: string, left: Compiled, right: Compiled): Type {
  const typed = [left.type, right.type].find((type) => type !== 'cell' && type !== 'missing')
  return typed ?? (operator === '=' || operator === '!=' ? 'text' : 'number')
}

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
}

function compileArithmetic(apply: (a: number, b: number) => number, left: Evaluate, right: Evaluate): Evaluate {
  return (cells) => {
    const [a, b] = [left(cells), right(cells)]
    if (typeof a === 'number' && typeof b === 'number') return finite(apply(a, b))
    return a === unreadable || b === unreadable ? unreadable : null
  }
}

const negated = (value: Value): Value => (typeof value === 'number' ? -value : value)
const denied = (value: Value): Value => (typeof value === 'boolean' ? !value : value)

function compileCall(node: Expression & { kind: 'call' }, scope: Scope): Compiled {
  const given = node.arguments.map((each) => compile(each, scope))
  const special = Object.hasOwn(specials, node.name) ? specials[node.name] : null
  if (special) {
    const [least, most] = special.arguments
    expectCount(node, least, most)
    return special.compile(node, given, scope)
  }
  const called = Object.hasOwn(functions, node.name) ? functions[node.name] : null
  if (!called)
    throw badExpression(node.at, `a function (${Object.keys({ ...specials, ...functions }).join(', ')})`, node.name)
  return compilePlain(node, called, given, scope)
}

function expectCount(node: Expression & { kind: 'call' }, least: number, most: number): void {
  const count = node.arguments.length
  if (count >= least && count <= most) return
  const wanted = most === Infinity ? `at least ${least}` : least === most ? `${least}` : `${least} to ${most}`
  throw badExpression(node.at, `${wanted} arguments of ${node.name}`, `${count}`)
}

function compilePlain(
  node: Expression & { kind: 'call' },
  called: PlainFunction,
  given: Compiled[],
  scope: Scope,
): Compiled {
  const { takes, optional = 0, repeats, gives } = called
  expectCount(node, takes.length - optional, repeats ? Infinity : takes.length)
  const read = given.map((each, i) => {
    const type = takes[Math.min(i, takes.length - 1)]
    const { at } = node.arguments[i]
    return type === 'any' ? asText(each, scope) : as(type, each, at)
  })
  return {
    type: gives,
    run: (cells) =>
      callPlain(
        called,
        read.map((run) => run(cells)),
        scope.readers,
      ),
  }
}

/** A value in letters; a date as its day. */
function asText({ type, run }: Compiled, { readers }: Scope): Evaluate {
  return (cells) => {
    const value = run(cells)
    if (typeof value !== 'number') return typeof value === 'boolean' ? `${value}` : value
    return type === 'date' ? readers.calendar.isoDate(value) : readers.write(value)
  }
}

interface Special {
  /** The fewest and the most. */
  arguments: [number, number]
  compile(node: Expression & { kind: 'call' }, given: Compiled[], scope: Scope): Compiled
}

const specials: Record<string, Special> = {
  /** if(condition, then, else): without an else missing; a missing condition gives missing. */
  if: {
    arguments: [2, 3],
    compile(node, [condition, ...branches]) {
      const test = as('boolean', condition, node.arguments[0].at)
      return choice(branches, node.arguments.slice(1), ([then, otherwise = () => null]) => (cells) => {
        const holds = test(cells)
        return typeof holds === 'boolean' ? (holds ? then : otherwise)(cells) : holds
      })
    },
  },
  /** The first value that is not missing. */
  coalesce: {
    arguments: [1, Infinity],
    compile: (node, given) =>
      choice(given, node.arguments, (runs) => (cells) => {
        for (const run of runs) {
          const value = run(cells)
          if (value !== null) return value
        }
        return null
      }),
  },
  ismissing: {
    arguments: [1, 1],
    compile: (_, [{ run }]) => ({
      type: 'boolean',
      run(cells) {
        const value = run(cells)
        return value === unreadable ? value : value === null
      },
    }),
  },
  /** A number, and missing instead of unreadable where the text is none. */
  number: {
    arguments: [1, 1],
    compile(node, [given], scope) {
      return { type: 'number', run: readLeniently('number', given, node, scope.readers.number) }
    },
  },
  text: {
    arguments: [1, 1],
    compile: (_, [given], scope) => ({ type: 'text', run: asText(given, scope) }),
  },
  /** A date, and missing instead of unreadable; the second argument names the style where it is not the column's. */
  date: {
    arguments: [1, 2],
    compile(node, [given], scope) {
      const style = node.arguments[1]
      const named = style?.kind === 'text' && isDateStyle(style.value) ? style.value : null
      if (style && !named) throw badExpression(style.at, 'a date style such as "dayFirst"', style.kind)
      const text = named && given.readAs ? { type: 'text' as const, run: given.readAs('text') } : given
      return { type: 'date', run: readLeniently('date', text, node, scope.readers.dateIn(named ?? 'iso')) }
    },
  },
}

/** A text by `read`, anything else as the type; what can't be read is missing. */
function readLeniently(
  type: Type,
  given: Compiled,
  node: Expression & { kind: 'call' },
  read: (text: string) => Value,
): Evaluate {
  const run = given.type === 'text' ? given.run : as(type, given, node.arguments[0].at)
  return (cells) => {
    const value = run(cells)
    const known = given.type === 'text' && typeof value === 'string' ? read(value) : value
    return known === unreadable ? null : known
  }
}

/** One of several values of one type: that of those which are not cells. Between cells the choice is a cell again. */
function choice(given: Compiled[], nodes: Expression[], choose: (runs: Evaluate[]) => Evaluate): Compiled {
  const readAs = (type: Type) => choose(given.map((each, i) => as(type, each, nodes[i].at)))
  const typed = given.find(({ type }) => type !== 'cell' && type !== 'missing')?.type
  if (typed) return { type: typed, run: readAs(typed) }
  if (given.every(({ type }) => type === 'missing')) return { type: 'missing', run: () => null }
  return { type: 'cell', run: readAs('text'), readAs }
}
