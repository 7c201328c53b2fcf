"""HTTP within budgets, guarded against private addresses. The only place that speaks HTTP."""

from tracker.fetch.client import Budgets, Fetched, Fetcher
from tracker.fetch.guard import Policy, RefusedAddress, refusal

__all__ = ["Budgets", "Fetched", "Fetcher", "Policy", "RefusedAddress", "refusal"]
