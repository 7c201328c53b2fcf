"""The judge's making: what it learned from, training, packing. What it knows lies in model/events.onnx and sides.npz.

    articles/*.txt    annotated articles        annotated   reads them
    sentences/*.txt   hand-written patterns     compose     patterns → labelled sentences
    examples          both, as the network reads them, with what it is to say
    network, train    four layers and their training        export    checkpoint → packaged files
    CARD.md           what it is, its figures

Its use is pure and lies in `tracker.extract.judge`.
"""
