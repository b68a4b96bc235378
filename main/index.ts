import * as electron from 'electron'
import { startElectron } from './host/electron.ts'

// Not awaited: Electron becomes ready only after this module has run.
void startElectron(electron, process.argv.slice(1))
