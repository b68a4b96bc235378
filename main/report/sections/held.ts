import type { Held } from '../gatherCustomers.ts'
import type { Block } from '../types.ts'
import type { Wording } from '../wording.ts'

/** Which days are held against which, and whose choice that was. */
export function heldWords({ before, now, isAsked }: Held, { kit, paragraph }: Wording): Block {
  const { day } = kit.format
  return paragraph(isAsked ? 'held.asked' : 'held.halves', {
    ...{ beforeFrom: day(before.from), beforeTo: day(before.to), from: day(now.from), to: day(now.to) },
  })
}
