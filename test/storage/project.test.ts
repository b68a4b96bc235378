import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync, copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { schemaVersion } from '../../main/storage/migrate.ts'
import { takeLock } from '../../main/storage/lock.ts'
import {
  closeToOneFile,
  copyProject,
  createProjectFile,
  openForReading,
  openForWriting,
} from '../../main/storage/open.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-storage-'))
  path = join(folder, 'shop.assay')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const settings = { currency: 'CNY', timezone: 'Asia/Shanghai' }

describe('a project file', () => {
  it('keeps its settings and is one file after closing', () => {
    createProjectFile(path, settings, 0)
    const project = openForWriting(path)
    expect(project.settings).toEqual(settings)
    project.database.exec("INSERT INTO user (external) VALUES ('a')")
    closeToOneFile(project.database)
    expect(existsSync(`${path}-wal`)).toBe(false)
    expect(openForReading(path).database.prepare('SELECT external FROM user').pluck().all()).toEqual(['a'])
  })

  it('is not made over another file', () => {
    writeFileSync(path, 'mine')
    expect(() => createProjectFile(path, settings, 0)).toThrow('file.exists')
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  it('refuses a time zone that is unknown and leaves nothing behind', () => {
    expect(() => createProjectFile(path, { currency: '', timezone: 'Mars/Olympus' }, 0)).toThrow('input.invalid')
    expect(existsSync(path)).toBe(false)
  })

  it('refuses what is not one, and leaves it untouched', () => {
    expect(() => openForWriting(path)).toThrow('file.missing')
    for (const content of ['', 'not a database at all, just text']) {
      writeFileSync(path, content)
      expect(() => openForWriting(path)).toThrow('project.foreign')
      expect(readFileSync(path, 'utf8')).toBe(content)
    }
    rmSync(path)
    const foreign = new SQLite(path)
    foreign.exec('CREATE TABLE theirs (x)')
    foreign.close()
    const before = readFileSync(path)
    expect(() => openForWriting(path)).toThrow('project.foreign')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses one made by a newer Assay, and leaves it untouched', () => {
    createProjectFile(path, settings, 0)
    const database = new SQLite(path)
    database.pragma(`user_version = ${schemaVersion + 1}`)
    database.close()
    const before = readFileSync(path)
    for (const open of [openForWriting, openForReading]) expect(() => open(path)).toThrow('project.newer')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('copies itself, open or not, and not over another file', () => {
    createProjectFile(path, settings, 0)
    const project = openForWriting(path)
    project.database.exec("INSERT INTO user (external) VALUES ('a')")
    const copy = join(folder, 'copy.assay')
    const usersIn = (file: string) => openForReading(file).database.prepare('SELECT COUNT(*) FROM user').pluck().get()
    copyProject(project, copy, false)
    expect(usersIn(copy)).toBe(1)
    expect(() => copyProject(project, copy, false)).toThrow('file.exists')
    expect(() => copyProject(project, path, true)).toThrow('file.exists')
    project.database.exec("INSERT INTO user (external) VALUES ('b')")
    copyProject(project, copy, true)
    expect(usersIn(copy)).toBe(2)
    project.database.close()
  })

  it('is readable after its process died in the middle of a transaction', () => {
    createProjectFile(path, settings, 0)
    const { database } = openForWriting(path)
    database.exec("INSERT INTO user (external) VALUES ('kept')")
    database.exec("BEGIN; INSERT INTO user (external) VALUES ('lost')")
    // What a crash leaves: the file and its log as they are on disk now.
    const crashed = join(folder, 'crashed.assay')
    copyFileSync(path, crashed)
    copyFileSync(`${path}-wal`, `${crashed}-wal`)
    database.exec('ROLLBACK')
    database.close()
    expect(openForWriting(crashed).database.prepare('SELECT external FROM user').pluck().all()).toEqual(['kept'])
  })
})

describe('the lock', () => {
  it('is held by one, freed on release, and leaves no file', () => {
    const first = takeLock(path)
    expect(first).not.toBeNull()
    expect(takeLock(path)).toBeNull()
    first?.release()
    expect(existsSync(`${path}-lock`)).toBe(false)
    const second = takeLock(path)
    expect(second).not.toBeNull()
    second?.release()
  })

  it('is not given where the folder is not there to hold it', () => {
    expect(takeLock(join(folder, 'nowhere', 'shop.assay'))).toBeNull()
  })
})
