import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { findingIdsOperation, profileOperation } from '../../../main/dataset/profile/profile.ts'
import type { Finding } from '../../../main/dataset/profile/types.ts'
import { generateSampleShop, type SampleShop } from '../../../main/dataset/sample/generate.ts'
import { createTestProject, type TestProject } from '../projects.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-planted-'))
let project: TestProject
let sample: SampleShop
let findings: Finding[]

beforeAll(async () => {
  sample = await generateSampleShop(folder, { customers: 1200, products: 300 }, unattended)
  project = createTestProject('Asia/Shanghai')
  for (const { kind, path } of sample.files) await project.import(path, kind)
  findings = (await profileOperation.run(project, null, unattended)).findings
})
afterAll(() => {
  project?.remove()
  rmSync(folder, { recursive: true })
})

const named = async (code: string, table: 'user' | 'product') => {
  const [found] = await findingIdsOperation.run(project, { codes: [code] }, unattended)
  return [...found.ids].map((id) => project.value<string>(`SELECT external FROM ${table} WHERE id = ${id}`))
}
const of = (code: string) => findings.find((finding) => finding.code === code)

describe('of what is planted in the sample shop', () => {
  it('the repeated rows are counted to the last one', () => {
    expect(of('exactDuplicates')?.rows).toBe(sample.truth.dirt.duplicateRows)
  })

  it('the test account is found, and nobody else is taken for one', async () => {
    expect(await named('testAccounts', 'user')).toEqual([sample.truth.dirt.testAccount])
  })

  it('the bulk order is found, and no other', async () => {
    const { bulkOrder } = sample.truth.dirt
    const [found] = await findingIdsOperation.run(project, { codes: ['bulkOrders'] }, unattended)
    const orders = [...found.ids].map((id) => project.value<string>(`SELECT order_id FROM act WHERE id = ${id}`))
    expect(orders).toEqual([bulkOrder])
  })

  it('the products missing from the catalogue are named', async () => {
    const missing = await named('productsWithoutFacts', 'product')
    const acted = project.all<{ id: string }>('SELECT DISTINCT p.external AS id FROM act a JOIN product p ON p.id = a.product_id') // prettier-ignore
    const planted = sample.truth.dirt.productsMissingFromCatalogue.filter((id) => acted.some((row) => row.id === id))
    expect(missing.toSorted()).toEqual(planted.toSorted())
  })

  it('honest customers and days are accused of nothing', () => {
    const honest = ['bots', 'clickFarms', 'bursts', 'duplicatedDays', 'gaps', 'jumps', 'future', 'withoutMoney']
    expect(findings.filter(({ code }) => honest.includes(code))).toEqual([])
  })
})
