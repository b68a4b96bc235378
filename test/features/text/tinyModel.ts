import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A model small enough to be worked out by hand, as files: an ONNX graph in protobuf, a tokenizer, a configuration. */
export interface TinyModel {
  /** By token id, its vector. */
  embeddings: number[][]
  vocabulary: Record<string, number>
}

const dimensions = 40

/** Words of its vocabulary; every other is [UNK]. */
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'red', 'blue', 'shoe', 'pan', '红', '色', '鞋']

export function tinyModel(): TinyModel {
  const vocabulary = Object.fromEntries(words.map((word, id) => [word, id]))
  const embeddings = words.map((_, id) =>
    Array.from({ length: dimensions }, (__, j) => Math.fround(Math.sin(1 + id * dimensions + j))),
  )
  return { embeddings, vocabulary }
}

export interface Shape {
  /** What the output is called, and whether it has an axis for tokens. */
  output?: string
  pooled?: boolean
}

/** Writes the three files. The graph looks up each token's vector and adds its segment's, which are all 0. */
export function writeTinyModel(
  folder: string,
  model: TinyModel,
  { output = 'last_hidden_state', pooled }: Shape = {},
): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'onnx', 'model.onnx'), onnxModel(model, output, pooled === true))
  const config = { model_type: 'bert', architectures: ['BertModel'], hidden_size: dimensions, vocab_size: words.length }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer(model.vocabulary)))
}

function tokenizer(vocab: Record<string, number>) {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }
  const piece = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } })
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content) => ({ id: vocab[content], content, ...flags })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [piece('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]')],
      pair: [
        piece('[CLS]'),
        { Sequence: { id: 'A', type_id: 0 } },
        piece('[SEP]'),
        { Sequence: { id: 'B', type_id: 1 } },
        piece('[SEP]'),
      ],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((name) => [name, { id: name, ids: [vocab[name]], tokens: [name] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  }
}

// Protobuf by hand; field numbers are those of onnx.proto3.
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
const whole = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)])
const bytes = (field: number, content: Buffer | string): Buffer => {
  const body = Buffer.from(content)
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(body.length)]), body])
}
const message = (field: number, ...parts: Buffer[]): Buffer => bytes(field, Buffer.concat(parts))

const [float, int64] = [1, 7]

function onnxModel({ embeddings }: TinyModel, output: string, pooled: boolean): Buffer {
  const table = (name: string, rows: number[][]) =>
    message(
      5,
      ...[rows.length, dimensions].map((size) => whole(1, size)),
      whole(2, float),
      bytes(8, name),
      bytes(9, Buffer.from(Float32Array.from(rows.flat()).buffer)),
    )
  const node = (type: string, inputs: string[], to: string, ...attributes: Buffer[]) =>
    message(1, ...inputs.map((name) => bytes(1, name)), bytes(2, to), bytes(4, type), ...attributes)
  const axes = (names: (string | number)[]) =>
    message(2, ...names.map((name) => message(1, typeof name === 'number' ? whole(1, name) : bytes(2, name))))
  const port = (field: number, name: string, type: number, names: (string | number)[]) =>
    message(field, bytes(1, name), message(2, message(1, whole(1, type), axes(names))))
  // ReduceMean over the tokens: axes = [1], keepdims = 0.
  const overTokens = [
    message(5, bytes(1, 'axes'), whole(8, 1), whole(20, 7)),
    message(5, bytes(1, 'keepdims'), whole(3, 0), whole(20, 2)),
  ]
  const graph = message(
    7,
    node('Gather', ['words', 'input_ids'], 'looked_up'),
    node('Gather', ['segments', 'token_type_ids'], 'segment'),
    node('Add', ['looked_up', 'segment'], pooled ? 'added' : output),
    ...(pooled ? [node('ReduceMean', ['added'], output, ...overTokens)] : []),
    bytes(2, 'tiny'),
    table('words', embeddings),
    table('segments', [Array<number>(dimensions).fill(0), Array<number>(dimensions).fill(0)]),
    ...['input_ids', 'attention_mask', 'token_type_ids'].map((name) => port(11, name, int64, ['texts', 'tokens'])),
    port(12, output, float, pooled ? ['texts', dimensions] : ['texts', 'tokens', dimensions]),
  )
  return Buffer.concat([whole(1, 8), graph, message(8, bytes(1, ''), whole(2, 13))])
}
