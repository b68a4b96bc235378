import type { CommandInput, CommandResult } from '../../../main/contract.ts'
import { call } from '../client/client.ts'
import { useQuery, type Async } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'

/** Questions about the customers of the filter. */
type Question =
  | ('customers.overview' | 'customers.value' | 'customers.segments')
  | ('customers.cohorts' | 'customers.margin' | 'customers.lookalikes')

/** What is asked besides the filter, the run and the moment. */
export type Further<Name extends Question> = Omit<CommandInput<Name>, 'filter' | 'runId' | 'asOf'>

/** What all questions about customers are asked of. */
export function useScope() {
  const project = useProject()
  const shop = useShopFilter()
  return {
    scope: () => ({ filter: shop.filter, runId: project.runId, asOf: project.asOf }),
    sources: [() => shop.filter, () => project.revision, () => project.asOf, () => project.runId] as const,
  }
}

/** The answer to a question about customers, asked again whenever the filter, the run, the data or `further` change. */
export function useCustomers<Name extends Question>(
  name: Name,
  further?: () => Further<Name>,
): Async<[], CommandResult<Name>> {
  const { scope, sources } = useScope()
  return useQuery(
    () => call(name, { ...scope(), ...further?.() } as CommandInput<Name>),
    ...sources,
    ...(further ? [() => JSON.stringify(further())] : []),
  )
}
