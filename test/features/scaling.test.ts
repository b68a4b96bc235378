import { expect, test } from 'vitest'
import { fitScales, scaleInputs } from '../../main/features/scaling.ts'
import { part, type ExampleTable, type FeatureSpec } from '../../main/features/types.ts'
import { createContext } from '../../main/features/exampleTable.ts'

const specs: FeatureSpec[] = [
  { name: 'spend', group: 'behaviour', source: 'behaviour', transform: 'log1p' },
  { name: 'friends', group: 'social', source: 'social', transform: 'none' },
  { name: 'change', group: 'behaviour', source: 'behaviour', transform: 'signedLog1p' },
  { name: 'constant', group: 'behaviour', source: 'behaviour', transform: 'none' },
]

/** Columns of the matrix stand in another order than the specs. */
function table(rows: [number, number, number][], parts: number[]): ExampleTable {
  const behaviour = {
    names: ['change', 'constant', 'spend'],
    rows: rows.length,
    values: new Float32Array(rows.length * 3),
  }
  const social = { names: ['friends'], rows: rows.length, values: new Float32Array(rows.length) }
  rows.forEach(([spend, friends, change], row) => {
    behaviour.values.set([change, 7, spend], row * 3)
    social.values[row] = friends
  })
  return {
    entity: 'user',
    rows: rows.length,
    ids: new Int32Array(rows.length),
    brandIds: new Int32Array(0),
    clusters: new Int32Array(rows.length),
    cutoffs: new Float64Array(rows.length),
    parts: Uint8Array.from(parts),
    ...createContext(rows.length),
    inputs: { behaviour, product: { names: [], rows: rows.length, values: new Float32Array(0) }, social },
    labels: {},
    baseline: {},
  }
}

test('scales come from the training rows alone, after the transform', () => {
  const given = table(
    [
      [Math.E - 1, 2, 0],
      [Math.E ** 3 - 1, 6, -(Math.E - 1)],
      [1e9, 1e9, 1e9],
    ],
    [part.train, part.train, part.test],
  )
  const [spend, friends, change, constant] = fitScales(specs, given)
  expect(spend.mean).toBeCloseTo(2, 5)
  expect(spend.deviation).toBeCloseTo(Math.SQRT2, 5)
  expect(friends.mean).toBeCloseTo(4, 9)
  expect(friends.deviation).toBeCloseTo(Math.sqrt(8), 9)
  expect(change.mean).toBeCloseTo(-0.5, 5)
  expect(constant).toEqual({ mean: 7, deviation: 0 })
})

test('scaled inputs follow the specs, are standardised and cut, and columns without spread are silent', () => {
  const given = table(
    [
      [Math.E - 1, 2, 0],
      [Math.E ** 3 - 1, 6, -(Math.E - 1)],
      [1e30, 4, 0],
    ],
    [part.train, part.train, part.test],
  )
  const scaled = scaleInputs(specs, fitScales(specs, given), given)
  expect(scaled.behaviour.names).toEqual(['spend', 'change', 'constant'])
  const half = Math.SQRT1_2
  const expected = [-half, half, 0, half, -half, 0, 6, half, 0]
  scaled.behaviour.values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5))
  expect(scaled.social.values[2]).toBeCloseTo(0, 9)
  expect(scaled.product.values).toHaveLength(0)
})

test('a column that is missing from the table is a clear error', () => {
  const given = table([[1, 1, 1]], [part.train])
  const other: FeatureSpec[] = [{ name: 'age', group: 'social', source: 'users', transform: 'none' }]
  expect(() => fitScales(other, given)).toThrow('social.age')
})

test('columns of one vector are multiplied by their weight, after the cut', () => {
  const given = table(
    [
      [1, 2, 0],
      [5, 6, 3],
      [1, 1e9, 0],
    ],
    [part.train, part.train, part.test],
  )
  const light = specs.map((spec) => (spec.name === 'friends' ? { ...spec, weight: 0.25 } : spec))
  const [full, part4] = [specs, light].map((some) => scaleInputs(some, fitScales(some, given), given).social.values)
  expect([...part4]).toEqual([...full].map((value) => 0.25 * value))
  expect(part4[2]).toBe(1.5)
})
