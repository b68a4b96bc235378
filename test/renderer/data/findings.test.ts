// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadWords } from '../../../main/base/resources.ts'
import { findingCodes, type Finding, type Profile } from '../../../main/dataset/profile/types.ts'
import DataPage from '../../../renderer/src/data/DataPage.vue'
import { router } from '../../../renderer/src/router.ts'
import { project } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const finding: Finding = {
  ...{ code: 'bots', severity: 'high', rows: 1200, users: 3, products: 9, money: null },
  params: { count: 3, share: 0.1, threshold: 120, minutes: 10, usual: 14, least: 100, regular: 1 },
  examples: ['crawler'],
  filter: { table: 'acts', search: '', conditions: [{ kind: 'finding', finding: 'bots' }] },
  rule: { kind: 'excludedUsers', settings: { ids: ['crawler'] } },
}
const profile: Profile = {
  tables: {
    behaviour: {
      ...{ rows: 12_000, users: 300, products: 40, brands: 4, categories: 2, from: '2024-01-01', to: '2024-03-31' },
      ...{ byType: { view: 11_000, purchase: 1000 }, purchases: 1000, returns: 0, buyers: 200 },
      ...{ revenue: 50_000, returned: 0, exactDuplicates: 0 },
    },
    products: { rows: 40, products: 40, withBrand: 40, withCategory: 40, withPrice: 40 },
    users: { rows: 0, users: 0, attributes: [] },
    social: { rows: 0, users: 0, dated: 0 },
    campaigns: { rows: 0, users: 0, campaigns: 0 },
  },
  ...{ warnings: [], overTime: [], days: { from: null, acts: [], purchases: [] } },
  columns: [
    {
      table: 'acts',
      rows: 12_000,
      columns: [
        {
          ...{
            name: 'channel',
            type: 'text',
            isAttribute: false,
            missing: 3000,
            distinct: 2,
            distinctIsEstimate: false,
          },
          ...{ numbers: null, histogram: null, top: [{ value: 'app', rows: 6000 }], topPercentShare: null },
        },
      ],
    },
  ],
  findings: [finding],
}

let stage: Stage | null = null
afterEach(() => stage?.page.unmount())

async function open(tab: string): Promise<string> {
  await router.push({ name: 'data', query: { tab } })
  stage = await mountPage(DataPage, {
    'project.state': () => project,
    'model.runs': () => [],
    'dataset.profile': () => profile,
    'dataset.sources': () => [],
    'project.history': () => ({ rows: [], total: 0 }),
  })
  return stage.page.text()
}

describe('the data page', () => {
  it('words a finding, its reach and its measure, and leads to its rows', async () => {
    const text = await open('findings')
    expect(text).toContain('Likely bots')
    expect(text).toContain('1,200')
    expect(text).toContain('120 acts or more within 10 minutes')
    buttonNamed('Show the rows').click()
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('browse'), { timeout: 20_000 })
    expect(JSON.parse(String(router.currentRoute.value.query.rows)).filter).toEqual(finding.filter)
  })

  it('shows a column in one line, and its figures on demand', async () => {
    const text = await open('columns')
    expect(text).toContain('75.0%')
    expect(text).toContain('most often app, 66.7%')
    document.querySelector<HTMLElement>('tr.line')?.click()
    await stage?.settle()
    expect(stage?.page.text()).toContain('3,000 missing (25.0%)')
  })
})

describe.each(['en', 'zh-CN'] as const)('findings in %s', (language) => {
  const words = loadWords(language)
  it('have a name, a sentence and a measure each', () => {
    const keys = findingCodes.flatMap((code) => ['name', 'text', 'why'].map((part) => `findings.${code}.${part}`))
    expect(keys.filter((key) => !words.has(key))).toEqual([])
  })
})
