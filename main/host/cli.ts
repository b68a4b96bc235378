#!/usr/bin/env node
import { CommanderError } from 'commander'
import { AssayError, toAssayError } from '../base/errors.ts'
import { errorData } from '../contract.ts'
import { createProgram } from './cli/program.ts'
import { sentence } from './cli/output.ts'

/** The command line: the same commands as the workbench. Exit 0 done, 1 failed, 2 bad usage. */
const json = process.argv.includes('--json')

try {
  await createProgram().parseAsync(process.argv)
} catch (thrown) {
  process.exitCode = report(thrown)
}

function report(thrown: unknown): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return 0
    if (json) printError(new AssayError('input.invalid', { field: 'arguments', problem: thrown.message }))
    return 2 // commander has said what is wrong on stderr
  }
  const error = toAssayError(thrown)
  if (json) printError(error)
  else process.stderr.write(`${sentence(error)}\n`)
  if (error.code === 'internal')
    process.stderr.write(`${error.cause instanceof Error ? error.cause.stack : error.stack}\n`)
  return error.code === 'input.invalid' ? 2 : 1
}

function printError(error: AssayError): void {
  process.stdout.write(`${JSON.stringify({ error: { ...errorData(error), message: sentence(error) } })}\n`)
}
