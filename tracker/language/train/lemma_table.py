"""The lemma table out of the treebanks: irregular forms, base forms of verbs, words whose lemma no rule gives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tracker.language import lemmas
from tracker.language.train import corpora

IRREGULAR = """
arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became|begin began begun|
bend bent|bet bet|
bid bid|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|
build built|burn burnt|
burst burst|buy bought|cast cast|catch caught|choose chose chosen|cling clung|come came|cost cost|creep crept|cut cut|
deal dealt|dig dug|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|
feel felt|fight fought|find found|flee fled|fling flung|fly flew flown|forbid forbade forbidden|forecast forecast|
foresee foresaw foreseen|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got gotten|
give gave given|
go went gone|grind ground|grow grew grown|hang hung|hear heard|hide hid hidden|hit hit|hold held|hurt hurt|keep kept|
kneel knelt|know knew known|lay laid|lead led|leap leapt|learn learnt|leave left|lend lent|let let|light lit|lose lost|
make made|mean meant|meet met|mislead misled|oversee oversaw overseen|overthrow overthrew overthrown|
overtake overtook overtaken|
pay paid|prove proven|put put|quit quit|read read|rebuild rebuilt|ride rode ridden|ring rang rung|
rise rose risen|run ran|
say said|see saw seen|seek sought|sell sold|send sent|set set|sew sewn|shake shook shaken|shed shed|shine shone|
shoot shot|show shown|shrink shrank shrunk|shut shut|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|
speak spoke spoken|spend spent|spill spilt|spin spun|split split|spread spread|spring sprang sprung|stand stood|
steal stole stolen|stick stuck|sting stung|strike struck stricken|strive strove striven|swear swore sworn|sweep swept|
swell swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|
throw threw thrown|thrust thrust|undergo underwent undergone|understand understood|undertake undertook undertaken|
undo undid undone|uphold upheld|upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept|win won|
wind wound|
withdraw withdrew withdrawn|withhold withheld|withstand withstood|write wrote written|lie lay lain|do did done does|
be was were been being is 's|have had has having 've
"""
PLURALS = """
man men|woman women|child children|foot feet|tooth teeth|mouse mice|life lives|wife wives|leaf leaves|half halves|
knife knives|shelf shelves|wolf wolves|thief thieves|crisis crises|analysis analyses|criterion criteria|
phenomenon phenomena|policeman policemen|policewoman policewomen|spokesman spokesmen|lawman lawmen|gunman gunmen|
militiaman militiamen|serviceman servicemen|fisherman fishermen|congressman congressmen|nucleus nuclei|
embargo embargoes|
hero heroes|veto vetoes|potato potatoes|tomato tomatoes|cargo cargoes|bus buses|gas gases|house houses|course courses|
troops troops|base bases|means means|species species|series series|headquarters headquarters|person people
"""
EXTRA_VERBS = """
abduct accede airlift ambush annex appease arm assassinate axe behead besiege blockade bomb bombard boycott bribe broker
cancel ceasefire censure collude commemorate condemn confiscate conscript convene coup crack debut decry defuse
deplore deploy
deport depose desecrate detain deter detonate disarm dismantle dispatch embargo encroach enrich evacuate evict
exile expel extort
extradite fire fortify freeze grieve hail halt hijack hijack impeach impose imprison incarcerate incite indict
infiltrate
inaugurate intercept interdict intern interrogate intrude invade jail jam kidnap launch liberate loot lob maim
mediate militarize
mobilize mutilate negotiate neutralize normalize nuke oust outlaw pardon patrol persecute pillage postpone preside probe
proliferate provoke purge quash quell raid ratify rebuff rebuke reiterate relinquish renounce reopen repatriate repel
reprimand repudiate resume retaliate revoke riot sabotage sanction scramble scrap seize shell shelve sign slam slay sue
summon panic mimic supply surrender suspend tariff test threaten topple torch torpedo torture transit trigger
urge veto vow waive wage
""".split()
NAMED = {"v": ("VERB", "AUX"), "n": ("NOUN",), "a": ("ADJ",), "r": ("ADV",)}


def write(trees: Sequence[Path], target: Path, least: int = 2) -> None:
    """Counts lemmas in `trees` and writes the table to `target`: only what the rules of `lemmas` would not give."""
    votes: dict[str, dict[str, Counter[str]]] = {kind: {} for kind in (*NAMED, "fixed", "proper")}
    verbs: Counter[str] = Counter()
    for path in trees:
        for sentence, golds in zip(corpora.ud(path), corpora.lemmas(path), strict=True):
            for word, tag, pos, gold in zip(sentence.words, sentence.tags, sentence.pos, golds, strict=True):
                _vote(votes, verbs, word, tag, pos, gold)
    table: dict[str, dict[str, str]] = {"base": {verb: "" for verb, n in sorted(verbs.items()) if n >= least}}
    table["base"] |= dict.fromkeys(sorted(EXTRA_VERBS), "")
    table |= {kind: {} for kind in (*NAMED, "fixed", "proper")}
    table["v"] = _listed(IRREGULAR)
    table["n"] = {
        plural: single for plural, single in _listed(PLURALS).items() if plural not in ("people", "forces", "means")
    }
    table["fixed"] = {f"{form} {pos}": "be" for form in ("are", "am", "'re", "'m") for pos in ("VERB", "AUX")}
    target.write_text(json.dumps(table), encoding="utf-8")
    lemmas._table.cache_clear()
    for kind, forms in votes.items():
        for form, counts in sorted(forms.items()):
            best, count = counts.most_common(1)[0]
            if count >= least and not form.isdigit():
                _add(table, kind, form, best)
    target.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _listed(text: str) -> dict[str, str]:
    """form → base, from lines "base form form|…"."""
    rows = [row.split() for row in text.replace("\n", " ").split("|")]
    return {form: row[0] for row in rows for form in row[1:]}


def _vote(
    votes: dict[str, dict[str, Counter[str]]], verbs: Counter[str], word: str, tag: str, pos: str, gold: str
) -> None:
    lower = word.lower().replace("’", "'")
    kind = lemmas.INFLECTED.get(tag, "")
    if pos == "VERB" and gold.islower():
        verbs[gold] += 1
    if pos in lemmas.KEPT or gold in ("_", ""):
        return
    if kind and pos in NAMED[kind]:
        votes[kind].setdefault(lower, Counter())[gold] += 1
    elif pos == "ADJ" and tag == "JJ" and word[0].isupper():
        votes["proper"].setdefault(word, Counter())[gold] += 1
    elif not kind and pos in ("AUX", "PART", "PRON", "DET", "CCONJ", "SCONJ", "ADP"):
        votes["fixed"].setdefault(f"{lower} {pos}", Counter())[gold] += 1


def _add(table: dict[str, dict[str, str]], kind: str, form: str, best: str) -> None:
    """Adds one entry where it tells something."""
    if kind == "proper":
        if best == form:
            table[kind][form] = ""
    elif kind == "fixed":
        if best != form.split(" ")[0]:
            table[kind][form] = best
    elif form not in table[kind]:
        tag = {
            "v": "VBG" if form.endswith("ing") else "VBZ" if form.endswith("s") else "VBD",
            "n": "NNS",
            "a": "JJR",
            "r": "RBR",
        }
        if lemmas.lemma(form, tag[kind], NAMED[kind][0]) != best:
            table[kind][form] = best
