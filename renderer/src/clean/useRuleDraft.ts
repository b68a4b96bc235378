import { computed, ref, shallowRef, watch } from 'vue'
import type { RuleKindName } from '../../../main/dataset/clean/ruleKinds.ts'
import type { CleaningRule, RuleEffect, RulePreview, RuleReport } from '../../../main/dataset/clean/types.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useJobResult } from '../composables/useJobResult.ts'
import { useProject } from '../composables/useProject.ts'
import { draftOf, inputOf, newRule, onlyOnce, textOf, withRule, type DraftRule } from './rules.ts'

/** The list of rules as it is in force, the list as it is being changed, and what the changes would come to. */
export function useRuleDraft() {
  const project = useProject()
  const inForce = useQuery(
    () => call('clean.rules', {}),
    () => project.revision,
  )
  const draft = shallowRef<DraftRule[]>([])
  /** What the draft began as. */
  const base = shallowRef<DraftRule[]>([])
  const effects = shallowRef(new Map<number, RuleEffect>())

  const listText = (rules: DraftRule[]) => rules.map(textOf).join('\n')
  const isChanged = computed(() => listText(draft.value) !== listText(base.value))

  function take(rules: CleaningRule[]): void {
    const wasChanged = isChanged.value
    base.value = rules.map(draftOf)
    effects.value = new Map(rules.flatMap(({ id, effect }) => (effect ? [[id, effect]] : [])))
    if (!wasChanged) draft.value = base.value
  }
  watch(inForce.state, (rules) => rules && take(rules))

  /** What was previewed, and of which list and data. */
  const asked = ref('')
  const mark = () => `${project.revision}\n${listText(draft.value)}`
  const previewing = useJobResult<[DraftRule[]], RulePreview>((rules) =>
    call('clean.preview', { rules: rules.map(inputOf) }),
  )
  const preview = computed(() => (asked.value === mark() ? previewing.state.value : null))
  async function runPreview(): Promise<void> {
    asked.value = mark()
    await previewing.run(draft.value)
  }

  const reports = computed(() => {
    const enabled = draft.value.filter((rule) => rule.enabled)
    // New rules get their ids from the core: it is the order that tells which report is whose.
    return new Map(preview.value?.rules.map((report, at): [number, RuleReport] => [enabled[at].key, report]))
  })

  /** Rules up to the first change do what they did; of those behind it only a preview can tell. */
  const unchanged = computed(() => {
    const same = draft.value.findIndex((rule, at) => !base.value[at] || textOf(rule) !== textOf(base.value[at]))
    return new Set(draft.value.slice(0, same < 0 ? undefined : same).map(({ key }) => key))
  })
  function effectOf({ key, id }: DraftRule): RuleEffect | null {
    return reports.value.get(key) ?? (unchanged.value.has(key) && id ? (effects.value.get(id) ?? null) : null)
  }

  const applying = useJobResult<[DraftRule[]], CleaningRule[]>((rules) =>
    call('clean.apply', { rules: rules.map(inputOf) }),
  )
  /** True once the list is in force. */
  async function apply(): Promise<boolean> {
    const rules = await applying.run(draft.value)
    if (!rules) return false
    draft.value = base.value
    take(rules)
    return true
  }

  const set = (rules: DraftRule[]) => (draft.value = rules)
  const put = (rule: DraftRule) =>
    set(
      draft.value.some(({ key }) => key === rule.key)
        ? draft.value.map((other) => (other.key === rule.key ? rule : other))
        : withRule(draft.value, rule),
    )
  const remove = (key: number) => set(draft.value.filter((rule) => rule.key !== key))
  const mayAdd = (kind: RuleKindName) => !onlyOnce.includes(kind) || draft.value.every((rule) => rule.kind !== kind)
  const has = (rule: { kind: RuleKindName; settings: object }) => {
    const wanted = textOf(newRule(rule.kind, rule.settings))
    return draft.value.some((other) => textOf(newRule(other.kind, other.settings)) === wanted)
  }
  function move(key: number, by: -1 | 1): void {
    const at = draft.value.findIndex((rule) => rule.key === key)
    const rule = draft.value[at]
    if (!draft.value[at + by]) return
    set(draft.value.toSpliced(at, 1).toSpliced(at + by, 0, rule))
  }

  return {
    ...{ inForce, draft, isChanged, effectOf, reports },
    ...{ preview, previewing, runPreview, applying, apply },
    ...{ put, remove, move, mayAdd, has, discard: () => set(base.value) },
  }
}

export type RuleDraft = ReturnType<typeof useRuleDraft>
