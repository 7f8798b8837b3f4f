/** Words for people by what they are to somebody: kin, partners, friends, roles, and animals of the house. Our own selection; terms. */
const LISTED = `
mom mum mommy mummy mother dad daddy father parent sister brother sibling twin son daughter kid child children baby toddler
husband wife spouse partner fiance fiancee boyfriend girlfriend ex grandma grandpa grandmother grandfather grandparent
grandson granddaughter grandkid grandchild grandchildren aunt uncle cousin niece nephew stepmother stepfather stepson stepdaughter family
relative friend bestie buddy mate pal roommate flatmate housemate neighbor neighbour colleague coworker co-worker boss
manager mentor teacher coach teammate classmate team guest host landlord tenant doctor therapist nurse
dog puppy pup cat kitten pet
`;

export const PEOPLE_WORDS: ReadonlySet<string> = new Set(LISTED.trim().split(/\s+/));
