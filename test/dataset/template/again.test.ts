import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { importAgainOperation } from '../../../main/dataset/importAgain.ts'
import { inspectFile } from '../../../main/dataset/inspect.ts'
import { shapeSteps } from '../../../main/dataset/shape/steps.ts'
import { getSource, listSources } from '../../../main/dataset/store.ts'
import { createTemplateMemory } from '../../../main/dataset/template/memory.ts'
import { templateOfSource } from '../../../main/dataset/template/remember.ts'
import { createTestProject, type TestProject } from '../projects.ts'

let project: TestProject
beforeEach(() => {
  project = createTestProject()
})
afterEach(() => project.remove())

const again = async (path: string, lookups?: string[]) =>
  importAgainOperation.run(project, { path, lookups }, unattended)

const header = 'who,what,when,how many,worth,act\n'
const may = `${header}u1,p1,13/05/2024,1,10,pv\nu2,p2,14/05/2024,2,20,buy\n`
const mapping = {
  user_id: { column: 'who' },
  product_id: { column: 'what' },
  time: { column: 'when' },
  quantity: { column: 'how many' },
  amount: { column: 'price' },
  type: { column: 'act' },
}
const shape = shapeSteps.parse([{ step: 'compute', column: 'price', expression: 'worth / 10' }])

describe('next month', () => {
  it('is read as the month before, and what is new is said', async () => {
    const first = await project.import(project.write('may.csv', may), 'behaviour', { mapping, shape, known: ['all'] })
    // Read on its own, day and month of this file could be the other way round.
    const june = `${header}u2,p2,14/05/2024,2,20,buy\nu3,p3,01/06/2024,1,70,wish\nu1,p1,02/06/2024,1,10,pv\n`
    const result = await again(project.write('june.csv', june))
    expect(result).toMatchObject({ rowsKept: 3, kind: 'behaviour', template: { name: 'may.csv', from: 'project' } })
    expect(result.changes).toMatchObject({
      since: { sourceId: first.sourceId, name: 'may.csv', rowsKept: 2 },
      daysBetween: -1,
      newColumns: [],
      missingColumns: [],
      newActs: ['wish'],
      newUsers: 1,
      newProducts: 1,
      newBrands: 0,
      rowsRepeated: 1,
    })
    const [latest] = listSources(project.database)
    expect(latest).toMatchObject({ known: ['all'], reading: { kind: 'behaviour' } })
    expect(project.all('SELECT amount FROM behaviour WHERE source_id = 2 ORDER BY id')).toEqual([
      { amount: 2 },
      { amount: 7 },
      { amount: 1 },
    ])
    expect(project.value("SELECT date(MAX(time_ms) / 1000, 'unixepoch') FROM behaviour")).toBe('2024-06-02')
  })

  it('says how many days lie between', async () => {
    await project.import(project.write('may.csv', may), 'behaviour', { mapping, shape })
    const { changes } = await again(
      project.write('july.csv', `${header}u9,p9,01/07/2024,1,10,pv\nu9,p9,31/07/2024,1,10,pv\n`),
    )
    expect(changes).toMatchObject({ daysBetween: 47, rowsRepeated: 0, newUsers: 1 })
  })

  it('takes a file with more columns, and refuses one that lacks what is mapped or computed with', async () => {
    await project.import(project.write('may.csv', may), 'behaviour', { mapping, shape })
    const more = await again(
      project.write('more.csv', 'who,what,when,how many,worth,act,extra\nu1,p1,03/06/2024,1,10,pv,x\n'),
    )
    expect(more.changes).toMatchObject({ newColumns: ['extra'], missingColumns: [] })
    const less = project.write('less.csv', 'who,what,when,how many,act\nu1,p1,04/06/2024,1,pv\n')
    await expect(again(less)).rejects.toMatchObject({ code: 'template.missingColumns', params: { columns: 'worth' } })
    const other = project.write('other.csv', 'a,b,c\n1,2,3\n')
    await expect(again(other)).rejects.toMatchObject({ code: 'template.none' })
  })

  it('reads a file without header as the one before, of which that was said', async () => {
    const said = {
      format: { header: false },
      mapping: { user_id: { column: '#1' }, product_id: { column: '#2' }, time: { column: '#3' } },
    }
    await project.import(project.write('may.csv', 'who,what,2024-05-01\nu2,p2,2024-05-02\n'), 'orders', said)
    const june = await again(project.write('june.csv', 'x,y,2024-05-02\nu9,p9,2024-05-02\n'))
    expect(june).toMatchObject({ rowsKept: 2, changes: { newUsers: 2, daysBetween: -1 } })
  })

  it('adds nothing where the very same file comes again', async () => {
    const path = project.write('may.csv', may)
    await project.import(path, 'behaviour', { mapping, shape })
    expect(await again(path)).toMatchObject({ rowsDuplicate: 2, changes: null })
  })

  it('looks up in this month’s second file where one is named', async () => {
    const lookup = (path: string) =>
      shapeSteps.parse([
        { step: 'lookup', file: { path }, key: 'order', fileKey: 'order', columns: { customer: 'buyer' } },
      ])
    const first = project.write('buyers-may.csv', 'order,buyer\n1,Ann\n2,Ben\n')
    const second = project.write('buyers-june.csv', 'order,buyer\n3,Cid\n4,Dan\n')
    await project.import(project.write('may.csv', 'order,sku,date\n1,A,2024-05-01\n'), 'orders', {
      shape: lookup(first),
    })
    const june = await again(project.write('june.csv', 'order,sku,date\n3,A,2024-06-01\n'), [second])
    expect(june).toMatchObject({ rowsKept: 1, changes: { newUsers: 1 } })
    expect(project.all('SELECT external FROM user')).toEqual([{ external: 'Ann' }, { external: 'Cid' }])
  })
})

describe('remembered templates', () => {
  it('are offered for the same columns, from the settings too', async () => {
    const { sourceId } = await project.import(project.write('may.csv', may), 'behaviour', { mapping, shape })
    const source = getSource(project.database, sourceId)
    const memory = createTemplateMemory(`${project.folder}/templates`)
    expect(memory.list()).toEqual([])
    memory.remember(templateOfSource(source))
    memory.remember(templateOfSource(source))
    expect(memory.list()).toHaveLength(1)
    const june = project.write('june.csv', `Who,What,When,How Many,Worth,Act\nu3,p3,01/06/2024,1,70,pv\n`)
    const remembered = memory.list()
    const offered = await inspectFile(project.write('x.csv', may), {}, false, { offers: { remembered, builtIn: true } })
    expect(offered).toMatchObject({
      template: { name: 'may.csv', from: 'settings' },
      kind: 'behaviour',
      mapping,
      shape,
    })
    expect(offered.columns.map(({ name }) => name)).toContain('price')
    const respelt = await inspectFile(june, {}, false, { offers: { remembered, builtIn: true } })
    expect(respelt).toMatchObject({ template: { from: 'settings' }, mapping })
    expect(respelt.columns.map(({ name }) => name)).toEqual([
      'who',
      'what',
      'when',
      'how many',
      'worth',
      'act',
      'price',
    ])
  })

  it('passes over what is damaged', async () => {
    const folder = project.folder
    project.write('broken.json', '{"name": 7')
    expect(createTemplateMemory(folder).list()).toEqual([])
  })
})

describe('built-in templates in an import', () => {
  const header =
    'Name,Email,Financial Status,Subtotal,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Vendor,Refunded Amount'
  const text = [
    header,
    '#1,a@b.c,paid,45.00,2025-10-07 09:50:26 +0200,1,Tee,30.00,T1,Leaf,',
    '#1,a@b.c,,,2025-10-07 09:50:26 +0200,2,Cup,10.00,C1,Leaf,',
    '#2,d@e.f,voided,9.00,2025-10-08 09:50:26 +0200,1,Cup,9.00,C1,Leaf,',
  ].join('\n')

  it('are taken unless told otherwise, and said', async () => {
    const path = project.write('orders_export.csv', text)
    expect(await inspectFile(path, {}, false)).toMatchObject({
      kind: 'orders',
      template: { name: 'shopify-orders', from: 'builtIn' },
    })
    const result = await project.import(path, 'orders')
    expect(result).toMatchObject({
      template: { name: 'shopify-orders', from: 'builtIn' },
      recordsRead: 3,
      rowsKept: 2,
      rejects: { 'shape.leftOut': 1 },
    })
    expect(project.all('SELECT amount, order_id FROM behaviour ORDER BY id')).toEqual([
      { amount: 27, order_id: '#1' },
      { amount: 18, order_id: '#1' },
    ])
    expect(project.all('SELECT name FROM brand')).toEqual([{ name: 'Leaf' }])
    await project.undo()
    const plain = await project.import(path, 'orders', { offers: { remembered: [], builtIn: false } })
    expect(plain).toMatchObject({ template: null, rowsRead: 3 })
  })
})
