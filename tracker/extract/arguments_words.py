"""Words by which the sides of an event are told: settings, topics, what somebody does about another's blow."""

from __future__ import annotations

from tracker.model import EventType

# "in response to", "in a statement": no side of the event
SETTINGS = frozenset(
    "response reaction contrast addition order exchange case event view light wake face spite result end statement"
    " speech interview sign bid effort attempt move return retaliation message letter conference meeting summit session"
    " forum rally gathering ceremony briefing assembly".split()
)
THROWING = frozenset(("fire", "launch", "shoot", "lob", "hurl", "throw"))
AGAINST = ("on", "against")
OVER = ("over", "about")
TOPICAL = ("over", "about", "against")
DYING = frozenset(("die", "perish"))
HANDED_OVER = frozenset(("arms_transfer", "aid"))
HOSTING = frozenset("host gather receive welcome invite convene assemble summon call bring".split())
AWAITED = ("expect", "await")
MOVES_ITSELF = (EventType.MOBILIZE,)
TELLING = frozenset("report announce confirm".split())
# "Togo detected a Chadian launch": whoever sees or reports it has launched nothing
WITNESSING = TELLING | {"detect", "observe"}
VIEWING = frozenset(
    "blast commemorate condemn criticise criticize decry denounce deplore fear foil investigate lament"
    " mark mourn probe recall remember repel repulse thwart witness".split()
)
"""What somebody does about a blow that was another's."""
ABOUT = frozenset("accuse blame condemn criticise criticize denounce discuss mention raise".split())
"""What is done in talks about others, not with them."""
AWAITING = frozenset("await block call cancel delay expect postpone prepare refuse scrap shelve suspend".split())
IMPOSING = frozenset(("UNO", "EUR", "IGO", "USA"))
"""Whose sanctions are meant where they stand before the word, not those on them."""
TOPICS = frozenset(("about", "regarding", "concerning"))
AFTERMATH = frozenset(("over", "after", "following", "amid", "despite", "since", "because"))
