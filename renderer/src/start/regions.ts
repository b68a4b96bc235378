/** ISO 4217 codes with their names, as the reader's language calls them. */
export function currencyOptions(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }))
}

/** UTC first, then every zone the system knows. */
export function timezoneOptions(): { value: string; label: string }[] {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
  return ['UTC', ...zones].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

export const localTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
