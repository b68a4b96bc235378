import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AssayError, toAssayError } from '../../base/errors.ts'
import type { CleaningRule, Merge, MergeSuggestion, RulePreview } from '../../dataset/clean/types.ts'
import { printResult, table, words, type JsonOption } from './output.ts'
import { withProject } from './session.ts'

/** `rules`, `merges`. */
export function addCleanCommands(program: Command): void {
  program
    .command('rules <project>')
    .description('list the cleaning rules with what each moves, or put others in force')
    .option('--file <rules.json>', 'a JSON array of rules, in order, to put in force instead')
    .option('--preview', 'only tell what the rules of the file would do')
    .action(async (project: string, options: JsonOption & { file?: string; preview?: boolean }) => {
      if (options.preview && options.file !== undefined) await previewRules(project, options.file, options)
      else await showRules(project, options)
    })

  program
    .command('merges <project>')
    .description('list what was merged, suggest what may be one, or merge')
    .option('--suggest <entity>', 'user, product or brand: what may be one, the surest first')
    .option('--confirm <merges.json>', 'a JSON array of merges, such as --suggest --json prints: entity, from, to')
    .option('--decline <merges.json>', 'pairs of that shape that are not one: --suggest leaves them out from now on')
    .option('--offer-again <merges.json>', 'pairs that were declined and may be suggested again')
    .action(async (project: string, options: MergesOptions) => {
      const { decline, offerAgain } = options
      if (decline !== undefined) await declineMerges(project, decline, true, options)
      else if (offerAgain !== undefined) await declineMerges(project, offerAgain, false, options)
      else if (options.suggest !== undefined) await suggestMerges(project, options.suggest, options)
      else await showMerges(project, options)
    })
}

interface MergesOptions extends JsonOption {
  suggest?: string
  confirm?: string
  decline?: string
  offerAgain?: string
}

async function declineMerges(project: string, file: string, declined: boolean, options: JsonOption): Promise<void> {
  // The command checks what the file holds.
  const input = { pairs: (await readJson(file)) as Merge[], declined }
  const pairs = await withProject(resolve(project), (session) => session.call('clean.decline', input))
  printResult(options.json === true, pairs, describePairs)
}

async function suggestMerges(project: string, entity: string, options: JsonOption): Promise<void> {
  const suggestions = await withProject(resolve(project), async (session) => {
    const found = await session.job<MergeSuggestion[]>('clean.suggestMerges', { entity })
    const declined = new Set((await session.call('clean.declined', {})).map(pairKey))
    return found.filter((pair) => !declined.has(pairKey(pair)))
  })
  printResult(options.json === true, suggestions, () =>
    table(
      ['from', 'to', 'score', 'why', 'in common'],
      suggestions.map(({ from, to, score, reason, evidence }) => [
        from,
        to,
        score,
        words().say(`clean.reasons.${reason}`),
        evidence,
      ]),
    ),
  )
}

async function showMerges(project: string, options: JsonOption & { confirm?: string }): Promise<void> {
  const input = options.confirm === undefined ? null : { merges: await readJson(options.confirm) }
  const merges = await withProject(resolve(project), (session) =>
    input ? session.job<Merge[]>('clean.merge', input) : session.call('clean.merges', {}),
  )
  printResult(options.json === true, merges, describePairs)
}

const describePairs = (pairs: Merge[]): string =>
  table(
    ['entity', 'from', 'to'],
    pairs.map(({ entity, from, to }) => [entity, from, to]),
  )

/** Whichever of the two would stay. */
const pairKey = ({ entity, from, to }: Merge) => JSON.stringify([entity, ...[from, to].sort()])

async function showRules(project: string, options: JsonOption & { file?: string }): Promise<void> {
  const input = options.file === undefined ? null : { rules: await readJson(options.file) }
  const rules = await withProject(resolve(project), (session) =>
    input ? session.job<CleaningRule[]>('clean.apply', input) : session.call('clean.rules', {}),
  )
  printResult(options.json === true, rules, describeRules)
}

async function previewRules(project: string, file: string, options: JsonOption): Promise<void> {
  const input = { rules: await readJson(file) }
  const preview = await withProject(resolve(project), (session) => session.job<RulePreview>('clean.preview', input))
  printResult(options.json === true, preview, ({ rules, before, after }) =>
    [
      table(
        ['rule', 'rows left out', 'rows changed', 'revenue', 'returned'],
        rules.map((rule) => [rule.ruleId, rule.rowsExcluded, rule.rowsChanged, rule.revenue, rule.returned]),
      ),
      `${before.rows} rows, ${before.revenue} revenue; with the rules ${after.rows} rows, ${after.revenue} revenue`,
    ].join('\n'),
  )
}

const describeRules = (rules: CleaningRule[]): string =>
  table(
    ['rule', 'kind', 'rows left out', 'rows changed', 'revenue', 'returned', 'settings'],
    rules.map(({ id, kind, effect, settings }) => [
      `#${id}`,
      words().say(`clean.kinds.${kind}`),
      ...(effect
        ? [effect.rowsExcluded, effect.rowsChanged, effect.revenue, effect.returned]
        : [null, null, null, null]),
      effect ? JSON.stringify(settings) : 'off',
    ]),
  )

/** Reads a file that must hold JSON; the command checks what is in it. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(resolve(path), 'utf8')) as unknown
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw toAssayError(error)
    throw new AssayError('input.invalid', { field: path, problem: `JSON was expected: ${error.message}` })
  }
}
