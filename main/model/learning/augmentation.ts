import type { Random } from '../../base/random.ts'
import { actCodes, actNumbers, type ActBatch } from '../network/actEncoder.ts'
import type { Batch } from '../network/network.ts'
import { entities } from '../network/network.ts'

/** How often a sequence loses its oldest acts, an act its codes, and two neighbours their places. */
export interface ActAugmentation {
  crop: number
  mask: number
  reorder: number
}

/**
 * Acts as they might as well have been (Xie et al. 2022, CL4SRec): of some sequences the oldest acts are forgotten, of some
 * acts what they were of, and some neighbours change places, times staying where they are. Changes the batch in place.
 */
export function augmentActs(acts: ActBatch, { crop, mask, reorder }: ActAugmentation, random: Random): void {
  const { count, length, codes, numbers, present } = acts
  for (let sequence = 0; sequence < count; sequence++) {
    const first = sequence * length
    let known = 0
    while (known < length && present[first + known] === 1) known++
    // At least the later half stays.
    const forgotten = random.uniform() < crop ? random.integer(Math.floor(known / 2) + 1) : 0
    for (let i = 0; i < known; i++) {
      const at = first + i
      if (i < forgotten) present[at] = 0
      else if (random.uniform() < mask) forget(acts, at)
      else if (i > forgotten && random.uniform() < reorder) swapWithLast(codes, numbers, at)
    }
  }
}

/** Its type stays, and its time. */
function forget({ codes, numbers }: ActBatch, at: number): void {
  for (const code of actCodes) if (code !== 'type') codes[code][at] = 0
  numbers[at * actNumbers] = 0
  numbers[at * actNumbers + 1] = 0
}

function swapWithLast(codes: ActBatch['codes'], numbers: Float32Array, at: number): void {
  const swap = (values: Int32Array | Float32Array, here: number, there: number) => {
    const kept = values[here]
    values[here] = values[there]
    values[there] = kept
  }
  for (const code of actCodes) swap(codes[code], at, at - 1)
  for (const number of [0, 1]) swap(numbers, at * actNumbers + number, (at - 1) * actNumbers + number)
}

/** A batch whose rows are mixed with others of the same kind: each keeps `share` of itself. */
export interface Mixture {
  share: number
  /** By row of the batch, the row that it is mixed with. */
  partners: Int32Array
}

/**
 * Mixes every row's dense inputs with those of another row of its kind (mixup: Zhang et al. 2018). One share for the whole
 * batch, drawn from Beta(α, α) and the larger part kept; whoever learns takes the same share of both rows' labels. Codes
 * and acts stay those of the row itself. Changes the batch in place.
 */
export function mixInputs(batch: Batch, alpha: number, random: Random): Mixture {
  const drawn = random.beta(alpha, alpha)
  const share = Math.max(drawn, 1 - drawn)
  const total = entities.reduce((sum, entity) => sum + batch.rows[entity], 0)
  const partners = new Int32Array(total)
  let first = 0
  for (const entity of entities) {
    const rows = batch.rows[entity]
    const order = random.shuffle(Int32Array.from({ length: rows }, (_, row) => first + row))
    partners.set(order, first)
    first += rows
  }
  for (const values of Object.values(batch.inputs)) {
    const width = total === 0 ? 0 : values.length / total
    const before = values.slice()
    for (let row = 0; row < total; row++) {
      for (let i = 0; i < width; i++) {
        values[row * width + i] = share * before[row * width + i] + (1 - share) * before[partners[row] * width + i]
      }
    }
  }
  return { share, partners }
}
