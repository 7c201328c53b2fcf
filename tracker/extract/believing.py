"""Whether what an article tells is believed to be an event: by how much of one the judge sees in its words, and in the
article; a word is no more than a word where nothing else is reported.

Log-odds of a logistic regression over the told events of annotated news and of the Groningen Meaning Bank's documents
that the judge has not read, rounded. Everything is believed without a judge, in texts of a few sentences, in what
opens an article, for by what it tells there it is known, and what a verb and a noun only tell together ("oversaw the
update of the pact"): the judge looks at single words.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from tracker.extract.detected import chance, is_judged
from tracker.extract.drafts import Draft
from tracker.extract.judge import Judge
from tracker.extract.merge import Group
from tracker.extract.reading import Read

_LEAST = -0.3
"""Log-odds from which on something told is believed."""
_SUREST = 0.995
_LISTED, _LISTED_PER_CHANCE = -0.7, 0.4
"""Of what a form of the lexicon tells; for each unit of the log-odds of the judge's chance."""
_PER_INTEREST = 1.1
"""Of an article of nothing but events against one without any."""
_JUDGED, _JUDGED_PER_CHANCE = -0.7, 0.4
"""The same of what the judge alone sees."""
_BETWEEN_LANDS, _TOLD_AGAIN = 0.3, 0.5
_AS_KIND = {
    **dict.fromkeys(("aid", "data_sharing", "visit"), -0.7),
    **dict.fromkeys(("cooperation", "seizure"), -0.6),
}
"""Of what the judge alone sees, by its kind: ordinary words tell these (to give, to get, to go, to take, to work), and
where more is meant the lexicon has the words for it."""
_TRADE_LISTED, _TRADE_JUDGED = -0.8, -1.3
"""Of what companies do among themselves or to people, and no state or authority has a part in."""
_PRIVATE = frozenset("BUS JRN MED EDU SOC ELI CVL LAB REL CRM AGR UNK".split())


def interest(read: Read) -> float:
    """How much of an article reports events: the mean over its sentences of the chance of the likeliest in each."""
    if read.judge is None:
        return 0.0
    return read.judge.interest([start for start, end in read.tree.sentences if end > start])


def is_believed(group: Group, reads: Mapping[str, Read], interesting: float) -> bool:
    """Whether what is told in an article, of which so much is `interesting`, is an event rather than none."""
    if group.lead or any(draft.cand.light for draft in group.drafts):
        return True
    chances = [_chance(draft, judge) for draft in group.drafts if (judge := reads[draft.part].judge) is not None]
    if not chances:
        return True
    best = min(max(*chances, 1 - _SUREST), _SUREST)
    odds = log(best / (1 - best))
    if all(is_judged(draft.cand) for draft in group.drafts):
        return _as_judged(group, odds) >= _LEAST
    return _as_listed(group, odds, interesting) >= _LEAST


def _chance(draft: Draft, judge: Judge) -> float:
    """How likely there is an event; a form of the lexicon may tell one that the judge gives another kind."""
    own = chance(judge, draft.cand)
    return own if is_judged(draft.cand) else max(own, judge.best(draft.cand.token)[1], judge.best(draft.cand.verb)[1])


def _as_listed(group: Group, odds: float, interesting: float) -> float:
    value = _LISTED + _LISTED_PER_CHANCE * odds + _PER_INTEREST * interesting
    return value + _TRADE_LISTED * _is_trade(group)


def _as_judged(group: Group, odds: float) -> float:
    value = _JUDGED + _JUDGED_PER_CHANCE * odds + _AS_KIND.get(group.best.kind, 0.0)
    if len(group.best.sides.countries()) > 1:
        value += _BETWEEN_LANDS
    if len(group.drafts) > 1:
        value += _TOLD_AGAIN
    return value + _TRADE_JUDGED * _is_trade(group)


def _is_trade(group: Group) -> bool:
    """Whether a company is a side, and nobody but companies and people is one."""
    sectors = {actor.sector for actor in (*group.best.sides.actors, *group.best.sides.recipients)}
    return "BUS" in sectors and sectors <= _PRIVATE
