import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createElementSplitter } from '../../../main/dataset/formats/jsonElements.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { inspection } from './inspection.ts'

let project: TestProject
beforeAll(() => void (project = createTestProject()))
afterAll(() => project.remove())

const inspect = (content: string | Uint8Array) => inspection(project.write('file.json', content))

const events = [
  { user_id: 'u1', time: '2024-05-01', type: 'buy', product_id: '9007199254740993123', amount: 1.1 },
  { user_id: 'u2', time: '2024-05-02', type: 'view', product_id: '7', amount: null, tags: ['a', 'b'] },
]
/** The first product's id as a number that a double can't hold. */
const text = (value: unknown) => JSON.stringify(value).replaceAll('"9007199254740993123"', '9007199254740993123')

describe('JSON', () => {
  const preview = [
    ['u1', '2024-05-01', 'buy', '9007199254740993123', '1.1', ''],
    ['u2', '2024-05-02', 'view', '7', '', 'a;b'],
  ]
  it.each<[string, string | Uint8Array, string]>([
    ['one object a line', events.map(text).join('\n'), 'jsonLines'],
    ['one object a line, by Windows', `${events.map(text).join('\r\n')}\r\n`, 'jsonLines'],
    ['an array', text(events), 'json'],
    [
      'an array in lines',
      JSON.stringify(events, null, 2).replaceAll('"9007199254740993123"', '9007199254740993123'),
      'json',
    ],
    [
      'an array in an answer',
      `{"code":0,"info":{"a":{"b":[1,2]}},"data":{"list":${text(events)}},"more":[{"x":1}]}`,
      'json',
    ],
    ['objects after each other', events.map((event) => text(event).replace('{', '{\n')).join('\n'), 'json'],
    ['gzip', gzipSync(text(events)), 'json'],
  ])('is read from %s', async (_, content, container) => {
    const found = await inspect(content)
    expect(found.format.container).toBe(container)
    expect(found.columns.map(({ name }) => name)).toEqual(['user_id', 'time', 'type', 'product_id', 'amount', 'tags'])
    expect(found.preview).toEqual(preview)
    expect(found.rows).toBe(2)
  })

  it('flattens what is nested, and finds keys that come late', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `{"user":{"id":${i}},"at":{"$date":"2024-05-01"},"n":${i}}`)
    lines.push('{"user":{"id":1,"name":"Ann"},"items":[{"sku":"a","qty":2}],"empty":{}}')
    const { columns, rows } = await inspect(lines.join('\n'))
    expect(columns.map(({ name }) => name)).toEqual(['user.id', 'at', 'n', 'user.name', 'items'])
    expect(rows).toBe(30_001)
  })

  it('rejects the lines that are none, with their reason, and reads on', async () => {
    const lines = [text(events[0]), '{"user_id": "u3", "time"', '[1, 2]', text(events[1]), '"text"']
    const result = await project.import(project.write('broken.jsonl', lines.join('\n')), 'behaviour')
    expect(result).toMatchObject({ rowsRead: 5, rowsKept: 2, rejects: { 'json.broken': 1, 'json.noObject': 2 } })
    expect(project.all("SELECT line, raw FROM reject WHERE reason = 'json.broken'")).toEqual([
      { line: 2, raw: '{"user_id": "u3", "time"' },
    ])
    expect(project.value('SELECT external FROM product WHERE id = 1')).toBe('9007199254740993123')
  })

  it('says of a cut array that its last object is broken', async () => {
    const cut = text([...events, ...events]).slice(0, -20)
    const result = await project.import(project.write('cut.json', cut), 'behaviour')
    expect(result).toMatchObject({ rowsRead: 4, rowsKept: 3, rejects: { 'json.broken': 1 } })
  })

  it('refuses what holds no objects', async () => {
    await expect(inspect('{"a": 1, "b":')).rejects.toMatchObject({ code: 'dataset.notJson' })
  })

  it('gives back any objects, however their text is cut', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(300)), (objects, cuts) => {
        const whole = JSON.stringify(objects, null, 1)
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length]
        const splitter = createElementSplitter(null)
        const found = places
          .slice(1)
          .flatMap((end, i) => splitter.push(whole.slice(places[i], end), i === places.length - 2))
        expect(found.map((each) => JSON.parse(each.text) as unknown)).toEqual(JSON.parse(whole))
        expect(found.every(({ cut, tooLong }) => !cut && !tooLong)).toBe(true)
      }),
    )
  })
})
