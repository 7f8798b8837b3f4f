/**
 * Function words of English: they hold sentences together and say nothing of their own. Our own selection, after the grammar:
 * the closed classes (articles, pronouns, prepositions, conjunctions, auxiliaries, question words) whole, and fillers of talk.
 * Lower case, straight apostrophes. What is too common in a store besides is told by its statistics, not by this list.
 */
const LISTED = `
a an the this that these those such some any no every each either neither both all half another other others own same
i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself
we us our ours ourselves they them their theirs themselves one ones someone somebody something anyone anybody anything
everyone everybody everything nobody nothing none who whom whose which what whatever when where why how
of in on at by for with from to into onto about over under after before between through during without within against
among around across along off up down out upon toward towards since until till than like as
and or but nor so yet if because while although though unless whether
am is are was were be been being do does did doing done have has had having will would shall should can could may might
must ought ain't isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't shouldn't can't
cannot couldn't mustn't i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll
we're we've we'd we'll they're they've they'd they'll that's there's here's what's who's where's how's let's
not yes yeah yep nope ok okay oh ah wow hey hi hello bye please well just really very too also even still already only
here there now then again ever never always maybe perhaps quite rather more most much many few little less least lot lots
get gets got getting go goes going gonna wanna thing things way kind sort
`;

export const FUNCTION_WORDS: ReadonlySet<string> = new Set(LISTED.trim().split(/\s+/));
