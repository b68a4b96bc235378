/** What a network is trained against: nothing, one step towards the worst (FGM), or several (PGD). */
export const adversaryKinds = ['none', 'fgm', 'pgd'] as const
export type AdversaryKind = (typeof adversaryKinds)[number]

/** How many steps each takes. */
export const adversarySteps: Record<AdversaryKind, number> = { none: 0, fgm: 1, pgd: 3 }

/** A step of projected descent is longer than its share of the way, so that it can turn. */
const eagerness = 1.5

/**
 * Moves each row of inputs [rows, width] towards a greater loss: by one step along the gradient, then back into a ball of
 * radius `size` around where it stood. With one step as long as the radius it is the fast gradient method (Miyato, Dai &
 * Goodfellow 2017), with several projected gradient descent (Madry et al. 2018). Lengths are Euclidean, by row, in standard
 * deviations of the inputs. Returns the moved inputs.
 */
export function moveTowardsLoss(
  { origin, now }: { origin: Float32Array; now: Float32Array },
  gradient: Float32Array,
  width: number,
  { size, steps }: { size: number; steps: number },
): Float32Array {
  const stride = steps === 1 ? size : (eagerness * size) / steps
  const moved = now.slice()
  for (let first = 0; first < now.length; first += width) {
    const scale = stride / Math.max(lengthOf(gradient, first, width), Number.MIN_VALUE)
    for (let i = first; i < first + width; i++) {
      if (gradient[i] !== 0) moved[i] += scale * gradient[i]
      moved[i] -= origin[i]
    }
    const distance = lengthOf(moved, first, width)
    const back = distance > size ? size / distance : 1
    for (let i = first; i < first + width; i++) moved[i] = origin[i] + back * moved[i]
  }
  return moved
}

function lengthOf(values: Float32Array, first: number, width: number): number {
  let squares = 0
  for (let i = first; i < first + width; i++) squares += values[i] * values[i]
  return Math.sqrt(squares)
}
