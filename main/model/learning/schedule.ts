/** How the learning rate goes over a training. */
export const scheduleKinds = ['constant', 'cosine'] as const
export type ScheduleKind = (typeof scheduleKinds)[number]

/** The share of the steps over which the rate rises, while AdamW's averages are still empty, and what it rises from. */
const warmUpShare = 0.02
const coldShare = 0.1
/** What a cosine ends at. */
const lastShare = 0.05

/**
 * The share of the learning rate at a progress of 0 to 1 over all steps: it rises over the first fiftieth, then stays, or
 * falls along half a cosine (Loshchilov & Hutter 2017).
 */
export function rateShare(kind: ScheduleKind, progress: number): number {
  const risen = Math.min(1, coldShare + progress / warmUpShare)
  if (kind === 'constant') return risen
  const fallen = Math.max(0, (progress - warmUpShare) / (1 - warmUpShare))
  return risen * (lastShare + ((1 - lastShare) * (1 + Math.cos(Math.PI * fallen))) / 2)
}
