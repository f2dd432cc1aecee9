// Who signs a paper. Pure.

/** `name`: as the list of officers has it; absent: only the account is known. */
export interface Signer { officer: string; name?: string }

/** Whose decision it is: another's, as on paper, or that of whoever is `here`. */
export function signer(officer: string | undefined, here: Signer | null | undefined): Signer {
  return officer && officer !== here?.officer ? { officer } : { officer: here?.officer ?? "", name: here?.name };
}

/** With the account, by which records and the audit know them. */
export function signature({ officer, name }: Signer): string {
  return name && name !== officer ? `${name} (${officer})` : officer;
}
