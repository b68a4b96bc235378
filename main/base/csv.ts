/** A text as one cell of a CSV (RFC 4180): quoted only where it must be. */
export const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection"). */
export const harmlessText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
