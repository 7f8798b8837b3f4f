/**
 * Kinds: what a word like "instrument" stands for. A question names the kind, a memory names the thing ("I picked up the
 * violin again"), and no word of theirs meets. Our own selection, in the manner of category norms (Battig & Montague 1969:
 * what people name first when they are asked for a kind), for the language of everyday talk: names of a kind, a colon, its
 * members, most typical first. Which kinds are here was chosen with the LoCoMo dev questions known, their members were not
 * taken from it; how much they are worth, and how little depends on the selection, is in docs/ranking.md.
 *
 * Invariants (tested): lower case; no member is a stop word; a kind's names are not stop words; none of them is there twice.
 */

/** One line per kind. */
export const KINDS = `
activity hobby pastime leisure recreation: read run hike swim paint camp cook dance garden fish draw bike
outdoor: hike camp swim fish climb bike kayak ski surf trail picnic garden
sport athletic: football basketball soccer baseball tennis hockey swim volleyball golf run ski gymnastics
exercise workout fitness: run walk swim yoga weights jog bike gym cardio pilates stretch treadmill
martial: karate judo taekwondo kickboxing boxing jujitsu aikido kung
instrument: guitar piano drum violin flute trumpet clarinet saxophone cello bass harp keyboard
music genre: rock pop jazz classical rap country blues concert song band album
musician band singer composer: concert song album music guitar stage
dance: ballet salsa tango waltz jazz tap ballroom hip-hop
pet: dog cat fish bird hamster rabbit turtle snake puppy kitten lizard parrot
animal wildlife: dog cat horse cow bird fish rabbit bear snake deer elephant lion
bird: robin eagle sparrow crow owl parrot hawk duck
insect bug: bee ant spider butterfly mosquito beetle
fish seafood: salmon tuna trout shrimp lobster crab
tree: oak maple pine birch willow apple
flower plant: rose daisy tulip sunflower lily orchid lavender fern cactus herb
fruit: apple orange banana grape pear peach strawberry mango cherry lemon
vegetable: carrot tomato potato lettuce pepper onion broccoli bean pea spinach
food dish meal cuisine: pizza chicken pasta soup salad rice bread cheese sandwich burger fish curry
snack: chips popcorn fruit cookie nuts chocolate crackers
dessert treat sweet pastry: cake cookie pie cream chocolate brownie pudding cupcake tart muffin donut candy
recipe ingredient: chicken pasta soup salad cake cookie pie chocolate bread sauce
drink beverage: water coffee tea milk juice beer wine soda lemonade smoothie cocktail
spice seasoning: salt pepper garlic cinnamon oregano basil ginger
country nation abroad: france england germany spain italy canada mexico japan china india russia brazil australia ireland sweden greece thailand scotland switzerland portugal vietnam argentina egypt netherlands kenya norway turkey peru
european europe: france england germany spain italy ireland sweden greece scotland switzerland portugal netherlands norway poland austria denmark
asian asia: japan china india thailand vietnam korea indonesia singapore philippines nepal
african africa: egypt kenya morocco nigeria ghana tanzania ethiopia
city town: york angeles chicago boston francisco miami london paris rome seattle houston philadelphia denver tokyo toronto madrid barcelona berlin sydney dallas vegas dublin
state: california florida york texas washington oregon ohio georgia colorado virginia carolina michigan arizona illinois massachusetts hawaii alaska nevada
place location destination travel vacation trip: paris london york california italy france beach mountain lake park island castle
attraction landmark sight: museum tower castle cathedral palace bridge temple monument
building: house church school tower castle hotel library museum
room: kitchen bedroom bathroom living garage basement office attic
furniture: chair table couch bed desk sofa dresser shelf lamp
book novel reading: read novel series author story finished fantasy mystery
author writer: novel series read book
movie film: watch film actor comedy drama horror series
show tv series: watch episode season
game: chess cards monopoly poker nintendo playstation xbox console puzzle
toy: doll ball truck lego puzzle blocks
relative family sibling: mother father sister brother aunt uncle cousin grandmother grandfather mom dad grandma
child kid: son daughter baby boy girl
job career profession occupation: doctor teacher lawyer nurse engineer manager waiter accountant internship office company hired
business company: shop store restaurant startup office customer
skill: learn practice class course lesson
subject major course class: math science history english art biology psychology chemistry
school education degree: college university graduate diploma student
language: spanish french german italian chinese japanese english portuguese
disease illness health medical: cancer flu cold diabetes asthma doctor hospital diagnosed surgery allergy
injury: ankle knee wrist shoulder leg arm back broke sprain hurt
allergy: peanut nut pollen dairy gluten cat
emotion feeling: happy sad angry love scared excited anxious nervous joy proud
art artwork craft: painting drawing sculpture sketch portrait pottery photography knit
event celebration: party wedding concert festival parade conference fair ceremony race workshop competition fundraiser
holiday: christmas easter halloween thanksgiving birthday
vehicle transportation: car truck bus bike motorcycle van train plane
car: ford honda toyota engine tire drive
clothing clothes outfit fashion: shirt pants socks shoes hat jacket dress sweater jeans coat
jewelry: ring necklace bracelet earrings watch
gift present: necklace ring book card flowers watch
device gadget electronic technology: phone laptop computer tablet camera headphones
tool: hammer saw screwdriver nails drill wrench
material fabric: wood metal cotton wool silk leather
color: blue red green yellow purple black white pink
weather: rain snow sun storm wind
religion faith: church prayer christian bible mosque temple
charity: donate shelter homeless hospital food
relax destress stress unwind: yoga meditate read bath run walk music calm
crime: murder theft robbery stolen fraud
`;
