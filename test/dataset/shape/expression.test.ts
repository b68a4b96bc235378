import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssayError } from '../../../main/base/errors.ts'
import { compileCondition, compileExpression, type Scope } from '../../../main/dataset/shape/expression/compile.ts'
import { round } from '../../../main/dataset/shape/expression/functions.ts'
import { createCellReaders, unreadable, type Value } from '../../../main/dataset/shape/expression/values.ts'

const columns = ['quantity', 'unit price', 'status', '下单时间', 'a]b', '#5']
const scope = (decimal: '.' | ',' = '.'): Scope => ({
  columns,
  readers: createCellReaders({ decimal, timezone: 'Asia/Shanghai', dates: { 下单时间: 'dayFirst' } }),
})
const cells = ['3', '9.90', ' Paid ', '05/06/2024 23:30', 'x', '']

const value = (source: string, row = cells): Value => compileExpression(source, scope()).run(row)

function errorOf(source: string): Record<string, string | number> {
  try {
    compileExpression(source, scope())
  } catch (error) {
    if (error instanceof AssayError) return { code: error.code, ...error.params }
  }
  return { code: 'none' }
}

describe('expressions', () => {
  it.each<[string, Value]>([
    ['quantity * [unit price]', 29.700000000000003],
    ['round(quantity * [unit price], 2)', 29.7],
    ['1 + 2 * 3 - -4 / 2', 9],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['1 / 0', null],
    ['status = "Paid"', true],
    ["lower(status) = 'paid' and quantity >= 3", true],
    ['not status = "Paid"', false],
    ['if(quantity > 2, "many", "few")', 'many'],
    ['if(quantity > 5, "many")', null],
    ['coalesce([#5], quantity) + 1', 4],
    ['ismissing([#5])', true],
    ['[#5] + 1', null],
    ['status + 1', unreadable],
    ['number(status)', null],
    ['coalesce(number(status), 0)', 0],
    ['concat("#", quantity, "-", [a]]b])', '#3-x'],
    ['concat(quantity * 1.5)', '4.5'],
    ['substr("café!", 4, 1)', 'é'],
    ['part("shoe-red-42", "-", 2)', 'red'],
    ['part("shoe", "-", 2)', null],
    ['replace("1,5", ",", ".")', '1.5'],
    ['min(3, quantity, 7) + max(1, 2)', 5],
    ['abs(-2.5)', 2.5],
    ['"say ""hi"""', 'say "hi"'],
    ['year([下单时间]) * 10000 + month([下单时间]) * 100 + day([下单时间])', 20240605],
    ['hour([下单时间])', 23],
    ['weekday(下单时间)', 3],
    ['date("2024-06-05") <= date([下单时间])', true],
    ['text(date("31.12.2023", "dayFirst"))', '2023-12-31'],
    ['date("soon")', null],
    ['missing = 1', null],
    ['false and missing = 1', false],
    ['true or status > 5', true],
    ['if([#5] = "x", 1, 2)', null],
    ['if(true, quantity, [unit price]) * 2', 6],
    ['contains(status, "ai") and startswith(status, "P") and endswith(status, "d")', true],
    ['length("日本")', 2],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected)
  })

  it('reads numbers as the file writes them', () => {
    const run = compileExpression('[unit price] * 2', scope(',')).run
    expect(run(['', '1.234,50', '', '', '', ''])).toBe(2469)
    expect(compileExpression('text(1.5)', scope(',')).run(cells)).toBe('1,5')
  })

  it.each([
    ['quantity *', 11, 'a number, a text, a column or (', 'the end'],
    ['quantity * price', 12, expect.stringContaining('a column (quantity, unit price'), 'price'],
    ['(1 + 2', 7, ')', 'the end'],
    ['1 2', 3, 'an operator or the end', '2'],
    ['"open', 6, '"', 'the end'],
    ['1 + "2"', 5, 'number', 'text'],
    ['if(quantity, 1, 2) + upper(1)', 28, 'text', 'number'],
    ['round()', 1, '1 to 2 arguments of round', '0'],
    ['system("ls")', 1, expect.stringContaining('a function ('), 'system'],
    ['constructor(1)', 1, expect.stringContaining('a function ('), 'constructor'],
    ['1 < 2 < 3', 7, 'and, or', '<'],
    ['1 ? 2', 3, 'a number, a text, a column or an operator', '?'],
    ['status = 1 = 2', 12, 'and, or', '='],
    ['if(true, 1, "a")', 13, 'number', 'text'],
    ['date(status, "soon")', 14, 'a date style such as "dayFirst"', 'text'],
    ['and 1', 1, 'a number, a text, a column or (', 'and'],
  ])('%s is refused at its place', (source, position, expected, found) => {
    expect(errorOf(source)).toEqual({ code: 'shape.expression', position, expected, found })
  })

  it('refuses what is no condition', () => {
    expect(() => compileCondition('quantity + 1', scope())).toThrow(/expected.*boolean/)
  })

  it('limits length and depth', () => {
    expect(errorOf('1+'.repeat(1500) + '1')).toMatchObject({ expected: 'at most 2000 characters', found: '3001' })
    expect(errorOf('('.repeat(70) + '1' + ')'.repeat(70))).toMatchObject({ expected: 'at most 64 levels' })
    expect(errorOf('-'.repeat(70) + '1')).toMatchObject({ expected: 'at most 64 levels' })
    expect(value('1' + '+1'.repeat(900))).toBe(901)
  })

  it('rounds as the decimal digits say, whatever the double behind them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 4 }), (digits, places) => {
        const value = digits / 1000
        const text = `${Math.abs(digits)}`.padStart(4, '0')
        const kept = BigInt(text.slice(0, text.length - 3) + text.slice(-3).padEnd(6, '0').slice(0, places))
        const up = places < 3 && text.slice(-3)[places] >= '5' ? 1n : 0n
        expect(Number(round(value, places)) + 0).toBe((Math.sign(digits) * Number(kept + up)) / 10 ** places + 0)
      }),
    )
  })

  it('rounds decimal digits half away from zero', () => {
    expect([round(1.005, 2), round(-2.5, 0), round(1234.5, -2), round(1e-9, 3), round(2, 99)]).toEqual([
      1.01,
      -3,
      1200,
      0,
      null,
    ])
  })
})

type Tree =
  | { is: 'number'; of: number }
  | { is: 'cell'; index: number }
  | { is: 'arithmetic'; operator: string; left: Tree; right: Tree }
  | { is: 'if'; left: Tree; right: Tree; then: Tree; otherwise: Tree; comparison: string }
  | { is: 'coalesce' | 'min'; left: Tree; right: Tree }

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'tree' },
    fc.record({ is: fc.constant('number' as const), of: fc.integer({ min: 0, max: 50 }).map((n) => n / 4) }),
    fc.record({ is: fc.constant('cell' as const), index: fc.nat({ max: 5 }) }),
    fc.record({
      is: fc.constant('arithmetic' as const),
      operator: fc.constantFrom('+', '-', '*', '/'),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({
      is: fc.constant('if' as const),
      comparison: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      left: tie('tree'),
      right: tie('tree'),
      then: tie('tree'),
      otherwise: tie('tree'),
    }),
    fc.record({ is: fc.constantFrom('coalesce' as const, 'min' as const), left: tie('tree'), right: tie('tree') }),
  ),
}))

/** With every bracket written out, so that it is the tree and nothing else. */
function write(node: Tree): string {
  switch (node.is) {
    case 'number':
      return `${node.of}`
    case 'cell':
      return `number([${columns[node.index].replace(']', ']]')}])`
    case 'arithmetic':
      return `(${write(node.left)} ${node.operator} ${write(node.right)})`
    case 'if':
      return `if(${write(node.left)} ${node.comparison} ${write(node.right)}, ${write(node.then)}, ${write(node.otherwise)})`
    default:
      return `${node.is}(${write(node.left)}, ${write(node.right)})`
  }
}

/** The plainest evaluator there is; null is missing. */
function brute(node: Tree, row: (number | null)[]): number | null {
  switch (node.is) {
    case 'number':
      return node.of
    case 'cell':
      return row[node.index]
    case 'coalesce':
      return brute(node.left, row) ?? brute(node.right, row)
  }
  const [a, b] = [brute(node.left, row), brute(node.right, row)]
  if (a === null || b === null) return null
  if (node.is === 'min') return a < b ? a : b
  if (node.is === 'if') {
    const all: Record<string, boolean> = {
      '=': a === b,
      '!=': a !== b,
      '<': a < b,
      '<=': a <= b,
      '>': a > b,
      '>=': a >= b,
    }
    const holds = all[node.comparison]
    return brute(holds ? node.then : node.otherwise, row)
  }
  if (node.is !== 'arithmetic') throw new Error(`unexpected ${node.is}`)
  const results: Record<string, number> = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }
  const result = results[node.operator]
  return Number.isFinite(result) ? result : null
}

const numbers = fc.array(fc.option(fc.integer({ min: -99, max: 99 }).map((n) => n / 4)), { minLength: 6, maxLength: 6 })

describe('expressions at random', () => {
  it('give what a brute-force evaluator gives', () => {
    fc.assert(
      fc.property(tree, numbers, (node, row) => {
        const source = write(node)
        fc.pre(source.length <= 2000)
        const found = value(
          source,
          row.map((number) => (number === null ? '' : `${number}`)),
        )
        expect(found === null ? null : Number(found) + 0).toEqual(normal(brute(node, row)))
      }),
      { numRuns: 500 },
    )
  })

  it('bind and group as JavaScript does', () => {
    const link = fc.tuple(fc.constantFrom('+', '-', '*', '/'), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(fc.array(link, { maxLength: 12 }), (links) => {
        const source = links.reduce((text, [operator, number]) => `${text} ${operator} ${number}`, '5')
        expect(value(source)).toBe(bySteps(5, links))
      }),
    )
  })

  it('never throw anything but a placed error', () => {
    const piece = fc.constantFrom(
      '1',
      'quantity',
      '(',
      ')',
      ',',
      '+',
      '"',
      '[',
      ']',
      'if',
      'not',
      'and',
      '=',
      '-',
      ' ',
      '"a"',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const source = pieces.join('')
        const error = errorOf(source)
        if (error.code === 'none') expect(() => value(source, ['?', '?', '?', '?', '?', '?'])).not.toThrow()
        else expect(error.position).toBeLessThanOrEqual(source.length + 1)
      }),
      { numRuns: 2000 },
    )
  })
})

const normal = (number: number | null) => (number === null ? null : number + 0)

/** Products first, then sums, each from the left. */
function bySteps(first: number, links: [string, number][]): number {
  const sums: [number, number][] = [[1, first]]
  for (const [operator, number] of links) {
    const last = sums[sums.length - 1]
    if (operator === '*') last[1] *= number
    else if (operator === '/') last[1] /= number
    else sums.push([operator === '+' ? 1 : -1, number])
  }
  return sums.reduce((sum, [sign, term], i) => (i === 0 ? term : sign > 0 ? sum + term : sum - term), 0)
}
