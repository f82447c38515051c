"""Many photos by one set of choices: what is wanted, what was done, and the run between them.

Importing this costs no torch; running does.
"""

from ccnet_core.batch.job import BatchJob, OnConflict, collect_photos
from ccnet_core.batch.report import BatchProgress, BatchReport, Outcome, State
from ccnet_core.batch.run import read_own_adjustments, run_batch

__all__ = [
    "BatchJob",
    "BatchProgress",
    "BatchReport",
    "OnConflict",
    "Outcome",
    "State",
    "collect_photos",
    "read_own_adjustments",
    "run_batch",
]
