import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { declineOperation } from '../../../main/dataset/clean/declining.ts'
import { mergeOperation, suggestMergesOperation, unmergeOperation } from '../../../main/dataset/clean/merging.ts'
import { loadWorld } from '../../../main/features/world.ts'
import { readUserNames } from '../../../main/features/store.ts'
import type { MergedEntity } from '../../../main/storage/state.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(() => void (project = createTestProject()))
afterEach(() => project.remove())

const orders = `user_id,time,product_id,quantity,amount,brand,title
a@x.com,2024-01-01,SKU-1,1,10,Nike,Nike Air shoe
A@X.com,2024-01-02,sku1,1,20,耐克,Nike Air shoe
17,2024-01-03,P3,2,30,NIKE,耐克(Nike) runner
17.0,2024-01-04,P4,1,40,Adidas,Adidas cap
b,2024-01-05,P5,1,50,Addidas,Adidas hat
`
const users = `user_id,registered_at,gender,birth_year,email,mobile,name,plan
b,2023-01-01,F,,Ann@Mail.com,+86 138 0013 8000,Ann Lee,Rome
c,2023-02-01,,1990,ann@mail.com ,,Ann Lee,Oslo
d,2023-03-01,M,1990,,13800138000,Ann Lee,
e,2023-04-01,M,1985,none@none,0000000,Bo,
`

async function fill(): Promise<void> {
  await project.import(project.write('orders.csv', orders), 'orders')
  await project.import(project.write('users.csv', users), 'users')
}

const suggest = async (entity: MergedEntity) =>
  (await suggestMergesOperation.run(project, entity, unattended)).map(({ from, to, reason, score }) => ({
    from,
    to,
    reason,
    score,
  }))

const merge = (entity: MergedEntity, ...pairs: [string, string][]) =>
  mergeOperation.run(
    project,
    pairs.map(([from, to]) => ({ entity, from, to })),
    unattended,
  )

describe('suggestions', () => {
  it('find customers by id, e-mail, phone, and name with year of birth', async () => {
    await fill()
    const found = await suggest('user')
    expect(found).toEqual(
      expect.arrayContaining([
        { from: 'A@X.com', to: 'a@x.com', reason: 'email', score: 0.98 },
        { from: 'c', to: 'b', reason: 'email', score: 0.98 },
        { from: 'd', to: 'b', reason: 'phone', score: 0.95 },
        { from: '17.0', to: '17', reason: 'id', score: 0.9 },
        { from: 'd', to: 'c', reason: 'nameAndBirthYear', score: 0.75 },
      ]),
    )
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a))
    expect(found.some(({ from, to }) => from === 'e' || to === 'e')).toBe(false)
  })

  it('find products by code, and by title and brand once their brands are one', async () => {
    await fill()
    expect(await suggest('product')).toEqual([{ from: 'sku1', to: 'SKU-1', reason: 'code', score: 0.9 }])
    await project.import(
      project.write(
        'products.csv',
        'product_id,title,brand,price\nX1,Green tea,Nike,5\nX2,GREEN  TEA,NIKE,5\nX3,Green tea,Nike,6\n',
      ),
      'products',
    )
    await merge('brand', ['NIKE', 'Nike'])
    expect(await suggest('product')).toEqual(
      expect.arrayContaining([
        { from: 'X2', to: 'X1', reason: 'titleAndBrand', score: 0.8 },
        { from: 'X3', to: 'X1', reason: 'titleAndBrand', score: 0.6 },
      ]),
    )
  })

  it('find brands by spelling, lexicon, titles that name both, and one letter', async () => {
    await fill()
    const found = await suggest('brand')
    expect(found).toContainEqual({ from: 'NIKE', to: 'Nike', reason: 'spelling', score: 0.95 })
    expect(found).toContainEqual({ from: '耐克', to: 'Nike', reason: 'lexicon', score: 0.95 })
    expect(found).toContainEqual({ from: 'Addidas', to: 'Adidas', reason: 'typo', score: 0.6 })
    expect(found.some(({ from, to }) => [from, to].includes('Adidas') && [from, to].includes('Nike'))).toBe(false)
  })

  it('leave alone what so many share that it says nothing', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `v${i},shop@shop.com\n`).join('')
    await project.import(project.write('users.csv', `user_id,email\n${rows}`), 'users')
    expect(await suggest('user')).toEqual([])
  })
})

describe('merging', () => {
  const userRow = (name: string) =>
    project.all(`SELECT registered_ms AS registered, birth_year AS year, gender FROM user_current f
      JOIN user u ON u.id = f.user_id WHERE u.external = '${name}'`)

  it('gives one customer: its own facts first, else the latest of those merged into it', async () => {
    await fill()
    await merge('user', ['c', 'b'], ['d', 'b'])
    expect(userRow('b')).toEqual([{ registered: Date.UTC(2023, 0, 1), year: 1990, gender: 'F' }])
    expect([userRow('c'), userRow('d')]).toEqual([[], []])
    expect(project.value('SELECT COUNT(*) FROM user_current')).toBe(2)
    expect(
      project.all(`SELECT u.external AS user, own, attributes ->> 'plan' AS plan FROM user_fact_current f
      JOIN user u ON u.id = f.user_id WHERE u.external = 'b' ORDER BY own, source_id, line`),
    ).toEqual([
      { user: 'b', own: 0, plan: 'Oslo' },
      { user: 'b', own: 0, plan: null },
      { user: 'b', own: 1, plan: 'Rome' },
    ])
  })

  it('gives features one row, with the acts of both and its own attributes', async () => {
    await fill()
    await merge('user', ['A@X.com', 'a@x.com'], ['c', 'b'])
    const world = loadWorld(project, unattended)
    const names = readUserNames(project.database)
    expect(names).toEqual(['a@x.com', '17', '17.0', 'b', 'd', 'e'])
    expect(world.users.count).toBe(6)
    expect([...world.acts.money.slice(world.acts.starts[0], world.acts.starts[1])]).toEqual([10, 20])
    expect(world.people.birthYear[names.indexOf('b')]).toBe(1990)
  })

  it('gives one product and one brand', async () => {
    await fill()
    await merge('brand', ['耐克', 'Nike'], ['NIKE', 'Nike'])
    await merge('product', ['sku1', 'SKU-1'])
    expect(
      project.all(`SELECT p.external AS product, b.name AS brand, title FROM product_current f JOIN product p ON p.id = f.product_id
        LEFT JOIN brand b ON b.id = f.brand_id ORDER BY p.id`),
    ).toEqual(
      [
        { product: 'SKU-1', brand: 'Nike', title: 'Nike Air shoe' },
        { product: 'P3', brand: 'Nike', title: '耐克(Nike) runner' },
        { product: 'P4', brand: 'Adidas', title: 'Adidas cap' },
        { product: 'P5', brand: 'Addidas', title: 'Adidas hat' },
      ].sort((a, b) => (a.product === 'SKU-1' ? -1 : b.product === 'SKU-1' ? 1 : 0)),
    )
    expect(project.all('SELECT name FROM brand_present ORDER BY name')).toEqual([
      { name: 'Addidas' },
      { name: 'Adidas' },
      { name: 'Nike' },
    ])
    const world = loadWorld(project, unattended)
    expect(world.products.count).toBe(4)
    expect(new Set(world.catalogue.brand.slice(0, 2)).size).toBe(1)
  })

  it('follows merges of merges, and takes them apart again', async () => {
    await fill()
    await merge('user', ['17.0', '17'])
    expect(await merge('user', ['17', 'b'])).toEqual([
      { entity: 'user', from: '17', to: 'b' },
      { entity: 'user', from: '17.0', to: 'b' },
    ])
    expect(await merge('user', ['b', '17.0'])).toHaveLength(2)
    expect(await unmergeOperation.run(project, [{ entity: 'user', from: '17' }], unattended)).toEqual([
      { entity: 'user', from: '17.0', to: 'b' },
    ])
    expect(await unmergeOperation.run(project, [{ entity: 'user', from: 'b' }], unattended)).toEqual([])
    await expect(async () => merge('user', ['nobody', 'b'])).rejects.toMatchObject({ code: 'input.invalid' })
  })

  it('is one step of the history, whatever it holds', async () => {
    await fill()
    const before = project.views()
    await merge('user', ['c', 'b'], ['d', 'b'], ['17.0', '17'], ['A@X.com', 'a@x.com'])
    expect(project.all("SELECT subject FROM history WHERE action = 'clean.merge'")).toEqual([
      { subject: 'c → b, d → b, 17.0 → 17 …' },
    ])
    await project.undoStep()
    expect(project.views()).toEqual(before)
  })
})

it('remembers in the project which pairs are declined, whichever would stay, and forgets on demand', async () => {
  await fill()
  const pair = { entity: 'user' as const, from: '17', to: '17.0' }
  const decline = (declined: boolean, from = pair.from, to = pair.to) =>
    declineOperation.run(project, { pairs: [{ entity: 'user', from, to }], declined }, unattended)
  const [steps, print] = [project.value<number>('SELECT COUNT(*) FROM step'), project.views()]
  expect(await decline(true)).toEqual([pair])
  expect(await decline(true, '17.0', '17')).toEqual([pair])
  expect(await decline(false, '17.0', '17')).toEqual([])
  expect([project.value('SELECT COUNT(*) FROM step'), project.views()]).toEqual([steps, print])
  const told = project.all('SELECT action FROM history ORDER BY id DESC LIMIT 2')
  expect(told).toEqual([{ action: 'clean.offerAgain' }, { action: 'clean.decline' }])
})
