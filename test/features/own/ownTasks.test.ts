import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { columnOf } from '../../../main/base/table.ts'
import { countOwnTask } from '../../../main/features/own/countOwnTask.ts'
import type { OwnTaskInput } from '../../../main/features/own/ownTaskInput.ts'
import { resolveSetup } from '../../../main/features/setup.ts'
import { buildRefitData, buildScoringData, buildTrainingData } from '../../../main/features/trainingData.ts'
import type { TrainingData, TrainSetup } from '../../../main/features/types.ts'
import { createRandomShop, type RandomShop } from '../randomShop.ts'
import { between, createReference, spendOf, unitsOf, type NetAct } from '../reference.ts'
import type { ActInput } from '../shop.ts'

const timezone = 'Asia/Shanghai'
const horizonDays = 60

const own: OwnTaskInput[] = [
  { name: 'buys brand 1', kind: 'yesNo', brands: ['brand 1'], window: { toDay: 30 } },
  {
    name: 'spends on two',
    kind: 'amount',
    categories: ['category 2', 'category 3'],
    window: { fromDay: 10, toDay: 40 },
  },
  { name: 'visit days', kind: 'count', counts: 'days', types: ['view', 'cart'] },
  { name: 'views', kind: 'count', types: ['view'] },
  { name: 'units of p3', kind: 'count', counts: 'units', products: ['p3', 'p8', 'p13'] },
]

describe('own tasks against a slow reading of their definitions', () => {
  let random: RandomShop
  let setup: TrainSetup
  let data: TrainingData
  let names: string[]
  let net: (observedDay: number) => NetAct[]
  let dayOf: (act: ActInput) => number

  beforeAll(() => {
    random = createRandomShop(4, timezone)
    setup = resolveSetup(random.shop.project, { horizonDays, split: 'time', own })
    data = buildTrainingData(random.shop.project, setup, unattended)
    names = [
      '',
      ...random.shop.project.database.prepare<[], string>('SELECT external FROM user ORDER BY id').pluck().all(),
    ]
    const reference = createReference(random.acts, timezone)
    net = reference.net
    dayOf = (act) => reference.day(act.time)
  })
  afterAll(() => random.shop.close())

  const cutoffDayOf = (row: number) => Math.round((data.users.cutoffs[row] + 8 * 3_600_000) / 86_400_000)
  const product = (act: { product?: string }) => random.products.find((known) => known.product === act.product)
  /** The test cutoff sees returns to the end of the data, the others up to the test. */
  const observedAt = (cutoffDay: number) => {
    const testDay = Math.max(...Array.from({ length: data.users.rows }, (_, row) => cutoffDayOf(row)))
    return cutoffDay === testDay ? Infinity : testDay
  }

  it.each<[string, (kept: NetAct[], raw: ActInput[], from: number, to: number) => number]>([
    ['yesNo:buys brand 1', (kept) => Number(kept.some((act) => product(act)?.brand === 'brand 1'))],
    [
      'amount:spends on two',
      (kept) => spendOf(kept.filter((act) => ['category 2', 'category 3'].includes(product(act)?.category ?? ''))),
    ],
    [
      'count:visit days',
      (_, raw) => new Set(raw.filter((act) => act.type === 'view' || act.type === 'cart').map(dayOfAct)).size,
    ],
    ['count:views', (_, raw) => raw.filter((act) => act.type === 'view').length],
    ['count:units of p3', (kept) => unitsOf(kept.filter((act) => ['p3', 'p8', 'p13'].includes(act.product ?? '')))],
  ])('labels %s, and counts its past', (task, figureOf) => {
    const asked = setup.own?.find((candidate) => candidate.task === task)
    if (!asked) throw new Error(`no ${task}`)
    const nets = new Map<number, NetAct[]>()
    const netOf = (day: number) => nets.get(day) ?? (nets.set(day, net(day)), net(day))
    const figure = (row: number, from: number, to: number, observed: number) => {
      const user = names[data.users.ids[row]]
      const kept = between(netOf(observed), from, to).filter((act) => act.user === user)
      const raw = random.acts.filter((act) => act.user === user && dayOf(act) >= from && dayOf(act) < to)
      return figureOf(kept, raw, from, to)
    }
    const length = asked.toDay - asked.fromDay
    const firstDay = Math.min(...random.acts.map(dayOf))
    let positives = 0
    for (let row = 0; row < data.users.rows; row += 7) {
      const cutoff = cutoffDayOf(row)
      const label = figure(row, cutoff + asked.fromDay, cutoff + asked.toDay, observedAt(cutoff))
      expect(data.users.labels[task][row]).toBeCloseTo(label, 9)
      if (label > 0) positives++
      const windows = Math.max(1, Math.min(4, Math.floor((cutoff - firstDay) / length)))
      const past = Array.from({ length: windows }, (_, back) =>
        figure(row, cutoff - (back + 1) * length, cutoff - back * length, cutoff),
      )
      const mean = past.reduce((sum, one) => sum + one, 0) / windows
      expect(data.users.baseline[`${task} past`][row]).toBeCloseTo(mean, 9)
      const name = task.slice(task.indexOf(':') + 1)
      const column = columnOf(data.users.inputs.behaviour, `own ${name} = last window`)
      expect(column[row]).toBeCloseTo(past[0], 4)
    }
    expect(positives).toBeGreaterThan(2)
  })

  const dayOfAct = (act: ActInput) => dayOf(act)

  it('names them among the tasks, and gives refit and scoring the same columns', () => {
    expect(data.tasks).toEqual([
      'ltv',
      'repurchase',
      'potential',
      'loyalty',
      ...own.map(({ kind, name }) => `${kind}:${name}`),
    ])
    const refit = buildRefitData(random.shop.project, setup, unattended)
    const scoring = buildScoringData(random.shop.project, setup, unattended)
    expect(refit.users.inputs.behaviour.names.slice(-20)).toEqual(data.users.inputs.behaviour.names.slice(-20))
    expect(scoring.users.inputs.behaviour.names).toEqual(refit.users.inputs.behaviour.names)
    expect(scoring.users.labels).toEqual({})
  })

  it('counts as many customers as the test rows have positives', () => {
    const count = countOwnTask(random.shop.project, { setup: { horizonDays, split: 'time' }, own: own[0] }, unattended)
    const test = Array.from(data.users.parts.keys()).filter((row) => data.users.parts[row] === 2)
    const labels = data.users.labels['yesNo:buys brand 1']
    expect(count.rows).toBe(test.length)
    expect(count.positives).toBe(test.filter((row) => labels[row] > 0).length)
    expect(count.cutoff).toBe(setup.cutoff)
    expect(count.from).toBe(setup.cutoff)
  })

  it('skips what too few do, or too few do not', () => {
    const rare: OwnTaskInput[] = [
      { name: 'never', kind: 'yesNo', products: ['p1'], brands: ['brand 2'], window: { toDay: 1 } },
      {
        name: 'always',
        kind: 'yesNo',
        types: ['purchase', 'view', 'cart', 'favourite', 'return'],
        window: { toDay: 60 },
      },
    ]
    const chosen = resolveSetup(random.shop.project, { horizonDays, split: 'time', own: rare })
    const { skipped, users } = buildTrainingData(random.shop.project, chosen, unattended)
    expect(skipped).toContainEqual({ task: 'yesNo:never', reason: 'tooFewPositives' })
    const always = users.labels['yesNo:always']
    const idle = users.parts.filter((own, row) => own === 1 && always[row] === 0).length
    expect(skipped.some(({ task }) => task === 'yesNo:always')).toBe(idle < 3)
  })

  it('takes the days of a campaign as days after the cutoff, the last one included', () => {
    const [own] =
      resolveSetup(random.shop.project, {
        ...{ horizonDays, split: 'time', cutoff: '2023-11-01' },
        own: [{ name: 'campaign', kind: 'yesNo', window: { from: '2023-11-05', to: '2023-11-11' } }],
      }).own ?? []
    expect(own).toMatchObject({ task: 'yesNo:campaign', fromDay: 4, toDay: 11 })
  })

  it.each<[OwnTaskInput, RegExp]>([
    [{ name: 'a', kind: 'yesNo', brands: ['brand 77'] }, /brands of products, not brand 77/],
    [{ name: 'a', kind: 'yesNo', types: ['vew'] }, /types of acts that occur, not vew/],
    [{ name: 'a', kind: 'yesNo', products: ['p3', 'p99'] }, /ids of products, not p99/],
    [{ name: 'a', kind: 'amount', types: ['view'] }, /purchases, since other acts have no amounts/],
    [{ name: 'a', kind: 'yesNo', window: { fromDay: 20, toDay: 20 } }, /days from 0 to 60 after the cutoff/],
    [{ name: 'a', kind: 'yesNo', window: { toDay: 61 } }, /not 0 to 61/],
    [{ name: 'a', kind: 'yesNo', window: { from: '2020-01-01', to: '2020-01-02' } }, /the horizon, not -/],
  ])('refuses %j', (given, problem) => {
    const resolve = () => resolveSetup(random.shop.project, { horizonDays, split: 'time', own: [given] })
    expect(resolve).toThrowError(expect.objectContaining({ code: 'input.invalid' }))
    expect(resolve).toThrowError(problem)
  })
})
