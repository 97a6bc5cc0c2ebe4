/** Something in a form that is no request yet: which field, and what to do. */
export class FormFault extends Error {
  override readonly name = 'FormFault';
}
