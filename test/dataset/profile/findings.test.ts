import { afterEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { findingIdsOperation, profileOperation } from '../../../main/dataset/profile/profile.ts'
import type { Finding, FindingCode } from '../../../main/dataset/profile/types.ts'
import { createTestProject, type TestProject } from '../projects.ts'

const head = 'user_id,time,product_id,type,quantity,price,amount,order_id'
const minute = 60_000
const day = 86_400_000
const start = Date.UTC(2024, 0, 1)

let project: TestProject | null = null
afterEach(() => project?.remove())

const line = (user: string, ms: number, product: string, type: string, quantity = 1, price = 20) =>
  `${user},${new Date(ms).toISOString().slice(0, 19)},${product},${type},${quantity},${price},${quantity * price},`

/** A hundred days of people who look around at their own pace and sometimes buy. */
function honestActs(seed = 1, people = 150): string[] {
  const random = createRandom(seed)
  const lines: string[] = []
  for (let at = 0; at < 100; at++) {
    for (let visit = 0; visit < 25; visit++) {
      let time = start + at * day + random.integer(day - 40 * minute)
      const user = `u${100 + random.integer(people)}`
      for (let step = 1 + random.integer(6); step > 0; step--) {
        time += 5_000 + random.integer(3 * minute)
        const product = `p${Math.floor(60 * random.uniform() ** 2)}`
        lines.push(line(user, time, product, 'view'))
        if (random.uniform() < 0.2) lines.push(line(user, time + 20_000, product, 'purchase', 1 + random.integer(3)))
      }
    }
  }
  return lines
}

async function findingsOf(
  lines: string[],
): Promise<{ findings: Finding[]; of(code: FindingCode): Finding | undefined }> {
  project = createTestProject()
  await project.import(project.write('acts.csv', `${[head, ...lines].join('\n')}\n`), 'behaviour')
  const { findings } = await profileOperation.run(project, null, unattended)
  return { findings, of: (code) => findings.find((each) => each.code === code) }
}

/** External ids of the users that a finding names. */
async function namedUsers(code: FindingCode): Promise<string[]> {
  const [found] = await findingIdsOperation.run(project as TestProject, { codes: [code] }, unattended)
  return [...found.ids].map((id) => project?.value<string>(`SELECT external FROM user WHERE id = ${id}`) ?? '').sort()
}

describe('an honest shop', () => {
  it.each([1, 2, 3])('is accused of nothing (seed %i)', async (seed) => {
    const { findings } = await findingsOf(honestActs(seed))
    expect(findings).toEqual([])
  })

  it('that sells once a week has no gaps between the days, and one that rests on Sundays none on Sundays', async () => {
    const weekly = Array.from({ length: 60 }, (_, i) => line(`u${i % 9}`, start + i * 7 * day, 'p1', 'purchase'))
    expect((await findingsOf(weekly)).of('gaps')).toBeUndefined()
    project?.remove()
    const workdays = honestActs().filter((each) => new Date(`${each.split(',')[1]}Z`).getUTCDay() !== 0)
    expect((await findingsOf(workdays)).of('gaps')).toBeUndefined()
  })

  it('of purchases alone, by the day, is accused of nothing', async () => {
    const random = createRandom(5)
    const lines = Array.from({ length: 3000 }, () =>
      line(`u${random.integer(2500)}`, start + random.integer(90) * day, `p${random.integer(20)}`, 'purchase'),
    )
    const odd = (await findingsOf(lines)).findings.filter(({ code }) => code !== 'exactDuplicates')
    expect(odd).toEqual([])
  })
})

describe('what is planted is found:', () => {
  it('rows that repeat another, by what each column says', async () => {
    const one = `u1,2024-01-03T10:00:00,p1,purchase,1,20,20,`
    const { of } = await findingsOf([...honestActs(), `${one}o1`, `${one}o2`, `${one}o1`, `${one}o1`])
    expect(of('exactDuplicates')).toMatchObject({ rows: 2, money: 40, rule: { kind: 'exactDuplicates' } })
  })

  it('days without acts', async () => {
    const gone = ['2024-02-10', '2024-02-11', '2024-02-12']
    const lines = honestActs().filter((each) => !gone.includes(each.split(',')[1].slice(0, 10)))
    expect((await findingsOf(lines)).of('gaps')).toMatchObject({
      params: { gaps: 1, days: 3 },
      examples: ['2024-02-10 – 2024-02-12'],
    })
  })

  it('a day whose acts are those of another day', async () => {
    const onDay = (date: string) => (each: string) => each.split(',')[1].startsWith(date)
    const lines = honestActs()
    const copy = lines.filter(onDay('2024-02-01')).map((each) => each.replace('2024-02-01', '2024-03-01'))
    const { of } = await findingsOf([...lines.filter((each) => !onDay('2024-03-01')(each)), ...copy.reverse()])
    expect(of('duplicatedDays')).toMatchObject({ rows: copy.length, examples: ['2024-03-01 = 2024-02-01'] })
  })

  it('a jump in how much happens', async () => {
    const lines = honestActs()
    const later = lines.filter((each) => each.split(',')[1] >= '2024-02-20')
    const more = [1, 2, 3].flatMap((copy) => later.map((each) => each.replace(/^u/, `v${copy}`)))
    const found = (await findingsOf([...lines, ...more])).of('jumps')
    expect(found?.params).toMatchObject({ jumps: 1 })
    expect(Math.abs(Date.parse(String(found?.params.day)) - Date.UTC(2024, 1, 20))).toBeLessThanOrEqual(3 * day)
  })

  it('accounts of the shop itself, by name and by what they pay', async () => {
    const free = Array.from({ length: 6 }, (_, i) => line('u9999', start + i * day, 'p1', 'purchase', 1, 0.01))
    const names = ['test01', '测试账号', 'qa-team', '0000'].map((name) => line(name, start, 'p2', 'view'))
    const people = ['Testa', 'Demoiselle', 'contest'].map((name) => line(name, start, 'p2', 'view'))
    const { of } = await findingsOf([...honestActs(), ...free, ...names, ...people])
    expect(of('testAccounts')?.users).toBe(5)
    expect(await namedUsers('testAccounts')).toEqual(['0000', 'qa-team', 'test01', 'u9999', '测试账号'].sort())
  })

  it('orders by the hundred, and who places them', async () => {
    const bulk = Array.from({ length: 5 }, (_, i) => line('trader', start + i * day, 'p1', 'purchase', 300))
    const { of } = await findingsOf([...honestActs(), ...bulk])
    expect(of('bulkOrders')).toMatchObject({ rows: 5, money: 5 * 300 * 20, params: { threshold: 60 } })
    expect(await namedUsers('resellers')).toEqual(['trader'])
  })

  it('a bot by its haste, and one by its evenness', async () => {
    const hasty = Array.from({ length: 400 }, (_, i) => line('crawler', start + i * 1000, `p${i % 60}`, 'view'))
    const even = Array.from({ length: 150 }, (_, i) =>
      line('clockwork', start + i * 5 * minute + 13_000, `p${i % 60}`, 'view'),
    )
    // As hasty, but a customer.
    const buyer = Array.from({ length: 200 }, (_, i) => line('eager', start + i * 1500, `p${i % 7}`, i === 9 ? 'purchase' : 'view')) // prettier-ignore
    const { of } = await findingsOf([...honestActs(), ...hasty, ...even, ...buyer])
    expect(await namedUsers('bots')).toEqual(['clockwork', 'crawler'])
    expect(of('bots')).toMatchObject({ rows: 550, rule: { kind: 'excludedUsers' } })
  })

  it('many who go the same way on the same day', async () => {
    const random = createRandom(9)
    const farm = Array.from({ length: 14 }, (_, i) =>
      ['p50', 'p3', 'p41', 'p57'].map(
        (product, step) =>
        line(`w${i}`, start + 30 * day + random.integer(minute) + i * 20 * minute + step * minute * 2, product, step === 3 ? 'purchase' : 'view'), // prettier-ignore
      ),
    ).flat()
    const { of } = await findingsOf([...honestActs(), ...farm])
    expect(of('clickFarms')).toMatchObject({ users: 14, rows: 56, params: { paths: 1, largest: 14 } })
  })

  it('a burst of strangers on one product', async () => {
    const burst = Array.from({ length: 40 }, (_, i) => line(`x${i}`, start + 40 * day + i * minute, 'p58', 'purchase'))
    const { of } = await findingsOf([...honestActs(), ...burst])
    expect(of('bursts')).toMatchObject({ users: 40, params: { largest: 40, product: 'p58', day: '2024-02-10' } })
  })

  it('what one table names and the other does not', async () => {
    const { of } = await findingsOf(honestActs())
    expect(of('productsWithoutFacts')).toBeUndefined()
    const shop = project as TestProject
    const catalogue = Array.from({ length: 58 }, (_, i) => `p${i},Thing ${i}`)
    await shop.import(
      shop.write('p.csv', `product_id,title\n${catalogue.join('\n')}\nidle,Idle\nq1,测试商品\n`),
      'products',
    )
    await shop.import(shop.write('u.csv', 'user_id,gender\nu100,F\nnobody,M\n'), 'users')
    const { findings } = await profileOperation.run(shop, null, unattended)
    const counted = (code: FindingCode) => findings.find((each) => each.code === code)?.params.count
    expect(counted('productsWithoutFacts')).toBe(2)
    expect(counted('productsNeverActed')).toBe(2)
    expect(counted('usersWithoutFacts')).toBe(149)
    expect(counted('usersWithoutActs')).toBe(1)
    expect(counted('testProducts')).toBeUndefined() // nobody has acted on it
  })
})
