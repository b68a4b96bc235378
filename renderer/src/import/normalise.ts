/** `User ID`, `user_id` and `userId` are one name: letters of any script and digits, in lower case. */
export const normalise = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
