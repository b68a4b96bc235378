import { resolve } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { AssayError } from '../../base/errors.ts'
import {
  attributeTypes,
  type Attribute,
  type AttributePreview,
  type AttributeReading,
} from '../../dataset/attributes/types.ts'
import { dateStyles } from '../../dataset/types.ts'
import { printResult, table, type JsonOption } from './output.ts'
import { withProject } from './session.ts'

const asIs = 'asIs'

interface TypesOptions extends JsonOption {
  attribute?: string
  as?: AttributeReading['as'] | typeof asIs
  decimal?: AttributeReading['decimal']
  dates?: AttributeReading['dates']
  preview?: boolean
}

/** `types`. */
export function addTypesCommand(program: Command): void {
  program
    .command('types <project>')
    .description('list the attributes of customers with their types, or declare one to be of a type')
    .option('--attribute <name>', 'the attribute')
    .option(
      '--as <type>',
      `${attributeTypes.join(', ')}, or ${asIs} for as the files write it`,
      oneOf([...attributeTypes, asIs]),
    )
    .option('--decimal <mark>', 'decimal mark of its numbers, . or ,', oneOf(['.', ',']))
    .option('--dates <style>', `how its dates are written: ${dateStyles.join(', ')}`, oneOf(dateStyles))
    .option('--preview', 'only tell what fits the type')
    .action(async (project: string, options: TypesOptions) => {
      if (options.preview) await preview(project, options)
      else await show(project, options)
    })
}

/** Reads an option that is one of a few words. */
function oneOf<Word extends string>(known: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = known.find((word) => word === text)
    if (found === undefined) throw new InvalidArgumentError(`one of ${known.join(' ')} is expected`)
    return found
  }
}

function look({ attribute, as, decimal, dates }: TypesOptions) {
  if (attribute === undefined || as === undefined || as === asIs) {
    throw new AssayError('input.invalid', { field: '--attribute, --as', problem: 'both are needed' })
  }
  return { name: attribute, as, decimal: decimal ?? null, dates: dates ?? null }
}

async function preview(project: string, options: TypesOptions): Promise<void> {
  const input = look(options)
  const found = await withProject(resolve(project), (session) => session.call('dataset.readAttribute', input))
  printResult(options.json === true, found, describePreview)
}

function describePreview({ reading, users, readable, unreadable, examples }: AttributePreview): string {
  const said = (value: unknown) =>
    reading.as === 'date' && typeof value === 'number' ? new Date(value).toISOString() : `${value as string}`
  return [
    `${[reading.as, ...written(reading)].join(' ')}: ${readable} of ${users} customers fit`,
    table(
      ['value', 'becomes'],
      examples.map(({ value, read }) => [`${value}`, said(read)]),
    ),
    ...(unreadable.length > 0
      ? [
          table(
            ['does not fit', 'customers'],
            unreadable.map(({ value, users: n }) => [value, n]),
          ),
        ]
      : []),
  ].join('\n')
}

async function show(project: string, options: TypesOptions): Promise<void> {
  const { attribute, as } = options
  if ((attribute === undefined) !== (as === undefined)) look(options)
  const list = await withProject(resolve(project), async (session) => {
    if (attribute === undefined) return session.call('dataset.attributes', {})
    const reading = as === asIs ? null : (await session.call('dataset.readAttribute', look(options))).reading
    return session.job<Attribute[]>('dataset.declareTypes', { types: [{ name: attribute, reading }] })
  })
  printResult(options.json === true, list, (attributes) =>
    table(
      ['attribute', 'customers', 'type', 'do not fit'],
      attributes.map(({ name, users, reading, unreadable }) => [
        name,
        users,
        reading ? [reading.as, ...written(reading)].join(' ') : 'as written',
        reading ? unreadable : null,
      ]),
    ),
  )
}

const written = ({ as, decimal, dates }: AttributeReading) =>
  as === 'number' ? [decimal] : as === 'date' ? [dates] : []
