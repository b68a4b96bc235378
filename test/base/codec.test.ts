import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../main/base/codec.ts'

describe('binary codec', () => {
  it('brings back plain data and columns of every type', () => {
    const value = {
      name: '价值',
      nothing: null,
      columns: [new Float64Array([1.5, NaN, -0, Infinity]), new Uint8Array([1, 2, 255]), new Int32Array([])],
      deep: { weights: new Float32Array([0.1, 0.2]), ids: new Uint32Array([4294967295]) },
    }
    expect(decode(encode(value))).toEqual(value)
  })

  it('reads from a view that does not begin its buffer', () => {
    const bytes = encode({ a: new Float64Array([1, 2]) })
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decode(shifted.subarray(3))).toEqual({ a: new Float64Array([1, 2]) })
  })

  it('reads from a Buffer, as a database gives it', () => {
    const value = { ids: new Int32Array([1, 2, 3]), none: new Int32Array(0) }
    const pooled = Buffer.concat([Buffer.from('abc'), Buffer.from(encode(value))]).subarray(3)
    expect(decode(pooled)).toEqual(value)
  })

  it('brings back random columns to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.float64Array()), fc.string(), (columns, text) => {
        expect(decode(encode({ columns, text }))).toEqual({ columns, text })
      }),
    )
  })

  it('refuses cut-off bytes and unknown columns', () => {
    const bytes = encode({ a: new Float64Array([1, 2]) })
    expect(() => decode(bytes.subarray(0, bytes.length - 8))).toThrow(RangeError)
    expect(() => encode(new BigInt64Array(1))).toThrow(TypeError)
  })
})
