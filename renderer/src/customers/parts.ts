import type { ComposerTranslation } from 'vue-i18n'
import type { BridgePart, CustomerPart, SegmentName } from '../../../main/insight/customers/types.ts'
import type { Format } from '../composables/format.ts'

/** The customers behind a part of a chart, as the address says it: `bridge:new`, `rank:0.9:1`, `cohort:month:2024-05:3`, … */
export function partText(part: CustomerPart): string {
  if (part.kind === 'bridge') return `bridge:${part.step}`
  if (part.kind === 'rank') return `rank:${part.from}:${part.to}`
  if (part.kind === 'moved') return `moved:${part.from}:${part.to}`
  return ['cohort', part.step, part.from, ...(part.after === null ? [] : [part.after])].join(':')
}

/** Null for anything else. Whether names are known is for the core to say. */
export function partOf(text: unknown): CustomerPart | null {
  const [kind, first, second, third] = typeof text === 'string' ? text.split(':') : []
  if (kind === 'bridge' && first) return { kind, step: first as BridgePart }
  if (kind === 'rank' && isShare(first) && isShare(second)) return { kind, from: Number(first), to: Number(second) }
  if (kind === 'moved' && first && second) return { kind, from: first as SegmentName, to: second as SegmentName }
  if (kind !== 'cohort' || (first !== 'month' && first !== 'quarter') || !second) return null
  return { kind, step: first, from: second, after: /^\d+$/.test(third) ? Number(third) : null }
}

const isShare = (text: string | undefined) =>
  text !== undefined && text !== '' && Number(text) >= 0 && Number(text) <= 1

export function partWords(part: CustomerPart, t: ComposerTranslation, { wholePercent, month }: Format): string {
  const segment = (name: string) => t(`charts.customers.segments.${name}`)
  if (part.kind === 'moved') return t('customers.part.moved', { from: segment(part.from), to: segment(part.to) })
  if (part.kind === 'bridge') {
    const step = part.step === 'same' ? t('customers.part.same') : t(`charts.customers.bridge.steps.${part.step}`)
    return t('customers.part.bridge', { step })
  }
  if (part.kind === 'rank') {
    if (part.to === 1) return t('customers.part.top', { share: wholePercent(1 - part.from) })
    if (part.from === 0) return t('customers.part.bottom', { share: wholePercent(part.to) })
    return t('customers.part.middle', { from: wholePercent(part.from), to: wholePercent(part.to) })
  }
  const cohort = month(part.from)
  return part.after === null
    ? t('customers.part.cohort', { cohort })
    : t('customers.part.again', { cohort, after: part.after })
}
