"""Sending what is due: joins ledger, timeline, composition and SMTP.

    enter     whose local hour has come gets a row in the ledger       -> due
    compose   one mail for all readers who would get the same          -> composed
    hand over one reader at a time, written down before and after      -> handed_over -> sent, deferred or suppressed

Every arrow is one transaction. Nothing but the ledger is remembered, so any process may end anywhere, and any other may
go on from there.
"""

from tracker.delivering.preview import Preview, compose_everything, preview_for
from tracker.delivering.run import Summary, run_due

__all__ = ["Preview", "Summary", "compose_everything", "preview_for", "run_due"]
