"""Speed, memory and faithfulness of the whole program: ``make bench`` prints one table."""

import app as app  # before torch: it says how torch's threads wait
