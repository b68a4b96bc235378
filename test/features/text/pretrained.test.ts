import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { columnOf } from '../../../main/base/table.ts'
import { resolveSetup } from '../../../main/features/setup.ts'
import { readModelFolder } from '../../../main/features/text/modelFolder.ts'
import { encodeWithPretrained } from '../../../main/features/text/pretrained.ts'
import { pack, readAhead, unpack } from '../../../main/features/text/readAhead.ts'
import { buildTrainingData } from '../../../main/features/trainingData.ts'
import { createShop, type Shop } from '../shop.ts'
import { tinyModel, writeTinyModel } from './tinyModel.ts'

const folders: string[] = []
const shops: Shop[] = []
afterEach(() => {
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }))
  shops.splice(0).forEach((shop) => shop.close())
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-model-'))
  folders.push(folder)
  return folder
}

const model = tinyModel()

/** Mean of the tokens' vectors at unit length, by hand. */
function expected(tokens: string[]): number[] {
  const ids = ['[CLS]', ...tokens, '[SEP]'].map((token) => model.vocabulary[token])
  const sum = model.embeddings[0].map((_, j) => ids.reduce((total, id) => total + model.embeddings[id][j], 0))
  const length = Math.hypot(...sum)
  return sum.map((value) => value / length)
}

function titledShop(): Shop {
  const shop = createShop()
  shops.push(shop)
  const words = ['red', 'blue', 'shoe', 'pan']
  const products = Array.from({ length: 60 }, (_, i) => ({
    product: `p${i}`,
    title: `${words[i % 4]} ${words[(i >> 2) % 4]} ${words[(i >> 4) % 4]}`,
  }))
  shop.products(products)
  shop.acts(
    Array.from({ length: 600 }, (_, i) => ({
      ...{ user: `u${i % 150}`, product: `p${(i * 7) % 60}`, amount: 5 + (i % 9) },
      time: Date.UTC(2023, 0, 1 + ((i * 13) % 360)),
    })),
  )
  return shop
}

describe('a folder with a pretrained model', () => {
  it('must hold all of one', () => {
    const folder = newFolder()
    const problem = (code: string, params: object) =>
      expect.objectContaining({ code, params: expect.objectContaining(params) as object }) as Error
    const missing = 'config.json, tokenizer.json, onnx/model.onnx'
    expect(() => readModelFolder(folder)).toThrow(problem('features.textFolder', { folder, missing }))
    writeTinyModel(folder, model)
    rmSync(join(folder, 'tokenizer.json'))
    expect(() => readModelFolder(folder)).toThrow(problem('features.textFolder', { missing: 'tokenizer.json' }))
    writeFileSync(join(folder, 'tokenizer.json'), '{"version":')
    expect(() => readModelFolder(folder)).toThrow(problem('features.textModel', { folder }))
    const { project } = titledShop()
    expect(() => resolveSetup(project, { text: { encoder: join(folder, 'nowhere') } })).toThrow(
      problem('features.textFolder', { missing }),
    )
  })

  it('has a fingerprint that any change of its files changes', () => {
    const [one, other] = [newFolder(), newFolder()]
    writeTinyModel(one, model)
    writeTinyModel(other, model)
    expect(readModelFolder(one).fingerprint).toBe(readModelFolder(other).fingerprint)
    writeTinyModel(other, { ...model, embeddings: model.embeddings.map((row) => row.map((value) => value + 1)) })
    expect(readModelFolder(one).fingerprint).not.toBe(readModelFolder(other).fingerprint)
    const { project } = titledShop()
    const setups = [one, other].map((folder) => resolveSetup(project, { text: { encoder: folder } }))
    expect(setups[0].text).toEqual({ encoder: one, fingerprint: readModelFolder(one).fingerprint })
    expect(setups[0].text.fingerprint).not.toBe(setups[1].text.fingerprint)
  })

  it('keeps vectors in a quarter of the space, hardly changed', () => {
    const vector = Float32Array.from({ length: 64 }, (_, j) => Math.sin(j) / 8)
    const packed = pack(vector)
    expect(packed.length).toBe(4 + 64)
    unpack(packed).forEach((value, j) => expect(value).toBeCloseTo(vector[j], 3))
    expect([...unpack(pack(new Float32Array(3)))]).toEqual([0, 0, 0])
  })
})

/** The package does not come with Assay; ASSAY_TRANSFORMERS names the folder in which it was installed. */
function hasTransformers(): boolean {
  const folder = process.env.ASSAY_TRANSFORMERS
  try {
    return existsSync(
      createRequire(folder ? join(folder, 'package.json') : import.meta.url).resolve('@huggingface/transformers'),
    )
  } catch {
    return false
  }
}

describe('without the package', () => {
  const before = process.env.ASSAY_TRANSFORMERS
  beforeEach(() => void (process.env.ASSAY_TRANSFORMERS = newFolder()))
  afterEach(() => {
    if (before === undefined) delete process.env.ASSAY_TRANSFORMERS
    else process.env.ASSAY_TRANSFORMERS = before
  })

  it('says what is missing and how to get it', async () => {
    const folder = newFolder()
    writeTinyModel(folder, model)
    await expect(encodeWithPretrained(readModelFolder(folder), ['red'], unattended)).rejects.toMatchObject({
      code: 'features.textPackage',
      params: { package: '@huggingface/transformers' },
    })
  })
})

describe.skipIf(!hasTransformers())('a tiny model (skipped without @huggingface/transformers)', () => {
  const texts = ['red shoe', 'RED, shoe!', '红色鞋', 'unheard of blue pan', '']

  it('gives the mean of each text’s tokens, whatever stands beside it in a batch', async () => {
    const folder = newFolder()
    writeTinyModel(folder, model)
    const { dimensions, vectors } = await encodeWithPretrained(readModelFolder(folder), texts, unattended)
    expect(dimensions).toBe(40)
    const byHand = [
      ['red', 'shoe'],
      ['red', '[UNK]', 'shoe', '[UNK]'],
      ['红', '色', '鞋'],
      ['[UNK]', '[UNK]', 'blue', 'pan'],
      [],
    ]
    byHand.forEach((tokens, i) => {
      expected(tokens).forEach((value, j) => expect(vectors[i][j], texts[i]).toBeCloseTo(value, 5))
    })
  })

  it('must give a vector per token', async () => {
    const shapes = [{ output: 'logits' }, { pooled: true }]
    for (const shape of shapes) {
      const folder = newFolder()
      writeTinyModel(folder, model, shape)
      await expect(encodeWithPretrained(readModelFolder(folder), texts, unattended)).rejects.toMatchObject({
        code: 'features.textModel',
        params: { folder, problem: expect.stringContaining('last_hidden_state') as string },
      })
    }
    const folder = newFolder()
    writeTinyModel(folder, model)
    writeFileSync(join(folder, 'onnx', 'model.onnx'), 'no graph')
    await expect(encodeWithPretrained(readModelFolder(folder), texts, unattended)).rejects.toMatchObject({
      code: 'features.textModel',
    })
  })

  it('is read once, kept in the project, and makes the columns of the titles', async () => {
    const folder = newFolder()
    writeTinyModel(folder, model)
    const { project } = titledShop()
    const setup = resolveSetup(project, {
      text: { encoder: folder },
      horizonDays: 60,
      split: 'users',
      cutoff: '2023-09-01',
    })
    const count = () => project.database.prepare('SELECT COUNT(*) FROM text_vector').pluck().get()
    const fresh = await readAhead(project, setup, false, unattended)
    expect(count()).toBe(0)
    await readAhead(project, setup, true, unattended)
    expect(count()).toBe(60)
    const kept = await readAhead(project, setup, false, unattended)
    expect([...kept!.encode('red red red')]).toEqual([...fresh!.encode('red red red')])
    expected(['red', 'red', 'red']).forEach((value, j) => expect(kept!.encode('red red red')[j]).toBeCloseTo(value, 2))

    const data = buildTrainingData(project, setup, unattended, kept)
    const names = data.specs.map(({ name }) => name).filter((name) => name.startsWith('titleText'))
    // 40 dimensions on the axes of most spread; three words of four span few.
    expect(names.length).toBeGreaterThan(2)
    expect(names.length).toBeLessThanOrEqual(32)
    const first = columnOf(data.products!.inputs.product, names[0])
    expect(new Set(first).size).toBeGreaterThan(5)
  })
})
