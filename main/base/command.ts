import type { z } from 'zod'

/** One entry of the contract: what a command takes and what it gives. The result exists as a type only. */
export interface Command<Schema extends z.ZodType = z.ZodType, Result = unknown> {
  input: Schema
  result?: Result
}

export type Contract = Record<string, Command>

/** Declares a command: `command<Result>()(schema)`. */
export const command =
  <Result>() =>
  <Schema extends z.ZodType>(input: Schema): Command<Schema, Result> => ({ input })

/** What a caller may pass. */
export type InputOf<C> = C extends Command<infer Schema, unknown> ? z.input<Schema> : never

/** What a handler gets: validated, defaults filled in. */
export type ParsedInputOf<C> = C extends Command<infer Schema, unknown> ? z.output<Schema> : never

export type ResultOf<C> = C extends Command<z.ZodType, infer Result> ? Result : never

/** One function for every command of a fragment. */
export type Handlers<Fragment extends Contract, Context> = {
  [Name in keyof Fragment]: (
    input: ParsedInputOf<Fragment[Name]>,
    context: Context,
  ) => ResultOf<Fragment[Name]> | Promise<ResultOf<Fragment[Name]>>
}
