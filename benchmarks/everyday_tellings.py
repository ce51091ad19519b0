"""Everyday needs told as callers tell them: who, since when, beside what else. None is danger.

Put together from parts, so that no part goes with harm or with harmlessness: phrases known to be
danger tell of third persons, refusals and nights far oftener than those of needs do, and a fit to
them alone takes "her grandson won't" for danger. The sentences need not be likely ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence


def _parts(written: str) -> tuple[str, ...]:
    return tuple(written.replace("\n", "").split("|"))


WHO = _parts(
    """he|she|they|we|i|my mum|my dad|my nan|my grandad|her son|his daughter|her grandson
|my granddaughter|my husband|my wife|my partner|my sister|my brother|my neighbour
|the man next door|the lady upstairs|my friend|my uncle|my aunt|the little one
|my boy|my girl|our baby|my toddler|my teenager|the children|her mother|his father
|my cousin|my nephew|my niece|a friend of mine|an old boy down the road|the patient
|pt|the kids|her partner|my ex|his wife|my son|my daughter|somebody at work
|the carer|the nurse|the doctor|the landlord|the teacher|the school|the council
|the surgery|someone|nobody|everyone|my mates|the girls|my family|his mum
|the woman next door"""
)
WILL = _parts(
    """wont|cant|doesnt|never|keeps|has to|needs to|wants to|would like to|tries to|used to
|said to|is going to|has been told to|isnt able to|hates to|likes to|still|always
|might|could|will|must|didnt|couldnt|has not|is not allowed to|refuses to
|struggles to|is too tired to|forgot to|is afraid to|dont|does not want to
|just wants to"""
)
DO = _parts(
    """go to the shops|use the walking frame|get up the stairs|go out on sundays
|get the bus|see the telly|read the letters|hear the doorbell|come to the club
|cook a dinner|wash the windows|drive at night|pay the water rates|fill in the form
|find the number|leave the house without a stick|keep up with the garden
|take the dog out|put the bins out|sit with the others|wait for the bus
|work in the week|live in a flat|sleep in the spare room|eat with us|walk far
|move to a bungalow|open tins|ring the surgery|send the letter|carry the shopping
|wear hearing aids|use the computer|talk to the teacher|tell me what time
|ask for help with the rent|stay at home all day|sit in the chair
|look after the garden|pick up the prescription|play with other children
|go to school|do the homework|get to the hospital|have a bath|reach the cupboard
|hold a cup|make a cup of tea|let the cleaner in|answer letters|turn the heating on
|give up the car|lose weight|stop smoking|cut the grass|fix the shower
|change the bed|clean the kitchen|speak english|understand the letter|join in
|see friends|get out much|come round on fridays|bring the shopping|do up buttons
|be on a waiting list|know who to ask|think about moving|feel up to the walk
|remember the appointment|lock the back door|hang the curtains|check the post
|say which club|watch the grandchildren|start a course|learn to swim|find a job
|get a job|buy school shoes|borrow a wheelchair|sort the bills|run a group
|take tablets on time|drink enough tea|go to bed early|wake up for school
|stand for long|bend down|hit the ball|throw the ball|shout at the telly
|cry at films|touch toes|fight for a place|kick a ball|lift the shopping
|push the pram"""
)
WHEN = _parts(
    """since the move|since christmas|for years|this week|on mondays|at the moment
|these days|any more|at night|in the morning|since dad passed away
|since the operation|after work|tonight|today|now|every day|again|on tuesday
|since last year|all day|for three weeks|with the kids|on the phone|at school
|in the house|with me|from friday|before the holidays|until june|by myself|alone
|on their own|||||||"""
)
THEN = _parts(
    """ and| so|,|.| and now| but| because|, can you help with|. is there|. looking for
|. need|, wants| and would like|. who do i ask about|. any"""
)
TWO_TELLINGS, TELLING_FIRST, TELLING_ALONE = 0.25, 0.25, 0.35


def everyday_tellings(needs: Sequence[str], count: int, seed: int) -> list[str]:
    """So many tellings around phrases of `needs`, the same for the same `seed`."""
    chance = random.Random(seed)
    return [_telling(needs, chance) for _ in range(count)]


def _telling(needs: Sequence[str], chance: random.Random) -> str:
    kind = chance.random()
    if kind < TELLING_ALONE:
        return _told(chance)
    then, need = chance.choice(THEN), chance.choice(needs)
    if kind < TELLING_ALONE + TWO_TELLINGS:
        return f"{_told(chance)}{then} {_told(chance)}"
    if kind < TELLING_ALONE + TWO_TELLINGS + TELLING_FIRST:
        return f"{_told(chance)}{then} {need}"
    return f"{need}{then} {_told(chance)}"


def _told(chance: random.Random) -> str:
    return " ".join(filter(None, map(chance.choice, (WHO, WILL, DO, WHEN))))
