import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import { normalise } from './encoder.ts'
import type { ModelFolder } from './modelFolder.ts'

/** Of @huggingface/transformers, as much as is used: the package is not installed with Assay. */
interface Transformers {
  env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string; useFSCache: boolean }
  PreTrainedTokenizer: new (tokenizer: object, config: object) => Tokenizer
  AutoModel: { from_pretrained(name: string, options: object): Promise<Model> }
}
type Tokenizer = (texts: string[], options: object) => { input_ids: Tensor; attention_mask: Tensor }
interface Model {
  (inputs: object): Promise<{ last_hidden_state?: Tensor }>
  dispose(): Promise<unknown>
}
interface Tensor {
  dims: number[]
  data: ArrayLike<number | bigint>
}

const packageName = '@huggingface/transformers'
const mostTokens = 64
const batchSize = 32

/** What a tokenizer of the BERT family is called where its folder does not say. */
const bertTokens = {
  ...{ tokenizer_class: 'BertTokenizer', pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]' },
  ...{ sep_token: '[SEP]', mask_token: '[MASK]' },
}

/**
 * Vectors of texts by a pretrained model: the mean of the last layer over the tokens of each text (Reimers & Gurevych
 * 2019), at unit length, row after row. Runs on the processor, from the folder alone: nothing is fetched. Throws
 * `features.textPackage` without the package, `features.textModel` where the files are no such model, `job.cancelled`.
 */
export async function encodeWithPretrained(
  model: ModelFolder,
  texts: string[],
  work: Work,
): Promise<{ dimensions: number; vectors: Float32Array[] }> {
  const { tokenize, run } = await loadModel(await loadTransformers(), model)
  const vectors: Float32Array[] = []
  try {
    for (let from = 0; from < texts.length; from += batchSize) {
      work.progress('readTitles', from, texts.length)
      work.checkpoint()
      const inputs = tokenize(texts.slice(from, from + batchSize), {
        padding: true,
        truncation: true,
        max_length: mostTokens,
      })
      vectors.push(...meanPooled(model, (await run(inputs)).last_hidden_state, inputs.attention_mask))
    }
  } catch (error) {
    throw error instanceof AssayError ? error : damaged(model, error)
  } finally {
    await run.dispose()
  }
  return { dimensions: vectors[0]?.length ?? 0, vectors }
}

const damaged = ({ folder }: ModelFolder, error: unknown) =>
  new AssayError('features.textModel', { folder, problem: error instanceof Error ? error.message : String(error) })

/** From Assay's own packages, or the folder that ASSAY_TRANSFORMERS names. */
async function loadTransformers(): Promise<Transformers> {
  const folder = process.env.ASSAY_TRANSFORMERS
  const from = createRequire(folder ? join(resolve(folder), 'package.json') : import.meta.url)
  let found: Transformers
  try {
    found = (await import(pathToFileURL(from.resolve(packageName)).href)) as Transformers
  } catch (error) {
    throw new AssayError('features.textPackage', { package: packageName, problem: (error as Error).message })
  }
  // CommonJS builds come with everything under default as well.
  const { env } = found
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.useFSCache = false
  return found
}

async function loadModel({ env, PreTrainedTokenizer, AutoModel }: Transformers, model: ModelFolder) {
  const { folder, weights, tokenizer, tokenizerConfig } = model
  const file = basename(weights, '.onnx')
  env.localModelPath = dirname(resolve(folder))
  try {
    const tokenize = new PreTrainedTokenizer(tokenizer, { ...bertTokens, ...tokenizerConfig })
    const run = await AutoModel.from_pretrained(basename(resolve(folder)), {
      ...{ local_files_only: true, device: 'cpu', dtype: 'fp32', model_file_name: file },
      subfolder: weights.includes('/') ? dirname(weights) : '',
    })
    return { tokenize, run }
  } catch (error) {
    throw damaged(model, error)
  }
}

/** Throws `features.textModel` for any shape but texts × tokens × dimensions. */
function meanPooled(model: ModelFolder, hidden: Tensor | undefined, mask: Tensor): Float32Array[] {
  const [texts, tokens] = mask.dims
  const dims = hidden?.dims ?? []
  if (!hidden || dims.length !== 3 || dims[0] !== texts || dims[1] !== tokens) {
    const found = hidden ? dims.join(' × ') : 'none'
    throw damaged(model, `expected an output last_hidden_state of ${texts} × ${tokens} × dimensions, found ${found}`)
  }
  const width = dims[2]
  return Array.from({ length: texts }, (_, text) => {
    const sum = new Float32Array(width)
    for (let token = 0; token < tokens; token++) {
      if (Number(mask.data[text * tokens + token]) === 0) continue
      const from = (text * tokens + token) * width
      for (let j = 0; j < width; j++) sum[j] += Number(hidden.data[from + j])
    }
    return normalise(sum)
  })
}
