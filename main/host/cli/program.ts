import { Command } from 'commander'
import { version } from '../../base/resources.ts'
import { addDataCommands } from './dataCommands.ts'
import { addCleanCommands } from './cleanCommands.ts'
import { addCustomerCommands } from './customerCommands.ts'
import { addDemoCommand } from './demo.ts'
import { addExportCommands } from './exportCommand.ts'
import { addHistoryCommands } from './historyCommands.ts'
import { addModelCommands } from './modelCommands.ts'
import { addServeCommand } from './serveCommand.ts'
import { addTypesCommand } from './typesCommand.ts'
import { addVerdictCommands } from './verdictCommands.ts'

/** Every command of the command line, named after the same verbs as the contract. */
export function createProgram(): Command {
  const program = new Command('assay')
    .description('Offline workbench for the value of customers, products and brand loyalty')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(see --help)')
  addDataCommands(program)
  addCleanCommands(program)
  addTypesCommand(program)
  addHistoryCommands(program)
  addModelCommands(program)
  addExportCommands(program)
  addVerdictCommands(program)
  addCustomerCommands(program)
  addServeCommand(program)
  addDemoCommand(program)
  for (const command of program.commands) {
    command.exitOverride()
    command.option('--json', 'print exactly one JSON document on stdout')
  }
  return program
}
