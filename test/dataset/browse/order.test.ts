import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderByKeys } from '../../../main/dataset/browse/order.ts'

/** The same by plain comparison. */
function slowly(ids: number[], keys: number[], descending: boolean): number[] {
  const places = ids.map((_, place) => place)
  places.sort((a, b) => {
    if (Number.isNaN(keys[a]) || Number.isNaN(keys[b]))
      return Number(Number.isNaN(keys[a])) - Number(Number.isNaN(keys[b]))
    return descending ? keys[b] - keys[a] : keys[a] - keys[b]
  })
  return places.map((place) => ids[place])
}

describe('ordering by keys', () => {
  it('orders as comparing does, keeps the order of equal keys, and puts missing ones last', () => {
    const key = fc.oneof(
      fc.double({ noDefaultInfinity: true, min: -1e307, max: 1e307 }),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0, -0, NaN, 5e-324, -5e-324),
    )
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), fc.boolean(), (keys, descending) => {
        const ids = keys.map((_, place) => place * 7 + 1)
        const sorted = orderByKeys(Uint32Array.from(ids), Float64Array.from(keys), descending)
        expect([...sorted]).toEqual(slowly(ids, keys, descending))
      }),
    )
  })

  it('knows infinities', () => {
    const keys = Float64Array.of(1, Infinity, NaN, -Infinity)
    expect([...orderByKeys(Uint32Array.of(1, 2, 3, 4), keys, false)]).toEqual([4, 1, 2, 3])
    expect([...orderByKeys(Uint32Array.of(1, 2, 3, 4), keys, true)]).toEqual([2, 1, 4, 3])
  })

  it('takes no rows', () => {
    expect([...orderByKeys(new Uint32Array(0), new Float64Array(0), true)]).toEqual([])
  })
})
