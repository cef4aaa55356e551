/** Who asks: an account, by one of its tokens. */
export interface Subject {
  /** Name of the account. */
  name: string;
  /** When its token was issued, in seconds. */
  issuedAt: number;
}
