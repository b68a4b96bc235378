import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOfColumn } from '../../../main/dataset/formats/parquetText.ts'
import { createTestProject, type TestProject } from '../projects.ts'
import { inspection } from './inspection.ts'

let project: TestProject
beforeAll(() => void (project = createTestProject()))
afterAll(() => project.remove())

type Options = Parameters<typeof parquetWriteBuffer>[0]
const parquetOf = (options: Options): Uint8Array => new Uint8Array(parquetWriteBuffer(options))
const inspect = (content: Uint8Array) => inspection(project.write('file.parquet', content))

const events: Options = {
  columnData: [
    { name: 'user_id', data: [9007199254740993n, 2n, 3n], type: 'INT64' },
    {
      name: 'time',
      data: [new Date('2024-05-01T10:00:00Z'), new Date('2024-05-02T00:00:00.5Z'), null],
      type: 'TIMESTAMP',
    },
    { name: 'type', data: ['buy', 'view', null], type: 'STRING' },
    { name: 'price', data: [1.1, -0.5, null], type: 'DOUBLE' },
    { name: 'member', data: [true, false, null], type: 'BOOLEAN' },
  ],
}

describe('Parquet', () => {
  it('gives large numbers to the last digit, instants as such, and nothing for null', async () => {
    const { columns, preview, rows, format } = await inspect(parquetOf(events))
    expect(format).toMatchObject({ container: 'parquet', header: true })
    expect(columns.map(({ name }) => name)).toEqual(['user_id', 'time', 'type', 'price', 'member'])
    expect(preview).toEqual([
      ['9007199254740993', '2024-05-01T10:00:00Z', 'buy', '1.1', 'true'],
      ['2', '2024-05-02T00:00:00.500Z', 'view', '-0.5', 'false'],
      ['3', '', '', '', ''],
    ])
    expect(rows).toBe(3)
  })

  it('reads every row of every row group, gzipped or not', async () => {
    const count = 150_000
    const columnData = [
      { name: 'user_id', data: Array.from({ length: count }, (_, i) => `u${i % 977}`) },
      {
        name: 'time',
        data: Array.from({ length: count }, (_, i) => new Date(1.7e12 + i * 1000)),
        type: 'TIMESTAMP' as const,
      },
      { name: 'amount', data: Float64Array.from({ length: count }, (_, i) => i / 4) },
    ]
    const content = parquetOf({ columnData, rowGroupSize: 100_000 })
    const result = await project.import(project.write('many.parquet', content), 'orders')
    expect(result).toMatchObject({ rowsRead: count, rowsKept: count })
    expect(project.value('SELECT SUM(amount) FROM behaviour')).toBe((count * (count - 1)) / 8)
    expect(project.value('SELECT MAX(time_ms) - MIN(time_ms) FROM behaviour')).toBe((count - 1) * 1000)
    const gzipped = await inspection(project.write('many.parquet.gz', gzipSync(content)))
    expect(gzipped).toMatchObject({ rows: count, compression: 'gzip' })
  })

  it.each<[string, (content: Buffer) => void]>([
    [
      'promises more rows than it holds',
      (content) => content.writeUInt8(content[content.length - 20] ^ 0x55, content.length - 20),
    ],
    ['has a footer longer than itself', (content) => content.writeUInt32LE(1 << 30, content.length - 8)],
    ['has broken pages', (content) => content.fill(0xff, 4, 60)],
  ])('refuses a file that %s', async (_, spoil) => {
    const content = Buffer.from(parquetOf(events))
    spoil(content)
    const code = await inspect(content).then(
      ({ preview }) => JSON.stringify(preview),
      (error: { code?: string }) => error.code,
    )
    expect(code).toBe('dataset.damaged')
  })

  it('refuses an encrypted file and a cut one', async () => {
    await expect(inspect(Buffer.from('PARE0000PARE'))).rejects.toMatchObject({ code: 'dataset.encrypted' })
    await expect(inspect(parquetOf(events).subarray(0, 200))).rejects.toMatchObject({ code: 'dataset.damaged' })
  })

  it('writes decimals exactly and 32-bit numbers in their shortest form', () => {
    const decimal = textOfColumn({
      name: 'd',
      type: 'FIXED_LEN_BYTE_ARRAY',
      converted_type: 'DECIMAL',
      scale: 2,
      precision: 30,
    })
    expect(decimal(Uint8Array.from([0xff, 0xff, 0x85]))).toBe('-1.23')
    expect(decimal(123456789012345678901n)).toBe('1234567890123456789.01')
    expect(decimal(5)).toBe('0.05')
    const float = textOfColumn({ name: 'f', type: 'FLOAT' })
    expect(float(Math.fround(1.1))).toBe('1.1')
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) =>
        Object.is(Math.fround(Number(float(value))), value + 0 === 0 ? 0 : value),
      ),
    )
  })

  it('gives back any table', async () => {
    const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constant(null))
    const row = fc.tuple(
      text,
      fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.constant(null)),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const columnData: Options['columnData'] = [
          { name: 'a', data: rows.map(([a]) => a), type: 'STRING' },
          { name: 'b', data: rows.map(([, b]) => b), type: 'INT64' },
          { name: 'c', data: rows.map(([, , c]) => c), type: 'DOUBLE' },
        ]
        const { preview } = await inspect(parquetOf({ columnData }))
        expect(preview).toEqual(rows.map((each) => each.map((cell) => (cell === null ? '' : String(cell).trim()))))
      }),
      { numRuns: 60 },
    )
  })
})
