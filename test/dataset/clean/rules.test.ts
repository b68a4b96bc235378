import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { previewRulesOperation } from '../../../main/dataset/clean/rules.ts'
import { totalActs } from '../../../main/dataset/clean/ruleStore.ts'
import type { TestProject } from '../projects.ts'
import { actOf, applyRules, fillProject, rulesOf, writtenActs, type WrittenAct } from './acts.ts'
import * as oracle from './oracles.ts'
import type { Oracle, Row } from './oracles.ts'

interface Case {
  name: string
  rule: { kind: string; settings?: object }
  oracle: Oracle
}

const shanghai = (text: string) => Date.parse(`${text}T00:00+08:00`)
const eurRate = (timeMs: number) => (timeMs < shanghai('2024-04-01') ? 8 : 7.5)

const cases: Case[] = [
  { name: 'exact duplicates', rule: { kind: 'exactDuplicates' }, oracle: oracle.exactDuplicates },
  {
    name: 'exact duplicates between files',
    rule: { kind: 'exactDuplicates', settings: { between: 'files' } },
    oracle: oracle.duplicatesBetweenFiles,
  },
  {
    name: 'near duplicates of all types',
    rule: { kind: 'nearDuplicates', settings: { withinSeconds: 3 } },
    oracle: oracle.nearDuplicates(3, null),
  },
  {
    name: 'near duplicates of some types',
    rule: { kind: 'nearDuplicates', settings: { withinSeconds: 40, types: ['purchase', 'return'] } },
    oracle: oracle.nearDuplicates(40, ['purchase', 'return']),
  },
  { name: 'repeated orders', rule: { kind: 'repeatedOrders' }, oracle: oracle.repeatedOrders },
  {
    name: 'excluded products',
    rule: { kind: 'excludedProducts', settings: { codes: [' post*', 'p?2'] } },
    oracle: oracle.excludedProducts(/^(post.*|p.2)$/i),
  },
  {
    name: 'excluded users',
    rule: {
      kind: 'excludedUsers',
      settings: { ids: ['TEST[*'], actsPerHourAbove: 6, unitsPerOrderAbove: 8 },
    },
    oracle: oracle.excludedUsers(/^test\[/i, 6, 8),
  },
  {
    name: 'a date window',
    rule: { kind: 'dateWindow', settings: { from: '2024-03-31', to: '2024-04-01' } },
    oracle: oracle.dateWindow(shanghai('2024-03-31'), shanghai('2024-04-02')),
  },
  {
    name: 'changed types',
    rule: {
      kind: 'changedTypes',
      settings: {
        changes: [
          { from: 'wiggle', to: 'view' },
          { from: 'return', to: null },
          { from: 'view', to: 'cart' },
        ],
      },
    },
    oracle: oracle.changedTypes({ wiggle: 'view', return: null, view: 'cart' }),
  },
  {
    name: 'winsorised amounts',
    rule: { kind: 'winsorise', settings: { quantile: 0.8, types: ['purchase', 'return'] } },
    oracle: oracle.winsorise(0.8, ['purchase', 'return']),
  },
  {
    name: 'converted currencies, unknown ones left out',
    rule: {
      kind: 'convertedCurrencies',
      settings: {
        rates: [
          { currency: 'usd', rate: 7 },
          { currency: 'EUR', rate: 7.5 },
          { currency: 'EUR', rate: 8, month: '2024-03' },
        ],
      },
    },
    oracle: oracle.convertedCurrencies((code, time) => ({ USD: 7, EUR: eurRate(time) })[code] ?? null, true),
  },
  {
    name: 'converted currencies, unknown ones kept',
    rule: { kind: 'convertedCurrencies', settings: { rates: [{ currency: 'USD', rate: 2 }], unknown: 'keep' } },
    oracle: oracle.convertedCurrencies((code) => (code === 'USD' ? 2 : null), false),
  },
]

const start = (acts: WrittenAct[]): Row[] => acts.map((act, i) => ({ id: i + 1, act }))

/** The rows that are left, and what was done to each row on the way. */
function after(rows: Row[], made: (WrittenAct | null)[]): Row[] {
  return rows.flatMap(({ id }, i) => (made[i] === null ? [] : [{ id, act: made[i] }]))
}

const shown = (rows: Row[]) => rows.map(({ id, act }) => ({ id, ...actOf(act) }))

const found = (project: TestProject) =>
  project.all(`SELECT a.id, t.name AS type, units, money FROM act a JOIN act_type t ON t.id = a.type_id ORDER BY a.id`)

/** Money of purchases and returns. */
function moneyOf(rows: Row[]): { revenue: number; returned: number } {
  const total = (type: string) =>
    shown(rows)
      .filter((act) => act.type === type)
      .reduce((sum, act) => sum + act.money, 0)
  return { revenue: total('purchase'), returned: total('return') }
}

function effectOf(rows: Row[], made: (WrittenAct | null)[]) {
  const [before, now] = [moneyOf(rows), moneyOf(after(rows, made))]
  return {
    rowsExcluded: made.filter((act) => act === null).length,
    rowsChanged: made.filter((act, i) => act !== null && JSON.stringify(act) !== JSON.stringify(rows[i].act)).length,
    revenue: expect.closeTo(now.revenue - before.revenue, 6) as number,
    returned: expect.closeTo(now.returned - before.returned, 6) as number,
  }
}

const close = (acts: { units: number; money: number }[]) =>
  acts.map((act) => ({
    ...act,
    units: expect.closeTo(act.units, 9) as number,
    money: expect.closeTo(act.money, 9) as number,
  }))

async function withProject(acts: WrittenAct[], check: (project: TestProject) => Promise<void>): Promise<void> {
  const project = fillProject(acts)
  try {
    await check(project)
  } finally {
    project.remove()
  }
}

describe.each(cases)('$name', ({ rule, oracle: slowly }) => {
  it('leaves what doing it by hand leaves, and says what it moved', async () => {
    let touched = 0
    await fc.assert(
      fc.asyncProperty(writtenActs, (acts) =>
        withProject(acts, async (project) => {
          const rows = start(acts)
          const made = slowly(rows)
          const raw = project.all('SELECT * FROM behaviour')
          const [{ effect }] = await applyRules(project, rule)
          expect(found(project)).toEqual(close(shown(after(rows, made))))
          const expected = effectOf(rows, made)
          expect(effect).toEqual({ ruleId: 1, ...expected })
          expect(project.all('SELECT * FROM behaviour')).toEqual(raw)
          touched += expected.rowsExcluded + expected.rowsChanged
        }),
      ),
      { numRuns: 60 },
    )
    expect(touched).toBeGreaterThan(0)
  })
})

describe('a list of rules', () => {
  const lists = fc.shuffledSubarray(cases, { minLength: 1, maxLength: 5 })
  const once = (chosen: Case[]) =>
    chosen.filter(({ rule }, i) => chosen.findIndex((each) => each.rule.kind === rule.kind) === i)

  it('is applied in order, each rule to what those before it left; the preview says the same and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(writtenActs, lists.map(once), (acts, chosen) =>
        withProject(acts, async (project) => {
          const before = project.content()
          const rules = chosen.map(({ rule }) => rule)
          const preview = await previewRulesOperation.run(project, rulesOf(...rules), unattended)
          expect(project.content()).toEqual(before)
          expect(project.all('SELECT name FROM temp.sqlite_schema')).toEqual([])

          let rows = start(acts)
          const effects = chosen.map(({ oracle: slowly }, i) => {
            const made = slowly(rows)
            const effect = { ruleId: i + 1, ...effectOf(rows, made) }
            rows = after(rows, made)
            return effect
          })
          const applied = await applyRules(project, ...rules)
          expect(applied.map(({ effect }) => effect)).toEqual(effects)
          expect(preview.rules).toEqual(
            effects.map((effect) => ({ ...effect, examples: expect.any(Array) as unknown[] })),
          )
          expect(found(project)).toEqual(close(shown(rows)))

          const moved = (of: 'revenue' | 'returned') => preview.rules.reduce((sum, effect) => sum + effect[of], 0)
          expect(preview.after).toEqual(totalActs(project.database))
          expect(preview.after.revenue).toBeCloseTo(preview.before.revenue + moved('revenue'), 6)
          expect(preview.after.returned).toBeCloseTo(preview.before.returned + moved('returned'), 6)
          expect(preview.after.rows).toBe(
            acts.length - preview.rules.reduce((sum, effect) => sum + effect.rowsExcluded, 0),
          )
        }),
      ),
      { numRuns: 60 },
    )
  })

  it('can be switched off', async () => {
    await fc.assert(
      fc.asyncProperty(writtenActs, (acts) =>
        withProject(acts, async (project) => {
          const before = project.views()
          const rules = [{ kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } }]
          await applyRules(project, ...rules)
          const off = await applyRules(project, ...rules.map((rule, i) => ({ ...rule, id: i + 1, enabled: false })))
          expect(off.map(({ effect }) => effect)).toEqual([null, null])
          expect(project.views()).toEqual(before)
        }),
      ),
      { numRuns: 10 },
    )
  })
})

const act: WrittenAct = {
  ...{
    file: 0,
    user: 'u',
    time: 0,
    product: 'P',
    type: 'purchase',
    quantity: 1,
    price: null,
    amount: 10,
    discount: null,
  },
  ...{ order: null, currency: null },
}

describe('examples', () => {
  it('show a row before and after, and what is left out as such', async () => {
    await withProject([act, act, { ...act, amount: 1000 }], async (project) => {
      const list = rulesOf({ kind: 'exactDuplicates' }, { kind: 'winsorise', settings: { quantile: 0.5 } })
      const { rules } = await previewRulesOperation.run(project, list, unattended)
      expect(rules[0].examples).toMatchObject([
        { before: { id: 2, line: 3, file: 'file0.csv', user: 'u', amount: 10 }, after: null },
      ])
      expect(rules[1].examples).toMatchObject([
        { before: { id: 3, amount: 1000 }, after: { id: 3, amount: 505, money: 505 } },
      ])
    })
  })

  it('are fifty at most', async () => {
    await withProject(
      Array.from({ length: 80 }, () => act),
      async (project) => {
        const { rules } = await previewRulesOperation.run(project, rulesOf({ kind: 'exactDuplicates' }), unattended)
        expect(rules[0]).toMatchObject({ rowsExcluded: 79, revenue: -790 })
        expect(rules[0].examples).toHaveLength(50)
      },
    )
  })
})

describe('a list that cannot hold', () => {
  it.each([
    [
      'the same id twice',
      [
        { id: 1, kind: 'exactDuplicates' },
        { id: 1, kind: 'repeatedOrders' },
      ],
    ],
    ['two that convert', [{ kind: 'convertedCurrencies' }, { kind: 'convertedCurrencies' }]],
    ['a type that is not there', [{ kind: 'changedTypes', settings: { changes: [{ from: 'view', to: 'nothing' }] } }]],
  ])('is refused: %s', async (_, list) => {
    await withProject([act], async (project) => {
      const before = project.content()
      await expect(async () => applyRules(project, ...list)).rejects.toMatchObject({ code: 'input.invalid' })
      expect(project.content()).toEqual(before)
    })
  })

  it.each([
    { kind: 'nothing' },
    { kind: 'winsorise', settings: { quantile: 2 } },
    { kind: 'dateWindow', settings: { from: '2024-02-30' } },
    {
      kind: 'convertedCurrencies',
      settings: {
        rates: [
          { currency: 'EUR', rate: 1 },
          { currency: 'eur', rate: 2 },
        ],
      },
    },
    { kind: 'exactDuplicates', settings: { within: 3 } },
  ])('is not even read: %j', (rule) => {
    expect(() => rulesOf(rule)).toThrow()
  })
})
