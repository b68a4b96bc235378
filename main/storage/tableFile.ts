import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import SQLite from 'better-sqlite3'

/**
 * An SQLite file of one table, written page by page in SQLite's own format (https://www.sqlite.org/fileformat2.html): rows
 * whose values are bound one by one cost several times as much to store. SQLite itself makes the file and then reads it.
 */
export interface TableFile {
  /** Where the next cell is to be written. */
  target: CellTarget
  /** Makes room for a cell of at most so many bytes. */
  reserve(most: number): void
  /**
   * Takes the cell that was written from `at` to `end`, its payload beginning at `payload`: a row that comes after all
   * others so far.
   */
  add(rowid: number, payload: number, end: number): void
  rows(): number
  /** Writes what is left. The file can then be read as any other. */
  finish(): void
  /** Gives the file up and removes it. */
  abandon(): void
}

export interface CellTarget {
  bytes: Uint8Array<ArrayBuffer>
  view: DataView
  at: number
}

const pageSize = 8192
const pageHeader = 8
const interiorHeader = 12
const leafType = 13
const interiorType = 5
/** The most a cell keeps in its leaf, and the least of one that goes on elsewhere. */
const mostLocal = pageSize - 35
const leastLocal = Math.floor(((pageSize - 12) * 32) / 255) - 23
const overflowBytes = pageSize - 4
const pagesPerWrite = 128
/** The page at one GiB is where SQLite puts its locks: it holds nothing. */
const lockPage = 2 ** 30 / pageSize + 1

interface Child {
  page: number
  /** The largest row id below it. */
  last: number
}

/** `createSql` makes the table, which has no index. A file at `path` is replaced. */
export function createTableFile(path: string, createSql: string): TableFile {
  rmSync(path, { force: true })
  makeEmpty(path, createSql)
  const file = openSync(path, 'r+')
  const out = createPageWriter(file)
  const leaves: Child[] = []
  const target = createTarget(4 * pageSize)
  let starts: number[] = [] // of the cells of the leaf that is being filled
  let lastRowid = 0
  let rows = 0

  function flushLeaf(): void {
    leaves.push({ page: out.next(), last: lastRowid })
    writeLeaf(out.page())
  }

  function writeLeaf(page: Uint8Array): void {
    const content = pageSize - target.at
    writeHeader(page, leafType, starts.length, content)
    for (let i = 0; i < starts.length; i++) putTwo(page, pageHeader + 2 * i, content + starts[i])
    page.set(target.bytes.subarray(0, target.at), content)
    target.at = 0
    starts = []
  }

  /** Moves what a leaf has no place for to pages of its own; answers where the cell ends now. */
  function spill(payload: number, end: number): number {
    const whole = end - payload
    const wanted = leastLocal + ((whole - leastLocal) % overflowBytes)
    const local = wanted <= mostLocal ? wanted : leastLocal
    let from = payload + local
    const first = out.next()
    while (from < end) {
      const to = Math.min(end, from + overflowBytes)
      const page = out.page()
      putFour(page, 0, to < end ? out.next() : 0)
      page.set(target.bytes.subarray(from, to), 4)
      from = to
    }
    putFour(target.bytes, payload + local, first)
    return payload + local + 4
  }

  return {
    target,
    reserve(most) {
      if (target.at + most <= target.bytes.length) return
      const larger = createTarget(2 * (target.at + most))
      larger.bytes.set(target.bytes.subarray(0, target.at))
      Object.assign(target, { bytes: larger.bytes, view: larger.view })
    },
    add(rowid, payload, end) {
      const start = target.at
      const cellEnd = end - payload > mostLocal ? spill(payload, end) : end
      if (pageHeader + 2 * (starts.length + 1) + cellEnd > pageSize) {
        flushLeaf()
        target.bytes.copyWithin(0, start, cellEnd)
      }
      starts.push(target.at)
      target.at += cellEnd - start
      lastRowid = rowid
      rows++
    },
    rows: () => rows,
    finish() {
      const root = new Uint8Array(pageSize)
      if (leaves.length === 0) writeLeaf(root)
      else {
        flushLeaf()
        writeTree(leaves, out, root)
      }
      out.finish(root)
      closeSync(file)
    },
    abandon() {
      closeSync(file)
      rmSync(path, { force: true })
    },
  }
}

function createTarget(size: number): CellTarget {
  const bytes = new Uint8Array(size)
  return { bytes, view: new DataView(bytes.buffer), at: 0 }
}

/** The levels above the leaves, each page as full as can be; the uppermost is `root`. */
function writeTree(leaves: Child[], out: PageWriter, root: Uint8Array): void {
  let level = leaves
  for (;;) {
    const above: Child[] = []
    for (let from = 0; from < level.length;) {
      const to = from + childrenThatFit(level, from)
      const isRoot = from === 0 && to === level.length
      if (!isRoot) above.push({ page: out.next(), last: level[to - 1].last })
      writeInterior(isRoot ? root : out.page(), level.slice(from, to))
      if (isRoot) return
      from = to
    }
    level = above
  }
}

/** How many children from `from` on fit a page; never so many that a single one is left for the next. */
function childrenThatFit(level: Child[], from: number): number {
  let room = pageSize - interiorHeader
  let count = 1 // the last child stands in the header
  while (from + count < level.length) {
    room -= 2 + 4 + varintSize(level[from + count - 1].last)
    if (room < 0) break
    count++
  }
  return from + count === level.length - 1 && count > 2 ? count - 1 : count
}

function writeInterior(page: Uint8Array, children: Child[]): void {
  let at = pageSize
  children.slice(0, -1).forEach(({ page: child, last }, i) => {
    at -= 4 + varintSize(last)
    putFour(page, at, child)
    putVarint(page, at + 4, last)
    putTwo(page, interiorHeader + 2 * i, at)
  })
  writeHeader(page, interiorType, children.length - 1, at)
  putFour(page, pageHeader, children[children.length - 1].page)
}

function writeHeader(page: Uint8Array, type: number, cells: number, content: number): void {
  page[0] = type
  putTwo(page, 3, cells)
  putTwo(page, 5, content)
}

interface PageWriter {
  /** The number that the next page gets. */
  next(): number
  /** The next page, all zero, to be filled before another one is asked for. */
  page(): Uint8Array
  finish(root: Uint8Array): void
}

/** Pages from the third on, in order; the first two were there before. */
function createPageWriter(file: number): PageWriter {
  const buffer = new Uint8Array(pagesPerWrite * pageSize)
  let written = 2
  let waiting = 0
  const nextNumber = () => written + waiting + 1
  function skipLock(): void {
    if (nextNumber() === lockPage) emptyPage()
  }
  function emptyPage(): Uint8Array {
    if (waiting === pagesPerWrite) flush()
    const page = buffer.subarray(waiting * pageSize, ++waiting * pageSize)
    return page.fill(0)
  }
  function flush(): void {
    writeWhole(file, buffer.subarray(0, waiting * pageSize), written * pageSize)
    written += waiting
    waiting = 0
  }
  return {
    next() {
      skipLock()
      return nextNumber()
    },
    page() {
      skipLock()
      return emptyPage()
    },
    finish(root) {
      flush()
      writeWhole(file, root, pageSize)
      const head = new Uint8Array(pageSize)
      readSync(file, head, 0, pageSize, 0)
      putFour(head, 28, written)
      writeWhole(file, head, 0)
    },
  }
}

function writeWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done)
  }
}

/** A file with the table's definition in its first page and the table's root, empty, in its second. */
function makeEmpty(path: string, createSql: string): void {
  const database = new SQLite(path)
  try {
    database.pragma(`page_size = ${pageSize}`)
    database.pragma('journal_mode = OFF')
    database.pragma('synchronous = OFF')
    database.exec(createSql)
  } finally {
    database.close()
  }
}

function putTwo(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8
  bytes[at + 1] = value
}

function putFour(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

/** Bytes that a whole number from 0 to 2^53 takes as a varint. */
export function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

/** Seven bits a byte, the highest first; all but the last have their eighth bit set. Answers where it ends. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value < 128) {
    bytes[at] = value
    return at + 1
  }
  const end = at + varintSize(value)
  let rest = value
  for (let i = end - 1; i >= at; i--) {
    bytes[i] = (rest % 128) | (i === end - 1 ? 0 : 128)
    rest = Math.floor(rest / 128)
  }
  return end
}
