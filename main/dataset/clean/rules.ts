import type { Database } from 'better-sqlite3'
import { AssayError } from '../../base/errors.ts'
import { readOperation, writeOperation } from '../../storage/operation.ts'
import { currentState, standingState, textOf, type StoredRule } from '../../storage/state.ts'
import { changeData } from './change.ts'
import { withState } from './effectStore.ts'
import type { RuleInput, RuleKindName } from './ruleKinds.ts'
import { listEffects, totalActs, unknownTypes } from './ruleStore.ts'
import type { CleaningRule, RulePreview } from './types.ts'

/** Rows of each rule that a preview shows. */
const previewedRows = 50

/** The rules in force, in order, with what each does; null for one that is switched off. */
export function listRules(database: Database): CleaningRule[] {
  const effects = new Map(listEffects(database).map((effect) => [effect.ruleId, effect]))
  return currentState(database).rules.map((rule) => ({ ...rule, effect: effects.get(rule.id) ?? null }))
}

/** What rules would do instead of those in force, before anything is changed. Throws as `applyRulesOperation`. */
export const previewRulesOperation = readOperation<RuleInput[], RulePreview>(
  'dataset.previewRules',
  async ({ database }, inputs, work) => {
    const state = currentState(database)
    const rules = settleRules(database, inputs)
    const before = await withState(database, { ...state, rules: [] }, () => totalActs(database), work)
    const show = (reports: RulePreview['rules']): RulePreview => ({
      rules: reports,
      before,
      after: totalActs(database),
    })
    return withState(database, { ...state, rules }, show, work, previewedRows)
  },
)

/**
 * Puts a list of rules in the place of the one in force, as one step. Throws `input.invalid` for a rule that cannot hold,
 * `job.cancelled`.
 */
export const applyRulesOperation = writeOperation<RuleInput[], CleaningRule[]>(
  'dataset.applyRules',
  ({ database }, inputs, work) =>
    database.transaction(() => {
      const state = standingState(database)
      const rules = settleRules(database, inputs)
      const next = { ...state, rules }
      if (textOf(next) === textOf(state)) return listRules(database)
      const details = { rules: rules.length, enabled: rules.filter(({ enabled }) => enabled).length }
      const subject = differing(state.rules, rules).join(', ')
      changeData(database, { action: 'clean.rules', subject, details }, () => next, work)
      return listRules(database)
    })(),
)

/** Rules with ids of their own: those of the rules they follow, or new ones. */
export function settleRules(database: Database, inputs: RuleInput[]): StoredRule[] {
  const known = currentState(database).rules
  let next = 1 + Math.max(0, ...known.map(({ id }) => id), ...inputs.map(({ id }) => id ?? 0))
  const rules = inputs.map(({ id, kind, settings, enabled }) => ({
    id: id ?? next++,
    kind,
    settings: settings as Record<string, unknown>,
    enabled,
  }))
  if (new Set(rules.map(({ id }) => id)).size < rules.length) refuse('rules', 'every rule has an id of its own')
  for (const kind of ['returnsNetted', 'convertedCurrencies'] satisfies RuleKindName[]) {
    if (rules.filter((rule) => rule.enabled && rule.kind === kind).length > 1) {
      refuse(kind, 'at most one such rule is on: a second one would do it twice')
    }
  }
  for (const input of inputs) refuseUnknownTypes(database, input)
  return rules
}

function refuseUnknownTypes(database: Database, input: RuleInput): void {
  const [unknown] = unknownTypes(database, typesNamed(input))
  if (unknown !== undefined) refuse(`${input.kind}.types`, `there are no acts of type ${unknown}`)
}

function typesNamed(input: RuleInput): string[] {
  if (input.kind === 'changedTypes') return input.settings.changes.flatMap(({ to }) => to ?? [])
  return 'types' in input.settings ? (input.settings.types ?? []) : []
}

function refuse(field: string, problem: string): never {
  throw new AssayError('input.invalid', { field, problem })
}

/** The kinds of the rules that came, went, moved or changed. */
function differing(before: StoredRule[], after: StoredRule[]): string[] {
  const textAt = (rules: StoredRule[]) => new Map(rules.map((rule, at) => [`${at} ${JSON.stringify(rule)}`, rule.kind]))
  const [old, now] = [textAt(before), textAt(after)]
  const changed = [...old, ...now].filter(([text]) => !old.has(text) || !now.has(text))
  return [...new Set(changed.map(([, kind]) => kind))]
}
