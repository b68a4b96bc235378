import { computed, onScopeDispose, watch, type Ref } from 'vue'
import type { BrowseColumn, BrowseRow, RowQuery } from '../../../main/dataset/browse/types.ts'
import type { MergedEntity } from '../../../main/storage/state.ts'
import { call } from '../client/client.ts'
import { useAsync } from '../composables/useAsync.ts'
import { jobResult } from '../composables/useJobResult.ts'
import { useJobs } from '../composables/useJobs.ts'

/** A fact with what each of the names says of it, in their order; null where nothing is known. */
export interface Fact {
  /** A key of the locale's `browse.columns`, or `products` or `titles` of a brand. */
  name: string
  type: BrowseColumn['type']
  /** The name is the file's own. */
  isAttribute?: boolean
  values: (string | number | null)[]
}

/** Where each is found, by which column, and what is told of it. */
const places: Record<MergedEntity, { table: 'users' | 'products'; column: string; facts: string[] }> = {
  user: {
    table: 'users',
    column: 'user',
    facts: ['acts', 'purchases', 'revenue', 'firstAct', 'lastAct', 'registered', 'birthYear', 'gender', 'region', 'channel'], // prettier-ignore
  },
  product: {
    table: 'products',
    column: 'product',
    facts: ['title', 'brand', 'category', 'price', 'acts', 'purchases', 'revenue', 'firstAct', 'lastAct'],
  },
  brand: { table: 'products', column: 'brand', facts: ['acts', 'purchases', 'revenue'] },
}

export const placeOf = (entity: MergedEntity) => places[entity]

/** Moving through a list by keyboard asks for nothing that is only passed by. */
const restMs = 120
const rowsPerPage = 1000
const mostTitles = 3

/** What is known of some names, side by side. */
export function useFacts(entity: Ref<MergedEntity>, names: Ref<string[]>) {
  const jobs = useJobs()
  const facts = useAsync(async (of: MergedEntity, wanted: string[]): Promise<Fact[]> => {
    const { table, column } = places[of]
    const columns = (await call('dataset.rowColumns', {}))[table]
    const rows = await allRows({
      filter: { table, search: '', conditions: [{ kind: 'oneOf', column, values: wanted }] },
      sort: null,
    })
    if (of === 'brand') return ofBrands(columns, rows, wanted)
    const byName = new Map(rows.map((row) => [row.cells[columns.findIndex(({ name }) => name === column)], row]))
    const sides = wanted.map((name) => byName.get(name) ?? null)
    return [...(of === 'user' ? await attributesOf(sides) : []), ...ofRows(places[of].facts, columns, sides)]
  })

  async function allRows(query: RowQuery): Promise<BrowseRow[]> {
    const { jobId } = await call('dataset.findRows', query)
    await jobResult(jobs, jobId)
    const rows: BrowseRow[] = []
    for (;;) {
      const page = await call('dataset.rows', { ...query, offset: rows.length, limit: rowsPerPage })
      rows.push(...(page?.rows ?? []))
      if (!page || page.rows.length === 0 || rows.length >= page.total) return rows
    }
  }

  let resting: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(resting))
  watch(
    [entity, names],
    ([of, wanted]) => {
      clearTimeout(resting)
      if (wanted.length > 0) resting = setTimeout(() => void facts.run(of, wanted), restMs)
    },
    { immediate: true },
  )
  return { ...facts, known: computed(() => facts.state.value ?? []) }
}

function ofRows(facts: string[], columns: BrowseColumn[], sides: (BrowseRow | null)[]): Fact[] {
  const told = facts.flatMap((wanted) => {
    const at = columns.findIndex(({ name }) => name === wanted)
    if (at < 0) return []
    return [{ name: wanted, type: columns[at].type, values: sides.map((row) => row?.cells[at] ?? null) }]
  })
  return told.filter(({ values }) => values.some((value) => value !== null))
}

/** What the files say of customers beside Assay's own columns: names, addresses, phones. */
async function attributesOf(sides: (BrowseRow | null)[]): Promise<Fact[]> {
  const details = await Promise.all(
    sides.map((row) => (row ? call('dataset.rowDetail', { table: 'users', id: row.id }) : null)),
  )
  const fields = details.map((detail) => detail?.sections.find(({ section }) => section === 'attributes')?.fields ?? [])
  const names = [...new Set(fields.flatMap((own) => own.map(({ name }) => name)))]
  return names.map((name) => {
    const found = fields.map((own) => own.find((field) => field.name === name))
    // As they stand: a phone is no number to be grouped.
    const values = found.map((field) => (field?.value == null ? null : String(field.value)))
    return { name, type: 'text', isAttribute: true, values }
  })
}

/** A brand is what its products are: their number, the first of their titles, and the sums of their acts. */
function ofBrands(columns: BrowseColumn[], rows: BrowseRow[], names: string[]): Fact[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const own = names.map((name) => rows.filter(({ cells }) => cells[place('brand')] === name))
  const sum = (of: BrowseRow[], at: number) => of.reduce((all, { cells }) => all + Number(cells[at] ?? 0), 0)
  const titles = (of: BrowseRow[]) =>
    of
      .flatMap(({ cells }) => cells[place('title')] ?? [])
      .slice(0, mostTitles)
      .join(' · ') || null
  return [
    { name: 'products', type: 'count', values: own.map(({ length }) => length) },
    ...places.brand.facts.map((name): Fact => {
      const at = place(name)
      return { name, type: columns[at].type, values: own.map((of) => sum(of, at)) }
    }),
    { name: 'titles', type: 'text', values: own.map(titles) },
  ]
}
