import type { ComposerTranslation } from 'vue-i18n'
import type { PredictedGroup, FormerStep } from '../../../main/insight/loyalty/types.ts'
import type { BridgePart, CustomerPart, Part, SegmentName } from '../../../main/insight/customers/types.ts'
import type { LadderStep } from '../../../main/insight/types.ts'
import type { Format } from '../composables/format.ts'

/** The customers behind a part of a chart, as the address says it: `bridge:new`, `rank:0.9:1`, `cohort:month:2024-05:3`, `ladder:7::loyal:`, … */
export function partText(part: CustomerPart): string {
  return [part.kind, ...valuesOf(part)].join(':')
}

function valuesOf(part: CustomerPart): (string | number | null)[] {
  switch (part.kind) {
    case 'bridge':
      return [part.step]
    case 'rank':
    case 'moved':
      return [part.from, part.to]
    case 'cohort':
      return [part.step, part.from, ...(part.after === null ? [] : [part.after])]
    case 'ladder':
      return [part.brandId, part.categoryId, part.step, part.then]
    case 'loyalty':
      return [part.brandId, part.tenth]
    case 'contacted':
      return [part.brandId, part.customers, part.group]
    case 'value':
      return [part.from, part.to, part.pastFrom, part.pastTo]
  }
}

/** Null for anything else. Whether names are known is for the core to say. */
export function partOf(text: unknown): CustomerPart | null {
  const [kind, ...values] = typeof text === 'string' ? text.split(':') : []
  return readers[kind]?.(values) ?? null
}

const readers: Record<string, ((values: string[]) => CustomerPart | null) | undefined> = {
  bridge: ([step]) => (step ? { kind: 'bridge', step: step as BridgePart } : null),
  rank: ([from, to]) => (isShare(from) && isShare(to) ? { kind: 'rank', from: Number(from), to: Number(to) } : null),
  moved: ([from, to]) => (from && to ? { kind: 'moved', from: from as SegmentName, to: to as SegmentName } : null),
  cohort: ([step, from, after]) =>
    (step === 'month' || step === 'quarter') && from
      ? { kind: 'cohort', step, from, after: isWhole(after) ? Number(after) : null }
      : null,
  ladder: ([brand, category, step, then]) =>
    isWhole(brand) && step
      ? {
          ...{ kind: 'ladder', brandId: Number(brand), categoryId: isWhole(category) ? Number(category) : null },
          ...{ step: step as LadderStep, then: (then as FormerStep) || null },
        }
      : null,
  loyalty: ([brand, tenth]) =>
    isWhole(brand) && isWhole(tenth) ? { kind: 'loyalty', brandId: Number(brand), tenth: Number(tenth) } : null,
  contacted: ([brand, customers, group]) =>
    isWhole(brand) && isWhole(customers)
      ? {
          ...{ kind: 'contacted', brandId: Number(brand), customers: Number(customers) },
          group: (group as PredictedGroup) || null,
        }
      : null,
  value: (values) =>
    values.length === 4 && values.every((text) => text === '' || isAmount(text))
      ? { kind: 'value', from: amount(values[0]), to: amount(values[1]), pastFrom: amount(values[2]), pastTo: amount(values[3]) } // prettier-ignore
      : null,
}

const isAmount = (text: string) => Number(text) >= 0 && Number(text) < Infinity
const amount = (text: string): number | null => (text === '' ? null : Number(text))
const isWhole = (text: string | undefined) => text !== undefined && /^\d{1,9}$/.test(text)
const isShare = (text: string | undefined) =>
  text !== undefined && text !== '' && Number(text) >= 0 && Number(text) <= 1

/** `nameOf` gives the name of a brand or category. */
export interface PartWording {
  t: ComposerTranslation
  format: Format
  nameOf: (list: 'brands' | 'categories', id: number) => string
}

export function partWords(part: CustomerPart, { t, format, nameOf }: PartWording): string {
  const { wholePercent, month } = format
  const segment = (name: string) => t(`charts.customers.segments.${name}`)
  switch (part.kind) {
    case 'moved':
      return t('customers.part.moved', { from: segment(part.from), to: segment(part.to) })
    case 'bridge': {
      if (part.step === 'same') return t('customers.part.bridge', { step: t('customers.part.same') })
      // Whether the spans touch is not known here: these words are true of both.
      if (part.step === 'lost' || part.step === 'reactivated') return t(`customers.part.steps.${part.step}`)
      return t('customers.part.bridge', { step: t(`charts.customers.bridge.steps.${part.step}`) })
    }
    case 'rank':
      if (part.from === 0 && part.to === 1) return t('customers.part.bought')
      if (part.to === 1) return t('customers.part.top', { share: wholePercent(1 - part.from) })
      if (part.from === 0) return t('customers.part.bottom', { share: wholePercent(part.to) })
      return t('customers.part.middle', { from: wholePercent(part.from), to: wholePercent(part.to) })
    case 'cohort': {
      const cohort = month(part.from)
      return part.after === null
        ? t('customers.part.cohort', { cohort })
        : t('customers.part.again', { cohort, after: part.after })
    }
    case 'ladder': {
      const step = (name: FormerStep) => (name === 'none' ? t('loyalty.flow.none') : t(`charts.ladder.steps.${name}`))
      const steps = [...(part.then === null ? [] : [step(part.then)]), step(part.step)].join(' → ')
      const brand = nameOf('brands', part.brandId)
      const scope = part.categoryId === null ? brand : `${brand} · ${nameOf('categories', part.categoryId)}`
      return t('customers.part.ladder', { brand: scope, steps })
    }
    case 'loyalty': {
      const share = { from: wholePercent(part.tenth / 10), to: wholePercent((part.tenth + 1) / 10) }
      return t('customers.part.loyalty', { brand: nameOf('brands', part.brandId), ...share })
    }
    case 'contacted': {
      const brand = nameOf('brands', part.brandId)
      const who = part.group === null ? brand : `${brand} · ${t(`budget.groupShort.${part.group}`)}`
      return t('customers.part.contacted', { who, customers: format.count(part.customers) })
    }
    case 'value':
      return valueWords(part, t, format)
  }
}

function valueWords({ from, to, pastFrom, pastTo }: Part<'value'>, t: ComposerTranslation, { money }: Format): string {
  const range = (low: number | null, high: number | null) => {
    const kind = !low ? (high === null ? 'any' : 'to') : high === null ? 'from' : 'both'
    return t(`customers.part.range.${kind}`, { from: money(low), to: money(high) })
  }
  const words = [
    ...(from === null && to === null ? [] : [t('customers.part.value', { range: range(from, to) })]),
    ...(pastFrom === null && pastTo === null ? [] : [t('customers.part.past', { range: range(pastFrom, pastTo) })]),
  ]
  return words.join(t('insight.filter.separator')) || t('customers.part.value', { range: range(from, to) })
}
