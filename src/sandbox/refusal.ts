/** The sandbox cannot start, for a reason that one line explains. The launcher prints it and exits with 1. */
export class StartRefusal extends Error {
  override readonly name = 'Refusal';
}
