import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { trainModel } from '../../../main/model/training.ts'
import { encodeTowers, readTowers, towerFileVersion, writeTowers } from '../../../main/model/transfer/towerFile.ts'
import { towersOf } from '../../../main/model/transfer/towersOf.ts'
import type { TowerSet } from '../../../main/model/transfer/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { alone, tinyShop } from './shops.ts'

const folder = mkdtempSync(join(tmpdir(), 'towers-'))
const path = join(folder, 'shop.assaymodel')
let towers: TowerSet
let bytes: Buffer
beforeAll(async () => {
  const engine = await startEngineUnderTest()
  const config = { ...alone, epochs: 1, members: { networks: 2, boosted: false, linear: false } }
  towers = towersOf((await trainModel(tinyShop(), config, engine, unattended)).artifact, 1)
  bytes = encodeTowers(towers)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a file of towers', () => {
  test('gives back what was saved, and says whose bytes they are', async () => {
    expect(await writeTowers(path, towers)).toBe(bytes.length)
    const read = readTowers(path)
    expect(read.towers).toEqual(towers)
    expect(read.towers.networks).toHaveLength(2)
    expect(read.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(readFileSync(path)).toEqual(bytes)
  })

  test('names no customer: it has neither rows nor ids', () => {
    const json = JSON.stringify({ ...towers, networks: [] })
    expect(Object.keys(towers).sort()).toEqual([
      ...['actSizes', 'networks', 'productTitles', 'scales', 'shape', 'specs', 'vocabularies'],
    ])
    expect(json).not.toMatch(/"(ids|clusters|rows)"/)
  })

  const refused = (changed: Buffer, code: string, params: object = {}) => {
    writeFileSync(path, changed)
    expect(() => readTowers(path)).toThrow(
      expect.objectContaining({ code, params: expect.objectContaining({ path, ...params }) }),
    )
  }

  test('of another kind, empty or of another version is refused', () => {
    refused(Buffer.from('SQLite format 3\0 and much more'), 'model.notTowers')
    refused(Buffer.alloc(0), 'model.notTowers')
    const newer = Buffer.from(bytes)
    newer.writeUInt32LE(towerFileVersion + 1, 8)
    refused(newer, 'model.towersVersion', { found: towerFileVersion + 1, expected: towerFileVersion })
  })

  test('that breaks off is refused wherever it does', () => {
    for (const length of [8, 20, 47, 60, 200, Math.floor(bytes.length / 2), bytes.length - 1]) {
      refused(bytes.subarray(0, length), 'model.towersTruncated', { found: length })
    }
  })

  test('with a byte changed anywhere, or more behind its end, is refused', () => {
    const table = bytes.readUInt32LE(12)
    for (const at of [17, 49, 48 + table + 3, Math.floor(bytes.length / 2), bytes.length - 2]) {
      const changed = Buffer.from(bytes)
      changed[at] ^= 1
      refused(changed, 'model.towersDamaged')
    }
    refused(Buffer.concat([bytes, Buffer.from('more')]), 'model.towersDamaged', { part: 'end' })
  })

  test('whose parts are whole but contradict one another is refused', () => {
    refused(encodeTowers({ ...towers, scales: { user: [{ mean: 0, deviation: 1 }] } }), 'model.towersDamaged', {
      part: 'columns',
    })
    const infinite = towers.networks.map((weights) =>
      weights.map((tensor, i) => (i === 0 ? { ...tensor, values: tensor.values.map(() => Infinity) } : tensor)),
    )
    refused(encodeTowers({ ...towers, networks: infinite }), 'model.towersDamaged', { part: 'weights 1' })
    refused(encodeTowers({ ...towers, networks: [] }), 'model.towersDamaged', { part: 'weights 1' })
  })

  test('that is not there is said to be missing', () => {
    expect(() => readTowers(join(folder, 'none.assaymodel'))).toThrow(expect.objectContaining({ code: 'file.missing' }))
  })
})
