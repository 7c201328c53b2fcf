"""Geopolitical event tracker: from news feeds to a timeline.

    feed     --poll-->   entry      conditional GET inside budgets, feedparser      (fetch, feeds)
    entry    --read-->   article    full text, publication time and its source      (fetch, extract.text)
    article  --code-->   mention    who did what to whom, where, when, with status  (nlp, extract)
    mention  --match-->  event      many reports of one happening are one event     (events)
    event    --tell-->   timeline   SQL, digest e-mail, web pages, exports          (store, digest, web, export)

Each step restarts alone and can be repeated without harm: what is due is a fact in the database.
`pipeline` joins the steps, `service` runs them on a schedule, `cli` puts them at a prompt.
"""

import os

# numpy multiplies small matrices here: a second core that waits for its share costs more than it gives. OpenBLAS reads
# this when numpy is first imported, here and in the processes that this one starts
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
