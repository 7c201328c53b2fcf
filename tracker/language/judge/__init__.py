"""The judge's making: patterns, composed sentences, training. What it knows lies in weights.npz beside this file.

    sentences/*.txt   hand-written patterns     compose   patterns → labelled sentences
    train             sentences → weights.npz   evaluate  figures on held-out patterns and, where present, on other data
    CARD.md           what it is, its figures

Its use is pure and lies in `tracker.extract.judge`.
"""
