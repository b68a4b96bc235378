/**
 * Scores records with a model that Assay exported. It needs nothing but the files beside it and runs in Node, browsers
 * and workers:
 *
 *   import { loadModel, score } from './score.js'
 *   const model = await loadModel(new URL('.', import.meta.url))
 *   score(model, { entity: 'user', behaviour: { frequency: 3, … }, product: { … }, social: { … } })
 *   // → { ltv: { amount: 84.1, low: 12, high: 260 }, repurchase: { p: 0.31 } }
 *
 * A record holds the features of one customer (`user`), product (`product`) or customer and brand (`pair`), by the names
 * of the columns in preprocessing.json; a column that is left out is 0. A product also has `category` and `brand`, a pair
 * `brand`, by name. Where the model reads acts, a user or pair has `acts`, oldest first, as { type, product, category,
 * brand, day, price, units }, days since 1970-01-01, and `cutoffDay`, the day after the last one it may see.
 */

import { networkFigure, sigmoid } from './network.js'

const files = ['preprocessing.json', 'model.json', 'members.json']

/** Loads an export. `from`: the address of its folder, or a function that gives the bytes of a file by its name. */
export async function loadModel(from) {
  const read = typeof from === 'function' ? from : (name) => readFile(from, name)
  const [preprocessing, model, members] = await Promise.all(
    files.map(async (name) => JSON.parse(new TextDecoder().decode(await read(name)))),
  )
  const shards = await Promise.all(model.weightsManifest[0].paths.map(read))
  return readModel({ preprocessing, model, members, weights: joined(shards.map((bytes) => new Uint8Array(bytes))) })
}

async function readFile(base, name) {
  const url = new URL(name, base)
  if (url.protocol === 'file:') return (await import('node:fs/promises')).readFile(url)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return response.arrayBuffer()
}

function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Makes the parts of an export ready to score with: three files as objects, and the bytes of all shards in a row. */
export function readModel({ preprocessing, model, members, weights }) {
  const networks = decodeWeights(model.weightsManifest[0].weights, weights)
  const places = new Map(preprocessing.groups.map((group) => [group, placesOf(preprocessing.columns, group)]))
  const codes = Object.fromEntries(
    Object.entries(preprocessing.vocabularies).map(([name, { words }]) => [
      name,
      new Map(words.map((word, i) => [word, i + 1])),
    ]),
  )
  const boosted = members.boosted.map((member) => readBoosted(member, places))
  return { ...preprocessing, topology: model.modelTopology, networks, boosted, linear: members.linear, places, codes }
}

/** Thresholds are float32, as the inputs are: what is written in decimals must be rounded back. */
function readBoosted({ inputs, forests }, places) {
  const placed = Object.entries(inputs).map(([entity, columns]) => [
    entity,
    columns.map(({ group, name }) => ({ group, place: places.get(group).get(name) })),
  ])
  const grown = Object.entries(forests).map(([name, forest]) => [
    name,
    { ...forest, threshold: Float32Array.from(forest.threshold) },
  ])
  return { inputs: Object.fromEntries(placed), forests: Object.fromEntries(grown) }
}

const placesOf = (columns, wanted) =>
  new Map(columns.filter(({ group }) => group === wanted).map(({ name }, i) => [name, i]))

/** TF.js's own weights manifest: float32 as it is, 8 bits as value × scale + min. One object of tensors a network. */
function decodeWeights(specs, bytes) {
  const networks = []
  let at = 0
  for (const { name, shape, quantization } of specs) {
    const [, index, parameter] = /^network(\d+)\/(.*)$/.exec(name)
    const size = shape.reduce((product, length) => product * length, 1)
    const values = quantization
      ? Float32Array.from(bytes.subarray(at, at + size), (value) => value * quantization.scale + quantization.min)
      : new Float32Array(new Uint8Array(bytes.subarray(at, at + 4 * size)).buffer)
    at += quantization ? size : 4 * size
    networks[Number(index)] ??= {}
    networks[Number(index)][parameter] = { shape, values }
  }
  return networks
}

/** What the model says of one record, by task and output; amounts with `low` and `high`, the 80% interval of one outcome. */
export function score(model, record) {
  const row = readRecord(model, record)
  const figures = {}
  for (const [name, facts] of Object.entries(model.outputs)) {
    if (facts.entity === record.entity)
      figures[name] = calibrated(model.calibration[name], blended(model, row, name, facts))
  }
  for (const { name, parts } of model.sums) {
    if (parts[0] in figures) figures[name] = parts.reduce((sum, part) => sum + figures[part], 0)
  }
  const scores = {}
  for (const [name, value] of Object.entries(figures)) {
    const point = name.lastIndexOf('.')
    const interval = model.conformal[name] ? intervalOf(model.conformal[name], value) : {}
    const task = name.slice(0, point)
    scores[task] = { ...scores[task], [name.slice(point + 1)]: value, ...interval }
  }
  return scores
}

/** What the members say of one output, joined by kind and then by what each kind counts for. */
function blended(model, row, name, facts) {
  const said = {
    network: model.networks.map((network) => networkFigure(model, network, row, facts)),
    boosted: model.boosted.flatMap((member) => forestFigure(member, row, name, facts)),
    linear: model.linear.flatMap((member) => linearFigure(member, row, name, facts)),
  }
  const weights = model.blend[name]
  const kinds = Object.keys(said).filter((kind) => said[kind].length > 0 && weights[kind] > 0)
  const byKind = kinds.map((kind) => mean(facts.scale, said[kind], said[kind].map(() => 1))) // prettier-ignore
  return mean(facts.scale, byKind, kinds.map((kind) => weights[kind])) // prettier-ignore
}

/** The record's inputs by group: as they are, in float32, and standardised; and whether any of them is there. */
function readRecord(model, record) {
  const scales = model.scales[record.entity]
  if (!scales) throw new Error(`entity: one of ${Object.keys(model.scales).join(', ')} expected, not ${record.entity}`)
  const row = { raw: {}, scaled: {}, present: {}, record, cache: new Map() }
  for (const group of model.groups) {
    const places = model.places.get(group)
    const raw = new Float32Array(places.size)
    for (const [name, value] of Object.entries(record[group] ?? {})) {
      if (!places.has(name)) throw new Error(`${group}: no column ${name}`)
      if (!Number.isFinite(value)) throw new Error(`${group}.${name}: a number expected, not ${value}`)
      raw[places.get(name)] = value
    }
    row.raw[group] = raw
    row.scaled[group] = new Float32Array(places.size)
    row.present[group] = group === 'behaviour' || raw.some((value) => value !== 0)
  }
  model.columns.forEach(({ name, group, transform, weight = 1 }, i) => {
    const place = model.places.get(group).get(name)
    const { mean, deviation } = scales[i]
    if (deviation === 0) return
    const standardised = (transformed(row.raw[group][place], transform) - mean) / deviation
    row.scaled[group][place] = weight * Math.max(-model.limit, Math.min(model.limit, standardised))
  })
  return row
}

function transformed(value, transform) {
  if (transform === 'log1p') return Math.log1p(Math.max(0, value))
  return transform === 'signedLog1p' ? Math.sign(value) * Math.log1p(Math.abs(value)) : value
}

/** Boosted trees: the sum of the leaves that the row falls into, left where a value is at most the threshold. */
function forestFigure({ inputs, forests }, { raw }, name, { link, unit, entity }) {
  const forest = forests[name]
  if (!forest) return []
  const { base, roots, column, threshold, left, right, value } = forest
  const cells = inputs[entity].map(({ group, place }) => raw[group][place])
  let sum = base
  for (const root of roots) {
    let node = root
    while (column[node] >= 0) node = cells[column[node]] <= threshold[node] ? left[node] : right[node]
    sum += value[node]
  }
  return [unit * linked(link, sum)]
}

/** A generalised linear model of the standardised inputs. */
function linearFigure({ models }, { scaled }, name, { link, unit }) {
  const model = models[name]
  if (!model) return []
  const inputs = Object.values(scaled).flatMap((values) => [...values])
  const sum = model.weights.reduce((whole, weight, i) => whole + weight * inputs[i], model.bias)
  return [unit * linked(link, Math.max(model.low, Math.min(model.high, sum)))]
}

function linked(link, score) {
  if (link === 'identity') return score
  return link === 'logit' ? sigmoid(score) : Math.exp(Math.max(-30, Math.min(30, score)))
}

/** The weighted mean on the output's scale. */
function mean(scale, values, weights) {
  if (values.length === 1) return values[0]
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return fromScale(scale, values.reduce((sum, value, i) => sum + weights[i] * toScale(scale, value), 0) / whole)
}

function toScale(scale, value) {
  if (scale === 'linear') return value
  if (scale === 'log') return Math.log(Math.max(1e-6, value))
  const p = Math.max(1e-6, Math.min(1 - 1e-6, value))
  return Math.log(p / (1 - p))
}

function fromScale(scale, value) {
  if (scale === 'linear') return value
  return scale === 'log' ? Math.exp(value) : 1 / (1 + Math.exp(-value))
}

/** Straight lines between the knots of an isotonic regression, or a factor, or nothing. */
function calibrated(calibration, value) {
  if (calibration?.kind === 'level') return calibration.factor * value
  if (calibration?.kind !== 'isotonic') return value
  const { inputs, outputs } = calibration
  const after = inputs.findIndex((input) => input > value)
  if (after === 0) return outputs[0]
  if (after < 0) return outputs.at(-1)
  const share = (value - inputs[after - 1]) / (inputs[after] - inputs[after - 1])
  return outputs[after - 1] + share * (outputs[after] - outputs[after - 1])
}

/** The conformal interval of one outcome, by the band that its prediction falls into. */
function intervalOf({ scale, edges, low, high }, value) {
  const band = edges.filter((edge) => value >= edge).length
  if (scale === 'linear') return { low: value + low[band], high: value + high[band] }
  const centre = Math.log1p(Math.max(0, value))
  return { low: Math.max(0, Math.expm1(centre + low[band])), high: Math.max(0, Math.expm1(centre + high[band])) }
}
