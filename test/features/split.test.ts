import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import type { TrainSetupInput } from '../../main/features/setupInput.ts'
import { partOf } from '../../main/features/split.ts'
import { buildRefitData, buildScoringData, buildTrainingData } from '../../main/features/trainingData.ts'
import { part, type ExampleTable, type TrainSetup } from '../../main/features/types.ts'
import { createRandomShop, type RandomShop } from './randomShop.ts'

const setupOf = (more: Partial<TrainSetup>): TrainSetup => ({
  tasks: ['ltv'],
  split: 'users',
  cutoff: '2023-01-01',
  horizonDays: 30,
  trainingCutoffs: [],
  fold: { k: 1, n: 5 },
  validationShare: 0.15,
  measure: 'spend',
  costShare: null,
  sequenceLength: 0,
  text: { encoder: 'builtIn', fingerprint: null },
  seed: 1,
  ...more,
})

describe('parts', () => {
  const folds = fc.integer({ min: 2, max: 20 })

  it('put everybody into exactly one test fold', () => {
    fc.assert(
      fc.property(fc.string(), folds, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (name, n, seed) => {
        const parts = Array.from({ length: n }, (_, i) =>
          partOf('user', name, setupOf({ fold: { k: i + 1, n }, seed })),
        )
        expect(parts.filter((p) => p === part.test)).toHaveLength(1)
      }),
    )
  })

  it('depend on the id, the fold and the seed alone, and never test at the training cutoffs of a time split', () => {
    fc.assert(
      fc.property(fc.string(), folds, (name, n) => {
        const setup = setupOf({ fold: { k: 1, n } })
        expect(partOf('user', name, setup)).toBe(partOf('user', name, { ...setup, cutoff: '2024-01-01', tasks: [] }))
        expect(partOf('user', name, { ...setup, split: 'time' })).not.toBe(part.test)
      }),
    )
  })

  it('have the sizes they are said to have', () => {
    const parts = Array.from({ length: 20_000 }, (_, i) => partOf('user', String(i), setupOf({})))
    const share = (of: number) => parts.filter((p) => p === of).length / parts.length
    // Standard deviation of a share of 0.2 among 20,000: 0.003.
    expect(Math.abs(share(part.test) - 0.2)).toBeLessThan(0.012)
    expect(Math.abs(share(part.validation) - 0.8 * 0.15)).toBeLessThan(0.01)
  })

  it('change with the seed', () => {
    const parts = (seed: number) => Array.from({ length: 200 }, (_, i) => partOf('user', `u${i}`, setupOf({ seed })))
    expect(parts(1)).not.toEqual(parts(2))
  })
})

describe('tables', () => {
  let random: RandomShop
  beforeAll(() => {
    random = createRandomShop(5, 'Asia/Shanghai')
  })
  afterAll(() => random.shop.close())
  const setup = (input: TrainSetupInput) => resolveSetup(random.shop.project, { horizonDays: 60, ...input })
  const build = (input: TrainSetupInput) => buildTrainingData(random.shop.project, setup(input), unattended)
  const idsIn = (table: ExampleTable, ...parts: number[]) =>
    new Set(table.ids.filter((_, row) => parts.includes(table.parts[row])))

  it('let pairs go with their user, and no user be in two parts', () => {
    const { users, pairs } = build({ split: 'users', fold: { k: 2, n: 4 }, seed: 9 })
    const partOfUser = new Map(Array.from(users.ids, (id, row) => [id, users.parts[row]]))
    expect(partOfUser.size).toBe(users.rows)
    pairs!.ids.forEach((id, row) => expect(pairs!.parts[row]).toBe(partOfUser.get(id)))
    expect(pairs!.clusters).toEqual(pairs!.ids)
  })

  it('keep validation users out of training at every cutoff of a time split, and everybody in the test', () => {
    const { users, pairs, products, cutoff } = build({ split: 'time' })
    for (const table of [users, products!, pairs!]) {
      const learned = idsIn(table, part.train)
      for (const id of idsIn(table, part.validation)) expect(learned.has(id)).toBe(false)
      table.parts.forEach((p, row) => expect(p === part.test).toBe(table.cutoffs[row] === cutoff))
    }
  })

  it('give the same bytes for the same setup, and another fingerprint for another', () => {
    const [first, again, other] = [build({ seed: 3 }), build({ seed: 3 }), build({ seed: 4 })]
    expect(again).toEqual(first)
    expect(other.fingerprint).not.toBe(first.fingerprint)
  })

  it('have columns of whole length, finite inputs, and names that are unique', () => {
    const { users, products, pairs, specs } = build({})
    expect(new Set(specs.map((spec) => spec.name)).size).toBe(specs.length)
    for (const table of [users, products!, pairs!]) {
      for (const column of [table.ids, table.clusters, table.cutoffs, table.parts]) {
        expect(column.length).toBe(table.rows)
      }
      for (const [group, { names, values }] of Object.entries(table.inputs)) {
        expect(names).toEqual(specs.filter((spec) => spec.group === group).map((spec) => spec.name))
        expect(values.length).toBe(names.length * table.rows)
        expect(values.every(Number.isFinite)).toBe(true)
      }
    }
  })

  it('refit on every legal cutoff with everybody, and score everybody at the end of the data', () => {
    const { project } = random.shop
    const chosen = setup({ cutoff: '2023-08-01' })
    const refit = buildRefitData(project, chosen, unattended)
    const days = [...new Set(refit.users.cutoffs)]
    expect(refit.users.parts.every((p) => p === part.train)).toBe(true)
    expect(days[0]).toBe(project.calendar.addDays(buildScoringData(project, chosen, unattended).cutoff, -60))
    expect(days.slice(1).map((day, i) => Math.round((days[i] - day) / 86_400_000))).toEqual(days.slice(1).map(() => 30))

    const scoring = buildScoringData(project, chosen, unattended)
    expect(scoring.specs).toEqual(refit.specs)
    expect(scoring.users.labels).toEqual({})
    expect(scoring.users.rows).toBe(new Set(scoring.users.ids).size)
    expect(scoring.pairs!.brandIds).toHaveLength(scoring.pairs!.rows)
  })
})
