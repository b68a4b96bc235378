import type { RouteLocationRaw } from 'vue-router'
import type { RuleInput, RuleKindName } from '../../../main/dataset/clean/ruleKinds.ts'
import type { CleaningRule } from '../../../main/dataset/clean/types.ts'

/** A rule of the list that is being worked on; `key` tells it from the others, also while it has no id yet. */
export type DraftRule = RuleInput & { key: number }

export type SettingsOf<Kind extends RuleKindName> = Extract<RuleInput, { kind: Kind }>['settings']

/** What each kind starts with: the core's own defaults, in the order in which a new list has the kinds best. */
const startSettings: { [Kind in RuleKindName]: SettingsOf<Kind> } = {
  changedTypes: { changes: [] },
  dateWindow: { from: null, to: null },
  excludedProducts: { codes: [], titles: [] },
  excludedUsers: { ids: [], actsPerHourAbove: null, unitsPerOrderAbove: null, unitsPerProductAbove: null },
  exactDuplicates: { between: 'everywhere' },
  repeatedOrders: {},
  nearDuplicates: { withinSeconds: 60, types: null },
  convertedCurrencies: { rates: [], unknown: 'exclude' },
  winsorise: { quantile: 0.995, types: ['purchase'] },
  returnsNetted: {},
}

export const ruleKindNames = Object.keys(startSettings) as RuleKindName[]

/** Kinds of which a second one would do the same twice. */
export const onlyOnce: readonly RuleKindName[] = ['convertedCurrencies', 'returnsNetted']

/** Kinds that have nothing to set. */
export const isPlainKind = (kind: RuleKindName): boolean => Object.keys(startSettings[kind]).length === 0

let lastKey = 0

/** A rule that is in no list yet. Settings not given are the kind's defaults. */
export const newRule = (kind: RuleKindName, settings: object = {}): DraftRule =>
  ({ kind, settings: { ...startSettings[kind], ...settings }, enabled: true, key: ++lastKey }) as DraftRule

export const draftOf = ({ id, kind, settings, enabled }: CleaningRule): DraftRule =>
  ({ id, kind, settings, enabled, key: ++lastKey }) as DraftRule

/** As the core takes it. */
export const inputOf = ({ key: _, ...rule }: DraftRule): RuleInput => rule

/** Equal for rules that do the same, however their settings are ordered. */
export const textOf = (rule: DraftRule): string => JSON.stringify(sorted(inputOf(rule)))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}

/** What is missing before a rule does anything: a key of the locale's `clean.problems`, or null. */
export function problemOf(rule: RuleInput): string | null {
  switch (rule.kind) {
    case 'dateWindow': {
      const { from, to } = rule.settings
      if (from === null && to === null) return 'noDay'
      return from !== null && to !== null && from > to ? 'daysReversed' : null
    }
    case 'excludedProducts':
      return rule.settings.codes.length + rule.settings.titles.length === 0 ? 'noProduct' : null
    case 'excludedUsers': {
      const { ids, ...limits } = rule.settings
      return ids.length === 0 && Object.values(limits).every((limit) => limit === null) ? 'noUser' : null
    }
    case 'changedTypes':
      return rule.settings.changes.length === 0 ? 'noChange' : null
    case 'convertedCurrencies':
      return problemOfRates(rule.settings)
    default:
      return null
  }
}

function problemOfRates({ rates }: SettingsOf<'convertedCurrencies'>): string | null {
  if (rates.length === 0) return 'noRate'
  if (rates.some(({ currency }) => !/^[A-Z]{3}$/.test(currency))) return 'badCurrency'
  if (rates.some(({ rate }) => !(rate > 0))) return 'badRate'
  if (rates.some(({ month }) => month !== null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))) return 'badMonth'
  const names = rates.map(({ currency, month }) => `${currency} ${month}`)
  return new Set(names).size < names.length ? 'rateTwice' : null
}

/** The way to the page with a rule made ready: from a finding, for instance. */
export const ruleRoute = (rule: { kind: string; settings: object }): RouteLocationRaw => ({
  name: 'clean',
  query: { rule: JSON.stringify({ kind: rule.kind, settings: rule.settings }) },
})

/** The rule that a link carries; null where it carries none that can be read. The core checks its settings. */
export function ruleFromRoute(text: unknown): DraftRule | null {
  if (typeof text !== 'string') return null
  try {
    const { kind, settings } = JSON.parse(text) as { kind?: unknown; settings?: unknown }
    const known = ruleKindNames.find((name) => name === kind)
    if (!known || typeof settings !== 'object') return null
    return newRule(known, settings ?? {})
  } catch {
    return null
  }
}

/** The list with a rule where it belongs best: behind the last one of its kind or of one that comes before it. */
export function withRule(rules: DraftRule[], rule: DraftRule): DraftRule[] {
  const rank = ({ kind }: DraftRule) => ruleKindNames.indexOf(kind)
  const place = rules.findLastIndex((other) => rank(other) <= rank(rule)) + 1
  return rules.toSpliced(place, 0, rule)
}
