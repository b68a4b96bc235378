import { expect, it } from 'vitest'
import { assemble, buffersOf, dismantle, release } from '../../main/base/handover.ts'

const example = () => ({
  name: 'rows',
  nothing: null,
  tables: [{ ids: new Int32Array([1, 2]), inputs: { values: new Float32Array([0.5, NaN]) } }, null],
  parts: new Uint8Array(0),
})

it('takes plain data and columns apart and puts them together again', () => {
  const { shell, columns } = dismantle(example())
  const { value, columns: empty } = assemble<ReturnType<typeof example>>(structuredClone(shell))
  columns.forEach((column, i) => empty[i].set(column))
  expect(value).toEqual(example())
})

it('frees every column of plain data', () => {
  const given = example()
  release(given)
  expect(given).toEqual({
    ...example(),
    tables: [{ ids: new Int32Array(), inputs: { values: new Float32Array() } }, null],
  })
})

it('leaves memory alone that others see too', () => {
  const whole = new Float64Array([1, 2, 3])
  const shared = new Int32Array(new SharedArrayBuffer(4))
  expect(buffersOf({ part: whole.subarray(1), shared, text: Buffer.from('pooled') })).toEqual([])
  release([whole.subarray(1), shared])
  expect(whole).toHaveLength(3)
})

it('names memory once that two columns share', () => {
  const buffer = new ArrayBuffer(8)
  expect(buffersOf([new Float64Array(buffer), new Int32Array(buffer)])).toEqual([buffer])
})
