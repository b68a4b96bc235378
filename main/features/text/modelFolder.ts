import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AssayError } from '../../base/errors.ts'

/** The files of a pretrained model of the BERT family in a folder. */
export interface ModelFolder {
  folder: string
  /** Within the folder. */
  weights: string
  config: Record<string, unknown>
  tokenizer: Record<string, unknown>
  tokenizerConfig: Record<string, unknown>
  /** SHA-256 over all of them. */
  fingerprint: string
}

/** Where exporters put the weights, the first that is there. */
const weightFiles = ['onnx/model.onnx', 'model.onnx', 'onnx/model_quantized.onnx', 'model_quantized.onnx']
const json = z.record(z.string(), z.unknown())

/** Throws `features.textFolder`, saying what is missing, and `features.textModel` for a file that is not JSON. */
export function readModelFolder(folder: string): ModelFolder {
  const weights = weightFiles.find((file) => existsSync(join(folder, file)))
  const missing = ['config.json', 'tokenizer.json'].filter((file) => !existsSync(join(folder, file)))
  if (!weights) missing.push('onnx/model.onnx')
  if (!weights || missing.length > 0) {
    throw new AssayError('features.textFolder', { folder, missing: missing.join(', ') })
  }
  const optional = ['tokenizer_config.json'].filter((file) => existsSync(join(folder, file)))
  return {
    folder,
    weights,
    config: readJson(folder, 'config.json'),
    tokenizer: readJson(folder, 'tokenizer.json'),
    tokenizerConfig: optional.length > 0 ? readJson(folder, 'tokenizer_config.json') : {},
    fingerprint: fingerprint(folder, ['config.json', 'tokenizer.json', weights, ...optional]),
  }
}

function readJson(folder: string, file: string): Record<string, unknown> {
  try {
    return json.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  } catch (error) {
    throw new AssayError('features.textModel', { folder, problem: `${file}: ${(error as Error).message}` })
  }
}

/** Weights may be hundreds of megabytes: hashed again only when a file's size or time has changed. */
const known = new Map<string, string>()

function fingerprint(folder: string, files: string[]): string {
  const key = files
    .map((file) => {
      const { size, mtimeMs } = statSync(join(folder, file))
      return `${join(folder, file)} ${size} ${mtimeMs}`
    })
    .join('\n')
  const found = known.get(key)
  if (found) return found
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(folder, file)))
  const digest = hash.digest('hex')
  known.set(key, digest)
  return digest
}
