/** The forward pass of one record through the networks of an exported model; `score.js` is what calls it. */

/** One output of a network: its head's raw outputs, read as the loss that it learned by has them. */
export function networkFigure(model, network, row, { task, head, unit }) {
  const raw = headOf(model, network, row, task).subarray(head.first)
  if (head.reads === 'logit') return sigmoid(raw[0])
  if (head.reads === 'logCount') return unit * Math.exp(raw[0])
  if (head.reads === 'logAmount') return unit * Math.max(0, Math.expm1(Math.min(raw[0], head.largestLog)))
  if (head.reads === 'value') return raw[0]
  // Zero-inflated lognormal (Wang, Liu & Miao 2019): probability, μ and σ of the logarithm.
  const sigma = Math.min(head.largestSigma, Math.max(head.smallestSigma, softplus(raw[2])))
  return unit * sigmoid(raw[0]) * Math.exp(raw[1] + 0.5 * sigma * sigma)
}

export const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

/** Towers, fusion and the task's head, whose raw outputs it gives. Towers are run once for all tasks. */
function headOf(model, network, row, task) {
  const { topology } = model
  const { cache } = row
  if (!cache.has(network)) cache.set(network, { encodings: encode(model, network, row), heads: {} })
  const { encodings, heads } = cache.get(network)
  const wide = topology.groups.map((group) => row.scaled[group])
  heads[task] ??= dense(
    network,
    `${task}.head`,
    concat([fuse(network, task, topology.experts[task], encodings), ...wide]),
  )
  return heads[task]
}

/** Joins the towers' encodings: weighed by a gate where there is one, then through the task's experts. */
function fuse(network, task, names, encodings) {
  const together = concat(encodings).map((value, i) => value + network[`${task}.about`].values[i])
  const gate = network[`${task}.gate.weight`] && softmax(dense(network, `${task}.gate`, together))
  const weighed = gate ? concat(encodings.map((own, i) => own.map((x) => x * gate[i] * gate.length))) : together
  const experts = names.map((name) => relu(dense(network, name, weighed)))
  const choice = experts.length > 1 ? softmax(dense(network, `${task}.choice`, weighed)) : [1]
  return experts[0].map((_, i) => experts.reduce((sum, expert, k) => sum + choice[k] * expert[i], 0))
}

/** What each tower makes of the row. */
function encode(model, network, row) {
  const { topology, codes, vocabularies } = model
  return topology.groups.map((group) => {
    if (!row.present[group]) return network[`${group}.absent`].values
    const inputs = [row.scaled[group]]
    if (group === 'behaviour' && topology.acts) inputs.push(encodeActs(model, network, row.record))
    if (group === 'product') {
      for (const name of topology.embedded) {
        inputs.push(rowOf(network[`embedding.${name}`], codeOf(codes[name], vocabularies[name], row.record[name])))
      }
    }
    const normed = normalised(network, `${group}.norm`, relu(dense(network, `${group}.hidden`, concat(inputs))))
    const hidden = adapted(network, `${group}.hidden`, normed)
    return adapted(network, `${group}.output`, dense(network, `${group}.output`, hidden))
  })
}

/** What an adapter adds (Houlsby et al. 2019), where the layer has one. */
function adapted(network, layer, x) {
  if (!network[`${layer}.adapter.narrow.weight`]) return x
  const narrow = relu(dense(network, `${layer}.adapter.narrow`, x))
  const wide = dense(network, `${layer}.adapter.wide`, narrow)
  return x.map((value, i) => value + wide[i])
}

/** A Transformer over the last acts (Vaswani et al. 2017), normalised before each layer, and a mean by learned attention. */
function encodeActs(model, network, { acts = [], cutoffDay }) {
  const { length, blocks, heads } = model.topology.acts
  const last = acts.slice(-length)
  if (last.length === 0) return network['acts.absent'].values
  let items = last.map((act, i) => {
    const given = dense(network, 'acts.numbers', actNumbers(act, last[i - 1], cutoffDay))
    for (const [name, code] of Object.entries(actCodes(model, act))) add(given, rowOf(network[`acts.${name}`], code))
    return given
  })
  const norm = (name) => items.map((item) => normalised(network, name, item))
  for (let block = 0; block < blocks; block++) {
    const mixed = attention(network, `acts.${block}.attention`, norm(`acts.${block}.before`), heads)
    items.forEach((item, i) => add(item, adapted(network, `acts.${block}.attention`, mixed[i])))
    const between = norm(`acts.${block}.between`)
    items.forEach((item, i) => {
      const wide = relu(dense(network, `acts.${block}.wide`, between[i]))
      add(item, adapted(network, `acts.${block}.narrow`, dense(network, `acts.${block}.narrow`, wide)))
    })
  }
  items = norm('acts.last')
  const query = network['acts.query'].values
  const looked = softmax(items.map((item) => dot(item, query) / Math.sqrt(query.length)))
  return items[0].map((_, j) => items.reduce((sum, item, i) => sum + looked[i] * item[j], 0))
}

/** log price, log units, log days since the act before and to the cutoff, weekday; each about the size of 1. */
function actNumbers({ day, price = 0, units = 1 }, before, cutoffDay) {
  const turn = (2 * Math.PI * day) / 7
  const gap = before ? day - before.day : 0
  return Float32Array.of(
    Math.fround(Math.log1p(price)) / 3,
    Math.log1p(units),
    Math.log1p(gap) / 3,
    Math.log1p(cutoffDay - day) / 3 - 1,
    Math.sin(turn),
    Math.cos(turn),
  )
}

function actCodes({ codes, vocabularies, actTypes }, act) {
  const code = (name) => codeOf(codes[name], vocabularies[name], act[name])
  return { type: actTypes[act.type] ?? 0, product: code('product'), category: code('category'), brand: code('brand') }
}

function attention(network, name, items, heads) {
  const { shape } = network[`${name}.mix`]
  const size = shape[0] / heads
  const projected = items.map((item) => product(item, network[`${name}.project`]))
  const part = (i, kind, head) => projected[i].subarray((kind * heads + head) * size, (kind * heads + head + 1) * size)
  return items.map((_, i) => {
    const together = new Float64Array(shape[0])
    for (let head = 0; head < heads; head++) {
      const looked = softmax(items.map((_, k) => dot(part(i, 0, head), part(k, 1, head)) / Math.sqrt(size)))
      const own = together.subarray(head * size, (head + 1) * size)
      looked.forEach((weight, k) => part(k, 2, head).forEach((value, j) => (own[j] += weight * value)))
    }
    return product(together, network[`${name}.mix`])
  })
}

/** 0 for none, then the words of the vocabulary, then buckets that all other words share; a number is a code already. */
function codeOf(codes, { words, buckets }, word) {
  if (word === undefined || word === null) return 0
  if (typeof word === 'number') return word
  return codes.get(word) ?? (buckets > 0 ? 1 + words.length + (hash(word) % buckets) : 0)
}

/** FNV-1a, then murmur3's finaliser. */
function hash(text) {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const rowOf = ({ shape, values }, row) => values.subarray(row * shape[1], (row + 1) * shape[1])
const relu = (x) => x.map((value) => Math.max(0, value))
const add = (x, y) => y.forEach((value, i) => (x[i] += value))

function concat(parts) {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function dot(x, y) {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}

/** x [inputs] · weight [inputs, outputs]. */
function product(x, { shape: [inputs, outputs], values }) {
  const y = new Float64Array(outputs)
  for (let i = 0; i < inputs; i++) {
    if (x[i] === 0) continue
    for (let j = 0; j < outputs; j++) y[j] += x[i] * values[i * outputs + j]
  }
  return y
}

function dense(network, name, x) {
  const y = product(x, network[`${name}.weight`])
  add(y, network[`${name}.bias`].values)
  return y
}

function softmax(scores) {
  const most = Math.max(...scores)
  const powers = Array.from(scores, (value) => Math.exp(value - most))
  const sum = powers.reduce((whole, power) => whole + power, 0)
  return powers.map((power) => power / sum)
}

/** Layer normalisation (Ba, Kiros & Hinton 2016). */
function normalised(network, name, x) {
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length
  const variance = x.reduce((sum, value) => sum + (value - centre) ** 2, 0) / x.length
  const { values: gain } = network[`${name}.gain`]
  const { values: shift } = network[`${name}.shift`]
  return x.map((value, i) => ((value - centre) / Math.sqrt(variance + 1e-5)) * gain[i] + shift[i])
}
