"""Universal Dependencies features that follow from a Penn Treebank tag and the word."""

from __future__ import annotations

BY_TAG = {
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNS": "Number=Plur",
    "NNPS": "Number=Plur",
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "RB": "",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
    "MD": "VerbForm=Fin",
    "VB": "VerbForm=Inf",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VBN": "Tense=Past|VerbForm=Part",
    "CD": "NumType=Card",
}
PRONOUNS = {
    "i": "Case=Nom|Number=Sing|Person=1|PronType=Prs",
    "me": "Case=Acc|Number=Sing|Person=1|PronType=Prs",
    "we": "Case=Nom|Number=Plur|Person=1|PronType=Prs",
    "us": "Case=Acc|Number=Plur|Person=1|PronType=Prs",
    "you": "Person=2|PronType=Prs",
    "he": "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
    "him": "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
    "she": "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "her": "Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "it": "Gender=Neut|Number=Sing|Person=3|PronType=Prs",
    "they": "Case=Nom|Number=Plur|Person=3|PronType=Prs",
    "them": "Case=Acc|Number=Plur|Person=3|PronType=Prs",
    "his": "Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "its": "Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "their": "Number=Plur|Person=3|Poss=Yes|PronType=Prs",
    "our": "Number=Plur|Person=1|Poss=Yes|PronType=Prs",
    "my": "Number=Sing|Person=1|Poss=Yes|PronType=Prs",
    "your": "Person=2|Poss=Yes|PronType=Prs",
}
ARTICLES = {
    "the": "Definite=Def|PronType=Art",
    "a": "Definite=Ind|PronType=Art",
    "an": "Definite=Ind|PronType=Art",
    "this": "Number=Sing|PronType=Dem",
    "that": "Number=Sing|PronType=Dem",
    "these": "Number=Plur|PronType=Dem",
    "those": "Number=Plur|PronType=Dem",
}
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})


def features(tag: str, pos: str, word: str, passive: bool) -> str:
    """UD feature string of a token, "" where there is none.

    `passive` tells that the token governs a passive auxiliary or subject: a past participle then has Voice=Pass.
    """
    lower = word.lower()
    if pos == "DET" and lower in ARTICLES:
        return ARTICLES[lower]
    if tag in ("PRP", "PRP$"):
        return PRONOUNS.get(lower, "PronType=Prs")
    if lower in NEGATIONS:
        return "Polarity=Neg"
    if tag == "VBN" and passive:
        return "Tense=Past|VerbForm=Part|Voice=Pass"
    if tag == "VBG" and pos == "NOUN":
        return "Number=Sing"
    return BY_TAG.get(tag, "")
