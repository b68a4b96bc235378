import { beforeAll, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { part } from '../../../main/features/types.ts'
import { distil } from '../../../main/model/distil/distil.ts'
import type { Distilled } from '../../../main/model/distil/types.ts'
import { modelParts } from '../../../main/model/export/modelParts.ts'
import { quantise } from '../../../main/model/export/weights.ts'
import { defaultModelConfig } from '../../../main/model/modelConfig.ts'
import { runModel } from '../../../main/model/runningModel.ts'
import { rowsIn, tablesOf } from '../../../main/model/tables.ts'
import { trainModel, type Trained } from '../../../main/model/training.ts'
import type { Figures, ModelArtifact } from '../../../main/model/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { syntheticData } from '../syntheticData.ts'

const data = syntheticData(1500, 600, 900)
let engine: Engine
let teacher: Trained
let student: Distilled
beforeAll(async () => {
  engine = await startEngineUnderTest()
  const config = { ...defaultModelConfig, epochs: 6, towerWidth: 16, fusionWidth: 16 }
  teacher = await trainModel(
    data,
    { ...config, members: { networks: 2, boosted: true, linear: true } },
    engine,
    unattended,
  )
  student = await distil(data, { teacher: teacher.artifact, sibling: null }, engine, unattended)
})

async function figuresOf(artifact: ModelArtifact): Promise<Figures> {
  const running = runModel(engine, artifact)
  const figures = await running.predict(tablesOf(data))
  running.dispose()
  return figures
}

function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my)
    xx += (x[i] - mx) ** 2
    yy += (y[i] - my) ** 2
  }
  return xy / Math.sqrt(xx * yy)
}

const ranks = (values: Float64Array): Float64Array => {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b])
  const found = new Float64Array(values.length)
  order.forEach((row, rank) => (found[row] = rank))
  return found
}

test('a small network says what the whole model says, on rows that neither learned from', async () => {
  const [whole, small] = [await figuresOf(teacher.artifact), await figuresOf(student.artifact)]
  const test = rowsIn(data.users, part.test)
  for (const name of ['ltv.amount', 'repurchase.p']) {
    const take = (figures: Figures) => Float64Array.from(test, (row) => figures[name][row])
    expect(correlation(ranks(take(whole)), ranks(take(small)))).toBeGreaterThan(0.9)
    // The level is the teacher's.
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
    expect(total(take(small)) / total(take(whole))).toBeGreaterThan(0.85)
    expect(total(take(small)) / total(take(whole))).toBeLessThan(1.15)
  }
  for (let row = 0; row < data.users.rows; row++) {
    expect(small['ltv.low'][row]).toBeLessThanOrEqual(small['ltv.high'][row])
  }
})

test('what it loses is told with an interval, beside what the whole model reaches', () => {
  for (const task of ['ltv', 'repurchase', 'potential', 'loyalty'] as const) {
    const note = student.tasks[task]
    const own = teacher.reports[task]
    if (!note || !own) throw new Error(`${task} was not compared`)
    expect(note.whole.value).toBeCloseTo(own.metrics[note.metric].value ?? NaN, 10)
    expect(note.difference.value).toBeCloseTo((note.small.value ?? NaN) - (note.whole.value ?? NaN), 10)
    expect(note.difference.low).toBeLessThanOrEqual(note.difference.high ?? NaN)
  }
})

test('it was measured with the very weights that are written', () => {
  const [member] = student.artifact.members
  if (member.kind !== 'network') throw new Error('a network expected')
  for (const { shape, values } of member.weights) {
    if (shape.length < 2) continue
    const { bytes, scale, min } = quantise(values)
    values.forEach((value, i) => expect(Math.abs(bytes[i] * scale + min - value)).toBeLessThan(1e-5))
  }
  const size = (artifact: ModelArtifact, bits: 8 | 32) => {
    const { weights, members } = modelParts(artifact, 90, null, bits)
    return weights.length + JSON.stringify(members).length
  }
  expect(size(student.artifact, 8)).toBeLessThan(size(teacher.artifact, 32) / 10)
})

test('the one that follows learns from every row, for as long', async () => {
  const { conformal } = student.artifact
  const sibling = { epochs: 2, conformal }
  const followed = await distil(data, { teacher: teacher.artifact, sibling }, engine, unattended)
  expect(followed.epochs).toBe(2)
  expect(followed.tasks).toEqual({})
  expect(followed.artifact.conformal).toBe(conformal)
})
