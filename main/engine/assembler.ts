/**
 * As much of WebAssembly's binary format (W3C, WebAssembly Core Specification 2.0, chapter 5) as a few kernels need:
 * instructions as arrays of bytes, nested freely, and modules of functions on a memory that is given to them.
 */
export type Code = (number | Code)[]

export const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b }

const unsigned = (value: number): number[] => {
  const bytes: number[] = []
  do {
    const rest = value >>> 7
    bytes.push((value & 0x7f) | (rest > 0 ? 0x80 : 0))
    value = rest
  } while (value > 0)
  return bytes
}

function signed(value: number): number[] {
  const bytes: number[] = []
  for (;;) {
    const byte = value & 0x7f
    value >>= 7
    const isLast = (value === 0 && !(byte & 0x40)) || (value === -1 && (byte & 0x40) !== 0)
    bytes.push(isLast ? byte : byte | 0x80)
    if (isLast) return bytes
  }
}

const vector = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]

export const get = (local: number): Code => [0x20, unsigned(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)]
export const constant = (value: number): Code => [0x41, signed(value)]
export const add = (a: Code, b: Code): Code => [a, b, 0x6a]
export const subtract = (a: Code, b: Code): Code => [a, b, 0x6b]
export const multiply = (a: Code, b: Code): Code => [a, b, 0x6c]
/** Signed a ≥ b. */
export const atLeast = (a: Code, b: Code): Code => [a, b, 0x4e]
export const call = (index: number, ...given: Code[]): Code => [given, 0x10, unsigned(index)]
export const when = (condition: Code, body: Code): Code => [condition, 0x04, 0x40, body, 0x0b]
/** Repeats the body as long as the condition holds. */
export const whileTrue = (condition: Code, body: Code): Code => [
  [0x02, 0x40, 0x03, 0x40],
  [condition, 0x45, 0x0d, 1],
  [body, 0x0c, 0],
  [0x0b, 0x0b],
]

/** Four floats at a time, at an address and so many bytes behind it; unaligned. */
export const vectors = {
  load: (address: Code, behind = 0): Code => [address, vector(0x00), 0, unsigned(behind)],
  /** One float in all four lanes. */
  spread: (address: Code): Code => [address, vector(0x09), 2, 0],
  store: (address: Code, value: Code, behind = 0): Code => [address, value, vector(0x0b), 0, unsigned(behind)],
  add: (a: Code, b: Code): Code => [a, b, vector(0xe4)],
  multiply: (a: Code, b: Code): Code => [a, b, vector(0xe6)],
  max: (a: Code, b: Code): Code => [a, b, vector(0xe9)],
}

/** One float. */
export const floats = {
  load: (address: Code): Code => [address, 0x2a, 2, 0],
  store: (address: Code, value: Code): Code => [address, value, 0x38, 2, 0],
  add: (a: Code, b: Code): Code => [a, b, 0x92],
  multiply: (a: Code, b: Code): Code => [a, b, 0x94],
  max: (a: Code, b: Code): Code => [a, b, 0x97],
}

/** A function of 32-bit integers that gives nothing back. */
export interface Routine {
  parameters: number
  /** Types of its further locals, in order; they start at zero. */
  locals: number[]
  body: Code
}

/** A memory of WebAssembly, with floats and everything else in it. */
export type Memory = object

/** What is used of WebAssembly's interface, which the types of Node leave out. */
interface WebAssemblyInterface {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: { env: { memory: Memory } }) => { exports: Record<string, unknown> }
}
const { WebAssembly: webAssembly } = globalThis as object as { WebAssembly: WebAssemblyInterface }

/** Instantiates the routines on a memory; they call each other by their place in the list. */
export function assemble(routines: Routine[], memory: Memory): ((...given: number[]) => void)[] {
  const name = (text: string): number[] => [...unsigned(text.length), ...new TextEncoder().encode(text)]
  const section = (id: number, entries: Code[]): number[] => {
    const bytes = [...unsigned(entries.length), ...flat(entries)]
    return [id, ...unsigned(bytes.length), ...bytes]
  }
  const bodies = routines.map(({ locals, body }) => {
    const bytes = [...unsigned(locals.length), ...locals.flatMap((local) => [1, local]), ...flat(body), 0x0b]
    return [...unsigned(bytes.length), ...bytes]
  })
  const bytes = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(
      1,
      routines.map(({ parameters }) => [0x60, unsigned(parameters), new Array<number>(parameters).fill(type.i32), 0]),
    ),
    section(2, [[name('env'), name('memory'), 0x02, 0x00, 0]]),
    section(
      3,
      routines.map((_, index) => unsigned(index)),
    ),
    section(
      7,
      routines.map((_, index) => [name(String(index)), 0x00, unsigned(index)]),
    ),
    section(10, bodies),
  ].flat()
  const instance = new webAssembly.Instance(new webAssembly.Module(Uint8Array.from(bytes)), { env: { memory } })
  return routines.map((_, index) => instance.exports[index] as (...given: number[]) => void)
}

const flat = (code: Code): number[] => code.flat(Infinity as 1) as number[]
