"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="The numbers of a round: how many chose what, with small numbers hidden; how many they were (sealed)",
        why="So that a page, an export and a later day say the same, and nobody can work out one person's answer",
        how_long="As long as the round is kept",
        how_erased="With the round. Taking your words back leaves a number that was published as it was",
    ),
    Held(
        what="Who read an answer first and when, which words were covered, and the answer as others read it (sealed)",
        why="So that nobody but the first reader meets a name or a detail that shows who somebody is",
        how_long="As long as the answer is kept",
        how_erased="With the answer, on the day on which its author takes it back",
    ),
    Held(
        what="What a person wrote down of a sound (sealed), and who checked it",
        why="So that people can read it, and a voice that should not be heard can go",
        how_long="As long as the answer is kept; the sound goes after the check where its author wanted only the words",
        how_erased="With the answer",
    ),
    Held(
        what="What is not shown, for which published reason, on which day; a second look and what it said (sealed)",
        why="So that the two can see every case, and its author can answer",
        how_long="As long as the answer is kept",
        how_erased="With the answer",
    ),
    Held(
        what="Under which headings an answer stands; which of its sentences its author was asked for, and their answer",
        why="So that many answers can be understood together, and nobody is quoted without a yes",
        how_long="As long as the answer is kept",
        how_erased="With the answer; a yes can be taken back by itself",
    ),
    Held(
        what="That somebody took back their words: the round, the day, and how many sentences of theirs were public",
        why="So that the two stop using them, and somebody takes down what hangs on a wall",
        how_long="As long as the round is kept",
        how_erased="With the round",
    ),
    Held(
        what="Dots on ideas, each person's own; who designs with a pair, and their lines about ideas (sealed)",
        why="So that everybody chooses without looking at the others",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair, or with the person",
    ),
    Held(
        what="A round: who opened, closed or changed it and on which day, and what people were told",
        why="So that everybody who is asked knows who asks, until when, and what was changed",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="Who typed a booklet in and on which day; what a second person read in it (sealed)",
        why="So that a mistake in typing is found, and nobody types without a name",
        how_long="As long as the answers are kept",
        how_erased="With the answers",
    ),
    Held(
        what="What whoever asked noticed for themselves in a conversation (sealed)",
        why="So that it stays out of the other person's answers",
        how_long="Until they remove it, or the answers are taken back",
        how_erased="By emptying the note, or with the answers",
    ),
    Held(
        what="What was decided and what came of it, in words that both of the two let everybody read; earlier versions",
        why="So that everybody who said something, and everybody else, can see what became of it",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair; it can be taken down at any time",
    ),
    Held(
        what="That somebody who can be reached was told of an answer: how, by whom, on which day, or to stop",
        why="So that each is told once, and can see who told them",
        how_long="As long as their answers are kept",
        how_erased="With the answers",
    ),
    Held(
        what="Whether an answer was one for somebody, and whether what they said counted",
        why="So that the two see how it felt, in numbers of eight or more",
        how_long="As long as their answers are kept",
        how_erased="On the day on which they take back their words; a number that was shown stays as it was",
    ),
    Held(
        what="How many people stand under a heading, as told last (sealed); who of the staff was reminded of which day",
        why="So that numbers move in steps and nobody is found, and nobody is reminded more than once a week",
        how_long="As long as the pair's work is kept",
        how_erased="With the heading, the pair, or the person",
    ),
    Held(
        what="What somebody answered to a round (words, sound and pictures sealed), the day, and whether it was sent",
        why="So that the two can read and count it; there is no account, no address and no time finer than the day",
        how_long="As long as the pair's work is kept, or until its author takes it back",
        how_erased="On the day on which its author takes it back, one answer or all; a number that was published stays",
    ),
    Held(
        what="Cards that people wrote while answering (sealed), and what each person said to a card",
        why="So that others can agree or disagree, once somebody has read the card",
        how_long="As long as the pair's work is kept",
        how_erased="With the answers; a card on which others voted loses its words and stands nowhere",
    ),
    Held(
        what="The name of somebody who answered with their name (sealed)",
        why="Because they chose that those who read their answer see it",
        how_long="As long as their answers are kept",
        how_erased="With the answers, or when they choose to have no name",
    ),
    Held(
        what="How to reach somebody who answered with no name (sealed, apart from their words)",
        why="So that the coordinator can tell them what came of it, once for each thing",
        how_long="Until they want no more, or take back their words",
        how_erased="With the answers, or when they choose otherwise",
    ),
    Held(
        what="A return code (a keyed hash) and the answer to the one thing that its person chose (a slow hash)",
        why="So that they come back without an account, and nobody who finds the code reads their words",
        how_long="As long as their answers are kept",
        how_erased="The second one with the answers; the code then shows only what came of the round",
    ),
    Held(
        what="Signed cookies: which answers are open in a browser, the reading, and that a screen is for many people",
        why="So that somebody can go on where they stopped; there is no session behind them",
        how_long="Half a day while somebody answers, a quarter of an hour after a code or on a shared screen",
        how_erased='They run out, or go with "I am finished"',
    ),
    Held(
        what="How often an address or a code was tried, in memory only, under a hash",
        why="So that nobody guesses a code or answers ten thousand times",
        how_long="A quarter of an hour; tries at one code a day",
        how_erased="It runs out, and a restart forgets it",
    ),
]
