import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../../main/features/fingerprint.ts'
import type { TrainSetup } from '../../../main/features/types.ts'
import { createTestProject, sharedData, type TestProject } from '../projects.ts'
import { applyRules } from './acts.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const revenue = () => project.value<number>('SELECT SUM(money) FROM act WHERE type_id = 4')

/** What these files hold was counted by others. Skipped where they are not at hand. */
describe.skipIf(!existsSync(sharedData))('real files', () => {
  it('CDNOW loses its 255 exact duplicates, and their money, and gets them back', async () => {
    await project.import(join(sharedData, 'cdnow/CDNOW_master.txt'), 'orders')
    const before = { revenue: revenue(), fingerprint: fingerprintOf(project, {} as TrainSetup, 'training') }
    const [{ effect }] = await applyRules(project, { kind: 'exactDuplicates' })
    expect(effect).toMatchObject({ rowsExcluded: 255, rowsChanged: 0 })
    expect(project.value('SELECT COUNT(*) FROM act')).toBe(69_659 - 255)
    expect(revenue()).toBeCloseTo(before.revenue + (effect?.revenue ?? 0), 4)
    expect(fingerprintOf(project, {} as TrainSetup, 'training')).not.toBe(before.fingerprint)
    await project.undoStep()
    expect({ revenue: revenue(), fingerprint: fingerprintOf(project, {} as TrainSetup, 'training') }).toEqual(before)
  })

  it('CDNOW is capped at the quantile that sorting finds', async () => {
    await project.import(join(sharedData, 'cdnow/CDNOW_master.txt'), 'orders')
    const amounts = project
      .all<{ money: number }>('SELECT money FROM act WHERE money > 0 ORDER BY money')
      .map(({ money }) => money)
    const at = (amounts.length - 1) * 0.995
    const cap = amounts[Math.floor(at)] + (amounts[Math.ceil(at)] - amounts[Math.floor(at)]) * (at % 1)
    const above = amounts.filter((money) => money > cap)
    const [{ effect }] = await applyRules(project, { kind: 'winsorise' })
    expect(project.value('SELECT MAX(money) FROM act')).toBeCloseTo(cap, 9)
    expect(effect?.rowsChanged).toBe(above.length)
    expect(effect?.revenue).toBeCloseTo(-above.reduce((sum, money) => sum + money - cap, 0), 4)
  })

  it('REES46 loses its 5 duplicates', async () => {
    await project.import(join(sharedData, 'rees46/2019-Oct.csv'), 'behaviour')
    const [{ effect }] = await applyRules(project, { kind: 'exactDuplicates' })
    expect(effect?.rowsExcluded).toBe(5)
  })
})

/** A few lines with what Online Retail II is known for: postage, charges, manual lines, cancelled invoices, no customer. */
const invoices = `Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850
536365,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850
536370,M,Manual,1,2010-12-01 08:45:00,100.00,12583
536371,BANK CHARGES,Bank Charges,1,2010-12-01 09:00:00,15.00,12583
536372,TEST001,This is a test product.,5,2010-12-01 09:01:00,4.50,12583
C536379,85123A,WHITE HANGING HEART,-2,2010-12-10 09:41:00,2.55,17850
536380,22423,REGENCY CAKESTAND,1,2010-12-10 09:41:00,12.75,
`

it('invoices of a gift shop lose what is no merchandise, and show purchases less their returns', async () => {
  const result = await project.import(project.write('online_retail.csv', invoices), 'orders')
  expect(result).toMatchObject({ rowsRead: 8, rowsKept: 7, rejects: { 'missing.user_id': 1 } })
  const rules = await applyRules(
    project,
    { kind: 'excludedProducts', settings: { codes: ['POST', 'm', 'Bank Charges', 'TEST*'] } },
    { kind: 'exactDuplicates' },
    { kind: 'returnsNetted' },
  )
  const near = (value: number) => expect.closeTo(value, 9) as number
  expect(rules.map(({ effect }) => effect)).toEqual([
    { ruleId: 1, rowsExcluded: 4, rowsChanged: 0, revenue: near(-155.5), returned: 0 },
    { ruleId: 2, rowsExcluded: 1, rowsChanged: 0, revenue: near(-15.3), returned: 0 },
    { ruleId: 3, rowsExcluded: 1, rowsChanged: 1, revenue: near(-5.1), returned: near(-5.1) },
  ])
  expect(project.all('SELECT units, money FROM act_net')).toEqual([{ units: 4, money: near(10.2) }])
  expect(project.all('SELECT units, money FROM act')).toEqual([
    { units: 6, money: near(15.3) },
    { units: 2, money: near(5.1) },
  ])
})
