/**
 * English forms no suffix rule can join to their base: strong verbs, umlaut and classical plurals. Our own selection, for the
 * language of memories and talk. Applied to the raw word before stemming, so that "went" and "going" meet in "go".
 *
 * Invariants (tested): no stopword on either side; a base is never itself a form, so one look-up is enough; form and base have
 * different Porter2 stems, so no entry is idle. Left out: forms with a second meaning as common as the first (rose, wound,
 * bound, ground, bore, dove, lay, bit, lives, leaves, axes, bases), and comparatives (better, worse), which are words of
 * their own. Kept with a rarer second meaning: left, found, felt, saw, shot.
 */

/** One line per base: the base, a colon, its forms. */
const VERBS = `
arise: arose arisen
awake: awoke awoken
beat: beaten
become: became
begin: began begun
bend: bent
bite: bitten
bleed: bled
blow: blew blown
break: broke broken
breed: bred
bring: brought
build: built
burn: burnt
buy: bought
catch: caught
choose: chose chosen
cling: clung
come: came
creep: crept
deal: dealt
dig: dug
draw: drew drawn
dream: dreamt
drink: drank drunk
drive: drove driven
eat: ate eaten
fall: fell fallen
feed: fed
feel: felt
fight: fought
find: found
flee: fled
fling: flung
fly: flew flown
forbid: forbade forbidden
foresee: foresaw foreseen
forget: forgot forgotten
forgive: forgave forgiven
freeze: froze frozen
get: got gotten
give: gave given
go: goes went gone
grow: grew grown
hang: hung
hear: heard
hide: hid hidden
hold: held
keep: kept
kneel: knelt
know: knew known
lead: led
leap: leapt
learn: learnt
leave: left
lend: lent
light: lit
lose: lost
make: made
mean: meant
meet: met
mislead: misled
mistake: mistook mistaken
misunderstand: misunderstood
outgrow: outgrew outgrown
overcome: overcame
overhear: overheard
oversleep: overslept
overtake: overtook overtaken
panic: panicked panicking
pay: paid
picnic: picnicked picnicking
prove: proven
rebuild: rebuilt
repay: repaid
rethink: rethought
rewrite: rewrote rewritten
ride: rode ridden
ring: rang rung
rise: risen
run: ran
say: said
see: saw seen
seek: sought
sell: sold
send: sent
sew: sewn
shake: shook shaken
shoot: shot
show: shown
shrink: shrank shrunk
sing: sang sung
sink: sank sunk
sit: sat
sleep: slept
slide: slid
speak: spoke spoken
speed: sped
spell: spelt
spend: spent
spill: spilt
spin: spun
spoil: spoilt
spring: sprang sprung
stand: stood
steal: stole stolen
stick: stuck
sting: stung
strike: struck stricken
strive: strove striven
swear: swore sworn
sweep: swept
swell: swollen
swim: swam swum
swing: swung
take: took taken
teach: taught
tear: tore torn
tell: told
think: thought
throw: threw thrown
undergo: underwent undergone
understand: understood
undertake: undertook undertaken
wake: woke woken
wear: wore worn
weave: wove woven
weep: wept
win: won
withdraw: withdrew withdrawn
withstand: withstood
write: wrote written
`;

const NOUNS = `
analysis: analyses
appendix: appendices
bus: buses
businessman: businessmen
businesswoman: businesswomen
cactus: cacti
calf: calves
child: children
craftsman: craftsmen
crisis: crises
criterion: criteria
curriculum: curricula
diagnosis: diagnoses
elf: elves
fireman: firemen
fisherman: fishermen
foot: feet
freshman: freshmen
gas: gases
gentleman: gentlemen
godchild: godchildren
goose: geese
grandchild: grandchildren
half: halves
hoof: hooves
housewife: housewives
hypothesis: hypotheses
index: indices
knife: knives
lens: lenses
loaf: loaves
man: men
matrix: matrices
mouse: mice
nucleus: nuclei
oasis: oases
ox: oxen
person: people
phenomenon: phenomena
policeman: policemen
policewoman: policewomen
quiz: quizzes
salesman: salesmen
scarf: scarves
schoolchild: schoolchildren
shelf: shelves
snowman: snowmen
stepchild: stepchildren
stimulus: stimuli
synopsis: synopses
thesis: theses
thief: thieves
tooth: teeth
wife: wives
wolf: wolves
woman: women
`;

/** Irregular form to base, e.g. "went" to "go". All lower case. */
export const IRREGULAR_FORMS: ReadonlyMap<string, string> = new Map([...readForms(VERBS), ...readForms(NOUNS)]);

function readForms(table: string): [form: string, base: string][] {
  return table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [base = "", forms = ""] = line.split(": ");
      return forms.split(" ").map((form): [string, string] => [form, base]);
    });
}
