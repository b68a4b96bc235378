import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { AssayError, toAssayError } from '../../base/errors.ts'
import { replaceFile } from '../../base/replaceFile.ts'
import { version as appVersion } from '../../base/resources.ts'
import { inputGroups } from '../../features/types.ts'
import { fromStored, toStored } from '../network/parameters.ts'
import { towerNetwork } from './begin.ts'
import type { TowerSet } from './types.ts'

/**
 * A `.assaymodel` file: eight letters that tell it from others, the version of its layout (uint32), the length of its table
 * of contents (uint32) and that table's SHA-256 (32 bytes), the table as JSON, then one part after the other. The table names every
 * part with its length and SHA-256. Parts are JSON, but for the weights of each network: float32, one after the other in
 * the order of `parameters`. All numbers are little endian.
 */
export const towerFileVersion = 1
const letters = 'ASSAYMDL'
const headBytes = letters.length + 4 + 4 + 32
/** Ample for towers of the largest settings; anything longer is something else. */
const mostBytes = 2 ** 31

const contents = z.object({
  writtenBy: z.string(),
  parts: z.array(z.object({ name: z.string(), bytes: z.int().min(0), sha256: z.string().length(64) })).min(1),
})
type Contents = z.output<typeof contents>

const jsonParts = ['configuration', 'columns', 'vocabularies', 'parameters'] as const
type JsonPart = (typeof jsonParts)[number]
const weightsName = (network: number) => `weights ${network + 1}`

const count = z.int().min(0)
const vocabulary = z.object({ words: z.array(z.string()), buckets: count })
const scales = z.array(z.object({ mean: z.number(), deviation: z.number().min(0) }))
const schemas = {
  configuration: z.object({
    towerWidth: count.min(1).max(512),
    embeddingWidth: count.max(64),
    sequenceLength: count.max(256),
    sequenceWidth: count.min(1).max(128),
    sequenceBlocks: count.min(1).max(4),
    sequenceHeads: count.min(1).max(8),
  }),
  columns: z
    .object({
      specs: z.array(
        z.object({
          name: z.string(),
          group: z.enum(inputGroups),
          source: z.enum(['behaviour', 'products', 'users', 'social', 'campaigns']),
          transform: z.enum(['none', 'log1p', 'signedLog1p']),
          weight: z.number().optional(),
        }),
      ),
      scales: z.object({ user: scales, product: scales, pair: scales }).partial(),
    })
    .refine(({ specs, scales: given }) => Object.values(given).every((own) => own.length === specs.length)),
  vocabularies: z
    .object({
      category: vocabulary,
      brand: vocabulary,
      productTitles: z.array(z.string()).nullable(),
      actSizes: z.object({ type: count, product: count, category: count, brand: count }).nullable(),
    })
    .refine(({ productTitles, actSizes }) => !actSizes || actSizes.product > (productTitles?.length ?? 0)),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(count) })),
} satisfies Record<JsonPart, z.ZodType>

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The bytes of a file that holds the towers. */
export function encodeTowers(towers: TowerSet): Buffer {
  const { shape, specs, scales, vocabularies, productTitles, actSizes, networks } = towers
  const parameters = towerNetwork(towers).towers
  const json: Record<JsonPart, unknown> = {
    configuration: shape,
    columns: { specs, scales },
    vocabularies: { ...vocabularies, productTitles, actSizes },
    parameters: parameters.map(({ name, shape: size }) => ({ name, shape: size })),
  }
  const parts = [
    ...jsonParts.map((name) => ({ name, bytes: Buffer.from(JSON.stringify(json[name])) })),
    ...networks.map((weights, i) => ({ name: weightsName(i), bytes: littleEndian(fromStored(parameters, weights)) })),
  ]
  const table: Contents = {
    writtenBy: `Assay ${appVersion}`,
    parts: parts.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  }
  const tableBytes = Buffer.from(JSON.stringify(table))
  const head = Buffer.alloc(headBytes)
  head.write(letters, 'latin1')
  head.writeUInt32LE(towerFileVersion, letters.length)
  head.writeUInt32LE(tableBytes.length, letters.length + 4)
  head.write(sha256(tableBytes), letters.length + 8, 'hex')
  return Buffer.concat([head, tableBytes, ...parts.map(({ bytes }) => bytes)])
}

function littleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i))
  return bytes
}

/**
 * The towers that a file's bytes hold. Throws `model.notTowers`, `model.towersVersion` { found, expected },
 * `model.towersTruncated` { expected, found } and `model.towersDamaged` { part }, each with the path.
 */
export function decodeTowers(bytes: Buffer, path: string): TowerSet {
  const { parts, at } = readContents(bytes, path)
  const damaged = (part: string) => new AssayError('model.towersDamaged', { path, part })
  const found = new Map<string, Buffer>()
  let from = at
  for (const part of parts) {
    const own = bytes.subarray(from, from + part.bytes)
    if (sha256(own) !== part.sha256) throw damaged(part.name)
    found.set(part.name, own)
    from += part.bytes
  }
  function read<Part extends JsonPart>(part: Part): z.output<(typeof schemas)[Part]> {
    try {
      return schemas[part].parse(JSON.parse(found.get(part)?.toString('utf8') ?? '')) as z.output<
        (typeof schemas)[Part]
      >
    } catch {
      throw damaged(part)
    }
  }
  const { category, brand, productTitles, actSizes } = read('vocabularies')
  const described = { shape: read('configuration'), ...read('columns'), vocabularies: { category, brand } }
  const towers: TowerSet = { ...described, productTitles, actSizes, networks: [] }
  const { towers: specs } = towerNetwork(towers)
  const sizes = (list: { name: string; shape: number[] }[]) =>
    list.map(({ name, shape }) => `${name} ${shape.join()}`).join(';')
  if (sizes(read('parameters')) !== sizes(specs)) throw damaged('parameters')
  const wanted = specs.reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0)
  for (let network = 0; found.has(weightsName(network)); network++) {
    const own = found.get(weightsName(network))
    if (own?.length !== 4 * wanted) throw damaged(weightsName(network))
    const values = Float32Array.from({ length: wanted }, (_, i) => own.readFloatLE(4 * i))
    if (!values.every(Number.isFinite)) throw damaged(weightsName(network))
    towers.networks.push(toStored(specs, values))
  }
  if (towers.networks.length === 0) throw damaged(weightsName(0))
  return towers
}

/** The table of contents, and where the first part begins. */
function readContents(bytes: Buffer, path: string): Contents & { at: number } {
  if (bytes.subarray(0, letters.length).toString('latin1') !== letters)
    throw new AssayError('model.notTowers', { path })
  const isWhole = (expected: number) => {
    if (bytes.length < expected) throw new AssayError('model.towersTruncated', { path, expected, found: bytes.length })
  }
  isWhole(headBytes)
  const found = bytes.readUInt32LE(letters.length)
  if (found !== towerFileVersion) {
    throw new AssayError('model.towersVersion', { path, found, expected: towerFileVersion })
  }
  const at = headBytes + bytes.readUInt32LE(letters.length + 4)
  isWhole(at)
  const tableBytes = bytes.subarray(headBytes, at)
  const damaged = new AssayError('model.towersDamaged', { path, part: 'contents' })
  if (sha256(tableBytes) !== bytes.toString('hex', letters.length + 8, headBytes)) throw damaged
  const table = parseContents(tableBytes)
  if (!table) throw damaged
  const expected = table.parts.reduce((sum, part) => sum + part.bytes, at)
  isWhole(expected)
  if (bytes.length > expected) throw new AssayError('model.towersDamaged', { path, part: 'end' })
  return { ...table, at }
}

function parseContents(bytes: Buffer): Contents | null {
  try {
    return contents.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null // the caller says that the table is damaged
  }
}

/** Writes the file, all or nothing; returns its length in bytes. */
export async function writeTowers(path: string, towers: TowerSet): Promise<number> {
  const bytes = encodeTowers(towers)
  await replaceFile(path, (unfinished) => writeFile(unfinished, bytes))
  return bytes.length
}

/** The towers of a file, and the file's SHA-256. Throws `file.missing` and what `decodeTowers` throws. */
export function readTowers(path: string): { towers: TowerSet; sha256: string } {
  const bytes = readWhole(path)
  return { towers: decodeTowers(bytes, path), sha256: sha256(bytes) }
}

/** Looks at the first letters before it reads on: what is no such file may be of any length. */
function readWhole(path: string): Buffer {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    const first = Buffer.alloc(Math.min(size, letters.length))
    readSync(file, first, 0, first.length, 0)
    if (first.toString('latin1') !== letters || size > mostBytes) throw new AssayError('model.notTowers', { path })
    const bytes = Buffer.alloc(size)
    for (let at = 0; at < size;) {
      const read = readSync(file, bytes, at, size - at, at)
      if (read === 0) throw new AssayError('model.towersTruncated', { path, expected: size, found: at })
      at += read
    }
    return bytes
  } catch (thrown) {
    throw toAssayError(thrown)
  } finally {
    if (file !== null) closeSync(file)
  }
}
