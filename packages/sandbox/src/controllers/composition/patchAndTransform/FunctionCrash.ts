/** The real function's process dies of this input. The message is what Crossplane then says. */
export class FunctionCrash extends Error {
  constructor() {
    super(
      'rpc error: code = Unavailable desc = error reading from server: EOF',
    );
    this.name = 'FunctionCrash';
  }
}
