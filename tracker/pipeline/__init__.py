"""The jobs: poll a feed, read an article, code, match. Joins fetching, parsing, coding and the store.

    poll      a due feed → entries new or changed → articles        poll.py
    read      an article's page → its words                         read.py
    code      articles without a coding → mentions                  code.py
    match     mentions → events                                     tracker.matching
    direct    all of it in this process, to completion              direct.py
    workers   processes for what must be killable                   workers.py

What is due is a fact in the database, so every job can be repeated and none is lost.
"""
