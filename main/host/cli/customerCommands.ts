import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AssayError } from '../../base/errors.ts'
import type { LookalikeReport } from '../../insight/customers/types.ts'
import { estimate } from './describe.ts'
import { printResult, wholeNumber, type JsonOption } from './output.ts'
import { withProject, type Session } from './session.ts'

/** `portraits` and `lookalikes`: who customers are, and who is like them. */
export function addCustomerCommands(program: Command): void {
  program
    .command('portraits <project>')
    .description('write the portraits of customers as CSV, one row each')
    .requiredOption('--out <file>', 'where to write')
    .option('--list <name>', 'those of a saved list alone')
    .option('--vectors', 'each figure with mean 0 and deviation 1 over all customers', false)
    .action(async (project: string, options: JsonOption & { out: string; list?: string; vectors: boolean }) => {
      const written = await withProject(resolve(project), async (session) =>
        session.job<{ rows: number }>('customers.exportPortraits', {
          listId: options.list === undefined ? null : await listNamed(session, options.list),
          form: options.vectors ? 'vectors' : 'table',
          target: { path: resolve(options.out) },
        }),
      )
      printResult(options.json === true, written, ({ rows }) => `${rows} portraits in ${options.out}`)
    })

  program
    .command('lookalikes <project>')
    .description('write the customers most like those of a saved list as CSV')
    .requiredOption('--list <name>', 'the list')
    .requiredOption('--out <file>', 'where to write')
    .option('--top <n>', 'how many', wholeNumber, 1000)
    .action(async (project: string, options: JsonOption & { out: string; list: string; top: number }) => {
      const found = await withProject(resolve(project), async (session) => {
        const listId = await listNamed(session, options.list)
        const report = await session.call('customers.lookalikes', { listId })
        const input = { listId, like: { top: options.top }, sort: 'likeness', target: { path: resolve(options.out) } }
        return { ...report, ...(await session.job<{ rows: number }>('customers.exportList', input)) }
      })
      printResult(options.json === true, found, (result) => describeLookalikes(result, options.out))
    })
}

async function listNamed(session: Session, name: string): Promise<number> {
  const lists = await session.call('customers.lists', {})
  const found = lists.find((list) => list.name === name)
  if (found) return found.listId
  const known = lists.map((list) => `"${list.name}"`).join(', ')
  const problem = `the name of a saved list (${known || 'there are none'}), not "${name}"`
  throw new AssayError('input.invalid', { field: 'list', problem })
}

function describeLookalikes(report: LookalikeReport & { rows: number }, out: string): string {
  const { members, others, least, problem, auc, isTold, rows } = report
  const sizes = `${members} customers of the list, ${others} others`
  if (problem || !auc) return `${sizes}: it takes ${least} of each, so nobody was found (0 rows in ${out})`
  const told = isTold ? '' : ': the list cannot be told from the others'
  return `${sizes}\nAUC ${estimate(auc)}, by lot 0.5${told}\n${rows} customers in ${out}`
}
