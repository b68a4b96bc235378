import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { CompactResult } from '../../dataset/clean/types.ts'
import type { HistoryEntry, StepMoved } from '../../storage/types.ts'
import { printResult, table, wholeNumber, words, type JsonOption } from './output.ts'
import { withProject } from './session.ts'

/** `undo`, `redo`, `history`, `compact`. */
export function addHistoryCommands(program: Command): void {
  for (const [verb, description] of [
    ['undo', 'take the latest change of the data back'],
    ['redo', 'bring back what was undone last'],
  ]) {
    program
      .command(`${verb} <project>`)
      .description(description)
      .action(async (project: string, options: JsonOption) => {
        const moved = await withProject(resolve(project), (session) =>
          session.job<StepMoved>(`project.${verb}` as 'project.undo', {}),
        )
        printResult(options.json === true, moved, ({ action, subject, undoLeft, redoLeft }) => {
          const what = `${words().say(`history.actions.${verb}`)}: ${words().say(`history.actions.${action}`)} ${subject}`
          return `${what}\n${undoLeft} more to undo, ${redoLeft} to redo`
        })
      })
  }

  program
    .command('history <project>')
    .description('list what was done to the project, newest first')
    .option('--search <text>', 'only entries that hold this text', '')
    .option('--limit <count>', 'how many entries at most', wholeNumber, 50)
    .action(async (project: string, options: JsonOption & { search: string; limit: number }) => {
      const { search, limit } = options
      const history = await withProject(resolve(project), (session) =>
        session.call('project.history', { search, limit }),
      )
      printResult(options.json === true, history, ({ rows }) => describeHistory(rows))
    })

  program
    .command('compact <project>')
    .description(
      'tell which imports neither undo nor redo can bring back; with --yes delete them for good and pack the file',
    )
    .option('--forget-steps', 'also what undo and redo could still reach')
    .option('--yes', 'delete')
    .action((project: string, options: CompactOptions) => compact(project, options))
}

interface CompactOptions extends JsonOption {
  forgetSteps?: boolean
  yes?: boolean
}

async function compact(project: string, options: CompactOptions): Promise<void> {
  const input = { forgetSteps: options.forgetSteps === true }
  const done = await withProject(resolve(project), async (session) => {
    if (options.yes) return session.job<CompactResult>('project.compact', input)
    return { deleted: await session.call('project.spare', input), bytesBefore: null, bytesAfter: null }
  })
  printResult(options.json === true, done, ({ deleted, bytesBefore, bytesAfter }) => {
    const list = table(
      ['import', 'file', 'kind', 'rows'],
      deleted.map(({ sourceId, name, kind, rows }) => [`#${sourceId}`, name, kind, rows]),
    )
    return bytesBefore === null
      ? `${list}\n--yes deletes these for good`
      : `${list}\n${bytesBefore} bytes before, ${bytesAfter} after`
  })
}

const describeHistory = (entries: HistoryEntry[]): string =>
  table(
    ['entry', 'when', 'what', 'subject', 'state', 'details'],
    entries.map(({ id, atMs, action, subject, stateId, details }) => [
      `#${id}`,
      new Date(atMs).toISOString().slice(0, 19).replace('T', ' '),
      words().say(`history.actions.${action}`),
      subject,
      stateId,
      JSON.stringify(details),
    ]),
  )
