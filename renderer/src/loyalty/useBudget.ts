import { computed, reactive, ref, watch } from 'vue'
import { customersOf, moveBudget, type Assumption } from '../../../main/charts/budget.ts'
import type { CommandInput } from '../../../main/contract.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'

export type BudgetQuestion = Omit<CommandInput<'insight.budget'>, 'runId' | 'by'>

/** Where nothing was measured: a round figure to start from. */
const plainEffect = 0.1
const plainCost = 1
/** The share of the customers that a first budget pays for. */
const firstReach = 0.2

/** A budget for contacts, where a part of it is moved from and to, and what the analyst assumes of contacts. */
export function useBudget(question: () => BudgetQuestion) {
  const project = useProject()
  const by = ref<'groups' | 'brands'>('groups')
  /** What the analyst has typed; null: as the data suggest. Money in the project's currency. */
  const given = reactive<Record<'effect' | 'cost' | 'budget' | 'amount', number | null>>({
    ...{ effect: null, cost: null, budget: null, amount: null },
  })
  const pots = reactive({ from: '', to: '' })

  const picture = useQuery(
    async () => {
      const { runId } = project
      return { of: runId === null ? null : await call('insight.budget', { ...question(), runId, by: by.value }) }
    },
    ...[question, by, () => project.runId],
  )
  const shown = computed(() => picture.state.value?.of ?? null)
  // A budget of one brand or way of moving means nothing to another.
  watch(
    () => `${shown.value?.brandId} ${shown.value?.pots.map(({ key }) => key).join(' ')}`,
    () => {
      const keys = shown.value?.pots.map(({ key }) => key) ?? []
      const [from, to] = keys.includes('atRisk') ? ['lost', 'atRisk'] : [keys[1] ?? keys[0], keys[0]]
      Object.assign(pots, { from: from ?? '', to: to ?? '' })
      given.budget = null
      given.amount = null
    },
    { immediate: true },
  )

  const measured = computed(() => {
    const value = shown.value?.effect?.share.value ?? null
    return value !== null && value > 0 ? Math.min(1, value) : null
  })
  const effect = computed(() => given.effect ?? measured.value ?? plainEffect)
  const cost = computed(() => given.cost ?? rounded(shown.value?.contactCost ?? plainCost))
  const all = computed(() => (shown.value ? customersOf(shown.value.all) : 0))
  const budget = computed(() => given.budget ?? rounded(Math.ceil(firstReach * all.value) * cost.value))
  const amount = computed(() => given.amount ?? rounded(budget.value / 10))
  const contactsOf = (money: number) => (cost.value > 0 ? Math.floor(money / cost.value + 1e-9) : all.value)

  const assumption = computed<Assumption>(() => ({
    ...{ effect: effect.value, costPerContact: cost.value },
    calibrationError: shown.value?.calibrationError ?? 0,
  }))
  const contacts = computed(() => contactsOf(budget.value))
  const place = (key: string) => Math.max(0, shown.value?.pots.findIndex((pot) => pot.key === key) ?? 0)
  const moved = computed(() => {
    if (!shown.value) return null
    const move = { from: place(pots.from), to: place(pots.to), contacts: contactsOf(amount.value) }
    return moveBudget(shown.value.pots, contacts.value, move, assumption.value)
  })

  return { picture, shown, by, given, pots, measured, effect, cost, budget, amount, assumption, contacts, moved }
}

/** To whole cents, as money is typed. */
const rounded = (money: number): number => Math.round(money * 100) / 100
