"""Words by which a sentence says whether something happened: modals, negations, adjectives, framing nouns."""

from __future__ import annotations

DUE = frozenset(("due", "set", "scheduled", "slated", "supposed", "awaited"))
# "the council meets at the request of Chad": asked for already
ASKED_AT = frozenset("request invitation behest urging initiative".split())
# "talks pencilled in for Monday", where a time follows
FIXED = frozenset("set due slate pencil arrange await bill fix book".split())
# "would not travel to Rome as planned"
AS_PLANNED = frozenset("plan schedule arrange announce agree intend".split())
ERRANDS = frozenset("trip visit tour mission journey delegation team envoy".split())
TRIPS = frozenset("trip visit tour journey".split())
MARGINS = frozenset("sideline fringe margin".split())
LEAVING = frozenset("leave depart head".split())
ONGOING_ADJ = frozenset("ongoing continuing unfolding current".split())
WILL = frozenset(("will", "'ll", "shall", "wo", "ll"))
WOULD = frozenset(("would", "'d"))
MAY = frozenset(("may", "might", "could", "can", "ca"))
OUGHT = frozenset(("should", "must", "ought"))
NOT = frozenset(("not", "n't", "never", "no", "neither", "nor", "hardly", "without"))
# "a summit is likely to take place": whether it is to come at all
PROSPECTS = {
    **dict.fromkeys("likely possible imminent due scheduled expected planned".split(), True),
    **dict.fromkeys("unlikely doubtful uncertain impossible unclear improbable".split(), False),
}
CALLING = frozenset("call phone telephone ring write summon meet".split())
GOING = frozenset("fly travel go come head arrive return vote convene gather".split())
NO = frozenset(("no", "neither"))
# "made no secret of it", "left no doubt": it is said all the more
NO_LESS = frozenset("secret doubt time effort choice stone bone less fewer punch mistake".split())
NOBODY = frozenset(("none", "neither", "nobody", "nothing", "no-one"))
PLANNED_ADJ = frozenset(
    "planned upcoming forthcoming scheduled future expected proposed coming next impending imminent intended"
    " looming pending anticipated announced promised".split()
)
CANCELLED_ADJ = frozenset(
    "cancelled canceled postponed aborted delayed shelved scrapped stalled suspended frozen deadlocked".split()
)
ALLEGED_ADJ = frozenset("alleged suspected reported purported supposed apparent claimed rumored rumoured".split())
UNREAL_ADJ = frozenset(
    "possible potential hypothetical eventual feared attempted failed foiled thwarted threatened".split()
)
TOLD_ADV = frozenset("reportedly allegedly supposedly purportedly".split())
ALLEGED_ADV = TOLD_ADV | frozenset(("apparently", "seemingly"))
CONDITION = frozenset(("if", "unless", "whether", "lest", "should", "until"))
BEFORE = frozenset(("before", "ahead", "prior", "until"))
AFTER = frozenset(("after", "following", "since"))
# "the first leader to visit Chad": who went there
FOREMOST = frozenset("first second third fourth fifth last latest only".split())
REPORTING = frozenset(
    "say announce report tell state add note declare reveal claim confirm warn write tweet quote".split()
)
SAYING = REPORTING | frozenset(
    "disclose show indicate acknowledge explain insist post cite learn find read see hear".split()
)
DOING = frozenset(
    "hold make pay take place happen occur begin start launch conduct continue resume sign reach open host"
    " attend carry come go follow get join stage proceed end conclude run lead".split()
)
# "hopes to end the blockade": it is there
ENDING = frozenset("end lift ease prolong finish".split())
# "the ban has not been introduced": there is none
MAKING = frozenset(
    "introduce impose adopt approve conduct stage sign conclude finalise finalize implement enact declare announce"
    " deliver reach ratify organise organize mount".split()
)
# "will promote joint drills", "will mark his first visit": the event is as much to come as that
PROMOTING = frozenset(
    "promote mark expand increase boost strengthen enhance reinforce intensify regularize broaden deepen represent"
    " step".split()
)
# "proposed that Chad postpone the drills"
PROPOSING = frozenset("propose suggest recommend demand request ask urge insist advise".split())
AGREEING = frozenset("agree pledge promise vow".split())
# "able to detect missiles fired by Chad" tells of no missile fired
WATCHING = frozenset("detect assess intercept track identify monitor counter deter prevent repel respond down".split())
# what an event does to others: "the visit may spur talks" has the visit as a fact
CAUSING = frozenset(
    "spur prompt trigger spark provoke cause lead fuel inflame anger hurt harm boost damage undermine worsen complicate"
    " jeopardize deepen escalate raise draw pave".split()
)
# what is talked about is not done: "discussed sanctions on Chad"
DISCUSSING = frozenset(("discuss", "debate"))
TALKING = frozenset("talk negotiation discussion consultation dialogue negotiate confer".split())
BEGUN = frozenset("begin start open kick commence arrive resume".split())
MEMORIES = frozenset("anniversary commemoration remembrance memorial".split())
# "we are seeing Chad send arms"
PERCEIVING = frozenset("see watch observe witness hear notice".split())
# "fears new raids"
FEARING = frozenset(("fear", "dread"))
# "the row prompted Chad to recall its envoy": it did
BRINGING = frozenset("prompt enable lead cause force spur drive push provoke impel move".split())
# "nobody has been arrested for the raid": which was made
BLAMING = frozenset(
    "arrest charge blame punish jail convict sentence detain hold try prosecute condemn criticise".split()
)
PAPERS = frozenset(
    "resolution motion statement declaration bill letter text draft petition communique decree order law amendment"
    " proposal document report".split()
)
# "militants holding four hostages released a video": they hold them still
HOLDING_ON = frozenset("hold occupy detain control besiege guard patrol block".split())
PLOTS = frozenset(("plot", "conspiracy"))
PLAN_NOUNS = frozenset(
    "plan intention proposal decision agreement deal schedule pledge promise commitment vow intent bid offer"
    " order readiness willingness preparation move eve".split()
)
UNREAL_NOUNS = frozenset(
    "ability right attempt threat call demand request chance possibility prospect power capability need desire"
    " hope opportunity refusal failure reluctance reason way authority capacity fear risk pressure appeal"
    " permission option invitation".split()
)
ANNOUNCED = frozenset("visit meeting joint_exercise exercise protest aid arms_transfer".split())
# a package of sanctions that is only put forward
PUT_FORWARD = frozenset("present propose table draft prepare".split())
CLAIMS = frozenset(
    "report claim story account rumour rumor assertion dispatch item version suggestion article tale speculation"
    " insinuation".split()
)
"""Nouns for what somebody says is so. A charge ("allegation") is none: who is arrested and denies it was arrested."""
SHOWN = frozenset(
    "video footage photo photograph picture image clip recording letter document memo post message".split()
)
"""What may be said to be forged, and then what it shows is not so."""
REPORTS = CLAIMS | frozenset("allegation accusation suspicion talk".split())
# "there was no indication that civilians had been hit"
SIGNS = frozenset("indication evidence sign proof confirmation".split())
# "dismissed talk of sanctions", "brushed off reports that"
DENYING = frozenset("deny dispute refute disown debunk disprove contradict repudiate".split())
DISMISSING = DENYING | frozenset("dismiss reject brush wave laugh scotch quash ridicule rubbish retract".split())
ANSWERING = DISMISSING | frozenset("refuse spurn rebuff ignore decline accept grant answer heed".split())
TRYING = frozenset(("try", "attempt"))
# what the reasons of plans that came to nothing begin with
PAST_PLANS = ("“was to have", "“had ", "“was supposed")
TRIED = "“tried” to do it"
ATTEMPT = "an attempt at it"
IN_VAIN = "“tried” to do it, in vain"
# "tried to seize the ship but were driven off"
BEATEN_OFF = frozenset("fail repel drive beat fend thwart foil prevent intercept repulse stop fight".split())
SHIFTING = frozenset(("move", "shift", "put", "slip"))
KEEPING = frozenset("keep deter dissuade discourage restrain".split())
# "was arrested before reaching the border"
STOPPING = frozenset("arrest stop detain intercept kill shoot catch foil thwart seize halt die cancel abandon".split())
HOLDING = frozenset("believe expect hope see want".split())
WILLING = frozenset(("ready", "willing", "prepared"))
PREPARING = frozenset(("get", "make"))
READY = frozenset(
    "due about set ready scheduled willing prepared poised slated committed determined".split(),
)
