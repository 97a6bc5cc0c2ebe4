// Particles follow a noun without a space, up to three of them, as do forms of 이다 (to be) and of
// 하다 and 되다, which make verbs of nouns.
const PARTICLE =
  '은|는|이|가|을|를|의|에|에서|에게|에게서|에는|께|께서|한테|로|으로|로서|으로서|로써|으로써|와|과|랑|이랑|하고|도|만|뿐|부터|까지|마저|조차|밖에|보다|처럼|같이|마다|만큼|대로|이나|나|이라도|라도|이든|든|이란|란|이라고|라고|이라는|라는|요|들';
const COPULA =
  '입니다|이다|이에요|예요|이고|이며|이면|이지만|이었다|였다|이었습니다|였습니다|인|인데|일';
const VERB = '[하되했됐할될한된함됨해돼합됩][\\uac00-\\ud7a3]*';

/** A noun's particles, or what makes a verb of it; the whole of a text. */
export const KOREAN_PARTICLES = new RegExp(`^(?:(?:${PARTICLE}){0,3}(?:${COPULA})?|${VERB})$`);
